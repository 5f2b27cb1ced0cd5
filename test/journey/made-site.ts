import { extractFacts } from '../../src/facts/extract.ts'
import { readJourney, type Journey, type JourneyInput } from '../../src/journey/journey.ts'
import type { SeenPage } from '../../src/journey/seen-page.ts'
import { readKnowledge } from '../../src/knowledge.ts'
import type { PageType } from '../../src/shared/taxonomy.ts'
import type { LedgerEntry } from '../../src/snapshot/ledger.ts'

const knowledge = await readKnowledge()
export const origin = 'https://lamps.example.test'

/** A page of a made-up site: its content, and what the detectors would otherwise have to guess from so little HTML. */
export interface MadePage {
  main: string
  header?: string
  footer?: string
  title?: string
  type?: PageType
  rendered?: boolean
  depth?: number
}

export interface MadeSite extends Partial<Omit<JourneyInput, 'pages'>> {
  /** Addresses that are known and were not read, with the reason. */
  left?: Record<string, string>
}

export const keyOf = (url: string): string => url.split('#', 1)[0]!

/** The journey of a small site, its facts made from HTML by the real detectors. */
export function madeJourney(pages: Record<string, MadePage>, { left = {}, ...over }: MadeSite = {}): Journey {
  const seen = Object.entries(pages).map(([path, page]) => seenPage(path, page))
  const ledger = [
    ...seen.map(({ key }) => ledgerEntry(key, 'audited', '')),
    ...Object.entries(left).map(([path, reason]) =>
      ledgerEntry(origin + path, reason === 'not-found' ? 'failed' : 'skipped', reason),
    ),
  ]
  return readJourney({
    pages: seen,
    templates: [],
    origin,
    startKey: `${origin}/`,
    ledger,
    failed: Object.entries(left)
      .filter(([, reason]) => reason === 'not-found')
      .map(([path]) => ({
        key: origin + path,
        url: origin + path,
        outcome: 'not-found',
        status: 404,
        reason: 'not-found',
      })),
    sitemap: [],
    keyOf,
    declared: { goals: [], profile: ['lead-gen'], trade: undefined, consideration: 'unknown' },
    numbers: knowledge.journey,
    vocabularies: knowledge.vocabularies,
    vendors: knowledge.vendors,
    traffic: undefined,
    walks: [],
    ...over,
  })
}

/** What the journey says of one page. */
export function pageOf(journey: Journey, path: string): Journey['summaries'][number] {
  return journey.summaries.find(({ url }) => url === origin + path)!
}

/** Whether one page leads on. */
export function wayOnOf(journey: Journey, path: string): Journey['waysOn'][number] {
  return journey.waysOn[journey.summaries.findIndex(({ url }) => url === origin + path)]
}

function seenPage(
  path: string,
  { main, header = '', footer = '', title = path, type = 'other', rendered = true, depth = 1 }: MadePage,
): SeenPage {
  const url = origin + path
  const html = `<!doctype html><html lang="en"><head><title>${title}</title></head><body><header>${header}</header><main>${main}</main><footer>${footer}</footer></body></html>`
  const isHome = path === '/'
  const { facts } = extractFacts({
    url,
    html,
    vocabularies: knowledge.vocabularies,
    vendors: knowledge.vendors,
    given: { language: 'en', pageType: isHome ? 'home' : type },
  })
  const page = facts.page ? { ...facts.page, isHome, typeConfidence: 1 } : undefined
  return {
    key: keyOf(url),
    url,
    facts: { ...facts, ...(page ? { page } : {}) },
    rendered,
    depth: isHome ? 0 : depth,
    host: new URL(url).host,
    hostRole: 'main',
    template: '/*',
  }
}

function ledgerEntry(key: string, state: LedgerEntry['state'], reason: string): LedgerEntry {
  return { key, url: key, state, reason, generation: 1, depth: 1, source: 'link' }
}
