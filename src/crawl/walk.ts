import type { Frontier } from '../discover/frontier.ts'
import type { Target } from '../snapshot/schema.ts'
import type { CrawlOptions } from '../crawl.ts'
import type { OnEvent } from '../shared/events.ts'
import type { Clock } from './clock.ts'
import { crawledPages } from './pages.ts'
import type { Visitor } from './visitor.ts'

/** Share of the time that the first round of HTTP visits may take, so that a slow site is rendered at all. */
const httpShare = 0.5
/** Tabs at a time. */
const browserConcurrency = 2

/**
 * Generation after generation by HTTP, then the chosen pages in the browser, until neither brings anything new. False
 * when it was stopped before that.
 */
export async function walkOn(parts: {
  options: CrawlOptions
  walk: Frontier
  visitor: Visitor
  clock: Clock
  readRobots: (origin: string) => Promise<void>
  onEvent: OnEvent
}): Promise<boolean> {
  const { options, walk, visitor, clock, readRobots, onEvent } = parts
  const { config, permission, visits } = options
  const canRender = visits.browser !== undefined && options.chooseRendered !== undefined && config.maxRendered > 0
  let pending: Target[] = []

  /** False when time ran out before the frontier did. */
  async function fetchPages(until: AbortSignal): Promise<boolean> {
    for (;;) {
      if (pending.length === 0) {
        const plan = walk.plan((url) => {
          const rules = permission.knownRules(new URL(url).origin)
          if (!rules) return 'unknown'
          return rules.allows(url) ? 'allowed' : 'disallowed'
        })
        if (until.aborted) return false
        for (const origin of plan.robotsWanted) await readRobots(origin)
        if (plan.robotsWanted.length > 0) continue
        pending = plan.targets
        if (pending.length === 0) return true
      }
      const results = await visitor.visitAll(pending, visits.http, { concurrency: config.concurrency, until })
      const seen = new Set(results.map(({ target }) => target.key))
      pending = pending.filter(({ key }) => !seen.has(key))
      walk.absorb(results)
      if (pending.length > 0) return false
    }
  }

  /** How many visits were asked for that were not made before, and how many of them there are now. */
  async function renderPages(): Promise<{ asked: number; done: number }> {
    const { browser } = visits
    if (!browser || !options.chooseRendered) return { asked: 0, done: 0 }
    const pages = crawledPages(walk)
    const known = new Map(walk.pages().map((page) => [page.key, page]))
    const room = config.maxRendered - [...known.values()].filter((page) => page.browser !== undefined).length
    const choices = await options.chooseRendered(pages)
    const fresh = new Set(
      choices
        .filter(({ key }) => known.has(key) && known.get(key)?.browser === undefined)
        .slice(0, Math.max(0, room))
        .map(({ key }) => key),
    )
    const targets = choices.flatMap(({ key, pictures, phone }): Target[] => {
      const page = known.get(key)
      if (!page) return []
      const { url, depth, generation } = page
      const base = { url, key, depth, generation, source: 'sample' as const }
      const isFresh = fresh.has(key)
      // A page may be wanted as a phone later than it was rendered: when another of its template turned out to differ.
      const asPhone = phone === true && page.phone === undefined && (isFresh || page.browser !== undefined)
      return [
        ...(isFresh ? [{ ...base, mode: 'browser' as const, pictures }] : []),
        ...(asPhone ? [{ ...base, mode: 'phone' as const }] : []),
      ]
    })
    if (targets.length === 0) return { asked: 0, done: 0 }
    onEvent({ type: 'phase', phase: 'rendering' })
    const results = await visitor.visitAll(targets, browser, { concurrency: browserConcurrency, until: clock.end })
    walk.absorb(results)
    return { asked: targets.length, done: results.length }
  }

  for (let round = 0; ; round++) {
    onEvent({ type: 'phase', phase: 'pages' })
    const isFirst = round === 0 && canRender
    const isDone = await fetchPages(isFirst ? clock.share(httpShare) : clock.end)
    if (!isDone && clock.end.aborted) return false
    if (!isDone) onEvent({ type: 'note', note: { code: 'first-part-cut', subject: options.startUrl } })
    const rendered = canRender ? await renderPages() : { asked: 0, done: 0 }
    if (rendered.done < rendered.asked) return false
    if (isDone && rendered.asked === 0) return true
  }
}
