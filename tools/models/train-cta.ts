// Trains which call to action is a page's main one, and prints what cross-validation over sites says of it.
//   node tools/models/train-cta.ts <corpora> [<pages.jsonl> …] [--write] [--errors]
// Pages are those of the hand-made labels; each `pages.jsonl` adds lines of {id, group, url, path | html | snapshot, primary_cta,
// cta_intent}, where `path` is one of the corpora's. Only weights of our own features are kept; no wording of the pages goes anywhere.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { heldOutChoices, trainChoice } from './choice-model.ts'
import { choiceSample, othersHabit, type ChoiceSample, type LabelledAction } from './cta-samples.ts'

const [folder, ...rest] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node tools/models/train-cta.ts <corpora> [<pages.jsonl> …] [--write] [--errors]')
  process.exit(2)
}
const missing = rest.find((argument) => !argument.startsWith('--') && !existsSync(argument))
if (missing !== undefined) throw new Error(`there is no ${missing}`)
const root = new URL('../..', import.meta.url).pathname
const vocabularies = parseVocabularies(await readVocabularyTexts(join(root, 'rules/vocabulary')))
const corpora = await import(pathToFileURL(join(folder, 'load.mjs')).href)
const lines = (path: string): string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean)

const groupOf = new Map<string, string>()
for (const corpus of corpora.corpora) for (const { id, group } of corpora.rows(corpus, 'dev')) groupOf.set(id, group)

const samples: ChoiceSample[] = []
for (const line of lines(join(folder, 'labels.jsonl'))) {
  const row = JSON.parse(line)
  add({ ...row, html: corpora.html(row.path) }, 'hand-labelled', 1)
}
for (const file of rest.filter((argument) => !argument.startsWith('--'))) {
  for (const line of lines(file)) {
    const row = JSON.parse(line)
    if (row.path) add({ ...row, html: corpora.html(row.path) }, basename(file), 1, true)
    else add(row, row.snapshot ? 'sites, rendered' : 'sites, static', 0.5, true)
  }
}

function add(page: LabelledAction, set: string, weight: number, isOthers = false): void {
  const group = page.group ?? groupOf.get(page.id) ?? page.id
  const sample = choiceSample(page, { vocabularies, group, set, weight, isOthers })
  if (sample) samples.push(sample)
}

for (const [set, held] of Map.groupBy(heldOutChoices(samples), ({ sample }) => sample.set)) {
  const share = (right: (one: (typeof held)[number]) => boolean): string =>
    (held.filter(right).length / held.length).toFixed(3)
  const intents = set.startsWith('sites')
    ? ''
    : `, intent ${share(({ intent }) => intent)}, both ${share(({ text, intent }) => text && intent)}`
  console.log(`${set}: ${held.length} pages, the one that people named ${share(({ text }) => text)}${intents}`)
  if (!process.argv.includes('--errors')) continue
  for (const { sample, choice, text, intent } of held)
    if (!(text && intent))
      console.log(
        `  ${sample.id}: wanted "${sample.wanted}" (${sample.intent}), chose "${choice.text}" (${choice.intent})`,
      )
}
if (process.argv.includes('--write')) {
  const weights = [...trainChoice(samples)].map(([name, weight]) => [name, Math.round(weight * 1000) / 1000] as const)
  const kept = Object.fromEntries(weights.filter(([name, weight]) => name !== othersHabit && Math.abs(weight) >= 0.01))
  writeFileSync(join(root, 'src/facts/ctas/weights.json'), `${JSON.stringify(kept)}\n`)
}
