import { compareText } from '../shared/digest.ts'
import type { MicroConversion, Profile } from '../shared/taxonomy.ts'
import type { JourneyNumbers } from './numbers.ts'
import type { SeenPage } from './seen-page.ts'

export interface Goal {
  microConversion: MicroConversion
  /** Where it happens; empty when it was not found. */
  url: string
  selector: string
  host: string
  source: 'declared' | 'inferred'
  confidence: number
  cues: string[]
}

export interface DeclaredGoal {
  microConversion: MicroConversion
  url?: string | undefined
  selector?: string | undefined
}

/** What the site is for, and where that happens: as declared, else the first of its profile's goals that it offers somewhere. */
export function findGoals(
  pages: readonly SeenPage[],
  siteProfiles: readonly Profile[],
  declared: readonly DeclaredGoal[],
  numbers: JourneyNumbers,
  offered: ReadonlySet<MicroConversion>,
): Goal[] {
  if (declared.length > 0) {
    return declared.map((goal) => {
      const place = placeOf(pages, goal.microConversion)
      const url = goal.url ?? place?.url ?? ''
      return {
        microConversion: goal.microConversion,
        url,
        selector: goal.selector ?? place?.selector ?? '',
        host: url ? new URL(url).host : '',
        source: 'declared',
        confidence: 1,
        cues: ['declared'],
      }
    })
  }
  const goals = new Map<MicroConversion, Goal>()
  for (const profile of siteProfiles) {
    const wanted = numbers.goals[profile]
    const found = wanted.find((id) => offered.has(id) && placeOf(pages, id) !== undefined)
    const id = found ?? wanted[0]
    if (!id || goals.has(id)) continue
    const place = placeOf(pages, id)
    goals.set(id, {
      microConversion: id,
      url: place?.url ?? '',
      selector: place?.selector ?? '',
      host: place ? new URL(place.url).host : '',
      source: 'inferred',
      confidence: found ? 0.7 : 0.3,
      cues: [`profile ${profile}`, found ? `offered on ${place?.pages} pages` : 'offered nowhere that we saw'],
    })
  }
  return [...goals.values()]
}

/** The page where a micro-conversion happens: where it can be done and most pages lead to, else where most lead to it. */
function placeOf(
  pages: readonly SeenPage[],
  id: MicroConversion,
): { url: string; selector: string; pages: number } | undefined {
  const leading = leadingTo(pages, id)
  const carriers = pages
    .map((page) => ({
      page,
      offer: (page.facts.offers ?? [])
        .filter((offer) => offer.microConversion === id && (offer.here || leadsAway(offer.href, page.url)))
        .toSorted((a, b) => Number(b.here) - Number(a.here))[0],
    }))
    .filter((entry) => entry.offer !== undefined)
    .toSorted(
      (a, b) =>
        Number(b.offer?.here) - Number(a.offer?.here) ||
        leading(b.page) - leading(a.page) ||
        Number(inMain(b.offer?.where.region)) - Number(inMain(a.offer?.where.region)) ||
        a.page.depth - b.page.depth ||
        compareText(a.page.key, b.page.key),
    )
  const best = carriers[0]
  if (!best?.offer) return undefined
  const away = !best.offer.here
  return {
    url: away ? best.offer.href : best.page.url,
    selector: away ? '' : best.offer.where.selector,
    pages: carriers.length,
  }
}

/** From how many pages a step of the kind leads to a page. */
function leadingTo(pages: readonly SeenPage[], id: MicroConversion): (page: SeenPage) => number {
  const counts = new Map<string, number>()
  for (const { url, facts } of pages) {
    const targets = (facts.offers ?? [])
      .filter((offer) => offer.microConversion === id && !offer.here && offer.href !== '')
      .map(({ href }) => placeless(URL.parse(href, url)?.href ?? ''))
    for (const target of new Set(targets)) counts.set(target, (counts.get(target) ?? 0) + 1)
  }
  return ({ url }) => counts.get(placeless(url)) ?? 0
}

function placeless(url: string): string {
  return url.split(/[?#]/, 1)[0]!
}

function inMain(region: string | undefined): boolean {
  return region === 'main' || region === 'body'
}

/** A button that leads to its own page (`#`) takes nobody to where the thing happens. */
function leadsAway(href: string, page: string): boolean {
  return /^https?:/i.test(href) && placeless(href) !== placeless(page)
}
