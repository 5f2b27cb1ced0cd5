import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { parseVocabularies, type Vocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import type { Corpora, HandLabels } from '../models/corpora.ts'
import { heldOutChoices } from '../models/choice-model.ts'
import { choiceSample, type ChoiceSample, type LabelledAction } from '../models/cta-samples.ts'
import { none } from './score.ts'
import { heldOutBy, type ModelName } from '../models/models.ts'

/** A model that is tested by folds of sites; `cta` is the one of the main action. */
export type TestedModel = ModelName | 'cta'

/** What models that never saw the site say: `task` and `id` as `by-corpus.ts` names them. */
export interface CrossValidated {
  task: string
  id: string
  truth: string
  guess: string
}

if (parentPort) parentPort.postMessage(await crossValidated(workerData as { folder: string; models: TestedModel[] }))

async function crossValidated({
  folder,
  models,
}: {
  folder: string
  models: TestedModel[]
}): Promise<CrossValidated[]> {
  const corpora = (await import(pathToFileURL(join(folder, 'load.mjs')).href)) as Corpora
  const root = new URL('../..', import.meta.url).pathname
  const vocabularies = parseVocabularies(await readVocabularyTexts(join(root, 'rules/vocabulary')))
  const handmade = readFileSync(join(folder, 'labels.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as HandLabels & LabelledAction)
  const tasks = { form: 'form purpose', field: 'field purpose', page: 'page shape' }
  return models.flatMap((model) => {
    if (model === 'cta') return mainActions(handmade, corpora, vocabularies)
    return heldOutBy(model, { corpora, vocabularies, handmade }).map(({ sample, guess }) => ({
      task: `${tasks[model]}, ${sample.set}`,
      id: sample.id,
      truth: sample.also?.includes(guess) ? guess : sample.label,
      guess,
    }))
  })
}

function mainActions(
  rows: (HandLabels & LabelledAction)[],
  corpora: Corpora,
  vocabularies: Vocabularies,
): CrossValidated[] {
  const samples = rows.flatMap((row): ChoiceSample[] => {
    const group = corpora.rows(row.corpus, 'dev').find(({ id }) => id === row.id)?.group ?? row.id
    const sample = choiceSample(
      { ...row, html: corpora.html(row.path) },
      { vocabularies, group, set: 'hand-labelled', weight: 1 },
    )
    return sample ? [sample] : []
  })
  return heldOutChoices(samples).flatMap(({ sample, choice, text, intent }) => {
    const { id, wanted } = sample
    const nothing = 'nothing'
    const chosen = choice.intent === 'none' ? nothing : choice.intent
    const aim = wanted === null ? nothing : (sample.intent ?? none)
    const words = choice.intent === 'none' ? nothing : text ? 'named' : 'another'
    return [
      { task: 'main action: text, by hand', id, truth: wanted === null ? nothing : 'named', guess: words },
      { task: 'main action: intent, by hand', id, truth: aim, guess: intent ? aim : chosen },
    ]
  })
}
