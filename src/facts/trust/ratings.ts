import type { CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import { firstText, nested, structuredItems } from '../dom/structured-items.ts'
import { regionOf } from '../dom/regions.ts'
import { matchingClasses, type Tree } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { AddMark } from './seals.ts'

const ratingClass =
  /(?:^|[\s_-])(?:star-?ratings?|ratings?-?stars?|stars?-rating|rating-(?:value|result|box|summary|count)|review-?stars?|recipe-rating|a-icon-star|average-rating|product-rating)(?:$|[\s_-]|\d)/i
const quick = /rating|star/i
/** One to five with decimals, a score of ten or a hundred that says so, or stars; a mere count of reviews is none. */
const score =
  /(?<![\d.,])(?:[1-4](?:[.,]\d{1,2})?|5(?:[.,]0{1,2})?)(?![.,]?\d|\s?%)|(?<![\d.,])\d{1,2}(?:[.,]\d{1,2})?\s?\/\s?100?(?!\d)|★/
const most = 3

/** Stars and scores, by the classes that they carry. */
export function starred(tree: Tree, add: AddMark<'rating'>): void {
  let count = 0
  const mayRate = matchingClasses(tree, quick)
  for (let place = 0; place < tree.elements.length && count < most; place++) {
    const element = tree.elements[place]!
    const id = element.attribs['id']
    if (!mayRate[tree.classes[place]!] && !(id && quick.test(id))) continue
    const classes = `${element.attribs['class'] ?? ''} ${id ?? ''}`
    if (classes.length > 300 || !ratingClass.test(classes)) continue
    if (element.name === 'a' || element.name === 'body') continue
    const { title, 'aria-label': label } = element.attribs
    const text = [readableText(element, { limit: 80 }), title, label, starsIn(element)].find(
      (candidate) => candidate && score.test(candidate),
    )
    if (text && !isField(element) && regionOf(element) !== 'nav') {
      count += 1
      add('rating', text, element)
    }
  }
}

/** Scores that only a screen reader or a hint under the mouse tells: `4.2 out of 5` as the name of drawn stars. */
export function spoken(tree: Tree, vocabulary: Vocabulary, add: AddMark<'rating'>): void {
  let count = 0
  for (const element of tree.elements) {
    const { attribs, name } = element
    if (name === 'input' || name === 'button' || name === 'label') continue
    const text = attribs['aria-label'] || attribs['title'] || (name === 'img' ? attribs['alt'] : '')
    if (!text || text.length > 90 || !/\d/.test(text) || !isSpokenScore(text, vocabulary)) continue
    if (isField(element) || regionOf(element) === 'nav') continue
    add('rating', text, element)
    if (++count === most) return
  }
}

/** `4 out of 5`, `Rating: 4.2 of 5 stars`; not "4 out of 5 dentists". */
function isSpokenScore(text: string, vocabulary: Vocabulary): boolean {
  const parts =
    /^(\D{0,30})(?<![\d.,])(?:[1-4](?:[.,]\d{1,2})?|5(?:[.,]0{1,2})?)(?![.,]?\d)\s?(?:\/|\p{L}[\p{L} ]{0,14}\s)\s?5(?:[.,]0)?(?![.,\d])\s?(\D{0,16})/u.exec(
      text,
    )
  if (!parts) return false
  const around = [parts[1]!, parts[2]!].map((part) => part.trim())
  return (
    vocabulary.mentions('trust.rating', text) &&
    (!/\p{L}/u.test(around[1]!) || around.some((part) => vocabulary.mentions('trust.rating', part)))
  )
}

/** Stars that are drawn as a bar of some width; a bar of no width is a rating that nobody gave. */
function starsIn(element: Element): string {
  const styles = [element, ...element.children].map((node) => ('attribs' in node ? (node.attribs['style'] ?? '') : ''))
  const width = /(?:^|[;\s-])width\s*:\s*(\d{1,3})(?:\.\d+)?%/.exec(styles.join(';'))?.[1]
  return width && Number(width) >= 20 ? `★ ${Number(width) / 20}/5` : ''
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

/** Ratings and reviews marked up where visitors read them. What only machines read reassures nobody. */
export function published($: CheerioAPI, tree: Tree, add: AddMark<'rating' | 'review'>): void {
  for (const item of structuredItems($)) {
    if (item.format === 'json-ld') continue
    const rated = item.types.includes('AggregateRating') && !tree.hidden.has(item.element)
    if (rated && firstText(item, 'ratingValue') !== '') {
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

/** `4.8/5`, `9,6 / 10`, stars, a decimal or a number of reviews beside words for a rating; not the list of stars to press. */
export function isRating(text: string, vocabulary: Vocabulary): boolean {
  if (
    /(?<![\d.,])(?:[1-4](?:[.,]\d{1,2})?|5(?:[.,]0{1,2})?)\s?\/\s?5(?![\d.,/])|(?<![\d.,])\d[.,]\d\s?\/\s?10(?!\d)|★{2}|[1-5][.,]\d\s?★|★\s?[1-5][.,]\d/.test(
      text,
    )
  )
    return true
  if (!/\d/.test(text)) return false
  if (isSpokenScore(text, vocabulary)) return true
  const decimal = /(?<![\d.,])[1-5][.,]\d{1,2}(?![\d.,])/.test(text)
  if (decimal && vocabulary.mentions('trust.rating', text)) return true
  // "4.6 (1,204 reviews)": beside the word for reviews alone a decimal may be a version.
  if (/(?<![\d.,])[1-5][.,]\d{1,2}(?![\d.,])\D{0,30}\d/.test(text) && vocabulary.mentions('trust.review', text))
    return true
  return isCounted(text, vocabulary)
}

/** `3308 reviews`, `24,900+ Kundenbewertungen`: a number, and at once the word for what customers wrote. */
function isCounted(text: string, vocabulary: Vocabulary): boolean {
  const parts = /(?<![\d.,\p{L}-])([1-9][\d.,\u00a0]*)\+?\s?((?:\p{L}+\s?){1,3})/u.exec(text)
  if (!parts || text.length > 60) return false
  // The second part of a film has a review; it isn't two reviews.
  if (parts[1]!.length < 2 && /\p{Lu}\S*\s+$/u.test(text.slice(0, parts.index))) return false
  const words = parts[2]!.trim().split(/\s/)
  return words.some((_, index) => index < 2 && vocabulary.is('trust.review', words.slice(0, index + 1).join(' ')))
}
