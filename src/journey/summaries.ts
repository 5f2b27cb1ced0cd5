import type { LinkGraph } from './link-graph.ts'
import { nextStepsOf } from './next-steps.ts'
import { offersOf } from './offers.ts'
import type { KeyOf, SeenPage } from './seen-page.ts'
import type { PageSummary } from './site-facts.ts'

/** Each page as site rules see it, in the order given. */
export function summarize(
  pages: readonly SeenPage[],
  graph: LinkGraph,
  importance: ReadonlyMap<string, number>,
  keyOf: KeyOf,
): PageSummary[] {
  const byKey = new Map(pages.map((page) => [page.key, page]))
  return pages.map((page) => summaryOf(page, byKey, graph, importance, keyOf))
}

function summaryOf(
  page: SeenPage,
  byKey: ReadonlyMap<string, SeenPage>,
  graph: LinkGraph,
  importance: ReadonlyMap<string, number>,
  keyOf: KeyOf,
): PageSummary {
  const { facts } = page
  const nextSteps = nextStepsOf(page, byKey, graph, keyOf)
  const offers = offersOf(page, byKey, keyOf)
  return {
    url: page.url,
    type: facts.page?.type ?? 'other',
    typeConfidence: facts.page?.typeConfidence ?? 0,
    template: page.template,
    host: page.host,
    hostRole: page.hostRole,
    language: facts.language?.used ?? '',
    title: (facts.page?.title ?? '').slice(0, 200),
    description: (facts.page?.description ?? '').slice(0, 300),
    indexable: facts.page?.indexable ?? true,
    rendered: page.rendered,
    depth: page.depth,
    importance: importance.get(page.key) ?? 0,
    linksIn: graph.mainLinksIn.get(page.key) ?? 0,
    inMenu: graph.menu.has(page.key),
    offers: offers.near,
    here: offers.here,
    nextSteps,
    deadEnd: nextSteps.length === 0,
    words: facts.page?.mainWords ?? 0,
    videos: (facts.videos ?? []).filter((video) => !video.decorative).length,
    prices: facts.prices?.length ?? 0,
    trust: facts.trust?.length ?? 0,
  }
}
