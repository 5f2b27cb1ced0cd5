import type { Vocabularies, Vocabulary } from '../facts/vocabulary/vocabulary.ts'
import { compareText } from '../shared/digest.ts'
import type { Profile } from '../shared/taxonomy.ts'
import { meantCues } from './meant-cues.ts'
import type { JourneyNumbers } from './numbers.ts'
import type { SeenPage } from './seen-page.ts'
import {
  hasCartPage,
  leadsToAppStore,
  linksToCart,
  pricedPlans,
  sellsByQuote,
  sellsHere,
  sendsElsewhere,
} from './selling.ts'

export interface ProfileGuess {
  profiles: Profile[]
  /** Nothing spoke for it: good enough to name a goal, not to call anything missing. */
  assumed: boolean
  confidence: number
  cues: string[]
  declared: boolean
}

/** Guesses what kind of site this is from what its pages offer and say; a declared profile stands as it is. */
export function guessProfile(
  pages: readonly SeenPage[],
  declared: readonly Profile[],
  numbers: JourneyNumbers,
  vocabularies: Vocabularies,
): ProfileGuess {
  if (declared.length > 0)
    return { profiles: [...declared], assumed: false, confidence: 1, cues: ['declared'], declared: true }
  const words = wordCues(pages, vocabularies)
  const cues = meantCues(new Set([...profileCues(pages, words.has('comparison-words')), ...words]))
  const scored = (Object.entries(numbers.profiles.cues) as [Profile, Record<string, number>][])
    .map(([profile, points]) => {
      const found = Object.keys(points).filter((cue) => cues.has(cue))
      return { profile, cues: found, points: found.reduce((sum, cue) => sum + (points[cue] ?? 0), 0) }
    })
    .filter(({ cues: found, points }) => found.length >= 2 && points >= numbers.profiles.least)
    .toSorted((a, b) => b.points - a.points || compareText(a.profile, b.profile))
  const [first, second, third] = scored
  if (!first) {
    return {
      profiles: [numbers['default-profile']],
      assumed: true,
      confidence: 0.3,
      cues: ['nothing else spoke for a profile'],
      declared: false,
    }
  }
  const chosen = second && second.points >= first.points * numbers.profiles.second ? [first, second] : [first]
  const next = (chosen.length === 1 ? second : third)?.points ?? 0
  return {
    profiles: chosen.map(({ profile }) => profile),
    assumed: false,
    confidence: Math.round(Math.min(0.95, 0.5 + (0.45 * (first.points - next)) / first.points) * 100) / 100,
    cues: [...new Set(chosen.flatMap(({ cues: found }) => found))],
    declared: false,
  }
}

/** Cues that hold for the site, by the names that `rules/journey.yaml` gives points to. */
export function profileCues(pages: readonly SeenPage[], calledComparison = false): ReadonlySet<string> {
  const cues = new Set<string>()
  const count = (test: (page: SeenPage) => boolean): number => pages.filter(test).length
  const share = (test: (page: SeenPage) => boolean): number => (pages.length === 0 ? 0 : count(test) / pages.length)
  const offers = (page: SeenPage, ...ids: string[]): boolean =>
    (page.facts.offers ?? []).some((offer) => ids.includes(offer.microConversion))
  const isType = (page: SeenPage, ...types: string[]): boolean => types.includes(page.facts.page?.type ?? 'other')
  const hasData = (page: SeenPage, pattern: RegExp): boolean =>
    (page.facts.structuredData ?? []).some(({ type }) => pattern.test(type))
  const hasWidget = (page: SeenPage, kind: string): boolean =>
    (page.facts.widgets ?? []).some((widget) => widget.kind === kind)
  const contact = (page: SeenPage, kind: string): boolean =>
    (page.facts.contactPoints ?? []).some((point) => point.kind === kind)
  const set = (cue: string, holds: boolean): void => {
    if (holds) cues.add(cue)
  }

  // Who compares what others sell has prices and products, and no cart: its offers lead to strangers' shops.
  // Who sells by quote has things to buy, too, and each of them leads to a form to ask with.
  const compares = !hasCartPage(pages) && (calledComparison || sendsElsewhere(pages) || sellsByQuote(pages))
  const carts = compares ? 0 : count((page) => offers(page, 'add-to-cart'))
  set('cart-offers', carts >= 1)
  set('cart-page', count((page) => isType(page, 'cart', 'checkout') || offers(page, 'begin-checkout')) >= 1)
  set('product-data', !compares && count((page) => hasData(page, /^(Product|ProductGroup|Offer)$/)) >= 1)
  set(
    'product-pages',
    !compares &&
      (count((page) => isType(page, 'product')) >= 2 || share((page) => isType(page, 'product', 'category')) >= 0.3),
  )
  set('shop-platform', count((page) => hasWidget(page, 'shop')) >= 1)
  set('buy-offers', !compares && carts === 0 && count((page) => sellsHere(page)) >= 1)
  set('cart-link', count((page) => linksToCart(page)) >= 1)
  set(
    'priced-cards',
    !compares &&
      count(
        (page) => (page.facts.plans ?? []).length === 0 && (page.facts.cards ?? []).some(({ priced }) => priced >= 3),
      ) >= 1,
  )
  set(
    'plans',
    carts === 0 &&
      count((page) => pricedPlans(page)) >= 1 &&
      count((page) => offers(page, 'account-creation', 'trial-start')) >= 1,
  )
  set('wishlist', count((page) => offers(page, 'wishlist-add')) >= 1)
  set('prices-on-many-pages', !compares && share((page) => (page.facts.prices ?? []).length >= 3) >= 0.5)
  set('trial-offer', count((page) => offers(page, 'trial-start')) >= 1)
  set('demo-offer', count((page) => offers(page, 'demo-request')) >= 1)
  set('pricing-page', count((page) => isType(page, 'pricing')) >= 1)
  set(
    'plan-prices',
    carts === 0 && count((page) => isType(page, 'pricing') && (page.facts.prices ?? []).length >= 2) >= 1,
  )
  set('software-data', count((page) => hasData(page, /^(SoftwareApplication|WebApplication|MobileApplication)$/)) >= 1)
  set('app-store', count(leadsToAppStore) >= 1 && carts === 0)
  set(
    'customer-account',
    count((page) => offers(page, 'account-creation')) >= 1 && count((page) => isType(page, 'login')) >= 1,
  )
  set(
    'message-offer',
    count((page) =>
      (page.facts.ctas ?? []).some(
        ({ intent, where }) => (intent === 'contact' || intent === 'quote') && where.region === 'main',
      ),
    ) >= 1,
  )
  set('app-login', count((page) => (page.facts.ctas ?? []).some((cta) => cta.intent === 'log-in')) >= 1 && carts === 0)
  set('docs', count((page) => page.hostRole === 'docs') >= 1)
  set('quote-offer', count((page) => offers(page, 'quote-request')) >= 1)
  set(
    'enquiry-form',
    carts === 0 &&
      count((page) => (page.facts.forms ?? []).some((form) => ['contact', 'quote', 'demo'].includes(form.purpose))) >=
        1,
  )
  set('service-pages', carts === 0 && count((page) => isType(page, 'service')) >= 2)
  set('case-studies', count((page) => isType(page, 'case-study', 'testimonials')) >= 1)
  // A firm that writes now and then is no magazine, least of all where few of its pages were read.
  const isReading = (page: SeenPage): boolean => isType(page, 'article', 'blog-index')
  set('mostly-articles', !isBlogOfAFirm(pages) && count(isReading) >= severalArticles && share(isReading) >= 0.6)
  set('article-data', share((page) => hasData(page, /Article$|^BlogPosting$/)) >= 0.3)
  set('dated-pages', pages.length >= 4 && share((page) => page.facts.page?.hasDate === true) >= 0.5)
  set('local-business-data', count((page) => hasData(page, localBusiness)) >= 1)
  set('hours', count((page) => contact(page, 'hours')) >= 1)
  set('street-address', count((page) => contact(page, 'address')) >= 1)
  set('phone-on-most-pages', share((page) => contact(page, 'phone')) >= 0.6)
  set('map', count((page) => contact(page, 'map')) >= 1)
  set('donate-offer', count((page) => offers(page, 'donation')) >= 1)
  set('ngo-data', count((page) => hasData(page, /^NGO$/)) >= 1)
  set('booking-widget', count((page) => hasWidget(page, 'booking')) >= 1)
  set('booking-offer', share((page) => offers(page, 'appointment-booking')) >= 0.2)
  set(
    'lodging-data',
    count((page) => hasData(page, /^(Hotel|LodgingBusiness|Hostel|BedAndBreakfast|Resort|VacationRental)$/)) >= 1,
  )
  set(
    'date-fields',
    count((page) =>
      (page.facts.forms ?? []).some((form) => form.fields.filter((field) => field.purpose === 'date').length >= 1),
    ) >= 1,
  )
  return cues
}

/** Fewer articles make no publisher. */
const severalArticles = 5

/** The visit began in one folder of a site, or on one article of it: the blog of a firm, not a magazine. */
function isBlogOfAFirm(pages: readonly SeenPage[]): boolean {
  const front = startPage(pages)
  return front?.facts.page?.type === 'article' || /\/(?:blog|news|magazin|journal)(?:\/|$)/i.test(front?.url ?? '')
}

/** Topics of `rules/vocabulary/` that name a kind of site, by the cue that each is: `<cue>` and `<cue>-throughout`. */
const kinds = {
  'nonprofit-words': ['kind.nonprofit', 'trade.church'],
  'shop-words': ['kind.shop'],
  'rental-words': ['kind.rental', 'trade.lodging'],
  'local-trade-words': [
    'kind.local-service',
    'trade.medical',
    'trade.restaurant',
    'trade.beauty',
    'trade.fitness',
    'trade.repair',
    'trade.crafts',
  ],
  'management-words': ['kind.property-management'],
  'software-words': ['kind.software'],
  'expert-words': ['kind.expert-service'],
  'comparison-words': ['kind.comparison'],
} as const

/** Share of other pages that must name a kind in their title, description or main heading. */
const throughout = 0.3

/** What the site calls itself: on its start page, and again on the others. */
export function wordCues(pages: readonly SeenPage[], vocabularies: Vocabularies): ReadonlySet<string> {
  const home = startPage(pages)
  const others = pages.filter((page) => page !== home)
  return new Set(
    Object.entries(kinds).flatMap(([cue, topics]) => {
      const says = (page: SeenPage): boolean => {
        const heard = wordsFor(page, vocabularies).topicsIn(
          [...namesOf(page), page.facts.page?.description ?? ''].join(' \n '),
        )
        return topics.some((topic) => heard.has(topic))
      }
      const share = others.length === 0 ? 0 : others.filter(says).length / others.length
      return [...(home && says(home) ? [cue] : []), ...(share >= throughout ? [`${cue}-throughout`] : [])]
    }),
  )
}

/** Title, name and main heading of a page. */
function namesOf({ facts }: SeenPage): string[] {
  const heading = facts.page?.headings.find(({ level }) => level === 1) ?? facts.page?.headings[0]
  return [facts.page?.title ?? '', facts.share?.openGraph.siteName ?? '', heading?.text ?? '']
}

/** English where we can't read the page's own language: firms all over the world name themselves in it. */
export function wordsFor({ facts }: SeenPage, vocabularies: Vocabularies): Vocabulary {
  const own = vocabularies.of(facts.language?.used ?? '')
  return own.known ? own : vocabularies.of('en')
}

function startPage(pages: readonly SeenPage[]): SeenPage | undefined {
  return pages.find((page) => page.facts.page?.isHome) ?? pages.find((page) => page.depth === 0)
}

/** schema.org's LocalBusiness and its commonest subtypes. */
const localBusiness =
  /^(LocalBusiness|Dentist|Physician|Medical(Business|Clinic)|LegalService|Attorney|Restaurant|CafeOrCoffeeShop|BarOrPub|Bakery|Store|HairSalon|BeautySalon|HealthAndBeautyBusiness|Plumber|Electrician|HomeAndConstructionBusiness|AutoRepair|RealEstateAgent|SportsActivityLocation|ExerciseGym|HealthClub|ProfessionalService|AccountingService|FinancialService|InsuranceAgency|CleaningService|DryCleaningOrLaundry)$/

/**
 * A trade with rules of its own: from structured data, else from the words by which a firm that sells its own service
 * names itself (software for lawyers is no law firm); `general` when none shows.
 */
export function guessTrade(
  pages: readonly SeenPage[],
  declared: string | undefined,
  numbers: JourneyNumbers,
  siteProfiles: readonly Profile[],
  vocabularies: Vocabularies,
): string {
  if (declared) return declared
  const markedOn = (known: readonly string[]): number =>
    pages.filter((page) => (page.facts.structuredData ?? []).some(({ type }) => known.includes(type))).length
  // What one page tells of somebody else, as a guide to a town does, says nothing of the firm.
  const home = startPage(pages)
  const marked = Object.entries(numbers.trades).find(
    ([, known]) =>
      home?.facts.structuredData?.some(({ type }) => known.includes(type)) ||
      markedOn(known) >= Math.max(2, pages.length * throughout),
  )
  if (marked) return marked[0]
  if (
    !home ||
    siteProfiles.some((profile) => profile === 'saas' || profile === 'ecommerce' || profile === 'publisher')
  ) {
    return 'general'
  }
  const words = wordsFor(home, vocabularies)
  const names = namesOf(home).join(' \n ')
  const manages = words.mentions('kind.property-management', names)
  return (
    Object.keys(numbers.trades).find(
      (trade) => !(manages && trade === 'lodging') && words.mentions(`trade.${trade}`, names),
    ) ?? 'general'
  )
}
