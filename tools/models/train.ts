// Trains the models of form purpose, field purpose and page type on a folder of labelled pages, and prints what
// cross-validation over sites says of them.
//   node tools/models/train.ts <corpora> [form|field|page] [--errors] [--write] [--decay=2] [--places=4]
// Only weights of our own yes-or-no features are kept; no wording of the corpora goes anywhere.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { crossValidate, printHeldOut, train, type Settings } from './logistic.ts'
import { trainBlocks } from './block-training.ts'
import { trainGrams } from './gram-training.ts'
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
const settings: Settings = { ...model.settings }
const decay = flags.find((flag) => flag.startsWith('--decay='))
if (decay) settings.decay = Number(decay.slice(8))
const places = flags.find((flag) => flag.startsWith('--places='))
if (places) settings.placeDecay = Number(places.slice(9))
printHeldOut(crossValidate(samples, settings, model.folds), flags.includes('--errors'))
if (flags.includes('--write')) {
  const weights = settings.blocks
    ? trainBlocks(samples, settings.blocks)
    : settings.grams
      ? trainGrams(samples, settings.grams)
      : train(samples, settings)
  writeFileSync(join(root, model.weights), `${JSON.stringify(weights)}\n`)
}
