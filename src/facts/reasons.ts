import type { Element } from 'domhandler'
import { z } from 'zod'
import { defineDetector, type DetectorInput } from './detector.ts'
import { isLinked, wordCount } from './dom/content.ts'
import { regionOf } from './dom/regions.ts'
import { firstText, structuredItems } from './dom/structured-items.ts'
import { treeOf, type TextRun } from './dom/tree.ts'
import { page } from './page.ts'
import { trust } from './trust.ts'
import { Where } from './dom/where.ts'

export const reasonKinds = [
  'near',
  'available',
  'emergency',
  'price',
  'guarantee',
  'experience',
  'family',
  'local-references',
] as const

export const Reason = z
  .object({
    kind: z
      .enum(reasonKinds)
      .describe(
        'near: the area served, the way there, parking; available: in stock, same day, open now; emergency: help out of hours; price: a promise on it; experience: years in business',
      ),
    text: z.string(),
    where: Where,
  })
  .meta({ id: 'Reason' })
export type Reason = z.infer<typeof Reason>

const needs = { page, trust }
type Input = DetectorInput<typeof needs>
const perKind = 2
const longest = 300
/** In a header or footer only what is said in a sentence counts. */
const sentence = 4

const topics: [topic: string, kind: Reason['kind']][] = [
  ['reason.near', 'near'],
  ['reason.area', 'near'],
  ['reason.now', 'available'],
  ['reason.emergency', 'emergency'],
  ['reason.price', 'price'],
  ['reason.years', 'experience'],
  ['reason.since', 'experience'],
  ['reason.family', 'family'],
  ['reason.local', 'local-references'],
]

/** Pages to read: what they say in passing is about others. */
const toRead = new Set<string>(['article', 'press', 'careers', 'legal', 'search-results'])
const sure = 0.6

/** Why to buy here and not elsewhere, as everyday purchases are decided; never from a menu or a link alone. */
export const reasons = defineDetector({
  version: 4,
  reads: 'html',
  needs,
  schema: z
    .array(Reason)
    .describe(
      'Why to buy here and not elsewhere, as everyday purchases are decided; never from a menu or a link alone.',
    ),
  detect(input) {
    const counts = new Map<string, number>()
    return [...fromFacts(input), ...fromText(input)].filter(({ kind }) => {
      const count = counts.get(kind) ?? 0
      counts.set(kind, count + 1)
      return count < perKind
    })
  },
})

function fromFacts({ facts, $, where }: Input): Reason[] {
  return [
    ...structuredItems($)
      .filter(({ properties }) => properties.has('areaServed') || properties.has('serviceArea'))
      .map((item): Reason => ({
        kind: 'near',
        text: firstText(item, 'areaServed', 'serviceArea', 'name'),
        where: where(item.element, 'near'),
      })),
    ...facts.trust
      .filter(({ kind }) => kind === 'guarantee' || kind === 'returns')
      .map(({ text, where }): Reason => ({ kind: 'guarantee', text, where })),
  ]
}

function fromText(input: Input): Reason[] {
  const { facts, vocabulary } = input
  const { type, typeConfidence, shape } = facts.page
  if (!vocabulary.known || (toRead.has(type) && typeConfidence >= sure) || shape === 'forum') return []
  const found: Reason[] = []
  const add = (kind: Reason['kind'], text: string, element: Element): void => {
    found.push({ kind, text: text.trim().slice(0, 160), where: input.where(element, kind) })
  }
  for (const run of treeOf(input.$).runs) {
    if (run.text.length > longest) continue
    const said = vocabulary.topicsIn(run.text)
    if (said.size === 0 || isPassing(run)) continue
    for (const [topic, kind] of topics) {
      if (said.has(topic) && isMeant(topic, run.text)) add(kind, run.text, run.block)
    }
  }
  return found
}

function isPassing(run: TextRun): boolean {
  const region = regionOf(run.block)
  if (region === 'nav' || region === 'dialog' || isLinked(run)) return true
  return (region === 'header' || region === 'footer') && wordCount(run.text) < sentence
}

const year = /(?<!\d)(?:1[6-9]|20)\d\d(?!\d)/
const shortSince = 20

/** A label and the name behind it: “Zone : Var”, “Intervention — Toulon”. */
const labelled = /\p{L}\s*[:–—|·]\s*\p{Lu}/u

/** “Since” says something of a firm only with a year beside it and little around it, an area only as a label; years of experience need a number. */
function isMeant(topic: string, text: string): boolean {
  if (topic === 'reason.since') return year.test(text) && wordCount(text) <= shortSince && !/©/.test(text)
  if (topic === 'reason.area') return labelled.test(text) && wordCount(text) <= shortSince
  return topic !== 'reason.years' || /\d/.test(text)
}
