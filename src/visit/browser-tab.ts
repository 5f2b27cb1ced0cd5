import type { BrowserContext, CDPSession, Page, Request } from 'playwright'
import type { ConsentState } from './consent.ts'
import { answeredByUs } from './outcome.ts'
import { steadyScript } from './page-steady.ts'

/** Types of request that may still bring content; the rest is not waited for. */
const awaited = new Set(['document', 'script', 'stylesheet', 'xhr', 'fetch', 'image'])
/** A request that is open for longer is a stream or a long poll. */
const longMs = 4_000

/** A tab that is used for many visits in turn, each of which finds the browser's memory as the first did. */
export interface Tab extends AsyncDisposable {
  readonly page: Page
  readonly session: CDPSession
  visits: number
  /** Rejects when the renderer dies. */
  readonly crashed: Promise<never>
  /** Requests that content may still come from. */
  pending(types?: ReadonlySet<string>): number
  /** Addresses of frames that answered with an error, or were answered by us. */
  readonly unreadable: ReadonlySet<string>
  /** Puts cookies and storage into the state that every visit of an origin starts from. */
  prepare(origin: string, state: ConsentState, cookies: Cookie[]): Promise<void>
  /** Adds headers to requests, for hosts that are to have them. */
  addHeaders(headersFor: (url: URL) => Record<string, string>): Promise<void>
}

export type Cookie = { name: string; value: string; url: string }

/** The renderer died during a visit. */
export class Crash extends Error {
  override name = 'Crash'
}

/**
 * Opens a tab in a context of its own; closing the tab is the context's business. `steady`: two visits meet the same page; without
 * it chance and clock work as they do for visitors.
 */
export async function openTab(context: BrowserContext, { steady = true } = {}): Promise<Tab> {
  if (steady) await context.addInitScript(steadyScript)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Page.enable')
  await session.send('DOM.enable')
  const open = new Map<Request, number>()
  page.on('request', (request) => {
    if (awaited.has(request.resourceType())) open.set(request, performance.now())
  })
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
  const { promise: crashed, reject } = Promise.withResolvers<never>()
  crashed.catch(() => undefined) // nobody may be listening between visits
  page.on('crash', () => reject(new Crash('the renderer crashed')))
  page.on('close', () => reject(new Crash('the tab was closed')))
  const unreadable = new Set<string>()
  page.on('response', (response) => {
    const request = response.request()
    if (request.resourceType() !== 'document' || request.frame() === page.mainFrame()) return
    if (response.status() >= 400 || answeredByUs(response.headers())) unreadable.add(response.url())
  })
  const seeded = new Set<string>()
  let adding: ((url: URL) => Record<string, string>) | undefined

  return {
    page,
    session,
    visits: 0,
    unreadable,
    crashed,
    pending(types) {
      const now = performance.now()
      let count = 0
      for (const [request, since] of open) {
        if (now - since < longMs && (!types || types.has(request.resourceType()))) count++
      }
      return count
    },
    async prepare(origin, state, cookies) {
      open.clear()
      unreadable.clear()
      await session.send('Storage.clearDataForOrigin', {
        origin: '*',
        storageTypes: 'cookies,local_storage,indexeddb,cache_storage,service_workers',
      })
      const jar = [...state.storage.cookies, ...cookies]
      if (jar.length > 0) await context.addCookies(jar)
      if (seeded.has(origin)) return
      seeded.add(origin)
      const source = seedScript(state)
      if (source) await session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: 'stagelight' })
    },
    async addHeaders(headersFor) {
      const first = adding === undefined
      adding = headersFor
      if (!first) return
      session.on('Fetch.requestPaused', ({ requestId, request }) => {
        const extra = adding?.(new URL(request.url)) ?? {}
        const names = new Set(Object.keys(extra).map((name) => name.toLowerCase()))
        const kept = Object.entries(request.headers).filter(([name]) => !names.has(name.toLowerCase()))
        const headers = [...kept, ...Object.entries(extra)].map(([name, value]) => ({ name, value: String(value) }))
        // The page may have gone meanwhile, and the request with it.
        void session.send('Fetch.continueRequest', { requestId, headers }).catch(() => undefined)
      })
      await session.send('Fetch.enable', { patterns: [{ urlPattern: 'http*' }] })
    },
    [Symbol.asyncDispose]: async () => {
      await page.close()
    },
  }
}

/** Gives an origin what it kept in local storage when the banner was answered, before any script of a page runs. */
function seedScript(state: ConsentState): string {
  const items = state.storage.origins.filter(({ localStorage }) => localStorage.length > 0)
  if (items.length === 0) return ''
  return `(() => {
    try {
      for (const { origin, localStorage: kept } of ${JSON.stringify(items)}) {
        if (origin !== location.origin) continue
        for (const { name, value } of kept) if (localStorage.getItem(name) === null) localStorage.setItem(name, value)
      }
    } catch {}
  })()`
}
