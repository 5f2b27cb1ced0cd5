import sniffEncoding from 'html-encoding-sniffer'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { findBrowser } from './browser/find-browser.ts'
import type { Config } from './config/config.ts'
import { version } from './config/installation.ts'
import { openSiteProxy } from './crawl-site.ts'
import { urlKey } from './discover/url-identity.ts'
import { extractFacts } from './facts/extract.ts'
import { foreignVerdicts } from './foreign-verdicts.ts'
import type { PageFacts } from './facts/index.ts'
import { publishFacts, type PublishedFacts } from './facts/published.ts'
import type { Knowledge } from './knowledge.ts'
import { judgePage, type JudgeContext, type JudgedPage } from './rules/judge.ts'
import type { Verdict } from './rules/schema.ts'
import { UsageError } from './shared/errors.ts'
import { emptySnapshot, type Snapshot, type Target } from './snapshot/schema.ts'
import { openBrowserVisits } from './visit/browser-visit.ts'
import { httpVisit } from './visit/http-visit.ts'

/** What `stagelight inspect` prints of one page. */
export interface Inspection {
  url: string
  rendered: boolean
  facts: PublishedFacts
  verdicts: Verdict[]
  warnings: string[]
}

/** Facts and verdicts of one page, judged by itself: what needs the whole site is unknown or left out. */
export async function inspectPage(snapshot: Snapshot, knowledge: Knowledge): Promise<Inspection> {
  const { page, warnings } = lonePage(snapshot, knowledge)
  const context = loneContext(knowledge)
  const own = judgePage(
    knowledge.rules.filter(({ isForeign }) => !isForeign),
    page,
    context,
  )
  const pages = [{ desktop: page, phone: undefined }]
  const foreign = await foreignVerdicts({
    knowledge,
    context,
    site: undefined,
    summaries: [],
    pages,
    onEvent: undefined,
  })
  const verdicts = [...own, ...foreign.verdicts]
  return {
    url: page.url,
    rendered: page.rendered,
    facts: publishFacts(page.facts),
    verdicts: verdicts.filter(({ state }) => state !== 'skip'),
    warnings: [...warnings, ...foreign.leftOut.map(({ rule, reason }) => `Rule ${rule}: ${reason}`)],
  }
}

/** One page as rules see it when nothing is known of its site. */
export function lonePage(
  snapshot: Snapshot,
  { vocabularies, vendors }: Knowledge,
): { page: JudgedPage & { facts: PageFacts }; warnings: string[] } {
  const { facts, warnings } = extractFacts({ snapshot, vocabularies, vendors })
  const rendered = snapshot.mode !== 'http'
  return { page: { url: snapshot.finalUrl, template: '', rendered, hostRole: 'main', facts }, warnings }
}

/** What is known of the site of a page that is judged by itself: nothing. */
export function loneContext({ expectations, vocabularies }: Knowledge): JudgeContext {
  return { profiles: [], trade: 'general', expectations, languages: vocabularies.languages }
}

export interface VisitOnceOptions {
  address: string
  /** Bytes of a saved page; without it the address is visited. */
  html: Uint8Array | undefined
  render: boolean
  config: Config
  knowledge: Knowledge
}

/** One snapshot of one page, from a file or the web, as served or rendered. @throws UsageError when there is no page */
export async function visitOnce({ address, html, render, config, knowledge }: VisitOnceOptions): Promise<Snapshot> {
  if (html && !render) {
    const text = new TextDecoder(sniffEncoding(html, { defaultEncoding: 'UTF-8' })).decode(html)
    return { ...emptySnapshot(targetOf(address, 'http')), status: 200, bytes: html.length, html: text }
  }
  await using server = html ? await serve(html) : undefined
  const url = server?.url ?? address
  await using proxy = await openSiteProxy(new URL(url), config, knowledge)
  const keyOf = (text: string): string => urlKey(text)
  const agent = `Stagelight/${version}`
  const signal = AbortSignal.timeout(60_000)
  let snapshot: Snapshot
  if (render) {
    const browser = await findBrowser({ path: config.browser })
    await using visits = openBrowserVisits({
      browser,
      proxy,
      guard: { collectors: knowledge.collectors },
      agentName: agent,
      keyOf,
    })
    snapshot = (await visits.visit(targetOf(url, 'browser'), signal)).snapshot
  } else {
    await using visit = httpVisit({ proxyUrl: proxy.url, userAgent: agent, keyOf })
    snapshot = (await visit(targetOf(url, 'http'), signal)).snapshot
  }
  if (snapshot.outcome !== 'ok')
    throw new UsageError('no-page', {
      place: address,
      message: `could not be read: ${snapshot.reason || snapshot.outcome}`,
    })
  return server ? { ...snapshot, url: address, finalUrl: address, key: keyOf(address) } : snapshot
}

function targetOf(url: string, mode: Target['mode']): Target {
  return { url, key: URL.canParse(url) ? urlKey(url) : url, mode, generation: 0, depth: 0, source: 'start' }
}

/** Gives the browser a saved page on an address of this machine. */
async function serve(html: Uint8Array): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
