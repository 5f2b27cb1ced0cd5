import type { Browser, Page, Request } from 'playwright'
import type { RequestRecord } from '../snapshot/schema.ts'
import type { Collectors } from './collectors.ts'
import { holdRequests } from './hold-requests.ts'
import { followFrames, leaveNoMarks } from './page-marks.ts'
import { tallyRequests, type RequestTally } from './request-records.ts'

/** What the browser's guard needs to know. */
export interface GuardOptions {
  collectors: Collectors
  /** `host` or `host:port` that may be written to, because the owner said so. */
  allowWrites?: readonly string[]
  /** What is never written, whoever allows it: orders and payments. */
  neverWrite?: (url: URL) => boolean
  /** Video and audio are not fetched. On by default. */
  blockMedia?: boolean
}

/** What one page asked for while it was watched. */
export interface PageWatch extends Disposable {
  /** Folded and sorted; call it after the page was left (`about:blank`) to have its last words too. */
  records(): RequestRecord[]
}

/** Layer 1: holds, inside the browser, everything that is not a plain read. */
export interface Guard extends AsyncDisposable {
  /**
   * Starts a record of what this page asks for, and shuts what could leave marks: dialogs are dismissed, pop-ups closed, downloads
   * cancelled. A new watch of a page ends the one before. Await it before `goto`.
   */
  watch(page: Page): Promise<PageWatch>
  /** What was held and could not be put down to a watched page: last words of pages gone, frames deep inside others. */
  unclaimed(): RequestRecord[]
}

/** Puts the guard on the whole browser: pages, frames, workers. Call it once, before the first context is made. */
export async function guardBrowser(browser: Browser, options: GuardOptions): Promise<Guard> {
  const session = await browser.newBrowserCDPSession()
  const leftovers = tallyRequests()
  const owners = new Map<string, Page>()
  const watches = new WeakMap<Page, Watch>()
  const prepared = new WeakMap<Page, Promise<void>>()

  await holdRequests(session, {
    ...options,
    onHeld({ url, method, type, why, frameId }) {
      const owner = frameId === undefined ? undefined : owners.get(frameId)
      const watch = owner && watches.get(owner)
      watch?.held.add(`${method} ${url}`)
      const tally = watch?.tally ?? leftovers
      tally.add({ url, method, type, fate: 'held', why, status: 0 })
    },
  })

  const prepare = async (page: Page) => {
    leaveNoMarks(page)
    recordRequests(page, () => watches.get(page))
    page.on('close', () => {
      for (const [frameId, owner] of owners) if (owner === page) owners.delete(frameId)
    })
    const own = await page.context().newCDPSession(page)
    await followFrames(own, (frameId) => owners.set(frameId, page))
  }

  return {
    async watch(page) {
      const watch: Watch = { tally: tallyRequests(), held: new Set() }
      watches.set(page, watch)
      const ready = prepared.get(page) ?? prepare(page)
      prepared.set(page, ready)
      await ready
      return {
        records: () => watch.tally.records(),
        [Symbol.dispose]() {
          if (watches.get(page) === watch) watches.delete(page)
        },
      }
    },
    unclaimed: () => leftovers.records(),
    async [Symbol.asyncDispose]() {
      // A browser that crashed or was closed has no session left to detach.
      await session.detach().catch(() => {})
    },
  }
}

interface Watch {
  tally: RequestTally
  /** `METHOD address` of what was held, so that the page's own account of it isn't counted again. */
  held: Set<string>
}

/** Counts what was sent, or failed by itself. What was held is counted where it is held. */
function recordRequests(page: Page, current: () => Watch | undefined): void {
  const record = (request: Request, fate: 'sent' | 'failed', status: number) => {
    const watch = current()
    const [method, url] = [request.method(), request.url()]
    if (watch?.held.has(`${method} ${url}`) === false)
      watch.tally.add({ url, method, type: request.resourceType(), fate, why: '', status })
  }
  page.on('response', (response) => record(response.request(), 'sent', response.status()))
  page.on('requestfailed', (request) => record(request, 'failed', 0))
  page.on('websocket', (socket) =>
    current()?.tally.add({
      url: socket.url(),
      method: 'GET',
      type: 'websocket',
      fate: 'refused',
      why: 'websocket',
      status: 0,
    }),
  )
}
