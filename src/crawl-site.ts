import { findBrowser, type FoundBrowser } from './browser/find-browser.ts'
import type { Config } from './config/config.ts'
import { homePage, version } from './config/installation.ts'
import { crawl, openPermission, type CrawledPage, type CrawlOutcome, type RenderChoice } from './crawl.ts'
import { hashRoute, urlKey } from './discover/url-identity.ts'
import { readFacts } from './evaluate.ts'
import { openProxy, type Proxy } from './isolation/proxy.ts'
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
}

/** Time kept back from visits for judging and writing, milliseconds: a tenth of the whole, within bounds. */
const reserveMs = { least: 5_000, most: 90_000, share: 0.1 }

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
    config.maxRendered > 0
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

  const reserve = Math.min(reserveMs.most, Math.max(reserveMs.least, config.maxTime * 1000 * reserveMs.share))
  const outcome = await crawl({
    config,
    startUrl: url,
    store,
    permission,
    fetchFile,
    visits: { http, ...(rendering ? { browser: rendering.visit } : {}) },
    chooseRendered: (pages) => chooseRendered(pages, store, knowledge, config.maxRendered),
    isUnsafe: knowledge.isUnsafe,
    signal,
    deadline: started.getTime() + config.maxTime * 1000 - reserve,
    now: Date.now,
    ...(hooks.onEvent ? { onEvent: hooks.onEvent } : {}),
  })
  return {
    outcome,
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

/** Which pages the browser looks at, by template and importance. */
async function chooseRendered(
  pages: readonly CrawledPage[],
  store: Store,
  knowledge: Knowledge,
  limit: number,
): Promise<RenderChoice[]> {
  const members = []
  for (const page of pages) {
    const snapshot = await store.snapshot(page.key, page.isRendered ? 'browser' : 'http')
    if (!snapshot) continue
    const { facts, shape } = await readFacts(snapshot, store, knowledge)
    members.push({
      key: page.key,
      url: snapshot.finalUrl,
      type: facts.page?.type ?? ('other' as const),
      isHome: page.isHome,
      shape,
    })
  }
  return chooseSample(pages, findTemplates(members), limit)
}
