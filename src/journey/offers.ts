import type { MicroConversion } from '../shared/taxonomy.ts'
import { keyOfHref, type KeyOf, type SeenPage } from './seen-page.ts'

/** Steps that are taken on a page made for them: a link to one offers nothing when that page has none. */
const doneOnPage: ReadonlySet<MicroConversion> = new Set<MicroConversion>([
  'newsletter-signup',
  'trial-start',
  'demo-request',
  'sample-request',
  'contact-form',
  'quote-request',
  'account-creation',
  'appointment-booking',
  'review-write',
  'loyalty-join',
])
/** Links in a row that are followed to see whether a step can be taken at their end. */
const farthest = 3

/** Micro-conversions that a page offers, sorted: on it, or on it or a click away. */
export interface PageOffers {
  here: MicroConversion[]
  near: MicroConversion[]
}

/**
 * What a page offers. A link named “Contact” offers a contact form only if it leads to one, or to where we have not looked.
 */
export function offersOf(page: SeenPage, byKey: ReadonlyMap<string, SeenPage>, keyOf: KeyOf): PageOffers {
  const offers = page.facts.offers ?? []
  const sorted = (list: typeof offers): MicroConversion[] =>
    [...new Set(list.map(({ microConversion }) => microConversion))].toSorted()
  return {
    here: sorted(offers.filter(({ here }) => here)),
    near: sorted(
      offers.filter(
        ({ here, href, microConversion }) =>
          here || !doneOnPage.has(microConversion) || leadsThere(href, microConversion, byKey, keyOf, farthest),
      ),
    ),
  }
}

function leadsThere(
  href: string,
  id: MicroConversion,
  byKey: ReadonlyMap<string, SeenPage>,
  keyOf: KeyOf,
  clicks: number,
): boolean {
  const target = byKey.get(keyOfHref(href, keyOf))
  // Another site, or a page that was not looked at: the link's word is all that there is.
  if (!target) return true
  const offers = (target.facts.offers ?? []).filter(({ microConversion }) => microConversion === id)
  const hidden = (target.facts.hints ?? []).some(
    ({ couldSupply }) => couldSupply.includes(id) || couldSupply.includes('any'),
  )
  if (hidden || offers.some(({ here }) => here)) return true
  return (
    clicks > 1 &&
    offers.some(
      (offer) => keyOfHref(offer.href, keyOf) !== target.key && leadsThere(offer.href, id, byKey, keyOf, clicks - 1),
    )
  )
}
