import type { FoundBrowser } from './browser/find-browser.ts'
import type { Config } from './config/config.ts'
import { version } from './config/installation.ts'
import { withoutValues, type Journey } from './config/journeys.ts'
import type { CrawlOutcome } from './crawl.ts'
import { openPermission } from './crawl.ts'
import { createScope } from './discover/scope.ts'
import { hashRoute, urlKey } from './discover/url-identity.ts'
import { mayWrite } from './isolation/gate.ts'
import { openProxy } from './isolation/proxy.ts'
import type { Knowledge } from './knowledge.ts'
import { digest, stableJson } from './shared/digest.ts'
import { UsageError, type Mistake } from './shared/errors.ts'
import type { AuditHooks } from './shared/events.ts'
import { emptySnapshot, ownAddress, type Target } from './snapshot/schema.ts'
import type { WalkRecord } from './snapshot/walk-record.ts'
import type { Store } from './store/store.ts'
import { fileFetcher } from './visit/fetch-file.ts'
import { headersFor } from './visit/site-headers.ts'
import { orderAddresses, walkWords } from './walk-words.ts'
import { openWalker, type Walked, type Walker } from './walk/walker.ts'

export interface WalkJourneysOptions {
  config: Config
  knowledge: Knowledge
  store: Store
  crawl: CrawlOutcome
  startUrl: string
  browser: FoundBrowser
  hooks: AuditHooks
  /** When walks must end, milliseconds since 1970. */
  end: number
}

/** Checks what a config would let out, before the first request. @throws UsageError */
export function checkAllowed({ allow, owner }: Config, knowledge: Knowledge): void {
  const ordersAt = orderAddresses(knowledge)
  const mistakes: Mistake[] = allow
    .filter((host) => ordersAt(new URL(`https://${host}/`)))
    .map((host) => ({ place: `allow ${host}`, message: 'takes payments: nothing is ever written there' }))
  if (allow.length > 0 && !owner)
    mistakes.push({
      place: 'allow',
      message: 'needs the owner’s consent: journeys would write to the site',
      hint: 'With it, add --owner; without it, leave allow out and writes are held.',
    })
  if (mistakes.length > 0) throw new UsageError('bad-option', mistakes)
}

/** A walk of usual length takes so long, once for each viewport; what the crawl leaves, at most a third of the run. */
const walkMs = 30_000

/** How much of a run's time its crawl leaves to walks, milliseconds. */
export function timeForWalks({ journeys, pages, maxTime }: Config): number {
  const wanted = journeys.length * 2 * walkMs + Object.keys(pages).length * 5_000
  return Math.min(wanted, (maxTime * 1000) / 3)
}

/** Walks the declared journeys, each as a desktop visitor and as one with a phone; what the store holds already is not walked again. */
export async function walkJourneys(options: WalkJourneysOptions): Promise<void> {
  const { config, store, hooks } = options
  if (config.journeys.length === 0) return
  const records = new Map(
    (((await store.meta('walks')) as WalkRecord[] | undefined) ?? []).map((record) => [record.key, record]),
  )
  const wanted = config.journeys.flatMap((journey) =>
    (['desktop', 'mobile'] as const).map((viewport) => ({
      journey,
      viewport,
      key: `${ownAddress(options.crawl.origin, 'journey', identityOf(journey, config))}/${viewport}`,
    })),
  )
  const due = wanted.filter(({ key }) => !isWalked(records.get(key)))
  if (due.length > 0) {
    hooks.onEvent?.({ type: 'phase', phase: 'journeys' })
    using stop = deadline(options)
    await withWalker(options, stop.signal, async (walker) => {
      for (const { journey, viewport, key } of due) {
        const walked = await walker.walk(journey, viewport, key, stop.signal)
        await keep(store, walked, options.startUrl)
        records.set(key, walked.record)
        await store.putMeta('walks', [...records.values()])
      }
    })
  }
  await store.putMeta(
    'walks',
    wanted.flatMap(({ key }) => records.get(key) ?? []),
  )
}

/** A walk that ran out of time is made once more; any other says what there is to say. */
function isWalked(record: WalkRecord | undefined): boolean {
  return record !== undefined && !record.steps.some(({ reason }) => reason === 'out-of-time')
}

/** Changes with everything that a walk depends on. */
function identityOf(journey: Journey, { allow, owner }: Config): string {
  return digest(stableJson([withoutValues([journey]), owner ? allow : []]), 12)
}

function deadline({ hooks, end }: WalkJourneysOptions): Disposable & { signal: AbortSignal } {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), Math.max(0, end - Date.now()))
  const signals = [late.signal, ...(hooks.signal ? [hooks.signal] : [])]
  return { signal: AbortSignal.any(signals), [Symbol.dispose]: () => clearTimeout(timer) }
}

/** Opens what touches the world, with a proxy of its own: only walks may write, and only where the owner says so. */
async function withWalker(
  { config, knowledge, store, crawl, startUrl, browser }: WalkJourneysOptions,
  signal: AbortSignal,
  use: (walker: Walker) => Promise<void>,
): Promise<void> {
  const start = new URL(startUrl)
  const port = start.port || (start.protocol === 'https:' ? '443' : '80')
  const own = Object.keys(config.hosts).map((host) => (host.includes(':') ? host : `${host}:${port}`))
  const allowWrites = config.owner ? config.allow : []
  const neverWrite = orderAddresses(knowledge)
  await using proxy = await openProxy({
    collectors: knowledge.collectors,
    allowPrivate: [`${start.hostname}:${port}`, ...own],
    allowWrites,
    neverWrite,
  })
  const sent = headersFor(config, start.host)
  await using fetchFile = fileFetcher({ proxyUrl: proxy.url, userAgent: `Stagelight/${version}`, headersFor: sent })
  const permission = openPermission({ config, store, fetchFile, signal })
  const scope = createScope({ start: new URL(crawl.origin), hosts: config.hosts })
  const hashRoutes = hashRoute(new URL(crawl.startKey)) !== ''
  await using walker = await openWalker({
    browser,
    proxy,
    guard: { collectors: knowledge.collectors, allowWrites, neverWrite },
    agentName: `Stagelight/${version}`,
    ...(config.browserLocale ? { locale: config.browserLocale } : {}),
    headersFor: sent,
    vocabulary: walkWords(knowledge),
    startUrl,
    mayWrite: ({ hostname, host }) => mayWrite(allowWrites, hostname, host),
    keyOf: (url) => urlKey(url, { hashRoutes }),
    async objectionTo(url) {
      if (scope.refuse(url) === 'off-site') return 'off-site'
      return (await permission.mayFetch(url))?.outcome === 'robots' ? 'robots' : ''
    },
  })
  await use(walker)
}

/** One transaction for each page that a walk came to, and one for the walk with the pictures of its steps. */
async function keep(store: Store, { record, requests, pictures, pages }: Walked, startUrl: string): Promise<void> {
  for (const { target, result } of pages) await store.commitVisit({ target, ...result })
  const mode = record.viewport === 'mobile' ? 'phone' : 'browser'
  const target: Target = { url: startUrl, key: record.key, mode, generation: 0, depth: 0, source: 'journey' }
  const snapshot = { ...emptySnapshot(target), status: 200, requests, pictures: pictures.list }
  await store.commitVisit({ target, snapshot, pictures: pictures.bytes })
}
