import { z } from 'zod'
import { defineDetector, type DetectorInput } from './detector.ts'
import { contentOf, type ContentRun } from './dom/content.ts'
import { regionOf } from './dom/regions.ts'
import { firstText, structuredItems } from './dom/structured-items.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { images } from './images.ts'
import { links } from './links.ts'
import { page } from './page.ts'
import { tablesOf } from './support/tables.ts'
import { trust } from './trust.ts'
import { videos } from './videos.ts'
import { widgets } from './widgets.ts'
import { Where } from './dom/where.ts'

export const supportKinds = [
  'specifications',
  'reviews',
  'cases',
  'certificates',
  'guarantee',
  'figures',
  'downloads',
  'comparison',
  'questions',
  'people',
  'video',
  'pictures',
  'detail',
] as const

export const Support = z
  .object({
    kind: z
      .enum(supportKinds)
      .describe('What careful readers look for; detail is text at length under several headings'),
    text: z.string(),
    where: Where,
  })
  .meta({ id: 'Support' })
export type Support = z.infer<typeof Support>

const needs = { trust, links, videos, widgets, images, page }
type Input = DetectorInput<typeof needs>
const perKind = 2
const gallery = 3

const byTrust: Partial<Record<z.infer<typeof trust.schema>[number]['kind'], Support['kind']>> = {
  review: 'reviews',
  rating: 'reviews',
  testimonial: 'reviews',
  'case-study': 'cases',
  'client-logos': 'cases',
  certificate: 'certificates',
  award: 'certificates',
  badge: 'certificates',
  guarantee: 'guarantee',
  returns: 'guarantee',
  people: 'people',
}

/** What a page has to show for what it says: at most two of a kind. */
export const support = defineDetector({
  version: 3,
  reads: 'html',
  needs,
  schema: z.array(Support).describe('What a page has to show for what it says: at most two of a kind.'),
  detect(input) {
    const counts = new Map<string, number>()
    return [...fromFacts(input), ...fromMarkup(input), ...fromText(input)].filter(({ kind }) => {
      const count = counts.get(kind) ?? 0
      counts.set(kind, count + 1)
      return count < perKind
    })
  },
})

function fromFacts({ facts, vocabulary, $, where: locate }: Input): Support[] {
  const shown = (kind: Support['kind'], text: string, where: Where): Support => ({
    kind,
    text: text.slice(0, 160),
    where,
  })
  const isOwn = ({ region }: Where): boolean => region === 'main' || region === 'body'
  return [
    ...facts.trust.flatMap(({ kind, text, where }) => {
      const proof = byTrust[kind]
      return proof ? [shown(proof, text, where)] : []
    }),
    ...facts.widgets
      .filter(({ kind }) => kind === 'reviews')
      .map(({ vendor, where }) => shown('reviews', vendor, where)),
    ...structuredItems($).flatMap((item) => {
      const isRated = item.properties.has('aggregateRating') || item.properties.has('review')
      if (!isRated && !item.types.includes('FAQPage')) return []
      const kind = isRated ? 'reviews' : 'questions'
      return [shown(kind, firstText(item, 'name'), locate(item.element, kind))]
    }),
    ...facts.videos.filter(({ decorative }) => !decorative).map(({ title, where }) => shown('video', title, where)),
    ...facts.links.flatMap(({ kind, text, where }) => {
      if (!isOwn(where)) return []
      if (kind === 'file' && !vocabulary.mentions('link.legal', text)) return [shown('downloads', text, where)]
      if (text === '' || text.length > 60) return []
      if (vocabulary.mentions('page.case-study', text)) return [shown('cases', text, where)]
      return vocabulary.mentions('page.testimonials', text) ? [shown('reviews', text, where)] : []
    }),
    ...pictures(facts.images.filter(({ decorative, where }) => !decorative && isOwn(where))),
  ]
}

/** Three pictures and more show the thing; one may be there for the mood. */
function pictures(found: Input['facts']['images']): Support[] {
  const [first] = found
  return first && found.length >= gallery
    ? [{ kind: 'pictures', text: first.alt.slice(0, 160), where: first.where }]
    : []
}

function fromMarkup(input: Input): Support[] {
  const tree = treeOf(input.$)
  const folded = tagged(tree, 'details').filter(
    (element) => regionOf(element) !== 'nav' && regionOf(element) !== 'footer',
  )
  const questions: Support[] =
    folded[0] && folded.length >= gallery
      ? [{ kind: 'questions', text: '', where: input.where(folded[0], 'questions') }]
      : []
  return [
    ...questions,
    ...tablesOf(tree).map(({ kind, text, element }) => ({ kind, text, where: input.where(element, kind) })),
  ]
}

/** Topics by which a heading announces what supports an offer. */
const announced: [topic: string, kind: Support['kind']][] = [
  ['support.specifications', 'specifications'],
  ['page.faq', 'questions'],
  ['page.comparison', 'comparison'],
  ['support.figures', 'figures'],
  ['trust.case-study', 'cases'],
  ['page.testimonials', 'reviews'],
  ['page.about', 'people'],
  ['page.team', 'people'],
]
const shortHeading = 9
/** Under a heading stands something from this many words on. */
const something = 40
const severalHeadings = 3

function fromText(input: Input): Support[] {
  const content = contentOf(input.$)
  const found: Support[] = []
  const add = (kind: Support['kind'], { run }: ContentRun): void => {
    found.push({ kind, text: run.text.trim().slice(0, 160), where: input.where(run.block, kind) })
  }
  const told: ContentRun[] = []
  content.forEach((each, index) => {
    if (isFigure(each.run.text) && !/[$€£¥]/.test(each.run.text)) add('figures', each)
    if (each.heading === 0) return
    if (each.words <= shortHeading) {
      const topics = input.vocabulary.topicsIn(each.run.text)
      for (const [topic, kind] of announced) if (topics.has(topic)) add(kind, each)
    }
    if (wordsBelow(content, index) >= something) told.push(each)
  })
  const [first] = told
  if (first && told.length >= severalHeadings) add('detail', first)
  return found
}

function wordsBelow(content: readonly ContentRun[], index: number): number {
  let words = 0
  for (const each of content.slice(index + 1, index + 20)) {
    if (each.heading > 0 || words >= something) break
    words += each.words
  }
  return words
}

/** A share, or a large number that counts something: 98 %, 1,200 roofs, 500+. */
function isFigure(text: string): boolean {
  if (text.length > 300 || !/\d/.test(text)) return false
  return /(?<![\d.,])\d{1,3}(?:[.,]\d+)?\s?%|(?<![\d.,+-])\d{1,3}(?:[.,\u202f\u00a0]\d{3})+(?!\d)\s*\+?\s*\p{L}{3}|\d{2,}\s?\+/u.test(
    text,
  )
}
