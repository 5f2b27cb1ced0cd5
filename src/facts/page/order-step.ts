import type { Form } from '../forms.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { segmentTopics } from './address.ts'

/** The address, title or headline of a cart, checkout or payment, or a form that asks for a card. */
export function isOrderStep(
  { url, title, firstHeading }: { url: URL; title: string; firstHeading: string },
  forms: readonly Form[],
  vocabulary: Vocabulary,
): boolean {
  const pays = forms.some(
    ({ purpose, fields }) =>
      purpose === 'checkout' || fields.some((field) => /^cc-(?:number|exp|csc)/.test(field.purpose)),
  )
  if (pays) return true
  const topics = segmentTopics(url, vocabulary)
  if (topics.has('url.checkout') || topics.has('url.cart')) return true
  // The name of the site stands in most titles, too.
  return [title, firstHeading]
    .flatMap((words) => words.split(/\s*[|–—:·»/]\s*|\s-\s/))
    .map((part) => vocabulary.wholeTopics(part.trim()))
    .some((named) => named.has('page.checkout') || named.has('page.cart'))
}
