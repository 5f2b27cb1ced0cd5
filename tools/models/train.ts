// Trains the models of form purpose, field purpose and page type on a folder of labelled pages, and prints what
// cross-validation over sites says of them.
//   node tools/models/train.ts <corpora> [form|field|page] [--errors] [--write]
// Only weights of our own features and of hashed words are kept; no wording of the corpora goes anywhere.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { printScore } from '../accuracy/print.ts'
import { score } from '../accuracy/score.ts'
import { crossValidate } from './cross-validation.ts'
import { models, type ModelName } from './models.ts'

const [folder, which = 'form', ...flags] = process.argv.slice(2)
if (!folder || !(which in models)) {
  console.error(`usage: node tools/models/train.ts <corpora> [${Object.keys(models).join('|')}] [--errors] [--write]`)
  process.exit(2)
}
const model = models[which as ModelName]
const root = new URL('../..', import.meta.url).pathname
const samples = model.samples({
  corpora: await import(pathToFileURL(join(folder, 'load.mjs')).href),
  vocabularies: parseVocabularies(await readVocabularyTexts(join(root, 'rules/vocabulary'))),
  handmade: readFileSync(join(folder, 'labels.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line)),
})
console.log(`${which}: ${samples.length} samples, ${new Set(samples.map((sample) => sample.group)).size} sites`)
const heldOut = crossValidate(samples, model.learner, model.folds).map(({ sample, guess, confidence }) => ({
  ...sample,
  truth: sample.also?.includes(guess) ? guess : sample.label,
  guess,
  confidence,
}))
for (const [set, answers] of Map.groupBy(heldOut, (answer) => answer.set)) {
  printScore(`${which}, ${set}`, score(answers), true)
  if (!flags.includes('--errors')) continue
  for (const { id, truth, guess, confidence, features } of answers)
    if (truth !== guess)
      console.log(`${id}\t${truth} → ${guess} ${confidence}\t${[...features].join(', ').slice(0, 500)}`)
}
if (flags.includes('--write'))
  writeFileSync(join(root, model.weights), `${JSON.stringify(model.learner.learn(samples).weights)}\n`)
