import type { Response } from 'playwright'
import type { BrowserStart } from '../browser/launch-browser.ts'
import { isolationFlags } from '../isolation/flags.ts'
import type { GuardOptions } from '../isolation/guard.ts'
import type { Proxy } from '../isolation/proxy.ts'
import { emptySnapshot, viewports, type RequestRecord, type Snapshot, type Target } from '../snapshot/schema.ts'
import { readAnswer } from './browser-answer.ts'
import { contextOptions, cookiesOf, withoutCookie, type Visitor } from './browser-context.ts'
import { openBrowserPool, type BrowserPool, type Lease } from './browser-pool.ts'
import type { Tab } from './browser-tab.ts'
import { meetConsent, noConsent, type ConsentState } from './consent.ts'
import { endingOfAnswer, endingOfError, type Ending } from './outcome.ts'
import { ask, openMainWorld, type World } from './page-worlds.ts'
import { recordPage } from './page-record.ts'
import type { Pictures } from './pictures.ts'
import { quickRefresh } from './refresh.ts'
import { settle, waitForCurtain } from './settle.ts'
import { bounded, endingOfFailure, isMove, stopwatch, unlessAborted, type Clock } from './visit-bounds.ts'
import type { Visit, VisitResult } from './visit.ts'
import { leave } from './window-moves.ts'

export interface BrowserVisitOptions extends Visitor {
  browser: BrowserStart
  /** The isolation proxy; nothing is fetched around it. */
  proxy: Pick<Proxy, 'url' | 'socketTrap'>
  guard: GuardOptions
  /** As for HTTP visits; a `cookie` among the headers becomes cookies of the host. */
  headersFor?: (url: URL) => Record<string, string>
  /** Judges where a visit ended up: robots, scope. */
  mayFetch?: (url: URL) => Promise<Ending | undefined> | Ending | undefined
  keyOf: (url: string) => string
  /** Where visitors of an origin come in: its consent banner is looked for there. By default its root. */
  entryOf?: (origin: string) => string
  /** False: banners are left alone. */
  consent?: boolean
  limits?: Partial<BrowserLimits>
  /** Visits after which a tab, and a browser, is replaced. */
  recycle?: { tab: number; browser: number }
}

/** Bounds of one visit in the browser, in milliseconds. */
export interface BrowserLimits {
  totalMs: number
  answerMs: number
  loadMs: number
  /** For content that scripts build after loading. */
  settleMs: number
}

const defaultLimits: BrowserLimits = { totalMs: 30_000, answerMs: 15_000, loadMs: 12_000, settleMs: 4_000 }
const stillMs = 250
const maxMoves = 3

export interface BrowserVisits extends AsyncDisposable {
  visit: Visit
  /** What was held and belongs to no page: last words, and the visits on which banners were answered. */
  unclaimed(): RequestRecord[]
}

/**
 * Visits pages in Chromium: one load, both viewports. Tabs are reused and start each visit from the same cookies and storage, so
 * that order doesn't matter.
 */
export function openBrowserVisits(options: BrowserVisitOptions): BrowserVisits {
  const limits = { ...defaultLimits, ...options.limits }
  const pool = openBrowserPool({
    browser: options.browser,
    args: isolationFlags(options.proxy),
    guard: options.guard,
    ...(options.recycle ? { recycle: options.recycle } : {}),
    contextOptions: (mode, browser) => contextOptions(mode, browser, options),
  })
  const consents = new Map<string, Promise<ConsentState>>()
  const consentRequests: RequestRecord[] = []

  function consentOf(origin: string): Promise<ConsentState> {
    let state = consents.get(origin)
    if (!state) {
      const entry = options.entryOf?.(origin) ?? `${origin}/`
      state =
        options.consent === false ? Promise.resolve(noConsent) : meetConsentAt(pool, entry, options, consentRequests)
      consents.set(origin, state)
    }
    return state
  }

  const visit: Visit = async (target, signal) => {
    signal.throwIfAborted()
    const snapshot = emptySnapshot(target)
    const pictures: Pictures = { list: snapshot.pictures, bytes: new Map() }
    const url = new URL(target.url)
    const consent = await unlessAborted(consentOf(url.origin), signal)
    snapshot.consent = consent.record
    if (target.pictures && target.mode === 'browser' && isEntry(target, options)) {
      for (const picture of consent.pictures.list) pictures.list.push(picture)
      for (const [key, bytes] of consent.pictures.bytes) pictures.bytes.set(key, bytes)
    }
    signal.throwIfAborted()
    const mode = target.mode === 'phone' ? 'phone' : 'browser'
    // A browser that died meanwhile is found out only when it is used; the second time a new one is started.
    const lease = await pool.lease(mode).catch(() => pool.lease(mode))
    const started = performance.now()
    let sound = true
    let ending: Ending
    try {
      ending = await bounded(lease.tab, limits.totalMs, signal, () =>
        visitInTab(target, snapshot, pictures, lease, consent),
      )
    } catch (error) {
      sound = false
      signal.throwIfAborted()
      ending = endingOfFailure(error)
    } finally {
      await lease.release(sound)
    }
    snapshot.outcome = ending.outcome
    snapshot.reason = ending.reason
    snapshot.timings['total'] = Math.round(performance.now() - started)
    if (ending.outcome !== 'ok') {
      // Half a page, or another page's: nothing to judge.
      Object.assign(snapshot, { html: '', bytes: 0, frames: [], pictures: [] })
      delete snapshot.layout
      pictures.bytes.clear()
    }
    return { snapshot, pictures: pictures.bytes } satisfies VisitResult
  }

  async function visitInTab(
    target: Target,
    snapshot: Snapshot,
    pictures: Pictures,
    { tab, running }: Lease,
    consent: ConsentState,
  ): Promise<Ending> {
    const url = new URL(target.url)
    const clock = stopwatch(snapshot.timings)
    const sent = options.headersFor?.(url) ?? {}
    await tab.prepare(url.origin, consent, cookiesOf(sent, url))
    if (options.headersFor && Object.keys(sent).length > 0) await tab.addHeaders(withoutCookie(options.headersFor))
    const watch = await running.guard.watch(tab.page)
    clock('prepare')
    let ending: Ending
    try {
      ending = await load(target, snapshot, tab, clock)
      if (ending.outcome === 'ok') ending = await look(target, snapshot, pictures, tab, clock)
    } finally {
      clock('end')
    }
    // Left before the list is read: what a page says last, while it is being left, belongs to it.
    await leave(tab)
    if (target.mode === 'browser') await tab.page.setViewportSize(viewports.desktop)
    snapshot.requests = watch.records()
    watch[Symbol.dispose]()
    clock('leave')
    return ending
  }

  async function load(target: Target, snapshot: Snapshot, tab: Tab, clock: Clock): Promise<Ending> {
    let response: Response | null
    try {
      response = await tab.page.goto(target.url, { waitUntil: 'commit', timeout: limits.answerMs })
    } catch (error) {
      const ending = endingOfError(error)
      if (!ending) throw error
      return ending
    }
    clock('answer')
    if (response) {
      const refused = await readAnswer(response, snapshot)
      if (refused.outcome !== 'ok') return refused
    }
    // A picture or a script that never comes doesn't make the page unreadable.
    await tab.page.waitForLoadState('load', { timeout: limits.loadMs }).catch((error: unknown) => {
      if (!(error instanceof Error && error.name === 'TimeoutError')) throw error
    })
    clock('load')
    return { outcome: 'ok', reason: '' }
  }

  /** Everything that is done with a page that came; again from the start when it moves meanwhile. */
  async function look(target: Target, snapshot: Snapshot, pictures: Pictures, tab: Tab, clock: Clock): Promise<Ending> {
    for (let moves = 0; ; moves++) {
      const before = { pictures: pictures.list.length }
      try {
        const world = await openMainWorld(tab.session)
        await settle(tab, world, { stillMs, capMs: limits.settleMs })
        await waitForCurtain(world, limits.settleMs)
        clock('settle')
        snapshot.finalUrl = tab.page.url()
        const moved = await placeOfEnd(target, snapshot)
        if (moved) return moved
        return await record(target, snapshot, pictures, tab, world, clock)
      } catch (error) {
        if (moves >= maxMoves || !isMove(error)) throw error
        pictures.list.length = before.pictures
        await tab.page.waitForLoadState('load', { timeout: limits.loadMs })
      }
    }
  }

  /** The ending of a visit that ended at another page's address. The start page lives wherever it ends up. */
  async function placeOfEnd(target: Target, snapshot: Snapshot): Promise<Ending | undefined> {
    const { finalUrl } = snapshot
    if (finalUrl === target.url) return undefined
    const end = new URL(finalUrl)
    if (end.protocol !== 'http:' && end.protocol !== 'https:') return { outcome: 'not-html', reason: end.protocol }
    const moved = target.source !== 'start' && options.keyOf(finalUrl) !== target.key
    const objection = await options.mayFetch?.(end)
    if (objection ?? moved) {
      if (snapshot.redirects.length === 0) snapshot.redirects.push({ url: target.url, status: snapshot.status })
      return objection ?? { outcome: 'redirected', reason: '' }
    }
    return undefined
  }

  async function record(
    target: Target,
    snapshot: Snapshot,
    pictures: Pictures,
    tab: Tab,
    world: World,
    clock: Clock,
  ): Promise<Ending> {
    await recordPage(target, snapshot, pictures, { tab, world, clock })
    await ask(world, 'stagelight.forget()')
    clock('html')
    const ending = endingOfAnswer(snapshot.status || 200, snapshot.headers, snapshot.html)
    if (ending.outcome !== 'ok') return ending
    const next = quickRefresh(snapshot.html, snapshot.headers, snapshot.finalUrl)
    if (next === undefined || target.source === 'start') return ending
    snapshot.redirects.push({ url: snapshot.finalUrl, status: snapshot.status })
    snapshot.finalUrl = next
    return (await options.mayFetch?.(new URL(next))) ?? { outcome: 'redirected', reason: '' }
  }

  return {
    visit,
    unclaimed: () => [...consentRequests, ...pool.unclaimed()],
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

function isEntry(target: Target, options: BrowserVisitOptions): boolean {
  const { origin } = new URL(target.url)
  return options.keyOf(options.entryOf?.(origin) ?? `${origin}/`) === target.key
}

async function meetConsentAt(
  pool: BrowserPool,
  entry: string,
  options: BrowserVisitOptions,
  requests: RequestRecord[],
): Promise<ConsentState> {
  return pool
    .withBrowser(async ({ browser, guard }) => {
      const context = await browser.newContext(contextOptions('browser', browser, options))
      return meetConsent(context, guard, entry, options.keyOf(entry), requests)
    })
    .catch(() => noConsent) // without a browser the visit itself will say so
}
