import { compareText } from '../shared/digest.ts'
import type { LedgerEntry } from '../snapshot/ledger.ts'
import type { KnownPage } from './known-page.ts'
import { bareHost, urlKey } from './url-identity.ts'

/** A move by meta refresh within this many seconds is one that no visitor can read before. */
const instantSeconds = 2

/** The coverage ledger: each known address with one state and one reason, by key. */
export function coverageOf(
  pages: readonly KnownPage[],
  options: { startKey: string; maxDepth: number; leftOver: string },
): LedgerEntry[] {
  const sorted = pages.toSorted((a, b) => compareText(a.key, b.key))
  const twins = findTwins(sorted, options.startKey)
  return sorted.map((page) => {
    const { key, url, generation, depth, source } = page
    return { key, url, ...fateOf(page, twins, options), generation, depth, source }
  })
}

function fateOf(
  page: KnownPage,
  twins: ReadonlyMap<string, string>,
  { startKey, maxDepth, leftOver }: { startKey: string; maxDepth: number; leftOver: string },
): Pick<LedgerEntry, 'state' | 'reason'> {
  if (page.state === 'dropped') return { state: 'skipped', reason: page.reason }
  const { http, browser } = page
  if (!http) return { state: 'skipped', reason: page.depth > maxDepth ? 'max-depth' : leftOver }
  if (http.outcome !== 'ok') return { state: stateOf(http.outcome), reason: http.outcome }
  const twin = twins.get(page.key)
  if (twin !== undefined && page.key !== startKey) return { state: 'skipped', reason: twin }
  if (page.isOtherLanguage) return { state: 'skipped', reason: 'other-language' }
  if (movesAtOnce(page)) return { state: 'skipped', reason: 'redirected' }
  if (!browser || browser.outcome === 'ok') return { state: 'audited', reason: '' }
  if (browser.outcome === 'redirected' || browser.outcome === 'off-scope') {
    return { state: 'skipped', reason: browser.outcome }
  }
  return { state: 'audited', reason: `render-${browser.outcome}` }
}

function stateOf(outcome: string): LedgerEntry['state'] {
  if (outcome === 'blocked') return 'blocked'
  const isByDesign = ['redirected', 'off-scope', 'robots', 'not-html', 'refused'].includes(outcome)
  return isByDesign ? 'skipped' : 'failed'
}

function movesAtOnce({ http, key }: KnownPage): boolean {
  const refresh = http?.outline?.refresh
  return refresh !== undefined && refresh.seconds <= instantSeconds && urlKey(refresh.url) !== key
}

/**
 * Pages that are another page under a second address, with the reason. A canonical link is believed only when both
 * addresses were visited and look like one page: many sites name their home page as the canonical of everything.
 */
function findTwins(pages: readonly KnownPage[], startKey: string): Map<string, string> {
  const readable = pages.filter((page) => page.http?.outcome === 'ok' && page.http.outline !== undefined)
  const byKey = new Map(readable.map((page) => [page.key, page]))
  const leaders = new Map<string, KnownPage>()
  const leaderOf = (page: KnownPage): KnownPage => {
    let leader = page
    for (let next = leaders.get(leader.key); next && next !== leader; next = leaders.get(leader.key)) leader = next
    return leader
  }
  const join = (a: KnownPage, b: KnownPage): void => {
    const [first, second] = [leaderOf(a), leaderOf(b)]
    if (first === second) return
    const [winner, loser] = isBetter(first, second, startKey) ? [first, second] : [second, first]
    leaders.set(loser.key, winner)
  }

  const plain = new Map<string, KnownPage>()
  for (const page of readable) {
    const canonical = canonicalOf(page, byKey)
    if (canonical && looksAlike(page, canonical)) join(page, canonical)
    const query = page.key.split('?')[1] ?? ''
    const place = `${plainAddress(page.address)}?${query} ${page.http?.outline?.digest ?? ''}`
    const same = plain.get(place)
    if (same) join(page, same)
    else plain.set(place, page)
  }
  const twins = new Map<string, string>()
  for (const page of readable) {
    if (leaderOf(page) === page) continue
    twins.set(page.key, canonicalOf(page, byKey) ? 'canonical-elsewhere' : 'duplicate')
  }
  return twins
}

function canonicalOf(page: KnownPage, byKey: ReadonlyMap<string, KnownPage>): KnownPage | undefined {
  const canonical = page.http?.outline?.canonical
  const other = canonical ? byKey.get(urlKey(canonical)) : undefined
  return other === page ? undefined : other
}

/** The start page leads, then one that no canonical link disowns, then the shallower, then the shorter address. */
function isBetter(a: KnownPage, b: KnownPage, startKey: string): boolean {
  if (a.key === startKey || b.key === startKey) return a.key === startKey
  const disowned = ({ http, key }: KnownPage): number => {
    const canonical = http?.outline?.canonical ?? ''
    return canonical === '' || urlKey(canonical) === key ? 0 : 1
  }
  const order =
    disowned(a) - disowned(b) || a.depth - b.depth || a.key.length - b.key.length || compareText(a.key, b.key)
  return order < 0
}

function looksAlike(a: KnownPage, b: KnownPage): boolean {
  if (plainAddress(a.address) === plainAddress(b.address)) return true
  const [first, second] = [a.http?.outline, b.http?.outline]
  if (!first || !second || first.title === '' || first.title !== second.title) return false
  return Math.abs(first.words - second.words) <= 0.1 * Math.max(first.words, second.words)
}

/** Address without what often means nothing: scheme, `www.`, query, a closing slash, the name of an index file. */
function plainAddress(address: URL): string {
  const path = address.pathname.replace(/\/(?:index|default)\.(?:html?|php|aspx?|jsp)$/i, '/').replace(/(.)\/$/, '$1')
  return bareHost(address) + path.toLowerCase()
}
