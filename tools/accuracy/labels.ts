import type { Cta } from '../../src/facts/ctas.ts'
import type { PageFacts } from '../../src/facts/index.ts'

/** What a person said about one page of a set with hand-made labels. */
export interface PageLabels {
  id: string
  url: string
  path: string
  lang: string
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
  video: (facts) => (facts.videos ?? []).some(({ decorative }) => !decorative),
  phone_link: (facts) => (facts.contactPoints ?? []).some(({ kind, callable }) => kind === 'phone' && callable),
  phone_text: (facts) =>
    (facts.contactPoints ?? []).some(({ kind, value }) => kind === 'phone' && value.replace(/\D/g, '').length > 5),
  email_contact: (facts) => (facts.contactPoints ?? []).some(({ kind }) => kind === 'email'),
  chat: (facts) => (facts.contactPoints ?? []).some(({ kind }) => kind === 'chat' || kind === 'messenger'),
  trial_or_demo: (facts) => mentions(facts, 'trial-start') || mentions(facts, 'demo-request'),
  add_to_cart: (facts) => offers(facts, 'add-to-cart'),
  price_shown: (facts) => (facts.prices ?? []).some(({ source }) => source === 'text'),
  reviews_or_testimonials: (facts) =>
    (facts.trust ?? []).some(({ kind }) => kind === 'review' || kind === 'rating' || kind === 'testimonial'),
  download: (facts) => mentions(facts, 'file-download'),
} as const satisfies Partial<Record<keyof PageLabels, (facts: PageFacts) => boolean>>
export type PresenceLabel = keyof typeof presence

function offers(facts: PageFacts, microConversion: string): boolean {
  return (facts.offers ?? []).some((offer) => offer.microConversion === microConversion && offer.here)
}

function mentions(facts: PageFacts, microConversion: string): boolean {
  return (facts.offers ?? []).some((offer) => offer.microConversion === microConversion)
}

/** Right and wrong answers of one detector. */
export interface PresenceScore {
  truePositives: number
  falsePositives: number
  falseNegatives: number
  precision: number
  recall: number
  /** Pages where the detector and the label differ. */
  differing: string[]
}

/** Precision and recall of each true-or-false label. */
export function scorePresence(pages: { labels: PageLabels; facts: PageFacts }[]): Record<PresenceLabel, PresenceScore> {
  const scores: Partial<Record<PresenceLabel, PresenceScore>> = {}
  for (const name of Object.keys(presence) as PresenceLabel[]) {
    let [truePositives, falsePositives, falseNegatives] = [0, 0, 0]
    const differing: string[] = []
    for (const { labels, facts } of pages) {
      const found = presence[name](facts)
      if (found && labels[name]) truePositives += 1
      else if (found) falsePositives += 1
      else if (labels[name]) falseNegatives += 1
      if (found !== labels[name]) differing.push(`${found ? '+' : '-'}${labels.id}`)
    }
    scores[name] = {
      truePositives,
      falsePositives,
      falseNegatives,
      precision: share(truePositives, truePositives + falsePositives),
      recall: share(truePositives, truePositives + falseNegatives),
      differing,
    }
  }
  return scores as Record<PresenceLabel, PresenceScore>
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole
}

/** How often the primary call to action is the one that a person named. */
export interface CtaScore {
  pages: number
  /** A primary one has the label's words, or both say that there is none. */
  text: number
  /** A primary one has the label's intent, or both say that there is none. */
  intent: number
  /** The label's words are among the calls to action at all. */
  found: number
  differing: string[]
}

/** Compares the primary call to action of each page with its label. */
export function scorePrimaryCta(pages: { labels: PageLabels; facts: PageFacts }[]): CtaScore {
  const score: CtaScore = { pages: pages.length, text: 0, intent: 0, found: 0, differing: [] }
  for (const { labels, facts } of pages) {
    const all = facts.ctas ?? []
    const primary = all.filter(({ rank }) => rank === 'primary')
    const wanted = labels.primary_cta
    const none = wanted === null && primary.length === 0
    const text = none || (wanted !== null && primary.some((cta) => sameWords(cta, wanted)))
    const intent = none || (labels.cta_intent !== null && primary.some((cta) => cta.intent === labels.cta_intent))
    if (text) score.text += 1
    if (intent) score.intent += 1
    if (wanted === null || all.some((cta) => sameWords(cta, wanted))) score.found += 1
    if (!text || !intent) {
      const got = primary[0]
      score.differing.push(
        `${labels.id}: "${wanted ?? ''}" (${labels.cta_intent ?? 'none'}), found "${got?.text ?? ''}" (${got?.intent ?? 'none'})`,
      )
    }
  }
  return score
}

function sameWords({ text }: Cta, wanted: string): boolean {
  const [one, other] = [plain(text), plain(wanted)]
  return one === other || (Math.min(one.length, other.length) > 3 && (one.includes(other) || other.includes(one)))
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
