import { pageTypes, type PageType } from '../../shared/taxonomy.ts'
import type { Prediction } from '../model/linear-model.ts'
import { addressTopics, isFurtherPage } from './address.ts'
import type { PageEvidence } from './features.ts'
import { markupCues, menuTypes } from './cues.ts'
import { isOrderForm, typeOfOwnForm } from './own-form.ts'
import { guessShape, isLikely, pageShapes, sureShape, typeOfShape, type PageShape } from './shape.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

export interface TypeGuess {
  type: PageType
  confidence: number
  cues: string[]
  shape: PageShape
  shapeConfidence: number
}

/** Points of the rule catalogue: what a cue of each kind is worth, and what a type needs. */
const points = { schema: 3, dom: 3, address: 2, wholeAddress: 3, title: 2, shape: 3, menu: 1.5 }
const enough = 4
/** schema.org types that say what a page is. */
const bySchema = new Map<string, PageType>(
  Object.entries({
    Product: 'product',
    ProductGroup: 'product',
    Article: 'article',
    NewsArticle: 'article',
    BlogPosting: 'article',
    Recipe: 'article',
    TechArticle: 'help',
    Blog: 'blog-index',
    CollectionPage: 'category',
    ContactPage: 'contact',
    AboutPage: 'about',
    CheckoutPage: 'checkout',
    SearchResultsPage: 'search-results',
    ProfilePage: 'team',
    Event: 'events',
    JobPosting: 'careers',
    Service: 'service',
  }),
)

/** Types that a page has for what is on it, not for how it is built; they win over a shape that fits anything. */
const specific = new Set<PageType>(
  pageTypes.filter(
    (type) => !['article', 'product', 'category', 'service', 'home', 'landing', 'other', 'error'].includes(type),
  ),
)

/** Page type by points from schema, markup, address, title and the model of shapes. */
export function guessType(page: PageEvidence, vocabulary: Vocabulary, built = guessShape(page, vocabulary)): TypeGuess {
  const { confidence: shapeConfidence, probabilities } = built
  // A story has no second page of twenty; what is leafed through is a list.
  const shape = built.best === 'article' && isFurtherPage(page.url) ? 'listing' : built.best
  const scores = new Map<PageType, Score>()
  const add = (type: PageType, kind: string, value: number, cue: string): void => {
    const entry = scores.get(type) ?? { points: 0, kinds: new Set<string>(), cues: [] as string[] }
    // A second cue of the same kind says little more than the first.
    entry.points += entry.kinds.has(kind) ? value / 3 : value
    entry.kinds.add(kind)
    entry.cues.push(cue)
    scores.set(type, entry)
  }
  for (const type of page.schemaTypes) {
    const known = bySchema.get(type)
    if (known) add(known, 'schema', points.schema, `schema ${type}`)
  }
  const address = addressTopics(page.url, vocabulary)
  const last = address.whole.size > 0 ? address.whole : address.last
  for (const topic of last) {
    if (isType(topic))
      add(topic, 'address', address.whole.has(topic) ? points.wholeAddress : points.address, `address: ${topic}`)
  }
  for (const topic of address.first) {
    if (isType(topic) && !last.has(topic))
      add(topic, 'address', points.address * (childless.has(topic) ? 0.25 : 0.75), `address above: ${topic}`)
  }
  const named = new Set<string>(address.whole)
  for (const [source, text] of [
    ['heading', page.firstHeading || firstWords(page)],
    ['title', page.title],
  ] as const) {
    const whole = partsOf(text)
    const topics = vocabulary.topicsInAnyLanguage(text)
    for (const topic of topics) {
      if (!topic.startsWith('page.') || !isType(topic.slice(5))) continue
      const exact = whole.some((part) => vocabulary.wholeTopics(part).has(topic))
      add(topic.slice(5) as PageType, 'title', exact ? points.title : points.title / 3, `${source}: ${topic.slice(5)}`)
      // A title that names the type in one of its parts may be that of the site; a headline is the page's own.
      if (exact && (source === 'heading' || whole.length < 3)) named.add(topic.slice(5))
    }
  }
  for (const topic of menuTypes(page, vocabulary)) {
    if (!isType(topic)) continue
    add(topic, 'menu', points.menu, `menu: ${topic}`)
    named.add(topic)
  }
  for (const [type, cue] of markupCues(page, vocabulary)) {
    // Amounts stand on many pages; on one that says so they are its price list.
    if (type !== 'pricing' || named.has('pricing')) add(type, 'dom', points.dom, cue)
  }
  for (const name of pageShapes) {
    const type = typeOfShape[name]
    const share = probabilities[name] ?? 0
    if (type && share > 0.25) add(type, 'shape', points.shape * share, `built like: ${name}`)
  }
  // What is leafed through holds stories, it is none.
  if (shape !== built.best) scores.delete('article')
  const guess = { shape, shapeConfidence }
  const orders = isOrderForm(page)
  const own = orders
    ? (['checkout', 'address and payment or delivery in one order form'] as [PageType, string])
    : typeOfOwnForm(page)
  if (page.isHome && !(own?.[0] === 'checkout' && (orders || named.has('checkout')))) {
    const [type, confidence, cue] = typeAtRoot(page, named, vocabulary)
    return { ...result(type, confidence, [cue]), ...guess }
  }

  const ranked = [...scores].toSorted((a, b) => b[1].points - a[1].points)
  const isReading = (shape === 'article' || shape === 'forum') && shapeConfidence > 0.6 && page.text.mainWords > 250
  const chosen = ranked.find(([type, entry]) => {
    if (!specific.has(type)) return false
    const isNamed = named.has(type) && unmistakable.has(type) && (!isReading || readable.has(type))
    if (!isNamed && (entry.kinds.size < 2 || entry.points < enough - 0.5)) return false
    // An article about prices is an article; only what is built for the purpose is a page of the type.
    return !isReading || readable.has(type) || entry.points >= enough + 2.5
  })
  if (own && isOwn(own[0], chosen, named, built)) {
    // Who buys is asked for a name and an address, which looks like a contact form.
    const isStep = own[0] !== 'login' && [...address.first, ...address.last].includes('checkout')
    return { ...result(isStep ? 'checkout' : own[0], 0.8, [own[1]]), ...guess }
  }
  const isBoard = shape === 'forum' || (last.has('forum') && saysForum(page, vocabulary))
  if (isBoard && !chosen) return { ...result('other', Math.min(0.9, shapeConfidence), ['built like: forum']), ...guess }
  const likely = sureShape(shape, shapeConfidence, probabilities)
  const structure = byStructure(ranked, typeOfShape[likely.shape], likely.confidence)
  if (chosen) {
    const [type, entry] = chosen
    const isBuilt =
      structure !== undefined && structure[0] !== type && outweighs(structure, entry.points, named.has(type), shape)
    if (!isBuilt) return { ...result(type, Math.min(0.95, 0.45 + entry.points / 14), entry.cues), ...guess }
  }
  if (structure) return { ...result(structure[0], structure[1].confidence, structure[1].cues), ...guess }
  return { ...result('other', 0.5, []), ...guess }
}

/** A page stored under the root of its site may say that it lives elsewhere, and call itself what its own address says. */
function typeAtRoot(
  { canonical }: PageEvidence,
  named: Set<string>,
  vocabulary: Vocabulary,
): [PageType, number, string] {
  const topics = canonical ? addressTopics(canonical, vocabulary).last : new Set<string>()
  const own = [...topics].find((topic) => isType(topic) && unmistakable.has(topic) && named.has(topic))
  return own ? [own as PageType, 0.7, `own address: ${own}`] : ['home', 1, 'start page of the site']
}

/** A form makes the page what it is, unless the page calls itself something else or is plainly built for another purpose. */
function isOwn(
  type: PageType,
  chosen: [PageType, Score] | undefined,
  named: Set<string>,
  { best, confidence }: Prediction<PageShape>,
): boolean {
  const isOther = chosen !== undefined && chosen[0] !== type && named.has(chosen[0])
  if (isOther && (type === 'contact' || chosen[1].points > enough)) return false
  return best === 'service' || confidence < (type === 'checkout' ? 0.85 : 0.6)
}

/** The parts of a title or headline, the name of the site often among them. */
function partsOf(text: string): string[] {
  return text.split(/\s*[|–—:·»/]\s*|\s-\s/).map((part) => part.trim())
}

/** What stands first on a page without headlines, when it is as short as one. */
function firstWords({ text }: PageEvidence): string {
  const first = text.mainRuns[0]?.text.trim() ?? ''
  return first.length <= 40 ? first : ''
}

function saysForum(page: PageEvidence, vocabulary: Vocabulary): boolean {
  return [page.firstHeading, page.title].some((text) =>
    partsOf(text).some((part) => vocabulary.wholeTopics(part).has('page.forum')),
  )
}

interface Score {
  points: number
  kinds: Set<string>
  cues: string[]
}

/** Types that a page has for how it is built: the shape's own, unless schema or markup speak louder for another. */
function byStructure(
  ranked: [PageType, Score][],
  shaped: PageType | undefined,
  confidence: number,
): [PageType, { points: number; cues: string[]; confidence: number }] | undefined {
  const own = ranked.find(([type]) => type === shaped)?.[1]
  const other = ranked.find(([type]) => structural.has(type))
  if (other && other[0] !== shaped && other[1].kinds.size > 1 && other[1].points > (own?.points ?? 0)) {
    const { points: sum, cues } = other[1]
    if (sum >= enough - 0.5 && confidence < 0.8)
      return [other[0], { points: sum, cues, confidence: Math.min(0.9, sum / 9) }]
  }
  if (shaped === undefined || !isLikely(shaped, confidence)) return undefined
  const cues = own?.cues ?? [`built like: ${shaped}`]
  return [shaped, { points: own?.points ?? 0, cues, confidence: Math.round(confidence * 90) / 100 }]
}

/** How a page is built says more than what it is called, where it is built for one purpose alone. */
function outweighs(
  built: [PageType, { points: number; confidence: number }],
  rival: number,
  isNamed: boolean,
  shape: PageShape,
): boolean {
  if (shape === 'service') return false
  return built[1].points > rival && (built[1].confidence > 0.7 || (!isNamed && built[0] === 'article'))
}

function result(type: PageType, confidence: number, cues: string[]): Pick<TypeGuess, 'type' | 'confidence' | 'cues'> {
  return { type, confidence: Math.round(confidence * 100) / 100, cues: cues.slice(0, 5) }
}

/** Types that a page has for how it is built. */
const structural = new Set<PageType>(['article', 'product', 'category', 'blog-index', 'service'])
/** Types whose address stands above pages of other types: an article lies under `/blog/`. */
const childless = new Set<PageType>([
  'blog-index',
  'resource-hub',
  'category',
  'store-locator',
  'search-results',
  'home',
  'about',
  'contact',
])
/** Types that an address names beyond doubt when a whole segment says so. */
const unmistakable = new Set<PageType>([
  'login',
  'cart',
  'checkout',
  'contact',
  'legal',
  'faq',
  'careers',
  'lead-form',
  'search-results',
  'account',
  'pricing',
  'about',
  'team',
  'store-locator',
  'order-tracking',
])
/** Types that are long texts themselves. */
const readable = new Set<PageType>([
  'legal',
  'case-study',
  'faq',
  'press',
  'help',
  'testimonials',
  'about',
  'team',
  'comparison',
])

function isType(topic: string): topic is PageType {
  return (pageTypes as string[]).includes(topic)
}
