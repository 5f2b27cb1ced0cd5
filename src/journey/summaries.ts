import type { Vocabularies } from '../facts/vocabulary/vocabulary.ts'
import { leaksOf, type LeakContext } from './leaks.ts'
import type { LinkGraph } from './link-graph.ts'
import type { PageSteps } from './next-steps.ts'
import type { JourneyNumbers } from './numbers.ts'
import { offersOf } from './offers.ts'
import { wordsFor } from './profile.ts'
import { promisesOf } from './promises.ts'
import type { KeyOf, SeenPage } from './seen-page.ts'
import type { PageSummary, WayOn } from './site-facts.ts'
import type { FindTarget } from './targets.ts'

export interface SummaryInput {
  pages: readonly SeenPage[]
  graph: LinkGraph
  importance: ReadonlyMap<string, number>
  keyOf: KeyOf
  steps: ReadonlyMap<string, PageSteps>
  stepsToGoal: ReadonlyMap<string, number>
  findTarget: FindTarget
  /** Steps that ask for an order, a payment or a talk with sales; see `rules/journey.yaml`. */
  hard: ReadonlySet<string>
  hardSell: JourneyNumbers['hard-sell']
  leaks: LeakContext
  vocabularies: Vocabularies
}

/** Steps of a page that a rule or a reader gets to see. */
const mostSteps = 8

/** Each page as site rules see it, in the order given. */
export function summarize(input: SummaryInput): PageSummary[] {
  const byKey = new Map(input.pages.map((page) => [page.key, page]))
  const depthOf = depthsByName(input)
  return input.pages.map((page) => ({ ...summaryOf(page, byKey, input), depth: depthOf(page) }))
}

/**
 * Clicks from the start page to what a visitor takes for this page: the same form for another product (`?product=12`) is one page,
 * and so is what calls itself by the address of another.
 */
function depthsByName({ pages, keyOf, graph }: SummaryInput): (page: SeenPage) => number {
  const namesOf = ({ key, facts }: SeenPage): string[] => {
    const bare = key.split('?', 1)[0]!
    const canonical = facts.page?.canonical ? keyOf(facts.page.canonical) : key
    return [key, canonical, `${bare} ${facts.page?.title ?? ''}`]
  }
  const least = new Map<string, number>()
  for (const page of pages) {
    const depth = graph.menu.has(page.key) ? Math.min(page.depth, 1) : page.depth
    for (const name of namesOf(page)) least.set(name, Math.min(least.get(name) ?? depth, depth))
    // The start page may link it where the crawl kept no copy of it.
    const bare = page.key.split('?', 1)[0]!
    if (graph.menu.has(bare)) least.set(page.key, Math.min(depth, 1))
  }
  return (page) => Math.min(page.depth, ...namesOf(page).map((name) => least.get(name) ?? page.depth))
}

/** Whether a page leads on; `undefined` where something that was not looked at may do it. */
export function wayOnOf({ steps, doubts }: PageSteps): WayOn | undefined {
  // A page that was not looked at may be gone, or no page at all.
  const known = steps.filter(({ kind }) => kind !== 'unseen')
  const strongSteps = known.filter(({ strength }) => strength === 'strong').length
  const weakSteps = known.length - strongSteps
  if (strongSteps === 0 && doubts.length > 0) return undefined
  if (known.length === 0 && steps.length > 0) return undefined
  return { strength: strongSteps > 0 ? 'strong' : weakSteps > 0 ? 'weak' : 'none', strongSteps, weakSteps }
}

function summaryOf(
  page: SeenPage,
  byKey: ReadonlyMap<string, SeenPage>,
  { graph, importance, keyOf, steps, stepsToGoal, findTarget, hard, hardSell, leaks, vocabularies }: SummaryInput,
): PageSummary {
  const { facts } = page
  const found = steps.get(page.key) ?? { steps: [], doubts: [] }
  const strong = found.steps.filter(({ strength }) => strength === 'strong')
  const words = wordsFor(page, vocabularies)
  // A free first lesson or talk commits to nothing.
  const hardAsks = strong.filter(
    ({ microConversion, text }) => hard.has(microConversion) && !words.mentions('price.free', text),
  ).length
  const offers = offersOf(page, byKey, keyOf)
  const promises = promisesOf(page, findTarget)
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
    nextSteps: found.steps.slice(0, mostSteps).map(({ key: _key, kind: _kind, node: _node, ...step }) => step),
    deadEnd: page.reachedBy === undefined && wayOnOf(found)?.strength === 'none',
    mayLeadOn: found.doubts.length > 0,
    hardAsks,
    softSteps: strong.length - hardAsks,
    hardSell:
      found.doubts.length === 0 &&
      hardAsks > 0 &&
      hardAsks === strong.length &&
      (facts.prices ?? []).length === 0 &&
      hardSell.types.includes(facts.page?.type ?? 'other') &&
      (facts.page?.mainWords ?? hardSell.words) < hardSell.words,
    stepsToGoal: stepsToGoal.get(page.key) ?? -1,
    promises: promises.count,
    brokenPromises: promises.broken,
    leaks: leaksOf(page, leaks),
    words: facts.page?.mainWords ?? 0,
    videos: (facts.videos ?? []).filter((video) => !video.decorative).length,
    prices: facts.prices?.length ?? 0,
    trust: facts.trust?.length ?? 0,
    reachedBy: page.reachedBy ?? '',
    tells: tellsOf(facts),
  }
}

/** Fewer answered questions than these are a turn of phrase. */
const severalQuestions = 3

function tellsOf({ terms = [], questions = [] }: SeenPage['facts']): PageSummary['tells'] {
  const topics = [...new Set(terms.map(({ topic }) => topic))]
  return questions.length >= severalQuestions ? [...topics, 'questions'] : topics
}
