import type { Element } from 'domhandler'
import type { PageFacts } from '../../src/facts/index.ts'
import type { PageSummary } from '../../src/journey/site-facts.ts'
import type { PageType } from '../../src/shared/taxonomy.ts'
import type { PageDocument } from '../../src/snapshot/document.ts'
import type { Snapshot } from '../../src/snapshot/schema.ts'
import { everyStep, stepsInContent, withMarkup, without, withPreview, withTitle } from './markup.ts'
import { bestOf, changedSite, type Judged, type TestSite } from './site.ts'

/** A fault that a rule speaks of: how it is made on a site that has none, and mended on one that has it. */
export interface Fault {
  make(site: TestSite, judged: Judged): TestSite | undefined
  mend(site: TestSite, judged: Judged): TestSite | undefined
}

/** Pages on which a dead link is on the way to an order or an enquiry. */
const sells = new Set<PageType>(['home', 'product', 'service', 'pricing', 'lead-form', 'cart', 'checkout', 'landing'])

/** A link to a page that is gone, at the end of the content of a page of such a type. */
function deadLink(fits: (type: PageType) => boolean): Fault {
  return {
    make(site, { pageFacts, summaries }) {
      const types = new Map(summaries.map(({ url, type }) => [url, type]))
      const page = pageFacts.find(({ url }) => fits(types.get(url) ?? 'other'))
      const snapshot = page && bestOf(site, page.key)
      if (!snapshot) return undefined
      const to = `${site.crawl.origin}/lamps-that-are-gone`
      const linked = changedSite(site, { changed: [withMarkup(snapshot, `<p><a href="${to}">Old lamps</a></p>`)] })
      const entry = { key: to, url: to, generation: 1, depth: 1, source: 'link' } as const
      const gone = { ...entry, state: 'failed', reason: 'not-found' } as const
      return { ...linked, crawl: { ...linked.crawl, ledger: [...linked.crawl.ledger, gone] } }
    },
    mend: (site, judged) => withoutLinks(site, judged, new Set(judged.site.deadLinks.map(({ to }) => to))),
  }
}

/** Pages that sell or take enquiries, as orphans of their own. */
const money = new Set<PageType>(['product', 'service', 'pricing', 'lead-form', 'case-study', 'category', 'comparison'])
/** Pages that no step leads to. */
const neverNext = new Set<PageType>(['legal', 'login', 'account', 'error', 'careers', 'press', 'search-results'])

/** A page that only the sitemap knows. */
function orphan(fits: (page: PageSummary) => boolean): Fault {
  return {
    make(site, judged) {
      const page = judged.summaries.find((each) => each.depth > 0 && each.indexable && fits(each))
      const lonely = page && withoutLinks(site, judged, new Set([page.url]))
      return lonely && { ...lonely, sitemaps: { entries: [{ url: page.url }] } }
    },
    mend: (site) => ({ ...site, sitemaps: { entries: [] } }),
  }
}

/** Without what leads on from the content of these pages. */
function withoutSteps(
  site: TestSite,
  urls: ReadonlySet<string>,
  { pageFacts }: Judged,
  steps: (document: PageDocument) => Element[] = stepsInContent,
): TestSite {
  const changed = pageFacts.flatMap(({ key, url, facts }): Snapshot[] => {
    const snapshot = urls.has(url) ? bestOf(site, key) : undefined
    const contacts = [...(facts.contactPoints ?? []), ...(facts.widgets ?? []), ...(facts.videos ?? [])]
    const less =
      snapshot &&
      without(
        snapshot,
        contacts.map(({ where }) => where),
        steps,
      )
    return less ? [less] : []
  })
  return changedSite(site, { changed })
}

/** With some markup at the end of each of these pages. */
function withOnEach(site: TestSite, { pageFacts }: Judged, urls: ReadonlySet<string>, markup: string): TestSite {
  const changed = pageFacts.flatMap(({ key, url }): Snapshot[] => {
    const snapshot = urls.has(url) ? bestOf(site, key) : undefined
    return snapshot ? [withMarkup(snapshot, markup)] : []
  })
  return changedSite(site, { changed })
}

/** Faults by the rule that names them. */
export const faults: Readonly<Record<string, Fault>> = {
  'dead-internal-link': deadLink((type) => !sells.has(type)),
  'dead-link-on-path': deadLink((type) => sells.has(type)),
  'orphan-page': orphan(() => true),
  'money-page-orphaned': orphan(
    ({ type, typeConfidence, hostRole }) => money.has(type) && typeConfidence >= 0.5 && hostRole === 'main',
  ),
  'stage-not-continued': {
    make(site, judged) {
      const [first] = judged.site.continuity
      const some = first && judged.summaries.filter(({ type }) => type === first.type)
      return some && withoutSteps(site, new Set(some.map(({ url }) => url)), judged)
    },
    mend(site, judged) {
      const types = new Set(judged.site.continuity.filter(({ share }) => share < 50).map(({ type }) => type as string))
      const urls = new Set(judged.summaries.filter(({ type }) => types.has(type)).map(({ url }) => url))
      const form =
        '<form action="/contact" method="post"><label>Name<input type="text" name="name"></label><label>E-mail<input type="email" name="email"></label><label>Message<textarea name="message"></textarea></label><button type="submit">Send message</button></form>'
      return withOnEach(site, judged, urls, form)
    },
  },
  'pages-in-a-circle': {
    make(site, judged) {
      const goals = judged.summaries.filter(({ stepsToGoal }) => stepsToGoal === 0).map(({ url }) => url)
      const [one, other] = judged.summaries.filter(
        ({ type, depth, url }) => depth > 0 && !goals.includes(url) && !neverNext.has(type),
      )
      if (!one || !other) return undefined
      const bare = withoutSteps(site, new Set([one.url, other.url]), judged, everyStep)
      const link = (to: string): string =>
        `<p><a class="button btn" href="${to.replaceAll('&', '&amp;')}">Lamps and shades</a></p>`
      return withOnEach(
        withOnEach(bare, judged, new Set([one.url]), link(other.url)),
        judged,
        new Set([other.url]),
        link(one.url),
      )
    },
    mend(site, judged) {
      const urls = new Set(judged.site.loops.flatMap((loop) => loop.urls))
      return withOnEach(site, judged, urls, '<p><a href="tel:+442079460123">+44 20 7946 0123</a></p>')
    },
  },
  'share-preview-generic': {
    make: (site, judged) => previewed(site, judged, () => 'Lamps and shades'),
    mend: (site, judged) => previewed(site, judged, (index) => `Lamps and shades ${index}`),
  },
  'newsletter-a-page-away': {
    // Who has a form on one page only, and links to it from others, is not made by a few lines of markup.
    make: () => undefined,
    mend(site) {
      const home = bestOf(site, site.crawl.startKey)
      const form =
        '<form action="/subscribe" method="post"><h3>Newsletter</h3><input type="email" name="email" aria-label="E-mail"><button type="submit">Subscribe</button></form>'
      return home && changedSite(site, { changed: [withMarkup(home, form)] })
    },
  },
  'title-duplicate': {
    make(site, { pageFacts, summaries }) {
      const open = new Set(
        summaries.filter(({ indexable, url }) => indexable && !url.includes('?')).map(({ url }) => url),
      )
      const some = pageFacts.filter(({ url }) => open.has(url)).slice(0, 5)
      if (some.length < 5) return undefined
      return changedSite(site, { changed: some.flatMap(({ key }) => titled(site, key, 'Lamps and shades')) })
    },
    mend: (site, { pageFacts }) =>
      changedSite(site, {
        changed: pageFacts.flatMap(({ key }, index) => titled(site, key, `Lamps and shades ${index}`)),
      }),
  },
  'visits-not-measured': {
    make(site, judged) {
      const changed = judged.pageFacts.flatMap(({ key, facts }) => {
        const snapshot = bestOf(site, key)
        if (!snapshot) return []
        const quiet = { ...snapshot, requests: [] }
        return [
          without(quiet, [], ({ $ }) => $('script, noscript, iframe, img[width="1"]').toArray() as Element[]) ?? quiet,
        ].filter(() => facts.tags !== undefined)
      })
      return changedSite(site, { changed })
    },
    mend(site) {
      const home = bestOf(site, site.crawl.startKey)
      const tag = '<script async="" src="https://www.googletagmanager.com/gtag/js?id=G-ABCDE12345"></script>'
      return home && changedSite(site, { changed: [withMarkup(home, tag)] })
    },
  },
}

/** Every page under a title and picture of this kind in its previews. */
function previewed(site: TestSite, { pageFacts }: Judged, title: (index: number) => string): TestSite {
  const changed = pageFacts.flatMap(({ key }, index): Snapshot[] => {
    const snapshot = bestOf(site, key)
    const picture = `${site.crawl.origin}/${title(index).replaceAll(' ', '-')}.jpg`
    return snapshot ? [withPreview(snapshot, title(index), picture)] : []
  })
  return changedSite(site, { changed })
}

function titled(site: TestSite, key: string, title: string): Snapshot[] {
  const snapshot = bestOf(site, key)
  return snapshot ? [withTitle(snapshot, title)] : []
}

/** The site without any link to these addresses. */
export function withoutLinks(site: TestSite, { pageFacts }: Judged, urls: ReadonlySet<string>): TestSite {
  const plain = (href: string): string => href.replace(/#.*$/, '').replace(/\/$/, '')
  const wanted = new Set([...urls].map((url) => plain(url)))
  const linksOf = (facts: PageFacts) => (facts.links ?? []).filter(({ href }) => wanted.has(plain(href)))
  const changed = pageFacts.flatMap(({ key, url, facts }): Snapshot[] => {
    const snapshot = bestOf(site, key)
    const links = linksOf(facts)
    if (!snapshot || urls.has(url) || links.length === 0) return []
    const less = without(
      snapshot,
      links.map(({ where }) => where),
    )
    return less ? [less] : []
  })
  return changedSite(site, { changed })
}
