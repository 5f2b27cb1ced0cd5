import type { Element } from 'domhandler'
import { z } from 'zod'
import { readableText } from '../snapshot/document.ts'
import { ctas } from './ctas.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { forms } from './forms.ts'
import { page } from './page.ts'
import { regionOf } from './dom/regions.ts'
import { treeOf, type TextRun, type Tree } from './dom/tree.ts'
import { quotes } from './trust/quotes.ts'
import { isRating, published, spoken, starred } from './trust/ratings.ts'
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

type Input = DetectorInput<{ ctas: typeof ctas; forms: typeof forms; page: typeof page }>
const limit = 60

/** Pages built as text to read: what they say in passing promises nothing. */
const proseShapes = new Set<string>(['article', 'documentation', 'forum'])

/** What may reassure a visitor: words of others, promises, seals, and people. */
export const trust = defineDetector({
  version: 4,
  reads: 'html',
  needs: { ctas, forms, page },
  schema: z.array(TrustMark).describe('What may reassure a visitor: words of others, promises, seals, and people.'),
  detect(input) {
    const tree = treeOf(input.$)
    const blocks = actionBlocks(input, tree)
    const prose = proseShapes.has(input.facts.page.shape)
    const marks: TrustMark[] = []
    const seen = new Set<string>()
    const add: AddMark<TrustMark['kind']> = (kind, raw, element) => {
      const text = raw.replace(/\s+/g, ' ').trim().slice(0, 160)
      const key = `${kind} ${text.toLowerCase()}`
      if (seen.has(key) || marks.length === limit) return
      seen.add(key)
      marks.push({ kind, text, nearAction: isNear(element, blocks), where: input.where(element, kind) })
    }
    quotes(tree, prose, input, add)
    starred(tree, add)
    spoken(tree, input.vocabulary, add)
    published(input.$, tree, add)
    for (const { vendor, how, element } of vendorMatches(input)) {
      if (vendor.kind !== 'reviews' || !element || how === 'link') continue
      const text = element.name === 'script' ? '' : readableText(element, { limit: 200 })
      // "Be the first": the service is there, and nobody has written.
      if (input.vocabulary.inAnyLanguage('trust.no-review', text)) continue
      add('review', text.split(' ').length > 2 ? text : vendor.vendor, element)
    }
    const near = (element: Element): boolean => isNear(element, blocks)
    tree.runs.forEach((run, index) => sentences(run, index, { tree, input, prose, add, near }))
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

interface Reading {
  tree: Tree
  input: Input
  /** The page is text to read. */
  prose: boolean
  add: AddMark<TrustMark['kind']>
  near: (element: Element) => boolean
}

function sentences(run: TextRun, index: number, { tree, input, prose, add, near }: Reading): void {
  const { vocabulary } = input
  const { text, block } = run
  if (text.length > 200) return
  if (text.length < 90 && isRating(text, vocabulary) && !isListed(run)) add('rating', text, block)
  const topics = vocabulary.topicsIn(text)
  if (topics.size === 0) return
  const region = regionOf(block)
  if (region === 'nav' || region === 'header') return
  const words = text.trim().split(/\s+/).length
  const isHeading =
    /^h[1-6]$/.test(block.name) ||
    /(?:^|[\s_-])(?:title|heading|headline)(?:$|[\s_-])/i.test(block.attribs['class'] ?? '')
  if (isHeading && text.length < 90) {
    const told = tree.runs.slice(index + 1, index + 6).some((other) => other.text.length > 60)
    for (const [topic, kind] of headingTopics) {
      if (!topics.has(topic) || (prose && kind !== 'people')) continue
      if (kind !== 'testimonial' || (told && words <= 8)) add(kind, text, block)
    }
    const named = vocabulary.is('trust.client-logos', text) || hasPhrase('trust.client-logos', text, vocabulary)
    if (topics.has('trust.client-logos') && words <= 8 && named && picturesAfter(block) >= 3)
      add('client-logos', text, block)
    if (vocabulary.is('trust.review', text) && told && !nextSaysNone(tree, index, vocabulary))
      add('review', text, block)
  }
  if (words > 18 || isLink(block, run)) return
  // In a text to read only what stands beside an action, or outside the text, speaks for the site.
  if (prose && (region === 'main' || region === 'body' || region === 'dialog') && !near(block)) return
  for (const [topic, kind] of sentenceTopics) {
    if (!topics.has(topic)) continue
    if (passing.has(kind) && words > fewWords && !hasPhrase(topic, text, vocabulary)) continue
    if (kind === 'reassurance' && !reassures(text, topics, region, near(block))) continue
    add(kind, text, block)
  }
}

/** Kinds whose single words are common in other senses: a search returns, an order of delivery, a certified letter. */
const passing = new Set<TrustMark['kind']>(['returns', 'delivery', 'certificate', 'award', 'secure-payment'])
const fewWords = 5

/** Two to five words in a row are a phrase of the topic. */
function hasPhrase(topic: string, text: string, vocabulary: Input['vocabulary']): boolean {
  const words = text.split(/[^\p{L}\p{N}'’&]+/u).filter(Boolean)
  return words.some((_, start) =>
    [2, 3, 4, 5].some(
      (length) => start + length <= words.length && vocabulary.is(topic, words.slice(start, start + length).join(' ')),
    ),
  )
}

/** A word on privacy reassures beside the action that it is about; as a link of the footer it is only the law. */
function reassures(text: string, topics: ReadonlySet<string>, region: string, near: boolean): boolean {
  if (near && region !== 'footer') return true
  if (topics.has('link.legal') || /©|\(c\)|copyright/i.test(text)) return false
  return region !== 'footer' || near
}

/** A heading for reviews below which nobody has written one. */
function nextSaysNone(tree: Tree, index: number, vocabulary: Input['vocabulary']): boolean {
  return tree.runs.slice(index + 1, index + 6).some(({ text }) => vocabulary.mentions('trust.no-review', text))
}

/** The steps and counts of a menu are no rating. */
function isListed(run: TextRun): boolean {
  const region = regionOf(run.block)
  if (region !== 'nav' && region !== 'header') return false
  return isLink(run.block, run) || run.block.name === 'li'
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
