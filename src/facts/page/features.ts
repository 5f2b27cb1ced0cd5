import type { CheerioAPI } from 'cheerio'
import type { Form } from '../forms.ts'
import type { PageText } from './text.ts'
import { addressFeatures } from './address.ts'
import { bucket } from './buckets.ts'
import { tagged, treeOf, type Tree } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** What a guess at a page's type may look at. */
export interface PageEvidence {
  $: CheerioAPI
  url: URL
  isHome: boolean
  /** Where the page itself says that it lives. */
  canonical: URL | undefined
  title: string
  firstHeading: string
  text: PageText
  forms: Pick<Form, 'purpose' | 'visible' | 'visibleFields' | 'fields'>[]
  /** schema.org types of top-level things. */
  schemaTypes: string[]
}

/** Whole labels in the main region that tell how a page is built. */
const told = new Set([
  'cta.cart',
  'cta.buy',
  'cta.learn-more',
  'cta.wishlist',
  'cta.compare',
  'cta.quote',
  'cta.contact',
  'cta.trial',
  'cta.demo',
  'cta.sign-up',
  'cta.book',
  'cta.share',
  'cta.download',
  'cta.checkout',
  'link.generic',
  'form.filter',
  'form.comment',
  'form.review',
  'stock.in',
  'stock.out',
  'pagination',
  'related',
  'page.forum',
  'page.product',
  'page.faq',
  'page.testimonials',
  'page.help',
  'page.article',
  'trust.client-logos',
  'trust.testimonial',
])

const classTopics = ['card', 'post', 'thread', 'docs', 'hero']
  .map((name) => `region.${name}`)
  .concat('price.class', 'article.class')

/** The yes-or-no facts about a page that the model of its shape weighs. */
export function pageFeatures(page: PageEvidence, vocabulary: Vocabulary): Set<string> {
  const { $, text, forms } = page
  const tree = treeOf($)
  const features = new Set<string>()
  const count = (name: string, value: number): void => void features.add(`${name} ${bucket(value)}`)

  for (const type of page.schemaTypes) features.add(`schema ${type}`)
  for (const feature of metaFeatures(tree, vocabulary)) features.add(feature)
  for (const feature of addressFeatures(page.url, page.isHome, vocabulary)) features.add(feature)
  for (const [source, words] of [
    ['title', page.title],
    ['heading', page.firstHeading],
  ] as const) {
    for (const topic of vocabulary.topicsInAnyLanguage(words))
      if (topic.startsWith('page.')) features.add(`${source}:${topic}`)
  }
  if (page.firstHeading === '') features.add('no heading')
  for (const topic of vocabulary.topicsInAnyLanguage(text.mainText.slice(0, 800))) {
    if (/^(?:page\.(?:forum|article|search-results|blog-index|help)|read\.|pagination|breadcrumb)/.test(topic))
      features.add(`top:${topic}`)
  }
  const labels = new Map<string, number>()
  for (const run of text.mainRuns) {
    if (run.text.length > 40) continue
    for (const topic of vocabulary.wholeTopics(run.text))
      if (told.has(topic)) labels.set(topic, (labels.get(topic) ?? 0) + 1)
  }
  for (const [topic, times] of labels) {
    features.add(`says ${topic}`)
    count(`says ${topic}`, times)
  }

  for (const purpose of new Set(forms.map((form) => form.purpose))) features.add(`form ${purpose}`)
  for (const purpose of ['order', 'comment', 'review'] as const)
    count(`forms ${purpose}`, forms.filter((form) => form.purpose === purpose).length)

  const classes = classCounts(tree, vocabulary)
  for (const topic of classTopics) count(topic, classes.get(topic) ?? 0)
  const prices = text.mainRuns.filter(
    (run) => run.text.length < 60 && /[$€£¥₹]\s?\d|\d\s?(?:€|£|zł|kr\b|USD|EUR|CHF)/.test(run.text),
  ).length
  count('prices', prices)
  for (const token of (tree.byTag.get('body')?.[0]?.attribs['class'] ?? '').slice(0, 600).split(/\s+/)) {
    if (/^[a-z][a-z-]{2,24}$/i.test(token)) features.add(`body ${token.toLowerCase()}`)
  }
  if (page.isHome) features.add('home')
  return features
}

function metaFeatures(tree: Tree, vocabulary: Vocabulary): string[] {
  const features: string[] = []
  for (const meta of tagged(tree, 'meta').slice(0, 200)) {
    const name = (meta.attribs['property'] ?? meta.attribs['name'] ?? '').toLowerCase()
    const content = (meta.attribs['content'] ?? '').slice(0, 60).toLowerCase()
    if (name === 'og:type') features.push(`og ${content}`)
    else if (name === 'generator') features.push(`generator ${/^[a-z]+/.exec(content)?.[0] ?? ''}`)
    else if (name === 'twitter:card') features.push(`card ${content}`)
    else if (/^(?:article|product|og:price|book|profile):?[a-z_]*(?::[a-z_]+)?$/.test(name))
      features.push(`meta ${name}`)
    else if (name === 'author' || name === 'twitter:label1' || name === 'citation_title') features.push(`meta ${name}`)
    if (name === 'twitter:label1' && vocabulary.inAnyLanguage('page.article', content))
      features.push('meta says who wrote it')
  }
  for (const link of tagged(tree, 'link').slice(0, 100)) {
    const rel = (link.attribs['rel'] ?? '').toLowerCase()
    if (/^(?:prev|next|amphtml|shortlink|search)$/.test(rel)) features.push(`rel ${rel}`)
  }
  return features
}

function classCounts(tree: Tree, vocabulary: Vocabulary): Map<string, number> {
  const counts = new Map<string, number>()
  const bearers = tree.classLists.map(() => 0)
  const last = Math.min(tree.classes.length, 20_000)
  for (let place = 0; place < last; place++) bearers[tree.classes[place]!]! += 1
  for (const [list, classes] of tree.classLists.entries()) {
    const times = bearers[list]!
    if (classes === '' || times === 0) continue
    const found = vocabulary.topicsInCode(classes.slice(0, 200))
    for (const topic of classTopics) if (found.has(topic)) counts.set(topic, (counts.get(topic) ?? 0) + times)
  }
  return counts
}

/** The different words of a title or headline. */
export function titleWords(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [])
}
