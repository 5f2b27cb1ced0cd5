import type { MicroConversion } from '../../shared/taxonomy.ts'
import type { RequestRecord } from '../../snapshot/schema.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** What an address of the site itself brings, by the words in it. */
const supplies: [topic: string, microConversion: MicroConversion][] = [
  ['supply.cart', 'begin-checkout'],
  ['supply.search', 'site-search'],
  ['supply.newsletter', 'newsletter-signup'],
  ['supply.reviews', 'review-write'],
  ['supply.form', 'contact-form'],
  ['supply.wishlist', 'wishlist-add'],
  ['supply.stores', 'store-locator-use'],
  ['supply.chat', 'chat-start'],
  ['supply.booking', 'appointment-booking'],
  ['supply.more', 'learn-more-click'],
]

/**
 * What a request to the site itself that was not let through could have brought: nothing, where it reports on visitors;
 * one thing, where its address names it; else anything.
 */
export function suppliedByOwn(
  { host, pathPattern, method }: RequestRecord,
  vocabulary: Vocabulary,
): (MicroConversion | 'any')[] {
  if (vocabulary.code('address.telemetry', `${host} ${pathPattern}`)) return []
  // WooCommerce asks the start page for the contents of the cart; its name for that is in the query, which is not kept.
  if (method === 'POST' && pathPattern === '/') return ['begin-checkout']
  const named = supplies.filter(([topic]) => vocabulary.code(topic, pathPattern)).map(([, what]) => what)
  return named.length > 0 ? named : ['any']
}
