import type { Where } from '../facts/dom/where.ts'
import { fillBlanks } from './blanks.ts'
import type { Evidence } from './schema.ts'

const perPart = 5
const perSite = 50
const sharedRegions = new Set(['header', 'nav', 'footer'])

/** Landmarks that pages of a site usually share. */
export function isSharedRegion(region: string): boolean {
  return sharedRegions.has(region)
}

/**
 * What a failed check points at. Things in the page's own content and things in its header, menu and footer are kept
 * apart, a few of each, because the latter are folded into one finding for all pages.
 */
export function pageEvidence(
  shown: readonly unknown[],
  url: string,
  sentence: string,
  facts: Record<string, unknown>,
): Evidence[] {
  const things = flat(shown)
  const shared = things.filter((thing) => isSharedRegion(whereOf(thing)?.region ?? ''))
  const own = things.filter((thing) => !shared.includes(thing))
  const others = (thing: unknown, all: readonly unknown[]): unknown[] => [
    thing,
    ...all.filter((each) => each !== thing),
  ]
  return [varied(own), varied(shared)].flatMap((part) =>
    part.slice(0, perPart).flatMap((thing) =>
      evidenceOf(thing, url, {
        message: fillBlanks(sentence, others(thing, part), facts),
        whole: fillBlanks(sentence, others(thing, things), facts),
      }),
    ),
  )
}

/** One of each kind first, then its like: a list of twenty cards must not hide what else is wrong on the page. */
function varied(things: readonly unknown[]): unknown[] {
  const seen = new Set<string>()
  const first: unknown[] = []
  const again: unknown[] = []
  for (const thing of things) {
    const place = buildOf(whereOf(thing)?.selector ?? '')
    const isLike = place !== '' && seen.has(place)
    seen.add(place)
    if (isLike) again.push(thing)
    else first.push(thing)
  }
  return [...first, ...again]
}

/** A selector without which of its like it is: the same for all cards of a list. */
export function buildOf(selector: string): string {
  return selector.replace(/:nth-of-type\(\d+\)/g, '').replace(/\d+/g, '')
}

/** What a failed check of the whole site points at: addresses, mostly. */
export function siteEvidence(shown: readonly unknown[], sentence: string, facts: Record<string, unknown>): Evidence[] {
  const things = flat(shown)
  const message = fillBlanks(sentence, things, facts)
  return things.flatMap((thing) => evidenceOf(thing, '', { message, whole: message })).slice(0, perSite)
}

/** Lists of lists become one list: `forms.map(f, f.fields)` shows fields. */
export function flat(shown: readonly unknown[]): unknown[] {
  return shown.flatMap((thing) => (Array.isArray(thing) ? flat(thing) : [thing]))
}

function evidenceOf(thing: unknown, url: string, says: Pick<Evidence, 'message' | 'whole'>): Evidence[] {
  const where = whereOf(thing)
  if (where) {
    const { selector, snippet, node, region, anchor } = where
    // What a rule of the whole site shows says itself on which page it is.
    const page = (thing as { url?: unknown }).url
    const place = url === '' && typeof page === 'string' ? page : url
    return [{ url: place, selector, snippet, node, region, anchor, ...says }]
  }
  const bare = { selector: '', node: 0, region: 'body', anchor: '', ...says }
  if (typeof thing === 'string') {
    return [thing.startsWith('http') ? { url: thing, snippet: '', ...bare } : { url, snippet: thing, ...bare }]
  }
  const record = thing as Record<string, unknown>
  const text = (...keys: string[]): string =>
    keys.map((key) => record[key]).find((value) => typeof value === 'string') ?? ''
  const to = text('to')
  const snippet = [text('title', 'text', 'name'), to ? `→ ${to}` : ''].join(' ').trim()
  const urls = Array.isArray(record['urls']) ? record['urls'].map(String) : [text('from', 'url') || url]
  return urls.map((each) => ({ url: each, snippet, ...bare }))
}

/** Where a thing that a detector found is; undefined for what is no such thing. */
export function whereOf(thing: unknown): Where | undefined {
  if (typeof thing !== 'object' || thing === null) return undefined
  const record = thing as { where?: unknown; selector?: unknown; snippet?: unknown }
  if (typeof record.selector === 'string' && typeof record.snippet === 'string') return thing as Where
  return typeof record.where === 'object' && record.where !== null ? (record.where as Where) : undefined
}
