import type { Element } from 'domhandler'
import { z } from 'zod'
import { microConversions, type FormPurpose, type MicroConversion } from '../shared/taxonomy.ts'
import { contactPoints } from './contact-points.ts'
import type { CtaIntent } from './cta-intents.ts'
import { ctas } from './ctas.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { forms } from './forms.ts'
import { links } from './links.ts'
import { newsletter } from './newsletter.ts'
import { share, socialProfiles } from './share.ts'
import { searchBoxes } from './site-search.ts'
import { videos } from './videos.ts'
import type { Vocabulary } from './vocabulary.ts'
import { Where } from './where.ts'
import { widgets } from './widgets.ts'

export const Offer = z
  .object({
    microConversion: z.enum(microConversions),
    how: z
      .enum(['form', 'call-to-action', 'link', 'widget', 'control', 'text', 'media'])
      .describe('What carries the offer'),
    text: z.string(),
    href: z.string().describe('Where it leads; empty when it happens here'),
    here: z.boolean().describe('It can be done on this very page; false for a link to where it can'),
    where: Where,
  })
  .meta({ id: 'Offer' })
export type Offer = z.infer<typeof Offer>

const needs = { forms, newsletter, searchBoxes, ctas, links, contactPoints, share, socialProfiles, videos, widgets }
type Input = DetectorInput<typeof needs>
const perConversion = 6

/** Each small step that the page offers, by what carries it: at most six of a kind, those that happen here first. */
export const offers = defineDetector({
  version: 1,
  reads: 'html',
  needs,
  schema: z.array(Offer),
  detect(input) {
    const all = [
      ...fromForms(input),
      ...fromNewsletter(input),
      ...fromSearch(input),
      ...fromWidgets(input),
      ...fromContacts(input),
      ...fromMedia(input),
      ...fromCtas(input),
      ...fromLinks(input),
    ]
    const seen = new Set<string>()
    const counts = new Map<string, number>()
    return [...all.filter(({ here }) => here), ...all.filter(({ here }) => !here)].filter((offer) => {
      const key = `${offer.microConversion} ${offer.here} ${offer.href || offer.text.toLowerCase()} ${offer.where.node}`
      const count = counts.get(offer.microConversion) ?? 0
      if (seen.has(key) || count >= perConversion) return false
      seen.add(key)
      counts.set(offer.microConversion, count + 1)
      return true
    })
  },
})

const byPurpose: Partial<Record<FormPurpose, MicroConversion>> = {
  newsletter: 'newsletter-signup',
  registration: 'account-creation',
  contact: 'contact-form',
  order: 'add-to-cart',
  checkout: 'purchase',
  trial: 'trial-start',
  demo: 'demo-request',
  quote: 'quote-request',
  review: 'review-write',
  search: 'site-search',
}

/** What a form of no listed purpose offers, by the words around it. */
const formTopics: [topic: string, microConversion: MicroConversion][] = [
  ['form.booking', 'appointment-booking'],
  ['form.donation', 'donation'],
  ['form.track', 'order-tracking'],
  ['form.calculator', 'calculator-use'],
]

function fromForms({ facts, vocabulary }: Input): Offer[] {
  return facts.forms.flatMap((form) => {
    if (form.fields.length > 0 && form.visibleFields === 0 && form.purpose !== 'order') return []
    const said = `${form.heading} ${form.submit}`
    const spoken = topical(said, vocabulary) ?? formTopics.find(([topic]) => vocabulary.mentions(topic, said))?.[1]
    const ordered = form.purpose === 'order' ? orderStep(form, vocabulary) : undefined
    const general = form.purpose === 'other' || form.purpose === 'contact' || form.purpose === 'order'
    const microConversion = (general ? spoken : undefined) ?? ordered ?? byPurpose[form.purpose]
    if (!microConversion) return []
    return [{ microConversion, how: 'form' as const, text: form.submit || form.heading, href: '', here: true, where: form.where }]
  })
}

/** An order form fills a cart, or it orders at once. */
function orderStep(form: Input['facts']['forms'][number], vocabulary: Vocabulary): MicroConversion {
  if (vocabulary.inAnyLanguage('cta.cart', form.submit)) return 'add-to-cart'
  const asksPerson = form.fields.some(({ purpose, hidden }) => !hidden && (purpose === 'email' || purpose === 'tel' || purpose === 'name'))
  return asksPerson || vocabulary.inAnyLanguage('cta.buy', form.submit) ? 'purchase' : 'add-to-cart'
}

function fromNewsletter({ facts }: Input): Offer[] {
  return facts.newsletter.map(({ how, where }) => ({
    microConversion: 'newsletter-signup' as const,
    how: how === 'link' ? ('link' as const) : how === 'vendor' ? ('widget' as const) : ('form' as const),
    text: '',
    href: '',
    here: how !== 'link',
    where,
  }))
}

function fromSearch({ facts }: Input): Offer[] {
  return facts.searchBoxes.map(({ label, where }) => ({
    microConversion: 'site-search' as const,
    how: 'form' as const,
    text: label,
    href: '',
    here: true,
    where,
  }))
}

function fromWidgets({ facts }: Input): Offer[] {
  return facts.widgets.flatMap(({ microConversion, vendor, how, where }) =>
    microConversion === 'none'
      ? []
      : [{ microConversion, how: 'widget' as const, text: vendor, href: '', here: how !== 'link', where }],
  )
}

const byContact = {
  phone: 'phone-call',
  email: 'email-click',
  messenger: 'messaging-click',
  chat: 'chat-start',
} as const satisfies Record<string, MicroConversion>

function fromContacts({ facts }: Input): Offer[] {
  return facts.contactPoints.flatMap(({ kind, value, callable, where }) => {
    if (!(kind in byContact)) return []
    const how = kind === 'chat' ? ('widget' as const) : callable ? ('link' as const) : ('text' as const)
    return [{ microConversion: byContact[kind as keyof typeof byContact], how, text: value, href: '', here: true, where }]
  })
}

function fromMedia({ facts }: Input): Offer[] {
  const shared = facts.share.controls.map(({ network, where }) => ({
    microConversion: 'social-share' as const,
    how: 'control' as const,
    text: network,
    href: '',
    here: true,
    where,
  }))
  const followed = facts.socialProfiles.map(({ network, href, where }) => ({
    microConversion: 'social-follow' as const,
    how: 'link' as const,
    text: network,
    href,
    here: false,
    where,
  }))
  const watched = facts.videos
    .filter(({ decorative }) => !decorative)
    .map(({ title, provider, where }) => ({
      microConversion: 'video-play' as const,
      how: 'media' as const,
      text: title || provider,
      href: '',
      here: true,
      where,
    }))
  return [...shared, ...followed, ...watched]
}

const byIntent: Partial<Record<CtaIntent, MicroConversion>> = {
  buy: 'purchase',
  cart: 'add-to-cart',
  checkout: 'begin-checkout',
  trial: 'trial-start',
  demo: 'demo-request',
  'sign-up': 'account-creation',
  subscribe: 'newsletter-signup',
  contact: 'contact-form',
  call: 'phone-call',
  quote: 'quote-request',
  book: 'appointment-booking',
  download: 'file-download',
  donate: 'donation',
  'learn-more': 'learn-more-click',
  share: 'social-share',
  follow: 'social-follow',
  watch: 'video-play',
  compare: 'product-compare',
  wishlist: 'wishlist-add',
  directions: 'store-locator-use',
}

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

function topical(text: string, vocabulary: Vocabulary): MicroConversion | undefined {
  return topics.find(([topic]) => vocabulary.mentions(topic, text))?.[1]
}

const leavingTargets = new Set(['page', 'other-site', 'dead'])

function fromCtas({ facts, vocabulary }: Input): Offer[] {
  return facts.ctas.flatMap(({ text, intent, element, href, target, where }) => {
    const microConversion = topical(text, vocabulary) ?? byIntent[intent]
    // A submit control is part of its form, which speaks for itself; one that buys or books is not always a form's purpose.
    if (!microConversion || (element === 'submit' && !['cart', 'buy', 'checkout', 'book', 'donate'].includes(intent))) return []
    const here = !leavingTargets.has(target) || /[?&]add-to-cart=/.test(href)
    const asked = intent === 'contact' && (target === 'mail' || target === 'phone' || target === 'messenger')
    const told = asked
      ? target === 'mail'
        ? ('email-click' as const)
        : target === 'phone'
          ? ('phone-call' as const)
          : ('messaging-click' as const)
      : microConversion
    return [{ microConversion: told, how: 'call-to-action' as const, text, href, here, where }]
  })
}

const leading = new Set(['internal', 'own-host', 'external', 'same-page'])

/** Links of menus and footers to where a step can be taken: their whole label names it. */
const linkTopics: [topic: string, microConversion: MicroConversion][] = [
  ...topics,
  ['cta.trial', 'trial-start'],
  ['cta.demo', 'demo-request'],
  ['cta.quote', 'quote-request'],
  ['cta.book', 'appointment-booking'],
  ['cta.donate', 'donation'],
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

function fromLinks({ facts, vocabulary, $, nodeOf }: Input): Offer[] {
  const found: Offer[] = []
  const headed = new Set($('h2 a[href], h3 a[href], h4 a[href], a[href]:has(h2, h3, h4)').toArray().map((element) => nodeOf(element as Element)))
  for (const { text, href, kind, region, where } of facts.links) {
    const offer = (microConversion: MicroConversion, here: boolean): void => {
      found.push({ microConversion, how: 'link', text: text.slice(0, 120), href, here, where })
    }
    if (kind === 'file') offer('file-download', true)
    if (!leading.has(kind) || text === '') continue
    const named = text.length > 60 ? undefined : linkTopics.find(([topic]) => vocabulary.is(topic, text))
    if (named) offer(named[1], false)
    // A card or teaser whose heading is a link says where to learn more.
    else if (kind === 'internal' && (region === 'main' || region === 'body') && headed.has(where.node)) offer('learn-more-click', false)
  }
  return found
}
