import type { LinkGraph } from './link-graph.ts'
import type { JourneyNumbers } from './numbers.ts'
import type { SeenPage } from './seen-page.ts'

/** Guesses how much each page matters to visitors, 0 to 1, from where it stands and what it is. By key. */
export function importanceOf(
  pages: readonly SeenPage[],
  graph: LinkGraph,
  goals: ReadonlySet<string>,
  { importance: numbers }: JourneyNumbers,
): Map<string, number> {
  const most = Math.max(1, ...graph.mainLinksIn.values())
  return new Map(
    pages.map((page) => {
      const type = page.facts.page?.type ?? 'other'
      if (page.facts.page?.isHome) return [page.key, numbers.home]
      if (goals.has(page.key)) return [page.key, numbers.goal]
      if (numbers.none.includes(type)) return [page.key, 0]
      const linksIn = Math.log1p(graph.mainLinksIn.get(page.key) ?? 0) / Math.log1p(most)
      const sum =
        numbers.base +
        (graph.menu.has(page.key) ? numbers['in-menu'] : 0) +
        numbers['links-in'] * linksIn +
        (numbers.type[type] ?? 0)
      const value = Math.min(1, sum) * numbers['per-depth'] ** Math.max(0, page.depth - 1)
      return [page.key, Math.round(value * 1000) / 1000]
    }),
  )
}
