import type { Browser, BrowserContextOptions } from 'playwright'
import { launchBrowser, type BrowserStart } from '../browser/launch-browser.ts'
import { guardBrowser, type Guard, type GuardOptions } from '../isolation/guard.ts'
import type { RequestRecord } from '../snapshot/schema.ts'
import { openTab, type Tab } from './browser-tab.ts'

export interface BrowserPoolOptions {
  browser: BrowserStart
  /** Flags after ours: the isolation proxy's. */
  args: readonly string[]
  guard: GuardOptions
  contextOptions: (mode: TabMode, browser: Browser) => BrowserContextOptions
  /** Visits after which a tab, and a browser, is replaced: a tab grows by half a megabyte a page. */
  recycle?: { tab: number; browser: number }
}

export type TabMode = 'browser' | 'phone'

/** A browser that is running, and what it has been used for. */
export interface Running {
  browser: Browser
  guard: Guard
  idle: Record<TabMode, Tab[]>
  active: number
  visits: number
  retired: boolean
}

export interface Lease {
  running: Running
  tab: Tab
  /** Gives the tab back; one that is not sound is thrown away. */
  release(sound: boolean): Promise<void>
}

export interface BrowserPool extends AsyncDisposable {
  lease(mode: TabMode): Promise<Lease>
  /** A context for one use, with the guard on. */
  withBrowser<Value>(use: (running: Running) => Promise<Value>): Promise<Value>
  unclaimed(): RequestRecord[]
}

const maxTabs = 2
const usualRecycle = { tab: 50, browser: 200 }
const closeMs = 4_000

/** At most two tabs of one browser; both are replaced before they grow large, and at once when they die. */
export function openBrowserPool(options: BrowserPoolOptions): BrowserPool {
  const recycle = options.recycle ?? usualRecycle
  let current: Promise<Running> | undefined
  const everyone = new Set<Running>()
  const records: RequestRecord[] = []
  let free = maxTabs
  const queue: (() => void)[] = []

  async function start(): Promise<Running> {
    const browser = await launchBrowser(options.browser, { args: options.args })
    const guard = await guardBrowser(browser, options.guard)
    const running: Running = {
      browser,
      guard,
      idle: { browser: [], phone: [] },
      active: 0,
      visits: 0,
      retired: false,
    }
    browser.on('disconnected', () => {
      running.retired = true
    })
    everyone.add(running)
    return running
  }

  async function use(): Promise<Running> {
    for (;;) {
      const starting = (current ??= start())
      try {
        const running = await starting
        if (!running.retired && running.visits < recycle.browser) {
          running.active++
          return running
        }
        running.retired = true
        if (current === starting) current = undefined
        if (running.active === 0) await stop(running)
      } catch (error) {
        if (current === starting) current = undefined
        throw error
      }
    }
  }

  async function leave(running: Running): Promise<void> {
    running.active--
    if (running.retired && running.active === 0) await stop(running)
  }

  async function stop(running: Running): Promise<void> {
    if (!everyone.delete(running)) return
    records.push(...running.guard.unclaimed())
    await within(closeMs, running.guard[Symbol.asyncDispose]())
    await within(closeMs, running.browser.close())
  }

  async function takeTurn(): Promise<void> {
    if (free > 0) free--
    else await new Promise<void>((resolve) => queue.push(resolve))
  }

  function endTurn(): void {
    const next = queue.shift()
    if (next) next()
    else free++
  }

  return {
    async lease(mode) {
      await takeTurn()
      let running: Running | undefined
      try {
        running = await use()
        const holder = running
        const context = (): Promise<Tab> =>
          holder.browser.newContext(options.contextOptions(mode, holder.browser)).then((opened) => openTab(opened))
        const tab = holder.idle[mode].pop() ?? (await context())
        tab.visits++
        holder.visits++
        return {
          running: holder,
          tab,
          async release(sound) {
            try {
              if (sound && tab.visits < recycle.tab && !holder.retired) holder.idle[mode].push(tab)
              // A tab that can't be closed hangs; its browser goes with it.
              else if (!(await within(closeMs, tab.page.context().close()))) {
                holder.retired = true
                await within(closeMs, holder.browser.close())
              }
              await leave(holder)
            } finally {
              endTurn()
            }
          },
        }
      } catch (error) {
        if (running) {
          running.retired = true
          await leave(running)
        }
        endTurn()
        throw error
      }
    },
    async withBrowser(work) {
      const running = await use()
      try {
        return await work(running)
      } finally {
        await leave(running)
      }
    },
    unclaimed: () => [...records, ...[...everyone].flatMap(({ guard }) => guard.unclaimed())],
    async [Symbol.asyncDispose]() {
      for (const running of everyone) await stop(running)
    },
  }
}

/** False when the work took longer, or failed: then it is beyond help. */
export async function within(ms: number, work: PromiseLike<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => false,
      ),
      late,
    ])
  } finally {
    clearTimeout(timer)
  }
}
