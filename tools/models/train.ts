// Trains the models of form purpose, field purpose and page type on a folder of labelled pages, and prints what
// cross-validation over sites says of them.   node tools/models/train.ts <corpora> [form|field|page] [--write]
// Only weights of our own yes-or-no features are kept; no wording of the corpora goes anywhere.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { crossValidate, printHeldOut, train, type Sample, type Settings } from './logistic.ts'
import { readFields } from './field-samples.ts'
import { readFormSamples } from './form-samples.ts'
import { readPageSamples } from './page-samples.ts'

const [folder, which = 'form', ...flags] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node tools/models/train.ts <corpora> [form|field|page] [--write]')
  process.exit(2)
}
const corpora = await import(pathToFileURL(join(folder, 'load.mjs')).href)
const root = new URL('../..', import.meta.url).pathname
const vocabularies = parseVocabularies(await readVocabularyTexts(join(root, 'rules/vocabulary')))
const handmade = readFileSync(join(folder, 'labels.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line))
const readers = { form: readFormSamples, field: readFields, page: readPageSamples }
const samples: Sample[] = readers[which as keyof typeof readers](corpora, vocabularies, handmade)
console.log(`${which}: ${samples.length} samples, ${new Set(samples.map((sample) => sample.group)).size} sites`)
const weightFiles: Record<string, string> = {
  form: 'src/facts/forms/weights.json',
  field: 'src/facts/forms/field-weights.json',
  page: 'src/facts/page/weights.json',
}
const settings: Settings = {
  form: { decay: 2, least: 3 },
  field: { decay: 1, least: 3 },
  page: { decay: 12, least: 3, placeDecay: 4 },
}[which]!
const decay = flags.find((flag) => flag.startsWith('--decay='))
if (decay) settings.decay = Number(decay.slice(8))
const places = flags.find((flag) => flag.startsWith('--places='))
if (places) settings.placeDecay = Number(places.slice(9))
printHeldOut(crossValidate(samples, settings, which === 'page' ? 5 : 10), flags.includes('--errors'))
if (flags.includes('--write')) {
  writeFileSync(join(root, weightFiles[which]!), `${JSON.stringify(train(samples, settings))}\n`)
}
