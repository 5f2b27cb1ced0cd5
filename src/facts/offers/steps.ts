import type { FormPurpose, MicroConversion } from '../../shared/taxonomy.ts'
import type { CtaIntent } from '../ctas/intents.ts'

/** The step of a journey that a form of each purpose offers; `none` for those that are no step forward. */
export const formStep: Record<FormPurpose, MicroConversion | 'none'> = {
  search: 'site-search',
  login: 'none',
  registration: 'account-creation',
  'password-recovery': 'none',
  contact: 'contact-form',
  newsletter: 'newsletter-signup',
  order: 'add-to-cart',
  checkout: 'purchase',
  trial: 'trial-start',
  demo: 'demo-request',
  quote: 'quote-request',
  review: 'review-write',
  comment: 'none',
  other: 'none',
}

/** The step that a call to action of each intent offers; `none` for those that are no step forward. */
export const intentStep: Record<CtaIntent, MicroConversion | 'none'> = {
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
  apply: 'none',
  search: 'none',
  'log-in': 'none',
  'learn-more': 'learn-more-click',
  share: 'social-share',
  follow: 'social-follow',
  watch: 'video-play',
  compare: 'product-compare',
  wishlist: 'wishlist-add',
  directions: 'store-locator-use',
  other: 'none',
}
