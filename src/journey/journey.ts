import type { Vendor } from '../facts/vendors/vendors.ts'
import type { Vocabularies } from '../facts/vocabulary/vocabulary.ts'
import type { LedgerEntry } from '../snapshot/ledger.ts'
import type { WalkRecord } from '../snapshot/walk-record.ts'
import { perTemplate } from '../templates/sample.ts'
import type { Template } from '../templates/templates.ts'
import type { Profile } from '../shared/taxonomy.ts'
import { depthsOf, type GoalDepth } from './depths.ts'
import { findGoals, type DeclaredGoal, type Goal } from './goals.ts'
import { importanceOf } from './importance.ts'
import { friendlyHosts } from './leaks.ts'
import { buildLinkGraph, clicksFromAll, clicksTo } from './link-graph.ts'
import { stepsOf } from './next-steps.ts'
import type { JourneyNumbers } from './numbers.ts'
import { offersOf } from './offers.ts'
import { frameLinks, headerLinks } from './places.ts'
import { guessProfile, guessTrade, type ProfileGuess } from './profile.ts'
import type { FailedPage, KeyOf, SeenPage } from './seen-page.ts'
import { absenceBlockers, siteFactsOf } from './site.ts'
import type { PageSummary, SiteFacts, WayOn } from './site-facts.ts'
import { summarize, wayOnOf } from './summaries.ts'
import { targetFinder } from './targets.ts'
import { visitsByKey, type Traffic } from './traffic.ts'

export interface JourneyInput {
  pages: readonly SeenPage[]
  templates: readonly Template[]
  origin: string
  startKey: string
  ledger: readonly LedgerEntry[]
  failed: readonly FailedPage[]
  /** Addresses that a sitemap lists. */
  sitemap: readonly string[]
  keyOf: KeyOf
  declared: {
    goals: readonly DeclaredGoal[]
    profile: readonly Profile[]
    trade: string | undefined
    consideration: SiteFacts['consideration']
  }
  numbers: JourneyNumbers
  vocabularies: Vocabularies
  vendors: readonly Vendor[]
  /** Declared journeys as they were walked. */
  walks: readonly WalkRecord[]
  /** The client's own figures. */
  traffic: Traffic | undefined
}

/** What the pages of a site are to each other: where each leads, how near it is to what the site is for, what the site lacks. */
export interface Journey {
  profile: ProfileGuess
  goals: Goal[]
  /** In the order of the pages. */
  summaries: PageSummary[]
  /** In the order of the pages; undefined where it can't be told. */
  waysOn: (WayOn | undefined)[]
  site: SiteFacts
  /** Clicks from the start page to the nearest goal; -1 when there is no way or no goal with a place. */
  depthToGoal: number
  depths: GoalDepth[]
}

/** Reasons in the ledger that say that we stopped before the site ended. */
const caps = new Set(['max-pages', 'max-depth', 'max-time', 'interrupted'])

/** Builds the journey of a site from what was seen of its pages. Pure; every list has a stated order. */
export function readJourney(input: JourneyInput): Journey {
  const { pages, keyOf, numbers, declared, vocabularies, startKey } = input
  const profile = guessProfile(pages, declared.profile, numbers, vocabularies)
  const byKey = new Map(pages.map((page) => [page.key, page]))
  const offered = new Set(pages.flatMap((page) => offersOf(page, byKey, keyOf).near))
  const goals = findGoals(pages, profile.profiles, declared.goals, numbers, offered)
  const placed = goals.flatMap((goal) => (goal.url ? [{ goal, key: keyOf(goal.url) }] : []))
  const goalKeys = new Set(placed.map(({ key }) => key))

  const graph = buildLinkGraph(pages, keyOf, goalKeys)
  const visits = input.traffic && visitsByKey(input.traffic, input.origin, keyOf)
  const importance = importanceOf({ pages, graph, goals: goalKeys, numbers, visits })
  const findTarget = targetFinder(pages, input.ledger, keyOf)
  const frame = frameLinks(pages, numbers.frame.share, numbers.frame.pages)
  const headers = headerLinks(pages)
  const goalIds = new Set(goals.map(({ microConversion }) => microConversion))
  const steps = new Map(
    pages.map((page) => [page.key, stepsOf(page, { findTarget, frame, headers, goals: goalIds, goalKeys })]),
  )
  const edges = new Map([...steps].map(([key, { steps: list }]) => [key, list.flatMap((step) => step.key || [])]))
  const summaries = summarize({
    pages,
    graph,
    importance,
    keyOf,
    steps,
    stepsToGoal: clicksFromAll(edges, goalKeys),
    findTarget,
    hard: new Set(numbers['hard-asks']),
    hardSell: numbers['hard-sell'],
    vocabularies,
    leaks: {
      isFriendly: friendlyHosts(
        pages,
        input.vendors,
        goals.map(({ host }) => host),
      ),
    },
  })
  const sitemap = new Set(input.sitemap.map(keyOf))
  const site = siteFactsOf({
    origin: input.origin,
    pages,
    summaries,
    failed: input.failed,
    graph,
    steps,
    goals: goalKeys,
    // What is only assumed names a goal; it owes nothing that firms in general don't owe.
    profiles: profile.assumed ? [] : profile.profiles,
    profileConfidence: profile.confidence,
    trade: guessTrade(pages, declared.trade, numbers, profile.profiles, vocabularies),
    consideration: declared.consideration,
    sitemap,
    walks: input.walks,
    walkNumbers: numbers.walks,
    cutShort: input.ledger.some(({ reason }) => caps.has(reason)),
    absenceBlockers: blockersOf(pages, input.templates, graph.menu),
  })
  const outside = new Set(site.orphanPages.map(keyOf))
  return {
    profile,
    goals,
    summaries,
    waysOn: pages.map(({ key, rendered }) => (rendered ? wayOnOf(steps.get(key)!) : undefined)),
    site,
    depthToGoal: goalKeys.size === 0 ? -1 : clicksTo(startKey, goalKeys, graph),
    depths: depthsOf(pages, placed, graph, steps, outside),
  }
}

function blockersOf(pages: readonly SeenPage[], templates: readonly Template[], menu: ReadonlySet<string>): string[] {
  const seen = pages.map(({ key, rendered, facts }) => ({
    key,
    rendered,
    inMenu: menu.has(key),
    isHome: facts.page?.isHome === true,
  }))
  return absenceBlockers(seen, templates, perTemplate)
}
