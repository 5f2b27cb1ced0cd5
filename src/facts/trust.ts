import type { Element } from 'domhandler'
import { z } from 'zod'
import { readableText } from '../snapshot/document.ts'
import { ctas } from './ctas.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { forms } from './forms.ts'
import { firstText, nested, structuredItems } from './dom/structured-items.ts'
import { treeOf, type TextRun, type Tree } from './dom/tree.ts'
import { seals, type AddMark } from './trust/seals.ts'
import { vendorMatches } from './vendors/matches.ts'
import { Where } from './dom/where.ts'

export const TrustMark = z
  .object({
    kind: z.enum([
      'review',
      'rating',
      'testimonial',
      'guarantee',
      'returns',
      'badge',
      'client-logos',
      'certificate',
      'award',
      'secure-payment',
      'delivery',
      'reassurance',
      'case-study',
      'people',
    ]),
    text: z.string(),
    nearAction: z.boolean().describe('In the same block as a call to action or a form'),
    where: Where,
  })
  .meta({ id: 'TrustMark' })
export type TrustMark = z.infer<typeof TrustMark>

type Input = DetectorInput<{ ctas: typeof ctas; forms: typeof forms }>
const limit = 60

/** What may reassure a visitor: words of others, promises, seals, and people. */
export const trust = defineDetector({
  version: 2,
  reads: 'html',
  needs: { ctas, forms },
  schema: z.array(TrustMark),
  detect(input) {
    const tree = treeOf(input.$)
    const blocks = actionBlocks(input, tree)
    const marks: TrustMark[] = []
    const seen = new Set<string>()
    const add: AddMark<TrustMark['kind']> = (kind, raw, element) => {
      const text = raw.replace(/\s+/g, ' ').trim().slice(0, 160)
      const key = `${kind} ${text.toLowerCase()}`
      if (seen.has(key) || marks.length === limit) return
      seen.add(key)
      marks.push({ kind, text, nearAction: isNear(element, blocks), where: input.where(element, kind) })
    }
    quotes(tree, input, add)
    published(input, add)
    for (const { vendor, how, element } of vendorMatches(input)) {
      if (vendor.kind === 'reviews' && element && how !== 'link') add('review', vendor.vendor, element)
    }
    tree.runs.forEach((run, index) => sentences(run, index, tree, input, add, (element) => isNear(element, blocks)))
    seals(tree, input.vocabulary, add)
    return marks
  },
})

/** Blocks that hold a call to action or a form: the control's own and two around it. */
function actionBlocks({ facts, nodeOf }: Input, tree: Tree): Set<Element> {
  const nodes = new Set([...facts.ctas, ...facts.forms].map(({ where }) => where.node).filter((node) => node > 0))
  const blocks = new Set<Element>()
  for (const element of tree.elements) {
    if (!nodes.has(nodeOf(element))) continue
    let node: Element | null = element
    for (let steps = 0; steps < 4 && node?.type === 'tag' && node.name !== 'body' && node.name !== 'main'; steps += 1) {
      blocks.add(node)
      node = node.parent as Element | null
    }
  }
  return blocks
}

function isNear(element: Element, blocks: Set<Element>): boolean {
  for (
    let node: Element | null = element, steps = 0;
    node?.type === 'tag' && steps < 4;
    node = node.parent as Element | null, steps += 1
  ) {
    if (blocks.has(node)) return true
  }
  return false
}

const testimonialClass =
  /(?:^|[\s_-])(?:testimonials?|testimony|customer-?quotes?|client-?quotes?|customer-?stor(?:y|ies))(?:$|[\s_-]|\d)|[a-z]Testimonial/i
const reviewClass =
  /(?:^|[\s_-])(?:[Rr]eviews?|[Rr]vw|REVIEWS)(?:$|[\s_-]|[vV]?\d|[A-Z])|[a-z]Reviews?(?:$|[\s_-]|[A-Z])/
const telling = /testimon|review|rvw|rating|star|quote|stor/i
const notReview = /review-?order|order-?review|preview|write-?review|review-?form|checkout|respond/i
const ratingClass =
  /(?:^|[\s_-])(?:star-?ratings?|ratings?-?stars?|stars?-rating|rating-(?:value|result|box|summary|count)|review-?stars?|recipe-rating|a-icon-star|average-rating|product-rating)(?:$|[\s_-]|\d)/i

/** Words of customers and stars, by the classes that such blocks carry and by their content. */
function quotes(tree: Tree, { where }: Input, add: AddMark<TrustMark['kind']>): void {
  const counts = { testimonial: 0, review: 0, rating: 0 }
  for (const element of tree.elements) {
    if (
      element.name !== 'blockquote' &&
      !telling.test(element.attribs['class'] ?? '') &&
      !telling.test(element.attribs['id'] ?? '')
    )
      continue
    const classes = `${element.attribs['class'] ?? ''} ${element.attribs['id'] ?? ''}`.trim()
    if (
      (classes === '' && element.name !== 'blockquote') ||
      classes.length > 300 ||
      element.name === 'a' ||
      element.name === 'body' ||
      element.name === 'html' ||
      (element.name === 'li' && where(element, '').region === 'nav')
    )
      continue
    if (counts.testimonial < 3 && (testimonialClass.test(classes) || isQuotation(element))) {
      const text = readableText(element, { limit: 200 })
      if (text.split(' ').length >= 12 && !isMenu(element, where)) {
        counts.testimonial += 1
        add('testimonial', text, element)
      }
    } else if (counts.review < 3 && reviewClass.test(classes) && !notReview.test(classes)) {
      const text = readableText(element, { limit: 200 })
      if (text.split(' ').length >= 20 && !isMenu(element, where) && element.name !== 'form') {
        counts.review += 1
        add('review', text, element)
      }
    } else if (counts.rating < 3 && ratingClass.test(classes)) {
      const text =
        readableText(element, { limit: 80 }) ||
        element.attribs['title'] ||
        element.attribs['aria-label'] ||
        starsIn(element)
      if (/[1-5](?:[.,]\d)?|★/.test(text) && !isField(element)) {
        counts.rating += 1
        add('rating', text, element)
      }
    }
  }
}

/** Stars that are drawn as a bar of some width; a bar of no width is a rating that nobody gave. */
function starsIn(element: Element): string {
  const styles = [element, ...element.children].map((node) => ('attribs' in node ? (node.attribs['style'] ?? '') : ''))
  const width = /(?:^|[;\s-])width\s*:\s*(\d{1,3})(?:\.\d+)?%/.exec(styles.join(';'))?.[1]
  return width && Number(width) >= 20 ? `★ ${Number(width) / 20}/5` : ''
}

/** Somebody's words on a page that is no article: a quotation with the name of who said it. */
function isQuotation(element: Element): boolean {
  if (element.name !== 'blockquote' && element.name !== 'q') return false
  for (let node = element.parent; node?.type === 'tag'; node = node.parent) {
    if (
      node.name === 'article' ||
      /(?:^|[\s_-])(?:post|entry|article|story)-?(?:content|body|text)?(?:$|[\s_-])/i.test(node.attribs['class'] ?? '')
    )
      return false
  }
  return true
}

function isMenu(element: Element, where: Input['where']): boolean {
  const { region } = where(element, '')
  return region === 'nav' || region === 'header'
}

/** Stars to press in a form that asks for a rating are no rating. */
function isField(element: Element): boolean {
  for (
    let node: Element | null = element, steps = 0;
    node?.type === 'tag' && steps < 6;
    node = node.parent as Element | null, steps += 1
  ) {
    if (node.name === 'form' || node.name === 'fieldset') return true
  }
  return false
}

function published({ $ }: Input, add: AddMark<TrustMark['kind']>): void {
  for (const item of structuredItems($)) {
    // What only machines read reassures nobody.
    if (item.format === 'json-ld') continue
    if (item.types.includes('AggregateRating') && firstText(item, 'ratingValue') !== '') {
      add(
        'rating',
        `${firstText(item, 'ratingValue')} (${firstText(item, 'reviewCount', 'ratingCount')})`,
        item.element,
      )
    }
    if (item.types.includes('Review')) {
      const text = firstText(item, 'reviewBody', 'description', 'name')
      if (text !== '' || nested(item, 'reviewRating').length > 0) add('review', text, item.element)
    }
  }
}

const sentenceTopics: [topic: string, kind: TrustMark['kind']][] = [
  ['trust.guarantee', 'guarantee'],
  ['trust.returns', 'returns'],
  ['trust.certificate', 'certificate'],
  ['trust.award', 'award'],
  ['trust.secure-payment', 'secure-payment'],
  ['trust.delivery', 'delivery'],
  ['reassurance', 'reassurance'],
]
const headingTopics: [topic: string, kind: TrustMark['kind']][] = [
  ['trust.testimonial', 'testimonial'],
  ['trust.case-study', 'case-study'],
  ['trust.people', 'people'],
]

function sentences(
  run: TextRun,
  index: number,
  tree: Tree,
  { vocabulary, where }: Input,
  add: AddMark<TrustMark['kind']>,
  near: (element: Element) => boolean,
): void {
  const { text, block } = run
  if (text.length > 200) return
  if (text.length < 90 && isRating(text, vocabulary)) add('rating', text, block)
  const topics = vocabulary.topicsIn(text)
  if (topics.size === 0) return
  const { region } = where(block, '')
  if (region === 'nav' || region === 'header') return
  const isHeading =
    /^h[1-6]$/.test(block.name) ||
    /(?:^|[\s_-])(?:title|heading|headline)(?:$|[\s_-])/i.test(block.attribs['class'] ?? '')
  if (isHeading && text.length < 90) {
    for (const [topic, kind] of headingTopics) if (topics.has(topic)) add(kind, text, block)
    if (topics.has('trust.client-logos') && picturesAfter(block) >= 3) add('client-logos', text, block)
    if (topics.has('trust.review') && vocabulary.is('trust.review', text) && index + 2 < tree.runs.length) {
      const next = tree.runs.slice(index + 1, index + 6).some((other) => other.text.length > 60)
      if (next) add('review', text, block)
    }
  }
  if (region === 'footer' && isLink(block, run)) return
  if (text.trim().split(/\s+/).length > 18) return
  for (const [topic, kind] of sentenceTopics) {
    if (!topics.has(topic) || isLink(block, run)) continue
    if (kind === 'reassurance' && region === 'footer' && !near(block)) continue
    add(kind, text, block)
  }
}

/** `4.8/5`, `9,6 / 10`, stars, or a decimal beside words for a rating; not the list of stars to press. */
function isRating(text: string, vocabulary: Input['vocabulary']): boolean {
  if (
    /(?<![\d.,])(?:[1-4](?:[.,]\d{1,2})?|5(?:[.,]0{1,2})?)\s?\/\s?5(?![\d.,/])|(?<![\d.,])\d[.,]\d\s?\/\s?10(?!\d)|★{2}/.test(
      text,
    )
  )
    return true
  return (
    /(?<![\d.,])[1-5][.,]\d{1,2}(?![\d.,])/.test(text) &&
    (vocabulary.mentions('trust.rating', text) || vocabulary.mentions('trust.review', text))
  )
}

/** Nothing but links: a menu, a footer's list. */
function isLink(block: Element, run: TextRun): boolean {
  return (
    block.name === 'a' ||
    run.parts.every(({ element, start }, index) => {
      const text = run.text.slice(start, run.parts[index + 1]?.start)
      const linked = element.name === 'a' || (element.parent?.type === 'tag' && element.parent.name === 'a')
      return linked || !/\p{L}/u.test(text)
    })
  )
}

/** Pictures in the block behind a heading. */
function picturesAfter(heading: Element): number {
  const around =
    heading.parent?.type === 'tag' && heading.parent.name !== 'body' ? (heading.parent as Element) : heading
  return countPictures(around, 0)
}

function countPictures(element: Element, depth: number): number {
  if (depth > 8) return 0
  let count = 0
  for (const child of element.children) {
    if (child.type !== 'tag') continue
    count += child.name === 'img' || child.name === 'svg' ? 1 : countPictures(child, depth + 1)
    if (count >= 3) return count
  }
  return count
}
