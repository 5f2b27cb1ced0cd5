import type { Vocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import type { Corpora, HandLabels } from './corpora.ts'
import { readFields } from './field-samples.ts'
import { readFormSamples } from './form-samples.ts'
import { blocks } from './block-training.ts'
import { crossValidate, type HeldOut } from './cross-validation.ts'
import { grams } from './gram-training.ts'
import type { Learner, Sample } from './learner.ts'
import { linear } from './linear-training.ts'
import { readPageSamples } from './page-samples.ts'

/** What models are trained on. */
export interface Labelled {
  corpora: Corpora
  vocabularies: Vocabularies
  handmade: HandLabels[]
}

interface Model {
  samples: (from: Labelled) => Sample[]
  learner: Learner
  folds: number
  /** Corpora whose labels its answers are held against. */
  testedOn: string[]
  /** Where its weights stand, from the project's root. */
  weights: string
}

/** Each trained model: its samples, how it is trained and tested, where its weights go. */
export const models = {
  form: {
    samples: ({ corpora, vocabularies, handmade }) => readFormSamples(corpora, vocabularies, handmade),
    learner: linear({ decay: 3, least: 3, placeDecay: 8 }),
    folds: 10,
    testedOn: ['formasaurus'],
    weights: 'src/facts/forms/weights.json',
  },
  field: {
    samples: ({ corpora, vocabularies }) => readFields(corpora, vocabularies),
    learner: grams({ places: 8192, bits: 2 ** 19, sites: 2, passes: 12, rate: 0.12, decay: 0.05 }),
    folds: 10,
    testedOn: ['fx-autofill', 'ddg-forms', 'formasaurus'],
    weights: 'src/facts/forms/field-weights.json',
  },
  page: {
    samples: ({ corpora, vocabularies, handmade }) => readPageSamples(corpora, vocabularies, handmade),
    learner: blocks({
      shares: {
        facts: 1.5,
        measured: 2,
        text: 2,
        label: 2,
        class: 1.5,
        id: 0.5,
        address: 0.7,
        title: 0.5,
        menu: 1,
        segment: 0.5,
        description: 0.7,
        'repeated class': 0.5,
        meta: 0.3,
        host: 0.3,
        file: 0.3,
        'linked segment': 0.3,
        parameter: 0.2,
      },
      parts: 9,
      sites: 4,
      decay: 0.03,
      passes: 250,
    }),
    folds: 5,
    testedOn: ['wcxb'],
    weights: 'src/facts/page/weights.json',
  },
} satisfies Record<string, Model>
export type ModelName = keyof typeof models

/** What models that never saw its site say of each scored sample. */
export function heldOutBy(name: ModelName, labelled: Labelled): HeldOut[] {
  const { samples, learner, folds } = models[name]
  return crossValidate(samples(labelled), learner, folds)
}
