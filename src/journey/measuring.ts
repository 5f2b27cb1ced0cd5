import { z } from 'zod'
import type { SeenPage } from './seen-page.ts'

/** How far visits of the site are measured, as seen on the pages that were opened in a browser. */
export const Measuring = z
  .object({
    pages: z.int().describe('Pages opened in a browser, of the hosts that sell; of these the other numbers are a part'),
    measured: z.int().describe('Those with a tool that measures visits, or with a tag manager'),
    unsure: z.int().describe('Those on which such a tool may have waited for consent, failed to load or been held'),
  })
  .meta({ id: 'Measuring' })
export type Measuring = z.infer<typeof Measuring>

/** Counts measured pages; documentation, help and app hosts often have statistics of their own, or none by choice. */
export function measuringOf(pages: readonly SeenPage[]): Measuring {
  const counted = pages.filter(
    ({ rendered, hostRole, facts }) =>
      rendered && (hostRole === 'main' || hostRole === 'shop') && facts.tags !== undefined,
  )
  return {
    pages: counted.length,
    measured: counted.filter(({ facts }) => (facts.tags ?? []).some(({ kind }) => measures.has(kind))).length,
    unsure: counted.filter(({ facts }) => (facts.unseenTags ?? []).length > 0).length,
  }
}

const measures = new Set(['analytics', 'tag-manager', 'crm', 'heatmap'])
