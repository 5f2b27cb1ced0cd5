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
  'cta.post',
]

/** What a label says: its intent, whether the whole label is an action's phrase, and whether it names any action. */
export interface LabelMeaning {
  intent: CtaIntent
  whole: boolean
  action: boolean
  /** The action that has no intent of its own: `review`, `jump`; empty for others. */
  other: string
}

const longest = 10

/** Reads a label. A single word counts in a short label or as the first one of a longer; a phrase counts anywhere. */
export function meaningOf(label: string, vocabulary: Vocabulary): LabelMeaning {
  const none: LabelMeaning = { intent: 'other', whole: false, action: false, other: '' }
  if (label === '' || label.length > 100 || /^https?:/i.test(label)) return none
  const whole = (intent: CtaIntent): LabelMeaning => ({ intent, whole: true, action: true, other: '' })
  // Most labels are no whole phrase of any language; what is none of any is none of this one.
  const foreign = vocabulary.wholeTopics(label)
  if (foreign.size > 0) {
    if (vocabulary.is('cta.control', label)) return { ...none, whole: true }
    // Free for good is an account, not a trial.
    if (vocabulary.is('cta.free-account', label)) return whole('sign-up')
    for (const intent of order) if (vocabulary.is(`cta.${intent}`, label)) return whole(intent)
    const act = actions.find((topic) => vocabulary.is(topic, label))
    if (act) return { ...whole('other'), other: act.slice(4) }
    // Buttons speak other languages than their page, English above all; a whole label is told apart even so.
    for (const intent of order) if (foreign.has(`cta.${intent}`)) return whole(intent)
  }
  const topics = vocabulary.topicsIn(label)
  if (topics.size === 0) return none
  const words = label.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  if (words.length > longest) return none
  const telling = (topic: string): boolean => {
    if (!topics.has(topic)) return false
    if (words.length <= 2 || (words.length <= longestOf(topic) && vocabulary.mentions(topic, words[0] ?? '')))
      return true
    return hasPhrase(topic, words, vocabulary)
  }
  for (const intent of order) if (telling(`cta.${intent}`)) return { intent, whole: false, action: true, other: '' }
  const told = actions.find(telling)
  return told ? { intent: 'other', whole: false, action: true, other: told.slice(4) } : none
}

/** Up to how many words a label may have whose first one tells; "search" and "order" begin much else, too. */
function longestOf(topic: string): number {
  return topic === 'cta.search' ? 2 : topic === 'cta.buy' || topic === 'cta.directions' ? 4 : 6
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

const outspoken = new Set<CtaIntent>(['cart', 'buy', 'book', 'quote', 'donate', 'checkout', 'trial', 'demo'])
const smallForms = new Set<FormPurpose>(['search', 'newsletter', 'other'])

/** Intent of a form's submit control: the label's own where it says one, else what the form is for. */
export function submitIntent(purpose: FormPurpose | undefined, meaning: LabelMeaning): CtaIntent {
  if (purpose === undefined) return meaning.intent
  // A form of few fields is easily taken for a search or a newsletter; a label that names a purchase or a booking knows better.
  if (smallForms.has(purpose) && meaning.action && outspoken.has(meaning.intent)) return meaning.intent
  // So does who lets guests go on where others log in, or asks for a code of another kind.
  const small = purpose === 'login' || purpose === 'password-recovery'
  if (small && meaning.whole && outspoken.has(meaning.intent)) return meaning.intent
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
