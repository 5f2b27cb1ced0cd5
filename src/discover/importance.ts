import type { KnownPage } from './known-page.ts'

/**
 * How much a page matters to the walk so far, 0 to 1: how many pages lead to it and how near it is to the start. A
 * first guess to choose what to render; the journey weighs pages again by the steps they offer.
 */
export function importanceOf(pages: readonly KnownPage[], startKey: string): Map<string, number> {
  const most = pages.reduce((largest, { linkedFrom }) => Math.max(largest, linkedFrom.size), 1)
  return new Map(
    pages.map((page) => {
      if (page.key === startKey) return [page.key, 1]
      const reach = Math.log2(1 + page.linkedFrom.size) / Math.log2(1 + most)
      const nearness = 1 / (1 + page.depth)
      return [page.key, Math.round((0.6 * reach + 0.4 * nearness) * 1000) / 1000]
    }),
  )
}
