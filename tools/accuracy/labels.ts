import type { PageFacts } from '../../src/facts/index.ts'

/** What a person said about one page of a set with hand-made labels. */
export interface PageLabels {
  id: string
  url: string
  path: string
  lang: string
  page_type: string
  page_type_alt: string | null
  forms: { index: number; purpose: string; fields: number }[]
  newsletter: boolean
  contact_form: boolean
  share_controls: boolean
  social_profiles: boolean
  video: boolean
  phone_link: boolean
  phone_text: boolean
  email_contact: boolean
  chat: boolean
  trial_or_demo: boolean
  add_to_cart: boolean
  price_shown: boolean
  reviews_or_testimonials: boolean
  download: boolean
  cookie_banner: boolean
  popup: boolean
  primary_cta: string | null
  cta_intent: string | null
}

/** The labels that are true or false, each with how the facts of a page answer it. */
export const presence = {
  newsletter: (facts) => offers(facts, 'newsletter-signup'),
  contact_form: (facts) =>
    (facts.forms ?? []).some(
      ({ purpose, visibleFields }) => ['contact', 'quote', 'demo'].includes(purpose) && visibleFields > 0,
    ),
  share_controls: (facts) => (facts.share?.controls.length ?? 0) > 0,
  social_profiles: (facts) => (facts.socialProfiles ?? []).length > 0,
  // Those who labelled counted loops in the background too; whether one is decoration is for the rules to weigh.
  video: (facts) => (facts.videos ?? []).length > 0,
  phone_link: (facts) => (facts.contactPoints ?? []).some(({ kind, callable }) => kind === 'phone' && callable),
  phone_text: (facts) =>
    (facts.contactPoints ?? []).some(({ kind, value }) => kind === 'phone' && value.replace(/\D/g, '').length > 5),
  email_contact: (facts) => (facts.contactPoints ?? []).some(({ kind }) => kind === 'email'),
  chat: (facts) => (facts.contactPoints ?? []).some(({ kind }) => kind === 'chat' || kind === 'messenger'),
  // A free sample was labelled as a trial.
  trial_or_demo: (facts) =>
    mentions(facts, 'trial-start') || mentions(facts, 'demo-request') || mentions(facts, 'sample-request'),
  add_to_cart: (facts) => offers(facts, 'add-to-cart'),
  price_shown: (facts) => (facts.prices ?? []).some(({ source }) => source === 'text'),
  // The labels tell what stands in the HTML: a service's box that its script has yet to fill was labelled as nothing.
  reviews_or_testimonials: (facts) => {
    const services = new Set((facts.widgets ?? []).map(({ vendor }) => vendor))
    return (facts.trust ?? []).some(
      ({ kind, text }) => ['review', 'rating', 'testimonial'].includes(kind) && !services.has(text),
    )
  },
  download: (facts) => mentions(facts, 'file-download'),
  cookie_banner: (facts) => (facts.overlayMarkup ?? []).some(({ kind }) => kind === 'consent'),
  popup: (facts) => (facts.overlayMarkup ?? []).some(({ kind }) => kind !== 'consent'),
} as const satisfies Partial<Record<keyof PageLabels, (facts: PageFacts) => boolean>>
export type PresenceLabel = keyof typeof presence

function offers(facts: PageFacts, microConversion: string): boolean {
  return (facts.offers ?? []).some((offer) => offer.microConversion === microConversion && offer.here)
}

function mentions(facts: PageFacts, microConversion: string): boolean {
  return (facts.offers ?? []).some((offer) => offer.microConversion === microConversion)
}
