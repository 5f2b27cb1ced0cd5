import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Frame, Page } from 'playwright'
import type { Guard } from '../isolation/guard.ts'
import { viewports, type ConsentRecord, type RequestRecord, type ViewportName } from '../snapshot/schema.ts'
import { within } from './browser-pool.ts'
import { takePicture, type Pictures } from './pictures.ts'

/** What a visitor of an origin meets before anything else, and the browser's memory after saying no. */
export interface ConsentState {
  record: ConsentRecord
  /** Cookies and local storage; empty when there was no banner, so that pages are seen as by a first visitor. */
  storage: Awaited<ReturnType<BrowserContext['storageState']>>
  /** The first screen with the banner on it. */
  pictures: Pictures
}

const nothing: ConsentRecord = { found: false, tool: '', action: 'none' }

/** An origin without a banner. */
export const noConsent: ConsentState = {
  record: nothing,
  storage: { cookies: [], origins: [] },
  pictures: { list: [], bytes: new Map() },
}

interface Message {
  type: string
  cmp?: string
  result?: boolean
  id?: string
  code?: string
}

/** How long a banner may take to come up, and to go away. */
const bannerMs = 3_000
const detectedMs = 6_000
const rejectMs = 10_000
const entryMs = 12_000
const meetMs = 35_000
const closeMs = 4_000
const config = {
  enabled: true,
  autoAction: null,
  enablePrehide: false,
  enableCosmeticRules: false,
  heuristicMode: 'reject',
  detectRetries: 10,
}

let assets: Promise<{ script: string; rules: unknown }> | undefined

/** The package doesn't export these files; they stand beside what it does export. */
function readAssets(): Promise<{ script: string; rules: unknown }> {
  assets ??= (async () => {
    let folder = dirname(fileURLToPath(import.meta.resolve('@duckduckgo/autoconsent')))
    while (!folder.endsWith('autoconsent')) folder = dirname(folder)
    const [script, rules] = await Promise.all([
      readFile(join(folder, 'dist', 'autoconsent.playwright.js'), 'utf8'),
      readFile(join(folder, 'rules', 'rules.json'), 'utf8'),
    ])
    return { script, rules: JSON.parse(rules) as unknown }
  })()
  return assets
}

/**
 * Opens the page that visitors of an origin come in by, in a context for this alone, and answers its banner with no. Whatever goes
 * wrong, pages are then visited as by a first visitor.
 */
export async function meetConsent(
  context: BrowserContext,
  guard: Guard,
  entry: string,
  key: string,
  requests: RequestRecord[],
): Promise<ConsentState> {
  let state = noConsent
  const meet = async (): Promise<void> => {
    const watch = await watchConsent(context)
    const page = await context.newPage()
    const requested = await guard.watch(page)
    await page.goto(entry, { waitUntil: 'commit', timeout: entryMs })
    await page.waitForLoadState('load', { timeout: entryMs }).catch(() => undefined)
    if (await watch.banner()) {
      const pictures = await pictureBanner(context, page, key)
      state = { record: { ...nothing, found: true, action: 'failed' }, storage: noConsent.storage, pictures }
      const record = await watch.reject(page)
      state = { record, storage: await context.storageState(), pictures }
    }
    await page.goto('about:blank', { waitUntil: 'commit' })
    requests.push(...requested.records())
  }
  // A page that can't be reached or never ends says so again when it is visited.
  await within(meetMs, meet())
  await within(closeMs, context.close())
  return state
}

async function pictureBanner(context: BrowserContext, page: Page, key: string): Promise<Pictures> {
  const pictures: Pictures = { list: [], bytes: new Map() }
  const session = await context.newCDPSession(page)
  for (const viewport of ['desktop', 'mobile'] as const satisfies ViewportName[]) {
    const { width, height } = viewports[viewport]
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(300) // banners slide in
    await takePicture(session, key, viewport, 'banner', [0, 0, width, height], pictures)
  }
  await page.setViewportSize(viewports.desktop)
  await session.detach()
  return pictures
}

/** Watches for consent banners in a context that is used for nothing else. Call before its first page opens. */
async function watchConsent(context: BrowserContext): Promise<ConsentWatch> {
  const { script, rules } = await readAssets()
  const waiting = new Set<() => void>()
  const seen = { detected: '', popup: undefined as { frame: Frame; tool: string } | undefined, result: '' }
  const wake = (): void => waiting.forEach((resolve) => resolve())
  const answer = (frame: Frame, message: object): Promise<void> =>
    // Frames come and go while a banner loads; one that is gone needs no answer.
    frame
      .evaluate((text) => {
        const { autoconsentReceiveMessage } = globalThis as { autoconsentReceiveMessage?: (message: object) => void }
        autoconsentReceiveMessage?.(JSON.parse(text) as object)
      }, JSON.stringify(message))
      .catch(() => undefined)

  await context.exposeBinding('autoconsentSendMessage', async ({ frame }, message: Message) => {
    if (message.type === 'init') await answer(frame, { type: 'initResp', config, rules })
    if (message.type === 'eval') {
      const result = await frame.evaluate(message.code ?? '').catch(() => false)
      await answer(frame, { type: 'evalResp', id: message.id, result })
    }
    if (message.type === 'cmpDetected') seen.detected ||= message.cmp ?? ''
    if (message.type === 'popupFound') seen.popup ??= { frame, tool: message.cmp ?? '' }
    if (message.type === 'optOutResult' && message.result === false) seen.result ||= 'failed'
    if (message.type === 'autoconsentDone') seen.result ||= 'rejected'
    wake()
  })
  await context.addInitScript(script)

  const until = async (done: () => boolean, ms: () => number): Promise<void> => {
    const started = performance.now()
    for (;;) {
      const left = ms() - (performance.now() - started)
      if (done() || left <= 0) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        waiting.add(() => {
          clearTimeout(timer)
          resolve()
        })
      })
      waiting.clear()
    }
  }

  return {
    async banner() {
      await until(
        () => seen.popup !== undefined,
        () => (seen.detected ? detectedMs : bannerMs),
      )
      return seen.popup !== undefined
    },
    async reject(page) {
      if (!seen.popup) return nothing
      const { frame, tool } = seen.popup
      await answer(frame, { type: 'optOut' })
      await until(
        () => seen.result !== '',
        () => rejectMs,
      )
      // Tools write their cookies a moment after the click.
      await page.waitForTimeout(300)
      return { found: true, tool, action: seen.result === 'rejected' ? 'rejected' : 'failed' }
    },
  }
}

interface ConsentWatch {
  /** Waits for a banner; false when none came up. */
  banner(): Promise<boolean>
  /** Says no to the banner that was found. */
  reject(page: Page): Promise<ConsentRecord>
}
