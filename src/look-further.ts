import type { CrawledSite } from './crawl-site.ts'
import { keepSavedPages, type SavedPage } from './saved-pages.ts'
import { walkJourneys, type WalkJourneysOptions } from './walk-journeys.ts'

/** What reading alone does not reach: saved pages, and where declared journeys lead. */
export async function lookFurther(
  { outcome, browser, end }: CrawledSite,
  parts: Omit<WalkJourneysOptions, 'browser' | 'crawl' | 'startUrl' | 'end'> & {
    saved: readonly SavedPage[]
    url: string
  },
): Promise<void> {
  if (!browser) return
  const { saved, store, knowledge, hooks, url } = parts
  await keepSavedPages({ saved, origin: outcome.origin, store, knowledge, browser, hooks })
  const startUrl = outcome.pages.find(({ key }) => key === outcome.startKey)?.url ?? url
  await walkJourneys({ ...parts, crawl: outcome, startUrl, browser, end })
}
