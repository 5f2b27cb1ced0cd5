import type { FormPurpose, MicroConversion } from '../shared/taxonomy.ts'

/** The micro-conversion that a form of each purpose serves; `none` for those that are no step of a journey. */
export const formStep: Record<FormPurpose, MicroConversion | 'none'> = {
  search: 'site-search',
  login: 'none',
  registration: 'account-creation',
  'password-recovery': 'none',
  contact: 'contact-form',
  newsletter: 'newsletter-signup',
  order: 'purchase',
  checkout: 'begin-checkout',
  trial: 'trial-start',
  demo: 'demo-request',
  quote: 'quote-request',
  review: 'review-write',
  comment: 'none',
  other: 'none',
}
