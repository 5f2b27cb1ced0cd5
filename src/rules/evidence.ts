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
  return [own, shared].flatMap((part) =>
    part
      .slice(0, perPart)
      .flatMap((thing, index) =>
        evidenceOf(thing, url, fillBlanks(sentence, [thing, ...part.toSpliced(index, 1)], facts)),
      ),
  )
}

/** What a failed check of the whole site points at: addresses, mostly. */
export function siteEvidence(shown: readonly unknown[], sentence: string, facts: Record<string, unknown>): Evidence[] {
  const things = flat(shown)
  const message = fillBlanks(sentence, things, facts)
  return things.flatMap((thing) => evidenceOf(thing, '', message)).slice(0, perSite)
}

/** Lists of lists become one list: `forms.map(f, f.fields)` shows fields. */
export function flat(shown: readonly unknown[]): unknown[] {
  return shown.flatMap((thing) => (Array.isArray(thing) ? flat(thing) : [thing]))
}

function evidenceOf(thing: unknown, url: string, message: string): Evidence[] {
  const where = whereOf(thing)
  if (where) {
    const { selector, snippet, node, region, anchor } = where
    return [{ url, selector, snippet, node, region, anchor, message }]
  }
  const bare = { selector: '', node: 0, region: 'body', anchor: '', message }
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

function whereOf(thing: unknown): Where | undefined {
  if (typeof thing !== 'object' || thing === null) return undefined
  const record = thing as { where?: unknown; selector?: unknown; snippet?: unknown }
  if (typeof record.selector === 'string' && typeof record.snippet === 'string') return thing as Where
  return typeof record.where === 'object' && record.where !== null ? (record.where as Where) : undefined
}
