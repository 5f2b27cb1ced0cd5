import { compareText } from '../shared/digest.ts'
import { declaredJourneysOf, type WalkNumbers } from './declared.ts'
import type { WalkRecord } from '../snapshot/walk-record.ts'
import type { Profile } from '../shared/taxonomy.ts'
import type { Hint } from '../facts/hints.ts'
import { measuringOf } from './measuring.ts'
import { continuityOf, servedStages } from './continuity.ts'
import { loopsOf } from './loops.ts'
import type { PageSteps } from './next-steps.ts'
import { orphansOf } from './orphans.ts'
import type { GraphLink, LinkGraph } from './link-graph.ts'
import { samePreviews } from './same-previews.ts'
import type { FailedPage, SeenPage } from './seen-page.ts'
import { leadsToAppStore } from './selling.ts'
import type { PageSummary, SiteFacts } from './site-facts.ts'

export interface SiteInput {
  origin: string
  pages: readonly SeenPage[]
  summaries: readonly PageSummary[]
  failed: readonly FailedPage[]
  graph: LinkGraph
  profiles: readonly Profile[]
  profileConfidence: number
  trade: string
  consideration: SiteFacts['consideration']
  steps: ReadonlyMap<string, PageSteps>
  /** Keys of the pages where the site's goals happen. */
  goals: ReadonlySet<string>
  /** Keys that a sitemap lists. */
  sitemap: ReadonlySet<string>
  /** A cap ended the crawl before all known pages were read. */
  cutShort: boolean
  absenceBlockers: readonly string[]
  /** Declared journeys as they were walked. */
  walks: readonly WalkRecord[]
  walkNumbers: WalkNumbers
}

/** What one page can't know: reduced from all pages, in sorted order. */
export function siteFactsOf(input: SiteInput): SiteFacts {
  const { pages, summaries } = input
  const collect = <T extends string>(values: Iterable<T>): T[] => [...new Set(values)].toSorted(compareText)
  return {
    origin: input.origin,
    profiles: [...input.profiles],
    profileConfidence: input.profileConfidence,
    trade: input.trade,
    consideration: input.consideration,
    languages: collect(summaries.map((page) => page.language).filter(Boolean)),
    offers: collect(summaries.flatMap((page) => page.offers)),
    widgets: collect(pages.flatMap((page) => (page.facts.widgets ?? []).map(({ vendor }) => vendor))),
    tags: collect(pages.flatMap((page) => (page.facts.tags ?? []).map(({ vendor }) => vendor))),
    measuring: measuringOf(pages),
    pages: pages.length,
    renderedPages: pages.filter((page) => page.rendered).length,
    absenceJudgeable: input.absenceBlockers.length === 0,
    absenceBlockers: [...input.absenceBlockers],
    hints: collect(hintsOf(pages).flatMap((hint) => hint.couldSupply)),
    types: collect(summaries.map((page) => page.type)),
    tells: collect(summaries.flatMap((page) => page.tells)),
    samePreviews: samePreviews(pages),
    contacts: collect(pages.flatMap(({ facts }) => contactsOf(facts))),
    reasons: collect(pages.flatMap((page) => (page.facts.reasons ?? []).map(({ kind }) => kind))),
    support: collect(pages.flatMap((page) => (page.facts.support ?? []).map(({ kind }) => kind))),
    appOnly:
      pages.some(leadsToAppStore) && !summaries.some(({ offers }) => offers.some((offer) => ownSteps.has(offer))),
    samplePhone: pages.some(({ facts }) =>
      (facts.contactPoints ?? []).some(({ kind, state }) => kind === 'phone' && state === 'placeholder'),
    ),
    deadProfiles: pages.some(({ facts }) => (facts.links ?? []).some(isDeadProfile)),
    deadLinks: deadLinks(input),
    duplicateTitles: duplicateTitles(summaries),
    ...orphansOf(input),
    loops: loopsOf(pages, input.steps, input.goals),
    servedStages: servedStages(pages, input.steps),
    declaredJourneys: declaredJourneysOf(input.walks, input.walkNumbers),
    cutShort: input.cutShort,
    continuity: continuityOf(pages, input.steps),
  }
}

/** Steps of a site that sells or lets try by itself. */
const ownSteps = new Set<string>(['add-to-cart', 'begin-checkout', 'trial-start', 'demo-request', 'account-creation'])

/** A link that names a network and leads nowhere, or to the front page of the network. */
function isDeadProfile({ kind, href, text, where }: NonNullable<SeenPage['facts']['links']>[number]): boolean {
  if (networkHome.test(href)) return true
  const leads = kind !== 'dead' && kind !== 'script' && kind !== 'same-page'
  if (leads && !/^<a\b[^>]*\shref(?:="\s*")?[\s>]/i.test(where.snippet)) return false
  return networks.test(text) || networks.test(where.snippet)
}
const networkHome =
  /^https?:\/\/(?:www\.|m\.)?(?:facebook|instagram|linkedin|twitter|x|youtube|tiktok|pinterest)\.com\/?(?:[?#].*)?$/i
const networks = /\b(?:facebook|instagram|linkedin|twitter|youtube|tiktok|pinterest)\b/i

/** Ways to reach or find the firm; what only machines are told counts, too. */
function contactsOf({ contactPoints, structuredData, widgets }: SeenPage['facts']): SiteFacts['contacts'] {
  const marked = (structuredData ?? []).flatMap(({ type, properties }): SiteFacts['contacts'] => [
    ...(type === 'PostalAddress' ? (['address'] as const) : []),
    ...(properties.some((name) => name.startsWith('openingHours')) ? (['hours'] as const) : []),
  ])
  const mapped = (widgets ?? []).some(({ kind }) => kind === 'map')
  return [
    ...(contactPoints ?? []).filter(({ state }) => state === 'works').map(({ kind }) => kind),
    ...marked,
    ...(mapped ? (['map'] as const) : []),
  ]
}

/** What may hide on the site. A single page that was kept unfinished leaves its like to speak; most of them do not. */
function hintsOf(pages: readonly SeenPage[]): Hint[] {
  const all = pages.map(({ facts }) => facts.hints ?? [])
  const unfinished = all.filter((hints) => hints.some(({ source }) => source === 'unfinished')).length
  return all.flat().filter(({ source }) => source !== 'unfinished' || unfinished * 2 > pages.length)
}

/** Links to addresses of the site that are gone: one entry per address. */
function deadLinks({ failed, graph, pages }: SiteInput): SiteFacts['deadLinks'] {
  const gone = new Set(failed.filter(({ outcome }) => outcome === 'not-found').map(({ key }) => key))
  const links = new Map<string, GraphLink[]>([...gone].map((key) => [key, []]))
  for (const page of pages) {
    for (const link of graph.from.get(page.key) ?? []) if (gone.has(link.to)) links.get(link.to)!.push(link)
  }
  const urls = new Map(pages.map((page) => [page.key, page.url]))
  const byKey = new Map(pages.map((page) => [page.key, page]))
  return failed
    .filter(({ outcome }) => outcome === 'not-found')
    .toSorted((a, b) => compareText(a.key, b.key))
    .flatMap(({ key, url, status, reason }) => {
      const from = links.get(key) ?? []
      const first =
        from.find((link) => sells(link, byKey) && link.text !== '') ?? from.find(({ text }) => text !== '') ?? from[0]
      // A field that a template has not filled yet is no address.
      if (!first || unfilled.test(url)) return []
      return [
        {
          to: url,
          status,
          reason,
          from: urls.get(first.from) ?? first.from,
          text: first.text,
          pages: new Set(from.map((link) => link.from)).size,
          onPath: from.some((link) => isOnPath(link, byKey)),
          sells: from.some((link) => sells(link, byKey)),
        },
      ]
    })
    .toSorted(
      (a, b) =>
        Number(b.sells) - Number(a.sells) ||
        Number(b.text !== '') - Number(a.text !== '') ||
        b.pages - a.pages ||
        compareText(a.to, b.to),
    )
    .map(({ sells: _sells, ...link }) => link)
}

/** `{{ page.url }}`, `${url}`, `<%= url %>`, as they stand in an address. */
const unfilled = /\{\{|%7b%7b|\$\{|\$%7b|<%|%3c%/i

/** Pages on which a broken link costs most. */
const onTheWay = new Set(['home', 'product', 'service', 'pricing', 'lead-form', 'cart', 'checkout', 'landing'])

/** In a menu, or in the content of a page that sells or takes orders. */
function isOnPath({ from, region }: GraphLink, byKey: ReadonlyMap<string, SeenPage>): boolean {
  if (region === 'nav' || region === 'header') return true
  return sells({ from, region }, byKey)
}

/** In the content of a page that sells or takes orders. */
function sells({ from, region }: Pick<GraphLink, 'from' | 'region'>, byKey: ReadonlyMap<string, SeenPage>): boolean {
  const type = byKey.get(from)?.facts.page?.type ?? 'other'
  return onTheWay.has(type) && region !== 'footer' && region !== 'nav' && region !== 'header'
}

/** Titles that several indexable pages share. */
function duplicateTitles(summaries: readonly PageSummary[]): SiteFacts['duplicateTitles'] {
  const byTitle = new Map<string, string[]>()
  for (const page of summaries) {
    if (!page.title || !page.indexable) continue
    const title = page.title.trim()
    byTitle.set(title, [...(byTitle.get(title) ?? []), page.url])
  }
  return [...byTitle.entries()]
    .filter(([, urls]) => urls.length > 1)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([title, urls]) => ({ title, urls: urls.toSorted(compareText) }))
}

/**
 * Why "missing" can't be said: not every page that the home page links to, or not three of each template, was judged
 * rendered. Empty when it can.
 */
export function absenceBlockers(
  pages: readonly { key: string; rendered: boolean; inMenu: boolean; isHome: boolean }[],
  templates: readonly { pattern: string; groups: readonly (readonly string[])[] }[],
  perTemplate: number,
): string[] {
  const rendered = new Set(pages.filter((page) => page.rendered).map(({ key }) => key))
  const blockers: string[] = []
  if (!pages.some((page) => page.isHome && page.rendered)) blockers.push('the home page was not rendered')
  const menu = pages.filter((page) => page.inMenu && !page.rendered)
  if (menu.length > 0) blockers.push(`${menu.length} pages that the home page links to were not rendered`)
  const thin = templates.filter(({ groups }) => {
    const keys = groups.flat()
    return keys.filter((key) => rendered.has(key)).length < Math.min(perTemplate, keys.length)
  })
  if (thin.length > 0) blockers.push(`fewer than ${perTemplate} pages of ${thin.length} templates were rendered`)
  return blockers
}
