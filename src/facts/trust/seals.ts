import type { Element } from 'domhandler'
import { tagged, type Tree } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** Notes a mark of trust. */
export type AddMark<Kind extends string> = (kind: Kind, text: string, element: Element) => void
type Seal = 'award' | 'certificate' | 'review' | 'badge' | 'secure-payment'

/** The picture of a button. */
function isLinkToPress(element: Element): boolean {
  return element.parent?.type === 'tag' && element.parent.name === 'button'
}

/** Seals and prizes shown as pictures. */
export function seals(tree: Tree, vocabulary: Vocabulary, add: AddMark<Seal>): void {
  for (const element of tagged(tree, 'img')) {
    const alt = element.attribs['alt'] ?? ''
    if (alt.length < 3 || alt.length > 100 || tree.hidden.has(element)) continue
    const topics = vocabulary.topicsIn(alt)
    if (topics.has('trust.award')) add('award', alt, element)
    else if (topics.has('trust.certificate')) add('certificate', alt, element)
    else if (topics.has('trust.badge')) add('badge', alt, element)
    else if ((topics.has('trust.review') || topics.has('trust.rating')) && isScore(element, alt, vocabulary)) {
      if (!isLinkToPress(element)) add('review', alt, element)
    } else if (topics.has('trust.secure-payment')) add('secure-payment', alt, element)
  }
}

/** A score or the name of a review site: otherwise the picture belongs to an article that reviews something. */
function isScore(picture: Element, alt: string, vocabulary: Vocabulary): boolean {
  if (vocabulary.code('trust.review-site', alt) || /\d[.,]\d|\d\s?\/\s?(?:5|10)/.test(alt)) return true
  if (!/\d/.test(alt)) return alt.split(/\s+/).length <= 2 && vocabulary.mentions('trust.review', alt)
  if (alt.split(/\s+/).length > 3 && (alt.match(/\d/g)?.length ?? 0) < 2) return false
  // One star, two stars, three stars in a row: pictures to press.
  const row = picture.parent?.children.filter((child) => child.type === 'tag' && child.name === 'img') as Element[]
  return new Set(row.map(({ attribs }) => attribs['alt'])).size < 3
}
