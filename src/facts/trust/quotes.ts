import type { Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import type { DetectorInput } from '../detector.ts'
import { regionOf } from '../dom/regions.ts'
import { matchingClasses, type TextRun, type Tree } from '../dom/tree.ts'
import type { AddMark } from './seals.ts'

const testimonialClass =
  /(?:^|[\s_-])(?:testimonials?|testimony|customer-?quotes?|client-?quotes?|customer-?stor(?:y|ies))(?:$|[\s_-]|\d)|[a-z]Testimonial/i
const reviewClass =
  /(?:^|[\s_-])(?:[Rr]eviews?|[Rr]vw|REVIEWS)(?:$|[\s_-]|[vV]?\d|[A-Z])|[a-z]Reviews?(?:$|[\s_-]|[A-Z])/
const telling = /testimon|review|rvw|quote|stor/i
const notReview = /review-?order|order-?review|preview|write-?review|review-?form|checkout|respond/i
/** Quotations that are something else: lifted out of the article itself, answers in a forum, posts of networks. */
const otherQuote =
  /pull-?quote|twitter-tweet|instagram-media|tiktok-embed|bbcode|bb-quote|quote-?container|message|ugc|comment|fb-post/i

type Input = Pick<DetectorInput<Record<never, never>>, 'vocabulary'>
type Said = 'testimonial' | 'review'
const most = 3

/** Words of customers, by the classes that such blocks carry, by quotation marks and by the name below them. */
export function quotes(tree: Tree, prose: boolean, input: Input, add: AddMark<Said>): void {
  const counts = { testimonial: 0, review: 0 }
  const said = (kind: Said, text: string, element: Element): void => {
    counts[kind] += 1
    add(kind, text, element)
  }
  const tells = matchingClasses(tree, telling)
  for (let place = 0; place < tree.elements.length; place++) {
    const element = tree.elements[place]!
    const { attribs, name } = element
    const quotation = name === 'blockquote' || name === 'q'
    if (!quotation && !tells[tree.classes[place]!] && !(attribs['id'] && telling.test(attribs['id']))) continue
    const classes = `${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`.trim()
    if (
      classes.length > 300 ||
      ['a', 'body', 'html', 'form', 'script', 'style', 'link'].includes(name) ||
      (name === 'li' && regionOf(element) === 'nav') ||
      (quotation && otherQuote.test(classes))
    )
      continue
    if (
      counts.testimonial < most &&
      ((testimonialClass.test(classes) && !/pull-?quote/i.test(classes)) ||
        (quotation && !prose && isQuotation(element)))
    ) {
      const text = readableText(element, { limit: 200 })
      if (text.split(' ').length >= 12 && !isMenu(element)) said('testimonial', text, element)
    } else if (counts.review < most && reviewClass.test(classes) && !notReview.test(classes)) {
      const text = readableText(element, { limit: 200 })
      if (text.split(' ').length < 20 || isMenu(element)) continue
      if (input.vocabulary.inAnyLanguage('trust.no-review', text) || (prose && !isRated(element, 0))) continue
      said('review', text, element)
    }
  }
  if (prose || counts.testimonial > 0) return
  for (let index = 0; index < tree.runs.length; index++) {
    const run = tree.runs[index]!
    if (counts.testimonial < most && isNamedQuote(run, tree.runs[index + 1]) && !isMenu(run.block))
      said('testimonial', run.text, run.block)
  }
}

/** Somebody's words, not an indented paragraph: in quotation marks, or with the name of who said it. */
function isQuotation(element: Element): boolean {
  for (let node = element.parent; node?.type === 'tag'; node = node.parent) {
    const classes = node.attribs['class'] ?? ''
    if (
      node.name === 'article' ||
      /(?:^|[\s_-])(?:post|entry|article|story|message|comment)-?(?:content|body|text)?(?:$|[\s_-])/i.test(classes)
    )
      return false
  }
  const text = readableText(element, { limit: 600 })
  return /["“”„«»]|[—–]\s*\p{Lu}|\s-\s?\p{Lu}\p{L}+/u.test(text) || holds(element, ['cite', 'footer', 'figcaption'], 0)
}

function holds(element: Element, names: string[], depth: number): boolean {
  return element.children.some(
    (child) => child.type === 'tag' && (names.includes(child.name) || (depth < 8 && holds(child, names, depth + 1))),
  )
}

/** A sentence or more in quotation marks, and a name in the next line. */
function isNamedQuote({ text }: TextRun, next: TextRun | undefined): boolean {
  const quote = text.trim()
  if (!/^["“„«]/.test(quote) || !/["”“»][.!]?$/.test(quote) || quote.split(' ').length < 12 || !next) return false
  const name = next.text.trim().replace(/^[—–-]\s*/, '')
  return name.length < 70 && /^\p{Lu}[\p{L}.'’]*\s+\p{Lu}/u.test(name)
}

/** Something in it shows stars, a score or who wrote it: on a page of prose, "review" alone is an article's kind. */
function isRated(element: Element, depth: number): boolean {
  return element.children.some(
    (child) =>
      child.type === 'tag' &&
      depth < 8 &&
      (/(?:^|[\s_-])(?:stars?|ratings?|score|reviewer)(?:$|[\s_-])/i.test(child.attribs['class'] ?? '') ||
        isRated(child, depth + 1)),
  )
}

function isMenu(element: Element): boolean {
  const region = regionOf(element)
  return region === 'nav' || region === 'header'
}
