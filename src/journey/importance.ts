import type { LinkGraph } from './link-graph.ts'
import type { JourneyNumbers } from './numbers.ts'
import type { SeenPage } from './seen-page.ts'

export interface ImportanceInput {
  pages: readonly SeenPage[]
  graph: LinkGraph
  goals: ReadonlySet<string>
  numbers: JourneyNumbers
  /** Visits by key, from the client's own figures: they replace the guess. */
  visits?: ReadonlyMap<string, number> | undefined
}

/** How much each page matters to visitors, 0 to 1, by key: by its visits where they are known, else by where it stands and what it is. */
export function importanceOf({ pages, graph, goals, numbers, visits }: ImportanceInput): Map<string, number> {
  return visits ? fromVisits(pages, visits, numbers) : guessed(pages, graph, goals, numbers)
}

function fromVisits(
  pages: readonly SeenPage[],
  visits: ReadonlyMap<string, number>,
  { importance: { none, unlisted } }: JourneyNumbers,
): Map<string, number> {
  const most = Math.max(1, ...pages.map(({ key }) => visits.get(key) ?? 0))
  return new Map(
    pages.map(({ key, facts }) => {
      if (none.includes(facts.page?.type ?? 'other') && !facts.page?.isHome) return [key, 0]
      return [key, Math.max(unlisted, round(Math.sqrt((visits.get(key) ?? 0) / most)))]
    }),
  )
}

function guessed(
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
      return [page.key, round(Math.min(1, sum) * numbers['per-depth'] ** Math.max(0, page.depth - 1))]
    }),
  )
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
