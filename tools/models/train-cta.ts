// Trains which call to action is a page's main one, and prints what cross-validation over sites says of it.
//   node tools/models/train-cta.ts <corpora> [<pages.jsonl>] [--write] [--errors]
// Pages are those of the hand-made labels; `pages.jsonl` adds lines of {id, group, url, html | snapshot, primary_cta}, rendered
// ones among them. Only weights of our own features are kept; no wording of the pages goes anywhere.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { ctaCandidates } from '../../src/facts/ctas/candidates.ts'
import { ctaFeatures, drawFeatures, mayBeMain, restFeatures, type CtaFeatures } from '../../src/facts/ctas/features.ts'
import { purposesOf } from '../../src/facts/ctas.ts'
import { extractFacts, readPage } from '../../src/facts/extract.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import type { Snapshot } from '../../src/snapshot/schema.ts'

interface Choice {
  text: string
  intent: string
  features: CtaFeatures
  /** 1 when people named it, 0.5 when its words are right and its intent is not. */
  right: number
}
/** One page: its candidates, the last of which is "wants nothing". */
interface Sample {
  id: string
  group: string
  set: string
  wanted: string | null
  intent: string | null
  choices: Choice[]
  weight: number
}
interface Labelled {
  id: string
  url: string
  html?: string
  snapshot?: Snapshot
  primary_cta: string | null
  cta_intent?: string | null
}

const [folder, ...rest] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node tools/models/train-cta.ts <corpora> [<pages.jsonl>] [--write] [--errors]')
  process.exit(2)
}
const root = new URL('../..', import.meta.url).pathname
const vocabularies = parseVocabularies(await readVocabularyTexts(join(root, 'rules/vocabulary')))
const corpora = await import(pathToFileURL(join(folder, 'load.mjs')).href)
const lines = (path: string): string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean)

const samples: Sample[] = []
for (const line of lines(join(folder, 'labels.jsonl'))) {
  const row = JSON.parse(line)
  add({ ...row, url: row.url || 'https://page.invalid/', html: corpora.html(row.path) }, row.id, 'hand-labelled', 1)
}
const more = rest.find((argument) => !argument.startsWith('--') && existsSync(argument))
for (const line of more ? lines(more) : []) {
  const row = JSON.parse(line)
  add(row, row.group, row.snapshot ? 'sites, rendered' : 'sites, static', 0.5)
}

function add(page: Labelled, group: string, set: string, weight: number): void {
  const { url, html, snapshot } = page
  const source = { vocabularies, ...(snapshot ? { snapshot } : { url, html: html ?? '' }) }
  const shared = readPage(source)
  const { forms = [], page: facts, language } = extractFacts(source).facts
  if (!facts) return
  const input = { ...shared, vocabulary: vocabularies.of(language?.used ?? ''), facts: { forms, page: facts } }
  const candidates = ctaCandidates(input, purposesOf(input))
  const drawn = shared.layout && drawFeatures(candidates, facts.type, shared.layout)
  const possible = mayBeMain(candidates, facts.type)
  const { primary_cta: wanted, cta_intent: intent = null } = page
  const choices = ctaFeatures(candidates, facts.type, input).flatMap((features, index): Choice[] => {
    const candidate = candidates[index]!
    if (!possible[index]) return []
    for (const [name, value] of drawn?.[index] ?? []) features.set(name, value)
    const named = wanted !== null && sameWords(candidate.text, wanted)
    const right = named ? (intent === null || intent === candidate.intent ? 1 : 0.5) : 0
    return [{ text: candidate.text, intent: candidate.intent, features, right }]
  })
  if (wanted !== null && !choices.some(({ right }) => right > 0)) {
    for (const choice of choices) if (choice.intent === intent) choice.right = 0.5
  }
  const nothing = {
    text: '',
    intent: 'none',
    features: restFeatures(candidates, facts.type),
    right: +(wanted === null),
  }
  samples.push({ id: page.id, group, set, wanted, intent, choices: [...choices, nothing], weight })
}

function sameWords(text: string, wanted: string): boolean {
  const [one, other] = [text, wanted].map((words) =>
    words
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
  ) as [string, string]
  return one === other || (Math.min(one.length, other.length) > 3 && (one.includes(other) || other.includes(one)))
}

type Weights = Map<string, number>

/** A choice among the candidates of each page (conditional logit) with ridge penalty, by full-batch gradient ascent. */
function train(pages: Sample[], decay = 5, least = 3, rounds = 300): Weights {
  const counts = new Map<string, number>()
  for (const { choices } of pages) {
    const seen = new Set(choices.flatMap(({ features }) => [...features.keys()]))
    for (const name of seen) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const names = [...counts].filter(([, count]) => count >= least).map(([name]) => name)
  const indexOf = new Map(names.toSorted().map((name, index) => [name, index]))
  const usable = pages
    .filter(({ choices }) => choices.some(({ right }) => right > 0))
    .map(({ choices, weight }) => ({
      weight,
      right: choices.map((choice) => choice.right),
      rows: choices.map(({ features }) =>
        [...features].flatMap(([name, value]): [number, number][] => {
          const index = indexOf.get(name)
          return index === undefined ? [] : [[index, value]]
        }),
      ),
    }))
  const weights = new Float64Array(names.length)
  const squares = new Float64Array(names.length).fill(1e-6)
  for (let round = 0; round < rounds; round += 1) {
    const gradient = Float64Array.from(weights, (weight) => -decay * weight)
    for (const { rows, right, weight } of usable) {
      const scores = rows.map((row) => row.reduce((sum, [index, value]) => sum + weights[index]! * value, 0))
      const highest = Math.max(...scores)
      const exponents = scores.map((score) => Math.exp(score - highest))
      const all = exponents.reduce((sum, value) => sum + value, 0)
      const good = exponents.reduce((sum, value, index) => sum + value * right[index]!, 0)
      rows.forEach((row, place) => {
        const pull = ((exponents[place]! * right[place]!) / good - exponents[place]! / all) * weight
        if (Math.abs(pull) > 1e-9) for (const [index, value] of row) gradient[index]! += pull * value
      })
    }
    for (let index = 0; index < weights.length; index += 1) {
      squares[index]! += gradient[index]! ** 2
      weights[index]! += (0.3 * gradient[index]!) / Math.sqrt(squares[index]!)
    }
  }
  return new Map([...indexOf].map(([name, index]) => [name, weights[index]!]))
}

function choose({ choices }: Sample, weights: Weights): Choice {
  const scores = choices.map(({ features }) =>
    [...features].reduce((sum, [name, value]) => sum + (weights.get(name) ?? 0) * value, 0),
  )
  return choices[scores.indexOf(Math.max(...scores))]!
}

const folds = 15
const groups = [...new Set(samples.map(({ group }) => group))].toSorted()
const foldOf = new Map(groups.map((group, index) => [group, (index * 7) % folds]))
const tally = new Map<string, { of: number; text: number; intent: number }>()
for (let fold = 0; fold < folds; fold += 1) {
  const weights = train(samples.filter(({ group }) => foldOf.get(group) !== fold))
  for (const sample of samples) {
    if (foldOf.get(sample.group) !== fold) continue
    const choice = choose(sample, weights)
    const nothing = sample.wanted === null && choice.intent === 'none'
    const text =
      nothing || (sample.wanted !== null && choice.intent !== 'none' && sameWords(choice.text, sample.wanted))
    const intent = nothing || (sample.intent !== null && choice.intent === sample.intent)
    const entry = tally.get(sample.set) ?? { of: 0, text: 0, intent: 0 }
    entry.of += 1
    if (text) entry.text += 1
    if (intent) entry.intent += 1
    tally.set(sample.set, entry)
    if (process.argv.includes('--errors') && !text)
      console.log(
        `${sample.id}: wanted "${sample.wanted}" (${sample.intent}), chose "${choice.text}" (${choice.intent})`,
      )
  }
}
for (const [set, { of, text, intent }] of tally) {
  const intents = set === 'hand-labelled' ? `, intent ${(intent / of).toFixed(3)}` : ''
  console.log(`${set}: ${of} pages, the one that people named ${(text / of).toFixed(3)}${intents}`)
}
if (process.argv.includes('--write')) {
  const weights = [...train(samples)].map(([name, weight]) => [name, Math.round(weight * 1000) / 1000] as const)
  const kept = Object.fromEntries(weights.filter(([, weight]) => Math.abs(weight) >= 0.01))
  writeFileSync(join(root, 'src/facts/ctas/weights.json'), `${JSON.stringify(kept)}\n`)
}
