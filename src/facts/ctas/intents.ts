import type { FormPurpose } from '../../shared/taxonomy.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

export const ctaIntents = [
  'buy',
  'cart',
  'checkout',
  'trial',
  'demo',
  'sign-up',
  'subscribe',
  'contact',
  'call',
  'quote',
  'book',
  'download',
  'donate',
  'apply',
  'search',
  'log-in',
  'learn-more',
  'share',
  'follow',
  'watch',
  'compare',
  'wishlist',
  'directions',
  'other',
] as const
export type CtaIntent = (typeof ctaIntents)[number]

/** Where one label fits several intents, the more telling one is first. */
const order: CtaIntent[] = [
  'cart',
  'checkout',
  'trial',
  'demo',
  'quote',
  'book',
  'wishlist',
  'compare',
  'donate',
  'call',
  'contact',
  'subscribe',
  'download',
  'apply',
  'buy',
  'sign-up',
  'log-in',
  'directions',
  'share',
  'follow',
  'watch',
  'learn-more',
  'search',
]

/** Topics of the vocabulary that name an action which has no intent of its own. */
const actions = [
  'cta.support',
  'cta.review',
  'cta.track',
  'cta.sample',
  'cta.stock-alert',
  'cta.refer',
  'cta.loyalty',
  'cta.calculator',
  'cta.event',
  'cta.reorder',
  'cta.jump',
]

/** What a label says: its intent, whether the whole label is an action's phrase, and whether it names any action. */
export interface LabelMeaning {
  intent: CtaIntent
  whole: boolean
  action: boolean
}

const longest = 10

/** Reads a label. A single word counts in a short label or as the first one of a longer; a phrase counts anywhere. */
export function meaningOf(label: string, vocabulary: Vocabulary): LabelMeaning {
  const none: LabelMeaning = { intent: 'other', whole: false, action: false }
  if (label === '' || label.length > 100 || /^https?:/i.test(label)) return none
  for (const intent of order) if (vocabulary.is(`cta.${intent}`, label)) return { intent, whole: true, action: true }
  if (actions.some((topic) => vocabulary.is(topic, label))) return { intent: 'other', whole: true, action: true }
  // Buttons speak other languages than their page, English above all; a whole label is told apart even so.
  const foreign = vocabulary.wholeTopics(label)
  for (const intent of order) if (foreign.has(`cta.${intent}`)) return { intent, whole: true, action: true }
  const words = label.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  if (words.length > longest) return none
  const topics = vocabulary.topicsIn(label)
  const telling = (topic: string): boolean => {
    if (!topics.has(topic)) return false
    if (words.length <= 2 || vocabulary.mentions(topic, words[0] ?? '')) return true
    return hasPhrase(topic, words, vocabulary)
  }
  for (const intent of order) if (telling(`cta.${intent}`)) return { intent, whole: false, action: true }
  return actions.some(telling) ? { intent: 'other', whole: false, action: true } : none
}

/** Two to five words in a row are a phrase of the topic. */
function hasPhrase(topic: string, words: string[], vocabulary: Vocabulary): boolean {
  for (let start = 0; start < words.length - 1; start += 1) {
    for (let end = start + 2; end <= Math.min(words.length, start + 5); end += 1) {
      if (vocabulary.is(topic, words.slice(start, end).join(' '))) return true
    }
  }
  return false
}

const byPurpose: Record<FormPurpose, CtaIntent> = {
  search: 'search',
  login: 'log-in',
  registration: 'sign-up',
  'password-recovery': 'log-in',
  contact: 'contact',
  newsletter: 'subscribe',
  order: 'buy',
  checkout: 'checkout',
  trial: 'trial',
  demo: 'demo',
  quote: 'quote',
  review: 'other',
  comment: 'other',
  other: 'other',
}

/** Intent of a form's submit control: the label's own where it says one, else what the form is for. */
export function submitIntent(purpose: FormPurpose | undefined, meaning: LabelMeaning): CtaIntent {
  if (purpose === undefined) return meaning.intent
  if (purpose === 'search' || purpose === 'login' || purpose === 'password-recovery') return byPurpose[purpose]
  if (purpose === 'order' && ['buy', 'cart', 'checkout', 'book'].includes(meaning.intent)) return meaning.intent
  if (purpose === 'checkout' && ['buy', 'checkout', 'donate', 'book'].includes(meaning.intent)) return meaning.intent
  const spoken = meaning.whole && !['search', 'learn-more', 'other'].includes(meaning.intent)
  return spoken && (purpose === 'other' || purpose === 'contact' || purpose === 'quote' || purpose === 'registration')
    ? meaning.intent
    : purpose === 'other'
      ? meaning.intent
      : byPurpose[purpose]
}
