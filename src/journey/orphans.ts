import { compareText } from '../shared/digest.ts'
import type { PageType } from '../shared/taxonomy.ts'
import type { LinkGraph } from './link-graph.ts'
import type { SeenPage } from './seen-page.ts'
import type { SiteFacts } from './site-facts.ts'

/** Pages that sell or take enquiries. */
const money = new Set<PageType>(['product', 'service', 'pricing', 'lead-form', 'case-study', 'category', 'comparison'])

export interface OrphanInput {
  pages: readonly SeenPage[]
  graph: Pick<LinkGraph, 'linked'>
  /** Keys that a sitemap lists. */
  sitemap: ReadonlySet<string>
  cutShort: boolean
}

/** Pages that a sitemap lists and no visited page links to; those that sell only where nothing unread could link to them. */
export function orphansOf({
  pages,
  graph,
  sitemap,
  cutShort,
}: OrphanInput): Pick<SiteFacts, 'orphanPages' | 'moneyOrphans'> {
  const orphans = pages
    .filter(({ key, facts }) => sitemap.has(key) && !graph.linked.has(key) && !facts.page?.isHome)
    .toSorted((a, b) => compareText(a.url, b.url))
  const selling = orphans.filter(
    ({ facts: { page }, hostRole }) =>
      hostRole === 'main' &&
      page?.indexable === true &&
      page.typeConfidence >= 0.5 &&
      money.has(page.type) &&
      !page.softNotFound,
  )
  return {
    orphanPages: orphans.map(({ url }) => url),
    moneyOrphans: cutShort || pages.some(({ rendered }) => !rendered) ? [] : selling.map(({ url }) => url),
  }
}
