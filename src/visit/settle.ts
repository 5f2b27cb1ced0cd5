import type { Tab } from './browser-tab.ts'
import { ask, type World } from './page-worlds.ts'

/** How long a page may take to come to rest. */
export interface SettleLimits {
  /** Nothing was added, removed or fetched for so long. */
  stillMs: number
  capMs: number
}

const content: ReadonlySet<string> = new Set(['document', 'script', 'stylesheet', 'xhr', 'fetch'])

/** Waits until nothing is before the page any more, where it has a curtain for the time of loading. */
export async function waitForCurtain(world: World, capMs: number): Promise<void> {
  const deadline = performance.now() + capMs
  while (performance.now() < deadline && (await ask<boolean>(world, 'stagelight.curtain()'))) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/**
 * Waits until a page that builds itself on the client has done so: no new elements and no open requests for a while. Neither a
 * carousel nor a clock nor a long poll keeps it waiting, and nothing does beyond the cap.
 */
export async function settle(tab: Tab, world: World, limits: SettleLimits, images = false): Promise<void> {
  const deadline = performance.now() + limits.capMs
  const types = images ? undefined : content
  for (;;) {
    const left = deadline - performance.now()
    if (left <= 0) return
    await ask(world, `stagelight.quiet(${limits.stillMs}, ${Math.round(left)})`)
    if (tab.pending(types) === 0) return
    while (tab.pending(types) > 0) {
      if (performance.now() >= deadline) return
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
}
