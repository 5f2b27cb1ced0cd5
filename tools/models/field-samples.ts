import { fieldFeatures, formTopics } from '../../src/facts/forms/field-features.ts'
import { fieldGrams } from '../../src/facts/forms/field-grams.ts'
import { decided, settledByType } from '../../src/facts/forms/field-purpose.ts'
import { fieldPurposes, type FieldPurpose } from '../../src/facts/forms/fields.ts'
import type { Vocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { readingsOf, type Corpora } from './corpora.ts'
import { truthsOf } from './field-truths.ts'
import type { Sample } from './learner.ts'

/** Fields of three corpora. */
export function readFields(corpora: Corpora, vocabularies: Vocabularies): Sample[] {
  const samples: Sample[] = []
  const vocabulary = vocabularies.of('en')
  for (const corpus of ['fx-autofill', 'ddg-forms', 'formasaurus']) {
    for (const page of corpora.load(corpus, 'dev')) {
      const truths = truthsOf(page).filter(({ accepted }) => accepted.length > 0)
      if (truths.length === 0) continue
      for (const { clues, scope, raw } of readingsOf(page, vocabularies)) {
        const topics = formTopics(clues, vocabulary)
        const asked = raw.filter((field) => field.type !== 'hidden')
        asked.forEach((field, at) => {
          const truth = truths.find((one) =>
            one.control === undefined
              ? one.form === scope.index && one.name === field.element.attribs['name']
              : one.control === field.index,
          )
          if (!truth || settledByType(field.type)) return
          samples.push({
            id: `${page.id}#${field.index}`,
            group: page.group,
            label: truth.accepted[0]!,
            also: truth.accepted,
            taught: truth.taught,
            features: fieldFeatures(clues, at, topics, vocabulary),
            grams: fieldGrams(clues, at),
            scored: true,
            set: corpus,
            finish: finishOf((guess) => decided(clues.fields[at]!, topics.codes[at]!, vocabulary, () => guess)),
          })
        })
      }
    }
  }
  // A long list on one site says little more than its first entry; what has no name says little at all.
  const counts = new Map<string, number>()
  const kindOf = ({ group, label }: Sample): string => `${group} ${label}`
  for (const sample of samples) counts.set(kindOf(sample), (counts.get(kindOf(sample)) ?? 0) + 1)
  return samples.map((sample) => ({
    ...sample,
    weight: (sample.label === 'other' ? 0.5 : 1) * counts.get(kindOf(sample))! ** -0.4,
  }))
}

/** What becomes of each guess, worked out at once: a sample that held on to its page would fill the memory. */
function finishOf(decide: (guess: FieldPurpose) => FieldPurpose): (guess: string) => string {
  const ends = new Map<string, string>()
  for (const guess of fieldPurposes) {
    const end = decide(guess)
    if (end !== guess) ends.set(guess, end)
  }
  return (guess) => ends.get(guess) ?? guess
}
