import type { Snapshot, Target, ViewportName } from '../snapshot/schema.ts'
import type { Tab } from './browser-tab.ts'
import { capturePage } from './capture.ts'
import { ask, type World } from './page-worlds.ts'
import { takePictures, type Component, type Pictures } from './pictures.ts'
import type { Clock } from './visit-bounds.ts'
import { narrow, scroll } from './window-moves.ts'

/** Where a page is shown, and who counts the time. */
export interface ShownPage {
  tab: Tab
  world: World
  clock: Clock
}

/**
 * Writes down a page that has come to rest: its copy, where its parts lie in the viewports of the mode, pictures. The window stays
 * as narrow as it was last.
 */
export async function recordPage(
  target: Target,
  snapshot: Snapshot,
  pictures: Pictures,
  { tab, world, clock }: ShownPage,
): Promise<void> {
  await ask(world, 'stagelight.freeze()')
  await scroll(target, tab, world)
  await ask(world, 'stagelight.freeze()')
  clock('scroll')
  const capture = await capturePage(tab, world)
  clock('copy')
  const shoot = async (viewport: ViewportName): Promise<void> => {
    const layout = capture.layout[viewport]
    if (!target.pictures || !layout) return
    const components = await ask<Component[]>(world, 'stagelight.components()')
    await takePictures(tab.session, target.key, viewport, layout, components, pictures)
    clock(`pictures-${viewport}`)
  }
  if (target.mode === 'phone') {
    await capture.measure('mobile')
    clock('layout-mobile')
    await shoot('mobile')
  } else {
    await capture.measure('desktop')
    clock('layout-desktop')
    await shoot('desktop')
    await narrow(tab, world)
    clock('resize')
    await capture.measure('mobile')
    clock('layout-mobile')
    await shoot('mobile')
  }
  snapshot.html = await capture.html()
  snapshot.bytes = Buffer.byteLength(snapshot.html)
  snapshot.frames = capture.frames
  const { desktop, mobile } = capture.layout
  // A phone has one layout; it stands for both so that every layout has the same shape.
  if (mobile) snapshot.layout = { desktop: desktop ?? mobile, mobile }
}
