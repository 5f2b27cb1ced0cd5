import { findBrowser, type FoundBrowser } from './browser/find-browser.ts'
import type { Config } from './config/config.ts'
import { homePage, version } from './config/installation.ts'
import { crawl, openPermission, type CrawledPage, type CrawlOutcome, type RenderChoice } from './crawl.ts'
import { createReserve, type Reserve } from './crawl/reserve.ts'
import { hashRoute, urlKey } from './discover/url-identity.ts'
import { readFacts } from './evaluated-pages.ts'
import { timeForWalks } from './walk-journeys.ts'
import { openProxy, type Proxy } from './isolation/proxy.ts'
import { differsForPhones } from './journey/phone-difference.ts'
import type { Knowledge } from './knowledge.ts'
import type { AuditHooks } from './shared/events.ts'
import type { Store } from './store/store.ts'
import { chooseSample } from './templates/sample.ts'
import { findTemplates } from './templates/templates.ts'
import { openBrowserVisits } from './visit/browser-visit.ts'
import { fileFetcher } from './visit/fetch-file.ts'
import { httpVisit } from './visit/http-visit.ts'
import { headersFor } from './visit/site-headers.ts'

export interface CrawlSiteOptions {
  config: Config
  knowledge: Knowledge
  store: Store
  url: string
  hooks: AuditHooks
  started: Date
}

export interface CrawledSite {
  outcome: CrawlOutcome
  browser: FoundBrowser | undefined
  browserInfo: Record<string, string>
  /** What the proxy counted. */
  requests: Record<string, number>
  /** When visits must end, so that there is time to judge; milliseconds since 1970. */
  end: number
}

/** Opens what touches the world, crawls, and closes it again. */
export async function crawlSite({
  config,
  knowledge,
  store,
  url,
  hooks,
  started,
}: CrawlSiteOptions): Promise<CrawledSite> {
  const signal = hooks.signal ?? new AbortController().signal
  const start = new URL(url)
  const browser =
    config.maxRendered > 0 || config.journeys.length > 0 || Object.keys(config.pages).length > 0
      ? await findBrowser({ path: config.browser, log: (message) => hooks.onEvent?.({ type: 'warning', message }) })
      : undefined
  await using proxy = await openSiteProxy(start, config, knowledge)
  const sent = headersFor(config, start.host)
  const userAgent = `Mozilla/5.0 (compatible; Stagelight/${version}; +${homePage})`
  await using fetchFile = fileFetcher({ proxyUrl: proxy.url, userAgent, headersFor: sent })
  const permission = openPermission({ config, store, fetchFile, signal })
  const mayFetch = (address: URL) => permission.mayFetch(address)
  const hashRoutes = hashRoute(start) !== ''
  const keyOf = (address: string): string => urlKey(address, { hashRoutes })
  await using http = httpVisit({
    proxyUrl: proxy.url,
    userAgent,
    headersFor: sent,
    mayFetch,
    keyOf,
    ...(config.browserLocale ? { acceptLanguage: config.browserLocale } : {}),
  })
  await using rendering = browser
    ? openBrowserVisits({
        browser,
        proxy,
        guard: { collectors: knowledge.collectors },
        agentName: `Stagelight/${version}`,
        headersFor: sent,
        mayFetch,
        keyOf,
        entryOf: (origin) => (origin === start.origin ? url : `${origin}/`),
        ...(config.browserLocale ? { locale: config.browserLocale } : {}),
      })
    : undefined

  const reserve = createReserve(config.maxTime * 1000)
  const end = started.getTime() + config.maxTime * 1000
  const choose = createChooser(store, knowledge, config.maxRendered, reserve)
  const outcome = await crawl({
    config,
    startUrl: url,
    store,
    permission,
    fetchFile,
    visits: { http, ...(rendering ? { browser: rendering.visit } : {}) },
    chooseRendered: choose,
    isUnsafe: knowledge.isUnsafe,
    signal,
    deadline: () => end - reserve.ms() - timeForWalks(config),
    now: Date.now,
    onEvent(event) {
      if (event.type === 'page' && event.outcome === 'ok') reserve.visited()
      hooks.onEvent?.(event)
    },
  })
  return {
    outcome,
    end: end - reserve.ms(),
    browser,
    browserInfo: browser ? { path: browser.path, version: browser.version, source: browser.source } : {},
    requests: {
      ...proxy.counts(),
      heldBetweenPages: (rendering?.unclaimed() ?? []).reduce((sum, { count }) => sum + count, 0),
    },
  }
}

/** A proxy that lets the audited host through, also where it is a private one, and nothing else that is private. */
export function openSiteProxy(start: URL, config: Config, knowledge: Knowledge): Promise<Proxy> {
  const port = start.port || (start.protocol === 'https:' ? '443' : '80')
  const declared = Object.keys(config.hosts).map((host) => (host.includes(':') ? host : `${host}:${port}`))
  return openProxy({ collectors: knowledge.collectors, allowPrivate: [`${start.hostname}:${port}`, ...declared] })
}

/**
 * Chooses which pages the browser looks at, by template and importance; what reading them costs goes to the reserve. A
 * template of which one page gives phones something else is loaded as a phone as well, page by page.
 */
function createChooser(
  store: Store,
  knowledge: Knowledge,
  limit: number,
  reserve: Reserve,
): (pages: readonly CrawledPage[]) => Promise<RenderChoice[]> {
  const read = new Set<string>()
  return async (pages) => {
    const before = read.size
    const started = performance.now()
    const members = []
    const differing = new Set<string>()
    for (const page of pages) {
      const mode = page.isRendered ? 'browser' : 'http'
      const snapshot = await store.snapshot(page.key, mode)
      if (!snapshot) continue
      const { facts, shape } = await readFacts(snapshot, store, knowledge)
      read.add(`${mode} ${page.key}`)
      members.push({
        key: page.key,
        url: snapshot.finalUrl,
        type: facts.page?.type ?? ('other' as const),
        isHome: page.isHome,
        shape,
      })
      const phone = page.isRendered && page.isPhoned ? await store.snapshot(page.key, 'phone') : undefined
      if (phone && differsForPhones(facts, (await readFacts(phone, store, knowledge)).facts)) differing.add(page.key)
    }
    reserve.read(read.size - before, performance.now() - started)
    const templates = findTemplates(members)
    const twice = new Set(
      templates.flatMap(({ groups }) => (groups.flat().some((key) => differing.has(key)) ? groups.flat() : [])),
    )
    return chooseSample(pages, templates, limit).map((choice) => ({
      ...choice,
      phone: choice.phone || twice.has(choice.key),
    }))
  }
}
