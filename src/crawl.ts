import type { Config } from './config/config.ts'
import { createClock } from './crawl/clock.ts'
import { crawledPages, type CrawledPage } from './crawl/pages.ts'
import { type Start, visitStart } from './crawl/start.ts'
import { createVisitor } from './crawl/visitor.ts'
import { walkOn } from './crawl/walk.ts'
import { createFrontier, type Frontier } from './discover/frontier.ts'
import { createPermission, type Permission } from './discover/permission.ts'
import type { RobotsFile } from './discover/robots.ts'
import { createScope, type Scope } from './discover/scope.ts'
import type { FetchFile } from './shared/site-file.ts'
import { fetchSitemaps, type SitemapFindings } from './discover/sitemaps.ts'
import { hashRoute, parseAddress } from './discover/url-identity.ts'
import { createPace } from './queue/pace.ts'
import type { OnEvent, RunNote } from './shared/events.ts'
import { UsageError } from './shared/errors.ts'
import type { LedgerEntry } from './snapshot/ledger.ts'
import type { Store } from './store/store.ts'
import type { Visit } from './visit/visit.ts'

export type { CrawledPage } from './crawl/pages.ts'

/** A page to render: with pictures or without, and perhaps once more as a phone. */
export interface RenderChoice {
  key: string
  pictures: boolean
  phone?: boolean
}

export interface CrawlOptions {
  config: Config
  startUrl: string
  store: Store
  /** From `openPermission`; the visits ask the same one before each redirect. */
  permission: Permission
  fetchFile: FetchFile
  visits: { http: Visit; browser?: Visit }
  /** All pages worth rendering, the most important first; a pure function of the pages and of their snapshots. */
  chooseRendered?: (pages: readonly CrawledPage[]) => Promise<readonly RenderChoice[]> | readonly RenderChoice[]
  isUnsafe?: (url: URL, text: string) => boolean
  signal: AbortSignal
  /** When visits must end, on the clock of `now`; asked again and again. */
  deadline: () => number
  now: () => number
  onEvent?: OnEvent
}

export interface CrawlOutcome {
  status: 'complete' | 'capped' | 'max-time' | 'interrupted'
  /** Why there is nothing to judge: the start page could not be read. */
  startFailed?: { outcome: string; reason: string; status: number }
  /** Origin of the start page, after its redirects. */
  origin: string
  startKey: string
  /** Audited pages by key. */
  pages: CrawledPage[]
  ledger: LedgerEntry[]
  notes: RunNote[]
}

/** The permission of a run, which keeps robots files in its store. */
export function openPermission(options: {
  config: Config
  store: Store
  fetchFile: FetchFile
  signal: AbortSignal
}): Permission {
  const { config, store, fetchFile, signal } = options
  return createPermission({
    fetchFile,
    signal,
    mode: config.robots,
    load: async (origin) => (await store.meta(`robots ${origin}`)) as RobotsFile | undefined,
    save: (file) => store.putMeta(`robots ${file.origin}`, file),
  })
}

/**
 * Crawls a site: a deterministic function over the visits in the store, which makes those that are missing. So a run that
 * was killed goes on where it was, and ends as it would have.
 */
export async function crawl(options: CrawlOptions): Promise<CrawlOutcome> {
  const { config, store, permission, visits, now, deadline, signal } = options
  const address = parseAddress(options.startUrl)
  if (!address) throw new UsageError('bad-url', { place: options.startUrl, message: 'is no http or https address' })
  const notes: RunNote[] = []
  const onEvent: OnEvent = (event) => {
    if (event.type === 'note') notes.push(event.note)
    options.onEvent?.(event)
  }
  const note = (code: RunNote['code'], subject: string): void => onEvent({ type: 'note', note: { code, subject } })

  const hashRoutes = hashRoute(address) !== ''
  const pace = createPace({ rps: config.rps, concurrent: config.concurrency })
  using clock = createClock(signal, deadline, now)
  let countKnown = (): number => 1
  const visitor = await createVisitor({
    store,
    pace,
    hashRoutes,
    signal: clock.end,
    now,
    onEvent,
    progress: () => ({ known: countKnown() }),
  })

  async function readRobots(origin: string): Promise<void> {
    const rules = await permission.rulesFor(origin)
    if (!rules.reachable) note('robots-unreachable', origin)
    if (rules.crawlDelay > 0 && pace.setCrawlDelay(new URL(origin).host, rules.crawlDelay))
      note('crawl-delay-capped', origin)
  }

  onEvent({ type: 'phase', phase: 'robots' })
  if (config.robots === 'owner') note('robots-ignored', address.origin)
  await readRobots(address.origin)
  const start = await visitStart({ address, hashRoutes, permission, visitor, visit: visits.http, end: clock.end })
  const home = new URL(start.home.finalUrl)
  if (start.moved) note('start-moved', home.href)
  if (home.origin !== address.origin) await readRobots(home.origin)

  const scope = scopeOf(options, home)
  permission.setScope(scope, handOverHosts(config, scope))
  const walk = createFrontier({ scope, hashRoutes, maxPages: config.maxPages, maxDepth: config.maxDepth })
  countKnown = walk.size
  walk.add(start.home.target.url, 'start')
  if (start.moved) walk.add(start.moved.target.url, 'start')
  walk.absorb([start.home, ...(start.moved ? [start.moved] : [])])

  let isDone = true
  if (start.home.outcome === 'ok') {
    for (const url of config.urlList) walk.add(url, 'list')
    for (const { url } of config.goals) if (url) walk.add(url, 'goal')
    onEvent({ type: 'phase', phase: 'sitemaps' })
    await addSitemaps(options, walk, home, note, clock.end)
    isDone = await walkOn({ options, walk, visitor, clock, readRobots, onEvent })
  }
  return finish({ options, walk, start, notes, stopped: isDone ? undefined : clock.stoppedBy() })
}

function scopeOf({ config, isUnsafe }: CrawlOptions, start: URL): Scope {
  const { hosts, include, exclude } = config
  return createScope({ start, hosts, include, exclude, ...(isUnsafe ? { isUnsafe } : {}) })
}

/** Hosts of other people where a declared goal happens: looked at once. */
function handOverHosts(config: Config, scope: Scope): Set<string> {
  const addresses = [...config.urlList, ...config.goals.map(({ url }) => url ?? '')].flatMap(
    (url) => parseAddress(url) ?? [],
  )
  return new Set(addresses.filter((url) => scope.refuse(url) === 'off-site').map((url) => url.host))
}

/** Sitemaps are read once per run and kept with it. */
async function addSitemaps(
  { config, store, permission, fetchFile }: CrawlOptions,
  walk: Frontier,
  home: URL,
  note: (code: RunNote['code'], subject: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let findings = (await store.meta('sitemaps')) as SitemapFindings | undefined
  if (!findings && !signal.aborted) {
    const named = permission.knownRules(home.origin)?.sitemaps ?? []
    const guesses = [`${home.origin}/sitemap.xml`]
    try {
      findings = await fetchSitemaps({ site: home, chosen: config.sitemap, named, guesses, fetchFile, signal })
    } catch (error) {
      if (!signal.aborted) throw error
    }
    if (findings) await store.putMeta('sitemaps', findings)
  }
  if (!findings) return
  for (const { url, priority, alternates } of findings.entries) {
    walk.addAlternates(alternates)
    walk.add(url, 'sitemap', { priority })
  }
  for (const url of findings.unreadable) note('sitemap-unreadable', url)
  for (const url of findings.elsewhere) note('sitemap-elsewhere', url)
  if (findings.cut) note('sitemap-cut', home.origin)
}

async function finish(parts: {
  options: CrawlOptions
  walk: Frontier
  start: Start
  notes: RunNote[]
  stopped: 'max-time' | 'interrupted' | undefined
}): Promise<CrawlOutcome> {
  const { options, walk, start, notes, stopped } = parts
  const ledger = walk.ledger(stopped ?? 'max-pages')
  const isCapped = ledger.some(({ reason }) => reason === 'max-pages' || reason === 'max-depth')
  const { outcome, status, target, finalUrl } = start.home
  const result: CrawlOutcome = {
    status: stopped ?? (isCapped ? 'capped' : 'complete'),
    origin: new URL(finalUrl).origin,
    startKey: target.key,
    pages: crawledPages(walk),
    ledger,
    notes,
  }
  if (outcome !== 'ok') {
    const snapshot = await options.store.snapshot(target.key, 'http')
    result.startFailed = { outcome, status, reason: start.home.reason ?? snapshot?.reason ?? '' }
  }
  await options.store.putMeta('ledger', ledger)
  await options.store.putMeta('crawl', result)
  return result
}
