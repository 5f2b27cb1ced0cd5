import { compareText } from '../shared/digest.ts'
import type { Target } from '../snapshot/schema.ts'
import type { LedgerEntry } from '../snapshot/ledger.ts'
import { coverageOf } from './coverage.ts'
import { createLanguageFilter } from './language-filter.ts'
import { nextInOrder } from './frontier-order.ts'
import { isChosen, type KnownPage, type VisitedPage } from './known-page.ts'
import type { Scope } from './scope.ts'
import { subdomainLimit, subdomainSample } from './scope.ts'
import { folderPattern, trapGroups } from './traps.ts'
import { parseAddress, requestUrl, urlKey } from './url-identity.ts'

export interface FrontierOptions {
  scope: Scope
  maxPages: number
  maxDepth: number
  hashRoutes: boolean
}

/** What robots.txt says of an address; `unknown` while the file of its origin was not read. */
export type RobotsVerdict = (url: string) => 'allowed' | 'disallowed' | 'unknown'

/** As many moves in a row as browsers follow; beyond, it is a loop. */
const hopLimit = 20

/**
 * The frontier: which addresses are known and which are visited next. It holds no clock and sees no order of completion:
 * `absorb` is given whole generations and sorts them, so the same visits give the same next generation.
 */
export interface Frontier {
  add(url: string, source: 'start' | 'sitemap' | 'list' | 'goal', options?: { priority?: number }): void
  addAlternates(alternates: readonly { language: string; url: string }[]): void
  absorb(visits: readonly VisitedPage[]): void
  /** The next generation by HTTP; or the origins whose robots.txt must be read before it can be told. */
  plan(robots: RobotsVerdict): { targets: Target[]; robotsWanted: string[] }
  pages(): KnownPage[]
  /** Key of the start page. */
  startKey(): string
  /** How many addresses are known. */
  size(): number
  /** Each known address with one state and one reason, by key. `leftOver` is why the rest of the frontier was not visited. */
  ledger(leftOver: 'max-pages' | 'max-time' | 'interrupted'): LedgerEntry[]
}

/** Makes a frontier around its start page, which counts as generation 0. */
export function createFrontier(options: FrontierOptions): Frontier {
  const { scope, maxPages, maxDepth, hashRoutes } = options
  const known = new Map<string, KnownPage>()
  const counters = new Map<string, number>()
  const takenByFolder = new Map<string, number>()
  const subdomains = new Set<string>()
  const languages = createLanguageFilter()
  let generation = 0
  let startKey = ''

  function note(
    url: URL,
    from: {
      source: Target['source']
      depth: number
      hops?: number
      linkedFrom?: string
      inMenu?: boolean
      priority?: number
    },
    link?: { text: string; isDownload: boolean },
  ): KnownPage | undefined {
    const key = urlKey(url, { hashRoutes })
    const isChosen = from.source === 'start' || from.source === 'goal' || from.source === 'list'
    let page = known.get(key)
    if (!page) {
      const reason = isChosen ? undefined : scope.refuse(url, link)
      if (reason === 'off-site') return undefined
      page = {
        key,
        url: requestUrl(url, { hashRoutes }),
        address: url,
        depth: from.depth,
        generation: generation + 1,
        source: from.source,
        hops: from.hops ?? 0,
        linkedFrom: new Set(),
        inMenu: false,
        isGoal: false,
        priority: 0,
        state: reason ? 'dropped' : 'waiting',
        reason: reason ?? '',
        http: undefined,
        browser: undefined,
        phone: undefined,
        isOtherLanguage: false,
      }
      known.set(key, page)
    }
    if (page.state === 'waiting') {
      // Of two spellings of one page the plainer is asked for; a link is a better reason to be known than a sitemap.
      const request = requestUrl(url, { hashRoutes })
      page.url = plainer(request, page.url)
      page.depth = Math.min(page.depth, from.depth)
      page.hops = Math.min(page.hops, from.hops ?? 0)
      if (page.source === 'sitemap' && from.source !== 'sitemap') page.source = from.source
    }
    if (from.linkedFrom !== undefined && from.linkedFrom !== key) page.linkedFrom.add(from.linkedFrom)
    if (from.inMenu) page.inMenu = true
    if (from.source === 'goal') page.isGoal = true
    page.priority = Math.max(page.priority, from.priority ?? 0)
    return page
  }

  function absorbOne(visit: VisitedPage): void {
    const page = known.get(visit.target.key)
    if (!page) return
    if (visit.target.mode === 'phone') {
      page.phone = { ...visit, outline: undefined }
      return
    }
    const { outline } = visit
    // Links are in the frontier from here on; a large site's would fill the memory.
    const kept = outline ? { ...visit, outline: { ...outline, links: [], alternates: [] } } : visit
    if (visit.target.mode === 'browser') page.browser = kept
    else {
      page.http = kept
      page.state = 'visited'
    }
    const final = parseAddress(visit.finalUrl)
    const hasMoved = visit.outcome === 'redirected' || visit.outcome === 'off-scope'
    if (hasMoved && final) noteMove(page, final)
    if (!outline) return
    if (page.key === startKey) languages.setStart(outline, page.address)
    page.isOtherLanguage = page.key !== startKey && languages.isOther(outline, page.address)
    const isHandOver = page.source === 'goal' && !scope.isMain(page.address)
    if (page.isOtherLanguage || isHandOver) return
    if (outline.refresh && outline.refresh.seconds <= 5) {
      const target = parseAddress(outline.refresh.url)
      if (target) noteMove(page, target)
    }
    const canonical = outline.canonical === '' ? undefined : parseAddress(outline.canonical)
    if (canonical && urlKey(canonical, { hashRoutes }) !== page.key)
      note(canonical, { source: 'link', depth: page.depth })
    for (const link of outline.links) {
      const url = parseAddress(link.url)
      if (!url) continue
      if (link.language) languages.learn(link.language, link.key)
      const inMenu = page.key === startKey
      note(url, { source: 'link', depth: page.depth + 1, linkedFrom: page.key, inMenu }, link)
    }
  }

  function noteMove(page: KnownPage, target: URL): void {
    if (urlKey(target, { hashRoutes }) === page.key) return
    const moved = note(target, { source: 'redirect', depth: page.depth, hops: page.hops + 1 })
    if (!moved) return
    for (const from of page.linkedFrom) if (from !== moved.key) moved.linkedFrom.add(from)
    if (page.inMenu) moved.inMenu = true
    if (page.isGoal) moved.isGoal = true
  }

  /** Drops those that learned facts or caps rule out; says of the rest in which order they come. */
  function candidates(): KnownPage[] {
    for (const page of known.values()) {
      if (page.state !== 'waiting' || page.source === 'start' || page.isGoal || page.source === 'list') continue
      if (languages.isOtherAddress(page.key, page.address)) drop(page, 'other-language')
      else if (page.hops > hopLimit) drop(page, 'redirect-loop')
    }
    const waiting = [...known.values()].filter((page) => page.state === 'waiting' && page.depth <= maxDepth)
    return nextInOrder(waiting, { maxPages, taken: takenByFolder })
  }

  function plan(robots: RobotsVerdict): { targets: Target[]; robotsWanted: string[] } {
    for (;;) {
      const waiting = candidates()
      if (waiting.length === 0) return { targets: [], robotsWanted: [] }
      const wanted = new Set<string>()
      for (const page of waiting) {
        const verdict = isOneHostTooMany(page) ? 'host-sample' : robots(page.url)
        if (verdict === 'host-sample') drop(page, 'host-sample')
        else if (verdict === 'unknown') wanted.add(page.address.origin)
        else if (verdict === 'disallowed') drop(page, 'robots')
      }
      if (wanted.size > 0) return { targets: [], robotsWanted: [...wanted].toSorted(compareText) }
      const allowed = waiting.filter((page) => page.state === 'waiting')
      let left = budget()
      if (allowed.length > 0 && left <= 0) return { targets: [], robotsWanted: [] }
      const taken: KnownPage[] = []
      for (const page of allowed) {
        if (left <= 0) break
        const full = countIn(page)
        if (full) drop(page, full)
        else {
          taken.push(page)
          left--
        }
      }
      if (taken.length === 0) continue
      generation++
      return { targets: taken.map(targetOf), robotsWanted: [] }
    }
  }

  /** Said before robots.txt is asked for: there is an end to the hosts that we turn to. */
  function isOneHostTooMany(page: KnownPage): boolean {
    const { host } = page.address
    if (isChosen(page) || scope.isMain(page.address)) return false
    if (subdomains.size < subdomainLimit) subdomains.add(host)
    return !subdomains.has(host) || (counters.get(`host ${host}`) ?? 0) >= subdomainSample
  }

  /** Pages that may still be visited. A redirect is no page, but there is an end to redirects as well. */
  function budget(): number {
    let pages = 0
    let requests = 0
    for (const { state, http } of known.values()) {
      if (state !== 'visited' && state !== 'planned') continue
      requests++
      if (http?.outcome !== 'redirected' && http?.outcome !== 'off-scope') pages++
    }
    return Math.min(maxPages - pages, maxPages * 2 + 50 - requests)
  }

  /** Counts a page in the groups that it belongs to, or names the group that is full. */
  function countIn(page: KnownPage): string | undefined {
    if (!isChosen(page)) {
      const groups: { id: string; limit: number; reason: string }[] = trapGroups(page.address, maxPages)
      if (!scope.isMain(page.address)) {
        groups.push({ id: `host ${page.address.host}`, limit: subdomainSample, reason: 'host-sample' })
      }
      const full = groups.find(({ id, limit }) => (counters.get(id) ?? 0) >= limit)
      if (full) return full.reason
      for (const { id } of groups) counters.set(id, (counters.get(id) ?? 0) + 1)
    }
    const folder = folderPattern(page.address)
    takenByFolder.set(folder, (takenByFolder.get(folder) ?? 0) + 1)
    return undefined
  }

  function targetOf(page: KnownPage): Target {
    page.state = 'planned'
    page.generation = generation
    const { url, key, depth, source } = page
    return { url, key, mode: 'http', generation, depth, source }
  }

  return {
    add(url, source, { priority = 0 } = {}) {
      const address = parseAddress(url)
      if (!address) return
      const page = note(address, { source, depth: source === 'start' ? 0 : 1, priority })
      if (source !== 'start' || !page) return
      // The first start page is where it lives; a second is the address that led there.
      startKey ||= page.key
      page.state = 'planned'
      page.generation = 0
    },
    addAlternates(alternates) {
      for (const { language, url } of alternates) languages.learn(language, urlKey(url, { hashRoutes }))
    },
    absorb(visits) {
      const sorted = visits.toSorted(
        (a, b) => compareText(a.target.key, b.target.key) || compareText(a.target.mode, b.target.mode),
      )
      for (const { outline } of sorted) {
        for (const { language, url } of outline?.alternates ?? []) {
          const address = parseAddress(url)
          if (address) languages.learn(language, urlKey(address, { hashRoutes }))
        }
      }
      for (const visit of sorted) absorbOne(visit)
    },
    plan,
    startKey: () => startKey,
    size: () => known.size,
    pages: () => [...known.values()].toSorted((a, b) => compareText(a.key, b.key)),
    ledger: (leftOver) => coverageOf([...known.values()], { startKey, maxDepth, leftOver }),
  }
}

function drop(page: KnownPage, reason: string): void {
  page.state = 'dropped'
  page.reason = reason
}

/** Shorter, then first by code unit: without tracking parameters, as a rule. */
function plainer(a: string, b: string): string {
  return (a.length - b.length || compareText(a, b)) <= 0 ? a : b
}
