import { launchBrowser, type BrowserStart } from '../browser/launch-browser.ts'
import type { Journey } from '../config/journeys.ts'
import { isolationFlags } from '../isolation/flags.ts'
import { guardBrowser, type GuardOptions } from '../isolation/guard.ts'
import type { Proxy } from '../isolation/proxy.ts'
import { emptySnapshot, viewports, type Snapshot, type Target, type ViewportName } from '../snapshot/schema.ts'
import { contextOptions, cookiesOf, withoutCookie, type Visitor } from '../visit/browser-context.ts'
import { within } from '../visit/browser-pool.ts'
import { meetConsent, noConsent, type ConsentState } from '../visit/consent.ts'
import { recordPage } from '../visit/page-record.ts'
import { endingOfFailure, stopwatch } from '../visit/visit-bounds.ts'
import type { Moment } from './page-looks.ts'
import { openWalkTab, type WalkTab } from './walk-tab.ts'
import { walkJourney, type Walked, type WalkSurroundings } from './walk.ts'

export type { Walked } from './walk.ts'

export interface WalkerOptions extends Visitor, Omit<WalkSurroundings, 'guard' | 'recordPage'> {
  browser: BrowserStart
  /** A proxy of its own that lets writes out where the owner allows them. */
  proxy: Pick<Proxy, 'url' | 'socketTrap'>
  guard: GuardOptions
  headersFor: (url: URL) => Record<string, string>
  /** False: banners are left alone. */
  consent?: boolean
}

/** Walks declared journeys. */
export interface Walker extends AsyncDisposable {
  walk(journey: Journey, viewport: ViewportName, key: string, signal: AbortSignal): Promise<Walked>
}

const closeMs = 4_000

/** Opens a browser for walks; each walk has a context of its own, so no cart or login is carried over. */
export async function openWalker(options: WalkerOptions): Promise<Walker> {
  const browser = await launchBrowser(options.browser, { args: isolationFlags(options.proxy) })
  const guard = await guardBrowser(browser, options.guard)
  let consent: Promise<ConsentState> | undefined
  const meet = async (): Promise<ConsentState> => {
    const context = await browser.newContext(contextOptions('browser', browser, options))
    return meetConsent(context, guard, options.startUrl, options.keyOf(options.startUrl), []).catch(() => noConsent)
  }
  return {
    async walk(journey, viewport, key, signal) {
      const answered = options.consent === false ? noConsent : await (consent ??= meet())
      const mode = viewport === 'mobile' ? 'phone' : 'browser'
      const context = await browser.newContext(contextOptions(mode, browser, options))
      try {
        const tab = await openWalkTab(context, viewport)
        const start = new URL(options.startUrl)
        const sent = options.headersFor(start)
        await tab.tab.prepare(start.origin, answered, cookiesOf(sent, start))
        if (Object.keys(sent).length > 0) await tab.tab.addHeaders(withoutCookie(options.headersFor))
        return await walkJourney(tab, journey, key, { ...options, guard, recordPage: recordShown }, signal)
      } finally {
        await within(closeMs, context.close())
      }
    },
    async [Symbol.asyncDispose]() {
      await within(closeMs, guard[Symbol.asyncDispose]())
      await within(closeMs, browser.close())
    },
  }
}

/** Writes down the page that a walk has come to, as a visit would, and leaves it as it was. */
async function recordShown(tab: WalkTab, key: string, status: number): Promise<Walked['pages'][number] | undefined> {
  const { page } = tab.tab
  const target: Target = {
    url: page.url(),
    key,
    mode: tab.viewport === 'mobile' ? 'phone' : 'browser',
    generation: 0,
    depth: 0,
    source: 'journey',
    pictures: true,
  }
  const snapshot: Snapshot = { ...emptySnapshot(target), status: status || 200 }
  const pictures = { list: snapshot.pictures, bytes: new Map<string, Uint8Array>() }
  const { view } = await tab.see<Moment>('moment()')
  try {
    const world = await tab.world()
    await recordPage(target, snapshot, pictures, { tab: tab.tab, world, clock: stopwatch(snapshot.timings) })
  } catch (error) {
    endingOfFailure(error) // throws what is a fault of ours
    return undefined
  } finally {
    if (tab.viewport === 'desktop') await page.setViewportSize(viewports.desktop)
    // Recording makes the page deaf to our own scrolling; a visitor's must be heard.
    await tab.see(`scrollThrough(0).then(() => scrollTo(${view[0]}, ${view[1]}))`).catch(() => undefined) // it may have moved on
  }
  return { target, result: { snapshot, pictures: pictures.bytes } }
}
