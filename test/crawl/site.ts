import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Config, type ConfigInput } from '../../src/config/config.ts'
import { crawl, type CrawlOptions, type CrawlOutcome, openPermission } from '../../src/crawl.ts'
import type { FetchFile } from '../../src/shared/site-file.ts'
import { emptySnapshot, type Outcome, type Snapshot } from '../../src/snapshot/schema.ts'
import type { Store } from '../../src/store/store.ts'
import type { Visit } from '../../src/visit/visit.ts'

/** What a path answers: a page's HTML, a move, or something of one's own. */
export type Answer = string | { status: number; location?: string; headers?: Record<string, string>; body?: string }

/** A site on a free port of this machine. */
export interface Site extends AsyncDisposable {
  origin: string
  /** Paths asked for, in order. */
  asked: string[]
}

/** Serves answers by path, each after a delay. */
export async function serveSite(
  answers: Record<string, Answer | ((count: number) => Answer)>,
  delayMs: () => number = () => 0,
): Promise<Site> {
  const asked: string[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? ''
    asked.push(path)
    const count = asked.filter((one) => one === path).length
    const found = answers[path] ?? { status: 404, body: 'gone' }
    const answer = typeof found === 'function' ? found(count) : found
    const full = typeof answer === 'string' ? { status: 200, body: answer } : answer
    const headers = { 'content-type': 'text/html; charset=utf-8', ...('headers' in full ? full.headers : {}) }
    setTimeout(() => {
      response.writeHead(full.status, {
        ...headers,
        ...('location' in full && full.location ? { location: full.location } : {}),
      })
      response.end(full.body ?? '')
    }, delayMs())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Words enough that a page is no shell. */
export const prose =
  'The quick brown fox jumps over the lazy dog and looks around for something else that it could do today. '.repeat(3)

/** A page that links to paths. */
export function page(title: string, links: readonly string[], head = ''): string {
  const list = links.map((link) => `<li><a href="${link}">${link}</a>`).join('')
  return `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><main><h1>${title}</h1><p>${prose}</p><ul>${list}</ul></main></body></html>`
}

/** A plain visit by `fetch`, for tests of what goes on around visits. */
export const plainVisit: Visit = async (target, signal) => {
  const response = await fetch(target.url, { redirect: 'manual', signal })
  const html = await response.text()
  const snapshot: Snapshot = { ...emptySnapshot(target), status: response.status, html, bytes: html.length }
  for (const name of ['retry-after', 'content-type']) {
    const value = response.headers.get(name)
    if (value !== null) snapshot.headers[name] = value
  }
  const location = response.headers.get('location')
  snapshot.outcome = outcomeOf(response.status, location)
  if (location !== null) snapshot.finalUrl = new URL(location, target.url).href
  if (snapshot.outcome !== 'ok') {
    snapshot.reason = `HTTP ${response.status}`
    snapshot.html = ''
  }
  return { snapshot, pictures: new Map() }
}

function outcomeOf(status: number, location: string | null): Outcome {
  if (location !== null) return 'redirected'
  if (status === 404) return 'not-found'
  if (status === 401 || status === 403 || status === 429) return 'blocked'
  if (status >= 500) return 'server-error'
  return status < 400 ? 'ok' : 'client-error'
}

export const plainFile: FetchFile = async (url, { signal }) => {
  try {
    const response = await fetch(url, { signal })
    return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()), cut: false, reason: '' }
  } catch {
    return { status: 0, bytes: new Uint8Array(), cut: false, reason: 'connection refused' }
  }
}

/** A deadline so many milliseconds from now. */
export function endsIn(ms: number): () => number {
  const end = Date.now() + ms
  return () => end
}

/** Crawls with what a test gives, and plain parts for the rest. */
export function crawlWith(
  startUrl: string,
  store: Store,
  config: ConfigInput,
  change: Partial<CrawlOptions> = {},
): Promise<CrawlOutcome> {
  const full = Config.parse({ rps: 100, ...config })
  const signal = change.signal ?? new AbortController().signal
  const fetchFile = change.fetchFile ?? plainFile
  return crawl({
    config: full,
    startUrl,
    store,
    permission: openPermission({ config: full, store, fetchFile, signal }),
    fetchFile,
    visits: { http: plainVisit },
    signal,
    deadline: endsIn(60_000),
    now: Date.now,
    ...change,
  })
}
