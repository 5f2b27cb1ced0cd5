// The ids that rules, facts, reports and configs share. Where each comes from stands in docs/how-it-works.md.

export const stages = ['need-recognition', 'information-search', 'evaluation', 'purchase', 'post-purchase'] as const
export type Stage = (typeof stages)[number]

export const profiles = ['ecommerce', 'saas', 'lead-gen', 'publisher', 'local', 'nonprofit', 'booking'] as const
export type Profile = (typeof profiles)[number]

export const severities = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof severities)[number]

export const efforts = ['S', 'M', 'L'] as const
export type Effort = (typeof efforts)[number]

export const evidenceLevels = ['A', 'B', 'C'] as const
export type EvidenceLevel = (typeof evidenceLevels)[number]

export const confidences = ['high', 'medium', 'low'] as const
export type Confidence = (typeof confidences)[number]

export const findingKinds = ['bug', 'friction', 'opportunity', 'idea'] as const

/** Each micro-conversion with the stage that it serves; a declared goal counts as purchase whatever its kind. */
export const microConversionStage = {
  'newsletter-signup': 'need-recognition',
  'social-follow': 'need-recognition',
  'learn-more-click': 'information-search',
  'site-search': 'information-search',
  'file-download': 'information-search',
  'social-share': 'information-search',
  'store-locator-use': 'information-search',
  'event-registration': 'information-search',
  'video-play': 'evaluation',
  'trial-start': 'evaluation',
  'demo-request': 'evaluation',
  'sample-request': 'evaluation',
  'contact-form': 'evaluation',
  'quote-request': 'evaluation',
  'phone-call': 'evaluation',
  'messaging-click': 'evaluation',
  'email-click': 'evaluation',
  'chat-start': 'evaluation',
  'product-compare': 'evaluation',
  'wishlist-add': 'evaluation',
  'back-in-stock-alert': 'evaluation',
  'calculator-use': 'evaluation',
  'add-to-cart': 'purchase',
  'begin-checkout': 'purchase',
  'account-creation': 'purchase',
  'appointment-booking': 'purchase',
  purchase: 'purchase',
  donation: 'purchase',
  'order-tracking': 'post-purchase',
  'support-request': 'post-purchase',
  'review-write': 'post-purchase',
  referral: 'post-purchase',
  'loyalty-join': 'post-purchase',
  reorder: 'post-purchase',
} as const satisfies Record<string, Stage>
export type MicroConversion = keyof typeof microConversionStage
export const microConversions = Object.keys(microConversionStage) as MicroConversion[]

/** Each page type with the stage that a page of it mainly serves; `none` where no stage is meant. */
export const pageTypeStage = {
  home: 'need-recognition',
  landing: 'information-search',
  category: 'information-search',
  product: 'evaluation',
  service: 'evaluation',
  pricing: 'evaluation',
  comparison: 'evaluation',
  article: 'information-search',
  'blog-index': 'information-search',
  'case-study': 'evaluation',
  testimonials: 'evaluation',
  faq: 'evaluation',
  help: 'post-purchase',
  contact: 'evaluation',
  about: 'information-search',
  team: 'information-search',
  'lead-form': 'evaluation',
  cart: 'purchase',
  checkout: 'purchase',
  confirmation: 'post-purchase',
  login: 'purchase',
  account: 'post-purchase',
  'order-tracking': 'post-purchase',
  legal: 'none',
  'search-results': 'information-search',
  error: 'none',
  'store-locator': 'information-search',
  location: 'information-search',
  'resource-hub': 'information-search',
  events: 'information-search',
  careers: 'none',
  press: 'none',
  other: 'none',
} as const satisfies Record<string, Stage | 'none'>
export type PageType = keyof typeof pageTypeStage
export const pageTypes = Object.keys(pageTypeStage) as PageType[]

export const formPurposes = [
  'search',
  'login',
  'registration',
  'password-recovery',
  'contact',
  'newsletter',
  'order',
  'checkout',
  'trial',
  'demo',
  'quote',
  'review',
  'comment',
  'other',
] as const
export type FormPurpose = (typeof formPurposes)[number]
