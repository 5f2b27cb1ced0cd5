import { viewports, type Target } from '../snapshot/schema.ts'
import type { Tab } from './browser-tab.ts'
import { ask, type World } from './page-worlds.ts'
import { settle } from './settle.ts'

/** So far down a page is scrolled to bring up what waits for visitors to come by, CSS pixels. */
const scrolledHeight = 24_000
/** Scrolled in a window as high as so many screens: each step costs a frame. */
const tallScreens = 4

/** Scrolls down and back, so that what waits for visitors to come by is there. */
export async function scroll(target: Target, tab: Tab, world: World): Promise<void> {
  const { width, height } = viewports[target.mode === 'phone' ? 'mobile' : 'desktop']
  const pageHeight = await ask<number>(world, 'stagelight.veil(true)')
  if (pageHeight > height) {
    const tall = target.mode === 'browser' && pageHeight > 2 * height
    if (tall) await tab.page.setViewportSize({ width, height: tallScreens * height })
    await ask(world, `stagelight.scrollThrough(${scrolledHeight * (tall ? tallScreens : 1)})`)
    if (tall) await tab.page.setViewportSize({ width, height })
    await ask(world, `stagelight.scrollToEnd(${scrolledHeight})`)
    await ask(world, 'stagelight.returnToTop()')
  }
  await ask(world, 'stagelight.veil(false)')
  if (pageHeight > height) await settle(tab, world, { stillMs: 100, capMs: 2_000 }, true)
}

/** Narrows the window to a phone's. What hid itself again because of that is called up once more. */
export async function narrow(tab: Tab, world: World): Promise<void> {
  await tab.page.setViewportSize(viewports.mobile)
  await settle(tab, world, { stillMs: 60, capMs: 500 })
  if ((await ask<number>(world, 'stagelight.veil(true)')) > viewports.mobile.height) {
    await ask(world, `stagelight.scrollToEnd(${scrolledHeight})`)
    await ask(world, 'stagelight.returnToTop()')
  }
  await ask(world, 'stagelight.veil(false)')
  await ask(world, 'stagelight.freeze()')
}

/** Goes to a blank page. An error page or a move that was on its way may come between; then again. */
export async function leave({ page }: Tab): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await page.goto('about:blank', { waitUntil: 'commit' })
      return
    } catch (error) {
      if (tries === 3) throw error
      await page.waitForTimeout(50)
    }
  }
}
