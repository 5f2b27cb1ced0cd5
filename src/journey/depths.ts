import type { PageType } from '../shared/taxonomy.ts'
import type { Goal } from './goals.ts'
import { clicksFromAll, type LinkGraph } from './link-graph.ts'
import type { PageSteps } from './next-steps.ts'
import type { SeenPage } from './seen-page.ts'

/** From one kind of page where visitors come in to one goal. */
export interface GoalDepth {
  goal: Goal['microConversion']
  url: string
  /** outside: pages that a sitemap names and nothing links to. */
  from: 'home' | 'landing' | 'article' | 'outside'
  pages: number
  /** Those from which a way over any links was found. */
  reached: number
  /** Median clicks over any links; -1 when none was reached. */
  clicks: number
  /** Median next steps, menus not counted; -1 when steps alone lead nowhere. */
  steps: number
  /** The entry with the longest way over links, or with none. */
  worst: string
}

const entryTypes: Partial<Record<PageType, GoalDepth['from']>> = { landing: 'landing', article: 'article' }

/** How far each goal is from the pages where visitors come in. */
export function depthsOf(
  pages: readonly SeenPage[],
  goals: readonly { goal: Goal; key: string }[],
  graph: LinkGraph,
  steps: ReadonlyMap<string, PageSteps>,
  orphans: ReadonlySet<string>,
): GoalDepth[] {
  const links = new Map([...graph.from].map(([key, list]) => [key, list.map(({ to }) => to)]))
  const byStep = new Map([...steps].map(([key, { steps: list }]) => [key, list.flatMap((step) => step.key || [])]))
  const entries = Map.groupBy(pages, (page) => entryOf(page, orphans))
  return goals.flatMap(({ goal, key }) => {
    const clicks = clicksFromAll(links, new Set([key]))
    const stepped = clicksFromAll(byStep, new Set([key]))
    return (['home', 'landing', 'article', 'outside'] as const).flatMap((from): GoalDepth[] => {
      const list = entries.get(from) ?? []
      if (list.length === 0) return []
      const far = (page: SeenPage): number => clicks.get(page.key) ?? Number.POSITIVE_INFINITY
      const ranked = list.toSorted((a, b) => far(b) - far(a) || (a.key < b.key ? -1 : 1))
      return [
        {
          goal: goal.microConversion,
          url: goal.url,
          from,
          pages: list.length,
          reached: list.filter((page) => clicks.has(page.key)).length,
          clicks: median(list.flatMap((page) => clicks.get(page.key) ?? [])),
          steps: median(list.flatMap((page) => stepped.get(page.key) ?? [])),
          worst: ranked[0]?.url ?? '',
        },
      ]
    })
  })
}

function entryOf({ key, facts, hostRole }: SeenPage, orphans: ReadonlySet<string>): GoalDepth['from'] | 'none' {
  if (facts.page?.isHome) return 'home'
  if (hostRole !== 'main' || facts.page?.indexable === false) return 'none'
  if (orphans.has(key)) return 'outside'
  return entryTypes[facts.page?.type ?? 'other'] ?? 'none'
}

function median(values: readonly number[]): number {
  if (values.length === 0) return -1
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!
}
