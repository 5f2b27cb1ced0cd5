import type { MicroConversion } from '../../shared/taxonomy.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** What a form of no listed purpose offers, by the words around it. */
export const formTopics: [topic: string, microConversion: MicroConversion][] = [
  ['form.booking', 'appointment-booking'],
  ['form.donation', 'donation'],
  ['form.track', 'order-tracking'],
  ['form.calculator', 'calculator-use'],
]

/** Actions that a label can name beside the intents. */
const topics: [topic: string, microConversion: MicroConversion][] = [
  ['cta.sample', 'sample-request'],
  ['cta.stock-alert', 'back-in-stock-alert'],
  ['cta.event', 'event-registration'],
  ['cta.track', 'order-tracking'],
  ['cta.support', 'support-request'],
  ['cta.review', 'review-write'],
  ['cta.refer', 'referral'],
  ['cta.loyalty', 'loyalty-join'],
  ['cta.calculator', 'calculator-use'],
  ['cta.reorder', 'reorder'],
]

/** The action that a label names beside the intents. */
export function topical(text: string, vocabulary: Vocabulary): MicroConversion | undefined {
  return topics.find(([topic]) => vocabulary.mentions(topic, text))?.[1]
}

/** A button that says no more than “Appointment” and leads to another page: to where one is booked. */
export function askedDate(
  text: string,
  intent: string,
  target: string,
  vocabulary: Vocabulary,
): MicroConversion | undefined {
  if (intent !== 'other' || (target !== 'page' && target !== 'other-site')) return undefined
  return vocabulary.is('offer.appointment', text) ? 'appointment-booking' : undefined
}

/** A label of more words than this is a title of something. */
const longest = 9

/** What a label offers whose action the intents do not tell: a product's name between "try" and "free", a white paper. */
export function worded(text: string, vocabulary: Vocabulary): MicroConversion | undefined {
  if (text.split(/\s+/).length > longest) return undefined
  if (vocabulary.mentions('offer.try', text) && vocabulary.mentions('price.free', text)) return 'trial-start'
  return vocabulary.mentions('offer.lead-magnet', text) ? 'file-download' : undefined
}

/** Links of menus and footers to where a step can be taken: their whole label names it. */
export const linkTopics: [topic: string, microConversion: MicroConversion][] = [
  ...topics,
  ['cta.trial', 'trial-start'],
  ['cta.demo', 'demo-request'],
  ['cta.quote', 'quote-request'],
  ['cta.book', 'appointment-booking'],
  ['cta.donate', 'donation'],
  ['cta.download', 'file-download'],
  ['cta.contact', 'contact-form'],
  ['newsletter.link', 'newsletter-signup'],
  ['cta.subscribe', 'newsletter-signup'],
  ['cta.sign-up', 'account-creation'],
  ['cta.checkout', 'begin-checkout'],
  ['cta.directions', 'store-locator-use'],
  ['page.store-locator', 'store-locator-use'],
  ['cta.wishlist', 'wishlist-add'],
  ['page.order-tracking', 'order-tracking'],
  ['page.help', 'support-request'],
  ['page.contact', 'contact-form'],
  ['page.events', 'event-registration'],
  ['cta.buy', 'purchase'],
]
