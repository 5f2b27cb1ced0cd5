// Trains which call to action is a page's main one, and prints what cross-validation over sites says of it.
//   node tools/models/train-cta.ts <corpora> [<pages.jsonl> …] [--write] [--errors]
// Pages are those of the hand-made labels; each `pages.jsonl` adds lines of {id, group, url, path | html | snapshot, primary_cta,
// cta_intent}, where `path` is one of the corpora's. Only weights of our own features are kept; no wording of the pages goes anywhere.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { ctaCandidates } from '../../src/facts/ctas/candidates.ts'
import { drawFeatures } from '../../src/facts/ctas/draw.ts'
import { ctaFeatures, mayBeMain, restFeatures, type CtaFeatures } from '../../src/facts/ctas/features.ts'
import { styleOf } from '../../src/facts/ctas/ranks.ts'
import { purposesOf } from '../../src/facts/ctas.ts'
import { extractFacts, readPage } from '../../src/facts/extract.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import type { Snapshot } from '../../src/snapshot/schema.ts'

interface Choice {
  text: string
  intent: string
  features: CtaFeatures
  /** What makes others look like it; empty for what looks like nothing else. */
  style: string
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
  group?: string
  url: string
  html?: string
  snapshot?: Snapshot
  primary_cta: string | null
  cta_intent?: string | null
}

const [folder, ...rest] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node tools/models/train-cta.ts <corpora> [<pages.jsonl> …] [--write] [--errors]')
  process.exit(2)
}
const root = new URL('../..', import.meta.url).pathname
const vocabularies = parseVocabularies(await readVocabularyTexts(join(root, 'rules/vocabulary')))
const corpora = await import(pathToFileURL(join(folder, 'load.mjs')).href)
const lines = (path: string): string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean)

const groupOf = new Map<string, string>()
for (const corpus of corpora.corpora) for (const { id, group } of corpora.rows(corpus, 'dev')) groupOf.set(id, group)

const othersHabit = 'rest: read by others'
const samples: Sample[] = []
for (const line of lines(join(folder, 'labels.jsonl'))) {
  const row = JSON.parse(line)
  add({ ...row, html: corpora.html(row.path) }, 'hand-labelled', 1)
}
for (const file of rest.filter((argument) => !argument.startsWith('--') && existsSync(argument))) {
  for (const line of lines(file)) {
    const row = JSON.parse(line)
    if (row.path) add({ ...row, html: corpora.html(row.path) }, basename(file), 1, !process.argv.includes('--nohabit'))
    else add(row, row.snapshot ? 'sites, rendered' : 'sites, static', 0.5)
  }
}

function add(page: Labelled, set: string, weight: number, isOthers = false): void {
  const { url, html, snapshot } = page
  const group = page.group ?? groupOf.get(page.id) ?? page.id
  const source = {
    vocabularies,
    ...(snapshot ? { snapshot } : { url: url || 'https://page.invalid/', html: html ?? '' }),
  }
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
    const style = styleOf(candidate)
    return [{ text: candidate.text, intent: candidate.intent, features, style, right }]
  })
  if (wanted !== null && !choices.some(({ right }) => right > 0)) {
    for (const choice of choices) if (choice.intent === intent) choice.right = 0.5
  }
  const nothing = {
    text: '',
    intent: 'none',
    features: restFeatures(candidates, facts.type),
    style: '',
    right: +(wanted === null),
  }
  // Other readers say three times as often that a page wants nothing; that habit is learned apart, and not used.
  if (isOthers) nothing.features.set(othersHabit, 1)
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
function train(pages: Sample[], decay = 5, least = 6, rounds = 200): Weights {
  const counts = new Map<string, number>()
  for (const { choices } of pages) {
    const seen = new Set(choices.flatMap(({ features }) => [...features.keys()]))
    for (const name of seen) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const names = [...counts].filter(([, count]) => count >= least).map(([name]) => name)
  const indexOf = new Map(names.toSorted().map((name, index) => [name, index]))
  const usable = pages
    .filter(({ choices }) => choices.some(({ right }) => right > 0))
    .map((page) => rowsOf(page, indexOf))
  const weights = new Float64Array(names.length)
  const squares = new Float64Array(names.length).fill(1e-6)
  for (let round = 0; round < rounds; round += 1) {
    const gradient = Float64Array.from(weights, (weight) => -decay * weight)
    for (const page of usable) climb(page, weights, gradient)
    for (let index = 0; index < weights.length; index += 1) {
      squares[index]! += gradient[index]! ** 2
      weights[index]! += (0.3 * gradient[index]!) / Math.sqrt(squares[index]!)
    }
  }
  return new Map([...indexOf].map(([name, index]) => [name, weights[index]!]))
}

/** The choices of a page as one list of indexes and values; choice `n` has those from `starts[n]` on. */
interface Rows {
  weight: number
  right: number[]
  starts: number[]
  indexes: Int32Array
  values: Float64Array
}

function rowsOf({ choices, weight }: Sample, indexOf: Map<string, number>): Rows {
  const starts = [0]
  const cells: [number, number][] = []
  for (const { features } of choices) {
    for (const [name, value] of features) {
      const index = indexOf.get(name)
      if (index !== undefined) cells.push([index, value])
    }
    starts.push(cells.length)
  }
  return {
    weight,
    right: choices.map(({ right }) => right),
    starts,
    indexes: Int32Array.from(cells, ([index]) => index),
    values: Float64Array.from(cells, ([, value]) => value),
  }
}

/** Adds to the gradient what one page says. */
function climb({ weight, right, starts, indexes, values }: Rows, weights: Float64Array, gradient: Float64Array): void {
  const scores = right.map((_, place) => {
    let score = 0
    for (let cell = starts[place]!; cell < starts[place + 1]!; cell += 1)
      score += weights[indexes[cell]!]! * values[cell]!
    return score
  })
  const highest = Math.max(...scores)
  const exponents = scores.map((score) => Math.exp(score - highest))
  const all = exponents.reduce((sum, value) => sum + value, 0)
  const good = exponents.reduce((sum, value, index) => sum + value * right[index]!, 0)
  exponents.forEach((exponent, place) => {
    const pull = ((exponent * right[place]!) / good - exponent / all) * weight
    if (Math.abs(pull) < 1e-6) return
    for (let cell = starts[place]!; cell < starts[place + 1]!; cell += 1)
      gradient[indexes[cell]!]! += pull * values[cell]!
  })
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
const tally = new Map<string, { of: number; text: number; intent: number; both: number }>()
for (let fold = 0; fold < folds; fold += 1) {
  const weights = train(samples.filter(({ group }) => foldOf.get(group) !== fold))
  for (const sample of samples) {
    if (foldOf.get(sample.group) !== fold) continue
    const choice = choose(sample, weights)
    const nothing = sample.wanted === null && choice.intent === 'none'
    const { wanted } = sample
    // What looks like the main action is ranked with it.
    const primary = sample.choices.filter(
      (other) => other === choice || (choice.style !== '' && other.style === choice.style),
    )
    const chosen = wanted !== null && choice.intent !== 'none'
    const text = nothing || (chosen && primary.some((other) => sameWords(other.text, wanted)))
    const intent =
      nothing || (chosen && sample.intent !== null && primary.some((other) => other.intent === sample.intent))
    const entry = tally.get(sample.set) ?? { of: 0, text: 0, intent: 0, both: 0 }
    entry.of += 1
    if (text) entry.text += 1
    if (intent) entry.intent += 1
    if (text && intent) entry.both += 1
    tally.set(sample.set, entry)
    if (process.argv.includes('--errors') && !(text && intent))
      console.log(
        `${sample.id}: wanted "${sample.wanted}" (${sample.intent}), chose "${choice.text}" (${choice.intent})`,
      )
  }
}
for (const [set, { of, text, intent, both }] of tally) {
  const intents = set.startsWith('sites') ? '' : `, intent ${(intent / of).toFixed(3)}, both ${(both / of).toFixed(3)}`
  console.log(`${set}: ${of} pages, the one that people named ${(text / of).toFixed(3)}${intents}`)
}
if (process.argv.includes('--write')) {
  const weights = [...train(samples)].map(([name, weight]) => [name, Math.round(weight * 1000) / 1000] as const)
  const kept = Object.fromEntries(weights.filter(([, weight]) => Math.abs(weight) >= 0.01))
  writeFileSync(join(root, 'src/facts/ctas/weights.json'), `${JSON.stringify(kept)}\n`)
}
