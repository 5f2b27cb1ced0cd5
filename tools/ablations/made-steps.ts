import type { VocabularyFile } from '../../src/facts/vocabulary/vocabulary.ts'
import type { MicroConversion } from '../../src/shared/taxonomy.ts'
import type { Levers } from './levers.ts'

/** A small working example of what a rule misses; for a page type, a page of its own. */
export interface MadeStep {
  what: string
  markup: string
}

/** What names each step that is a link or a button, as topics of the vocabulary. */
const named: Partial<Record<MicroConversion, string>> = {
  'trial-start': 'cta.trial',
  'demo-request': 'cta.demo',
  'sample-request': 'cta.sample',
  'quote-request': 'cta.quote',
  'appointment-booking': 'cta.book',
  donation: 'cta.donate',
  'order-tracking': 'cta.track',
  'support-request': 'cta.support',
  'review-write': 'cta.review',
  referral: 'cta.refer',
  'loyalty-join': 'cta.loyalty',
  reorder: 'cta.reorder',
  'account-creation': 'cta.sign-up',
  'file-download': 'cta.download',
  'calculator-use': 'cta.calculator',
  'event-registration': 'cta.event',
  'wishlist-add': 'cta.wishlist',
  'product-compare': 'cta.compare',
  'back-in-stock-alert': 'cta.stock-alert',
  'store-locator-use': 'page.store-locator',
  'begin-checkout': 'cta.checkout',
  'add-to-cart': 'cta.cart',
  purchase: 'cta.buy',
}

/** What names a reason to buy here. */
const reasonTopics: Record<string, string> = {
  near: 'reason.near',
  emergency: 'reason.emergency',
  available: 'reason.now',
}

/** The example for a rule in the language of a site; undefined where none is at hand. */
export function madeStep(
  levers: Levers,
  own: MicroConversion | undefined,
  files: readonly VocabularyFile[],
  language: string,
): MadeStep | undefined {
  const phrase = (topic: string): string | undefined =>
    files.find((file) => file.language === language)?.topics[topic]?.[0] ??
    files.find((file) => file.language === 'en')?.topics[topic]?.[0]
  const steps = own && levers.steps.includes(own) ? [own, ...levers.steps] : levers.steps
  for (const step of steps) {
    const markup = stepMarkup(step, phrase)
    if (markup) return { what: step, markup }
  }
  for (const contact of levers.contacts) {
    const markup = contactMarkup(contact)
    if (markup) return { what: contact, markup }
  }
  for (const reason of levers.reasons) {
    const said = reasonTopics[reason] && phrase(reasonTopics[reason])
    if (said) return { what: reason, markup: `<p>${said} Bath, Wells, Frome.</p>` }
  }
  if (levers.tells.includes('questions')) return { what: 'questions', markup: questions }
  const [any] = levers.any
  if (any) return { what: any, markup: anyMarkup[any] }
  if (levers.homeSteps) {
    const markup = stepMarkup('contact-form', phrase)
    if (markup) return { what: 'contact-form', markup }
  }
  return undefined
}

function stepMarkup(step: MicroConversion, phrase: (topic: string) => string | undefined): string | undefined {
  const email = `<label for="abl-e">${phrase('field.email')}</label><input id="abl-e" type="email" name="email" required>`
  if (step === 'newsletter-signup') {
    return `<form action="/subscribe" method="post"><h3>${phrase('form.newsletter')}</h3>${email}<button type="submit">${phrase('cta.subscribe')}</button></form>`
  }
  if (step === 'contact-form') {
    return `<form action="/contact" method="post"><h2>${phrase('cta.contact')}</h2><label for="abl-n">${phrase('field.name')}</label><input id="abl-n" type="text" name="name" required>${email}<label for="abl-m">${phrase('field.message')}</label><textarea id="abl-m" name="message" required></textarea><button type="submit">${phrase('cta.contact')}</button></form>`
  }
  if (step === 'site-search') {
    return `<form role="search" action="/search"><label for="abl-s">${phrase('field.search')}</label><input id="abl-s" type="search" name="q"><button type="submit">${phrase('field.search')}</button></form>`
  }
  if (step === 'phone-call') return contactMarkup('phone')
  if (step === 'email-click') return contactMarkup('email')
  if (step === 'messaging-click') return contactMarkup('messenger')
  if (step === 'social-follow') return '<p><a href="https://www.instagram.com/lampsandshades">Instagram</a></p>'
  if (step === 'video-play') return anyMarkup.videos
  const topic = named[step]
  const label = topic && phrase(topic)
  return label ? `<p><a class="button btn" href="/ablation-${step}">${label}</a></p>` : undefined
}

function contactMarkup(kind: string): string | undefined {
  if (kind === 'phone') return '<p><a href="tel:+442079460123">+44 20 7946 0123</a></p>'
  if (kind === 'email') return '<p><a href="mailto:anna@example.test">anna@example.test</a></p>'
  if (kind === 'messenger') return '<p><a href="https://wa.me/442079460123">WhatsApp</a></p>'
  if (kind === 'map')
    return '<p><iframe src="https://www.google.com/maps/embed?pb=1" title="Map" width="400" height="300"></iframe></p>'
  if (kind === 'address')
    return '<address itemscope="" itemtype="https://schema.org/PostalAddress"><span itemprop="streetAddress">12 Mead Lane</span>, <span itemprop="postalCode">BA1 2LN</span> <span itemprop="addressLocality">Bath</span></address>'
  if (kind === 'hours')
    return '<p itemscope="" itemtype="https://schema.org/LocalBusiness"><time itemprop="openingHours" datetime="Mo-Fr 09:00-17:00">Mon–Fri 9:00–17:00</time></p>'
  return undefined
}

const anyMarkup = {
  trust:
    '<figure class="testimonial"><blockquote><p>“The lamps came two days early and the shade fits to the millimetre.”</p></blockquote><figcaption>Anna Berg, Berg &amp; Sons</figcaption></figure>',
  prices: '<p class="price">£49.00</p>',
  videos:
    '<p><iframe src="https://www.youtube.com/embed/aqz-KE-bpKQ" title="How a shade is made" width="560" height="315"></iframe></p>',
}

const questions = `<section><h2>FAQ</h2>${['How long does a shade take?', 'Can I return a lamp?', 'Which bulbs fit?']
  .map(
    (question) =>
      `<details><summary>${question}</summary><p>That is told with each lamp, and you can ask us.</p></details>`,
  )
  .join('')}</section>`
