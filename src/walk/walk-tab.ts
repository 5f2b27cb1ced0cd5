import type { BrowserContext, Response } from 'playwright'
import { digest } from '../shared/digest.ts'
import { viewports, type Picture, type ViewportName } from '../snapshot/schema.ts'
import { openTab, type Tab } from '../visit/browser-tab.ts'
import { ask, openMainWorld, type World } from '../visit/page-worlds.ts'
import { settle, waitForCurtain } from '../visit/settle.ts'
import { isMove } from '../visit/visit-bounds.ts'
import { installActs } from './page-acts.ts'
import { installLooks, type Moment } from './page-looks.ts'
import { installNames } from './page-names.ts'

const script = `(() => {
  const state = globalThis.stagelight
  if (state.place) return
  ;(${installNames.toString()})(state)
  ;(${installActs.toString()})(state)
  ;(${installLooks.toString()})(state)
})()`

const answerMs = 15_000
const loadMs = 12_000
const settleMs = 5_000
const stillMs = 300
const maxMoves = 5

/** The tab that a journey is walked in. */
export interface WalkTab {
  readonly tab: Tab
  readonly viewport: ViewportName
  /** Evaluates `stagelight.<expression>` in the page as it is now, also when it has just moved. */
  see<Value>(expression: string): Promise<Value>
  /** The world of the page as it is now. */
  world(): Promise<World>
  /** Goes to an address; undefined when no answer came. */
  open(url: string): Promise<number | undefined>
  /** Presses or taps a point of the window. */
  press(point: readonly [number, number]): Promise<void>
  /** Waits until the page has come to rest, wherever it went meanwhile. */
  rest(): Promise<Moment>
  /** HTTP status of the document that is shown, once one came after `forgetStatus`; else 0. */
  status(): number
  forgetStatus(): void
  /** Address of a window that the page wanted to open meanwhile; windows of their own are closed. */
  takeWindow(): string | undefined
  /** A picture of the window as it is. */
  picture(name: string, view: Moment['view']): Promise<{ picture: Picture; bytes: Uint8Array } | undefined>
}

/** Opens a tab for one walk in a context of its own. */
export async function openWalkTab(context: BrowserContext, viewport: ViewportName): Promise<WalkTab> {
  const tab = await openTab(context, { steady: false })
  const { page, session } = tab
  let status = 0
  let current: World | undefined
  let wanted: string | undefined
  session.on('Page.windowOpen', ({ url }) => {
    wanted = url
  })
  page.on('response', (response: Response) => {
    const request = response.request()
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) status = response.status()
  })

  async function world(): Promise<World> {
    current ??= await openWorld()
    return current
  }
  async function openWorld(): Promise<World> {
    const opened = await openMainWorld(session)
    await ask(opened, script)
    return opened
  }

  /** The work, again from the start when the page moves meanwhile. */
  async function steadily<Value>(work: () => Promise<Value>): Promise<Value> {
    for (let moves = 0; ; moves++) {
      try {
        return await work()
      } catch (error) {
        if (moves >= maxMoves || !isMove(error)) throw error
        current = undefined
        await page.waitForLoadState('load', { timeout: loadMs }).catch(() => undefined) // a picture that never comes
      }
    }
  }

  return {
    tab,
    viewport,
    world: () => steadily(world),
    see: (expression) => steadily(async () => ask(await world(), `stagelight.${expression}`)),
    async open(url) {
      current = undefined
      const go = () => page.goto(url, { waitUntil: 'commit', timeout: answerMs }).catch(() => undefined) // said below
      const response = (await go()) ?? (await go())
      if (!response) return undefined
      await page.waitForLoadState('load', { timeout: loadMs }).catch(() => undefined) // a picture that never comes
      return response.status()
    },
    async press([x, y]) {
      if (viewport === 'mobile') await page.touchscreen.tap(x, y)
      else await page.mouse.click(x, y)
    },
    rest: () =>
      steadily(async () => {
        // A navigation begins a moment after what caused it.
        await new Promise((resolve) => setTimeout(resolve, 120))
        await page.waitForLoadState('load', { timeout: loadMs }).catch(() => undefined) // a picture that never comes
        const here = await world()
        await settle(tab, here, { stillMs, capMs: settleMs })
        await waitForCurtain(here, settleMs)
        return ask<Moment>(here, 'stagelight.moment()')
      }),
    status: () => status,
    forgetStatus() {
      status = 0
    },
    takeWindow() {
      const url = wanted
      wanted = undefined
      return url
    },
    async picture(name, view) {
      const [x, y] = view
      const { width, height } = viewports[viewport]
      const scale = viewport === 'mobile' ? 1 : 0.6
      const shot = session.send('Page.captureScreenshot', {
        format: 'jpeg',
        quality: 60,
        clip: { x, y, width, height, scale },
      })
      const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 6_000).unref())
      const taken = await Promise.race([shot.catch(() => undefined), late])
      if (!taken) return undefined
      const box: Picture['box'] = [x, y, width, height]
      const key = digest(JSON.stringify([name, viewport, 'step', box]), 32)
      return {
        picture: { key, viewport, kind: 'clip', box, scale, format: 'jpeg' },
        bytes: Buffer.from(taken.data, 'base64'),
      }
    },
  }
}
