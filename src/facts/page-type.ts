import { pageTypes, type PageType } from '../shared/taxonomy.ts'
import { predict, type LinearModel } from './linear-model.ts'
import { addressTopics } from './page-address.ts'
import { pageFeatures, type PageEvidence } from './page-features.ts'
import weights from './page-weights.json' with { type: 'json' }
import type { Vocabulary } from './vocabulary.ts'

const model = weights as LinearModel

/** What a page is built as, whatever it is about. */
export const pageShapes = ['article', 'collection', 'documentation', 'forum', 'listing', 'product', 'service'] as const
export type PageShape = (typeof pageShapes)[number]

export interface TypeGuess {
  type: PageType
  confidence: number
  cues: string[]
  shape: PageShape
  shapeConfidence: number
}

/** Points of the rule catalogue: what a cue of each kind is worth, and what a type needs. */
const points = { schema: 3, dom: 3, address: 2, wholeAddress: 3, title: 2, shape: 3 }
const enough = 4

/** schema.org types that say what a page is. */
const bySchema: Record<string, PageType> = {
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
}

/** The page type that a shape speaks for. */
const byShape: Partial<Record<PageShape, PageType>> = {
  article: 'article',
  collection: 'category',
  documentation: 'help',
  listing: 'blog-index',
  product: 'product',
  service: 'service',
}

/** Types that a page has for what is on it, not for how it is built; they win over a shape that fits anything. */
const specific = new Set<PageType>(
  pageTypes.filter(
    (type) => !['article', 'product', 'category', 'service', 'home', 'landing', 'other', 'error'].includes(type),
  ),
)

/** Page type by points from schema, markup, address, title and the model of shapes. */
export function guessType(page: PageEvidence, vocabulary: Vocabulary): TypeGuess {
  const features = pageFeatures(page, vocabulary)
  const { best: shape, confidence: shapeConfidence, probabilities } = predict<PageShape>(model, features)
  const scores = new Map<PageType, { points: number; kinds: Set<string>; cues: string[] }>()
  const add = (type: PageType, kind: string, value: number, cue: string): void => {
    const entry = scores.get(type) ?? { points: 0, kinds: new Set<string>(), cues: [] }
    // A second cue of the same kind says little more than the first.
    entry.points += entry.kinds.has(kind) ? value / 3 : value
    entry.kinds.add(kind)
    entry.cues.push(cue)
    scores.set(type, entry)
  }
  for (const type of page.schemaTypes) {
    const known = bySchema[type]
    if (known) add(known, 'schema', points.schema, `schema ${type}`)
  }
  const address = addressTopics(page.url, vocabulary)
  for (const topic of address.last) {
    if (isType(topic))
      add(topic, 'address', address.whole.has(topic) ? points.wholeAddress : points.address, `address: ${topic}`)
  }
  for (const topic of address.first) {
    if (isType(topic) && !address.last.has(topic))
      add(topic, 'address', points.address * (childless.has(topic) ? 0.25 : 0.75), `address above: ${topic}`)
  }
  for (const [source, text] of [
    ['title', page.title],
    ['heading', page.firstHeading],
  ] as const) {
    const whole = text.split(/\s*[|–—:·»]\s*|\s-\s/).map((part) => part.trim())
    for (const topic of vocabulary.topicsInAnyLanguage(text)) {
      if (!topic.startsWith('page.') || !isType(topic.slice(5))) continue
      const exact = whole.some((part) => vocabulary.wholeTopics(part).has(topic))
      add(topic.slice(5) as PageType, 'title', exact ? points.title : points.title / 3, `${source}: ${topic.slice(5)}`)
    }
  }
  for (const [type, cue] of markupCues(page, vocabulary)) add(type, 'dom', points.dom, cue)
  for (const name of pageShapes) {
    const type = byShape[name]
    const share = probabilities[name] ?? 0
    if (type && share > 0.25) add(type, 'shape', points.shape * share, `built like: ${name}`)
  }
  if (page.isHome) return { ...result('home', 1, ['start page of the site']), shape, shapeConfidence }

  const ranked = [...scores].toSorted((a, b) => b[1].points - a[1].points)
  const chosen = ranked.find(([type, entry]) => {
    if (!specific.has(type)) return false
    const isNamed = address.whole.has(type) && unmistakable.has(type) && shape !== 'article' && shape !== 'forum'
    if (!isNamed && (entry.kinds.size < 2 || entry.points < enough - 0.5)) return false
    // An article about prices is an article; only what is built for the purpose is a page of the type.
    const isReading = (shape === 'article' || shape === 'forum') && shapeConfidence > 0.6 && page.text.mainWords > 250
    return !isReading || readable.has(type) || entry.points >= enough + 2.5
  })
  const built = byShape[shape]
  if (chosen) {
    const [type, entry] = chosen
    const rival = built ? (scores.get(built)?.points ?? 0) : 0
    const isBuilt =
      built !== undefined && built !== type && shapeConfidence > 0.8 && rival > entry.points && shape !== 'service'
    if (!isBuilt)
      return { ...result(type, Math.min(0.95, 0.45 + entry.points / 14), entry.cues), shape, shapeConfidence }
  }
  if (built && shapeConfidence >= 0.4) {
    const cues = scores.get(built)?.cues ?? [`built like: ${shape}`]
    return { ...result(built, Math.round(shapeConfidence * 90) / 100, cues), shape, shapeConfidence }
  }
  return { ...result('other', 0.5, []), shape, shapeConfidence }
}

function result(type: PageType, confidence: number, cues: string[]): Pick<TypeGuess, 'type' | 'confidence' | 'cues'> {
  return { type, confidence: Math.round(confidence * 100) / 100, cues: cues.slice(0, 5) }
}

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

function markupCues({ forms, text }: PageEvidence, vocabulary: Vocabulary): [PageType, string][] {
  const cues: [PageType, string][] = []
  const shown = forms.filter((form) => form.visible)
  const has = (purpose: string, least = 1): boolean =>
    shown.some((form) => form.purpose === purpose && form.visibleFields >= least)
  if (has('checkout', 3)) cues.push(['checkout', 'checkout form'])
  if (has('contact', 3)) cues.push(['contact', 'contact form'])
  if (has('login') && text.mainWords < 700 && shown.length < 6) cues.push(['login', 'log-in form'])
  if (has('password-recovery') && text.mainWords < 300) cues.push(['login', 'form for a lost password'])
  for (const purpose of ['registration', 'quote', 'demo', 'trial']) {
    if (has(purpose, 2) && text.mainWords < 900) cues.push(['lead-form', `${purpose} form`])
  }
  const main = text.mainText
  if (
    vocabulary.inAnyLanguage('contact.hours', main) &&
    vocabulary.inAnyLanguage('contact.address', main) &&
    text.mainWords < 400
  ) {
    cues.push(['contact', 'hours and address'])
    cues.push(['location', 'hours and address'])
  }
  const questions = text.mainRuns.filter((run) => run.text.length < 160 && /[?？]\s*$/.test(run.text)).length
  if (questions > 4 && questions > text.mainRuns.length / 12) cues.push(['faq', `${questions} questions`])
  if (
    text.mainRuns.length > 0 &&
    vocabulary.inAnyLanguage('page.testimonials', main) &&
    text.mainRuns.filter((run) => /^["“„«'‘]/.test(run.text)).length > 2
  ) {
    cues.push(['testimonials', 'several quotes'])
  }
  return cues
}
