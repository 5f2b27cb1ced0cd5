import type { FormPurpose } from '../../shared/taxonomy.ts'
import { formFeatures, type FormEvidence } from './features.ts'
import weights from './weights.json' with { type: 'json' }
import { predict, type LinearModel } from '../model/linear-model.ts'
import type { Vendor } from '../vendors/vendors.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

const model = weights as LinearModel

/** The classes that the model tells apart; some of them are split by rules below. */
export type FormClass =
  | 'search'
  | 'login'
  | 'registration'
  | 'password-recovery'
  | 'contact'
  | 'newsletter'
  | 'order'
  | 'other'

/** What a form is for, how sure that is, and what decided. */
export function formPurpose(
  form: FormEvidence & { vendor?: Pick<Vendor, 'vendor' | 'microConversion'> | undefined },
  vocabulary: Vocabulary,
): { purpose: FormPurpose; confidence: number; cues: string[] } {
  // Who writes letters for others asks for addresses; “sign in” on the button means “sign me up”.
  if (form.vendor?.microConversion === 'newsletter-signup' && asksOnlyWho(form))
    return { purpose: 'newsletter', confidence: 0.95, cues: [`form of ${form.vendor.vendor}`] }
  const { best, confidence, cues } = predict<FormClass>(model, formFeatures(form, vocabulary))
  const [purpose, cue] = narrowed(best, form, vocabulary)
  return { purpose, confidence, cues: cue === '' ? cues : [cue, ...cues].slice(0, 4) }
}

/** Splits the model's classes by what only some of their forms have; the second part says what decided. */
function narrowed(best: FormClass, form: FormEvidence, vocabulary: Vocabulary): [FormPurpose, string] {
  const cues = cuesOf(form, vocabulary)
  const { asks } = cues
  if (cues.passwords > 0) return withPassword(best, cues)
  if (isPaid(cues)) return ['checkout', 'card fields']
  if (best === 'login' || best === 'password-recovery') return [best, '']
  if (asks.has('coupon') && cues.texts === 1) return ['other', 'coupon']
  if (best === 'other' && cues.button.has('cta.cart') && !asks.has('search')) return ['order', 'cart words']
  const checkout = checkoutOf(best, cues)
  if (checkout) return checkout
  if (best === 'search') return [cues.quoted && !asks.has('search') ? 'quote' : best, '']
  // What is bought is not offered; but a shop's words stand around its enquiry forms, too.
  if (best === 'order' && !(cues.asksWho && cues.named)) {
    const given = cues.says.has('form.donation') || cues.says.has('cta.donate')
    return given ? ['other', 'donation words'] : [best, '']
  }
  return shellOf(form, cues) ?? offerOf(best, cues) ?? wordsOf(best, cues) ?? [best, '']
}

/** A mail address, and nothing else but names and boxes to tick. */
function asksOnlyWho({ fields }: FormEvidence): boolean {
  const asked = fields.filter(
    ({ type, honeypot }) => !honeypot && !/^(?:hidden|submit|button|image|checkbox|radio)$/.test(type),
  )
  return (
    asked.some(({ purpose }) => purpose === 'email') &&
    asked.every(({ purpose }) => /^(?:email|name|given-name|family-name|honorific-prefix|sex)$/.test(purpose))
  )
}

type Split = [FormPurpose, string] | undefined

interface Cues {
  asks: ReadonlySet<string>
  /** Mail or phone: without one of them nobody can answer. */
  asksWho: boolean
  named: boolean
  passwords: number
  /** Mail addresses: the sender's and a friend's. */
  mails: number
  texts: number
  counted: number
  /** Topics of the heading and of the button. */
  says: ReadonlySet<string>
  button: ReadonlySet<string>
  labels: ReadonlySet<string>
  /** Topics of the box for a longer text. */
  message: ReadonlySet<string>
  /** Topics of ids, classes and where it is sent, unless that is the page itself. */
  coded: ReadonlySet<string>
  place: ReadonlySet<string>
  quoted: boolean
}

function cuesOf(form: FormEvidence, vocabulary: Vocabulary): Cues {
  const visible = form.fields.filter(
    (field) => field.type !== 'hidden' && !field.honeypot && field.purpose !== 'captcha',
  )
  const asks = new Set<string>(visible.map((field) => field.purpose))
  const heard = (text: string): ReadonlySet<string> => vocabulary.topicsInAnyLanguage(text)
  const says = heard(`${form.heading} | ${form.submit}`)
  const [action = ''] = form.action.split(/[?#]/, 1)
  const toItself =
    action === '' ||
    form.path === action ||
    form.action.startsWith('#') ||
    (action.startsWith('http') && action.endsWith(form.path))
  const box = visible.find((field) => field.type === 'textarea')
  return {
    asks,
    asksWho: asks.has('email') || asks.has('tel'),
    named: asks.has('name') || asks.has('given-name') || asks.has('family-name'),
    passwords: visible.filter((field) => field.type === 'password').length,
    mails: visible.filter(({ purpose }) => purpose === 'email').length,
    texts: visible.filter((field) => /^(?:text|email|tel|url|number|textarea|search|password)$/.test(field.type))
      .length,
    counted: form.visibleFields,
    says,
    button: heard(form.submit),
    labels: heard(form.labels),
    message: heard(box?.label ?? ''),
    coded: vocabulary.topicsInCode(`${toItself ? '' : action.slice(0, 160)} | ${form.identifiers}`),
    place: new Set([...vocabulary.topicsInCode(form.path), ...vocabulary.topicsInCode(action), ...heard(form.title)]),
    quoted: says.has('cta.quote'),
  }
}

function withPassword(best: FormClass, cues: Cues): [FormPurpose, string] {
  const { asks, passwords, says, place, coded } = cues
  const about = (topic: string): boolean => says.has(topic) || place.has(topic) || coded.has(topic)
  if (asks.has('cc-number') && (asks.has('cc-exp') || asks.has('cc-exp-month') || asks.has('cc-name')))
    return ['checkout', 'card fields']
  const isCard =
    coded.has('field.coupon') || ((says.has('field.coupon') || asks.has('cc-number')) && !asks.has('username'))
  if (isCard && !asks.has('email')) return ['other', 'gift card']
  // Whoever asks for the old one lets a member change it; two new ones alone end a recovery.
  if (passwords === cues.texts && passwords > 1 && about('form.password-recovery'))
    return passwords > 2 ? ['other', 'old and new password'] : ['password-recovery', 'two new passwords']
  const tried = best === 'login' ? cues.button : says
  if (best !== 'password-recovery' && (tried.has('form.trial') || tried.has('cta.trial')))
    return ['trial', 'trial words']
  return [best, '']
}

function isPaid({ asks, says, place, coded }: Cues): boolean {
  const parts = ['cc-number', 'cc-csc', 'cc-exp', 'cc-exp-month', 'cc-name'].filter((purpose) =>
    asks.has(purpose),
  ).length
  const bought = [says, place, coded].some((topics) => topics.has('form.checkout'))
  return parts > 1 || (parts > 0 && bought && !says.has('field.coupon') && !coded.has('field.coupon'))
}

function checkoutOf(best: FormClass, cues: Cues): Split {
  if (best === 'search') return undefined
  const { asks, says, button, labels, coded, place, texts, counted } = cues
  // Whoever chose a plan is asked for little more.
  if (button.has('cta.checkout') && place.has('form.checkout') && !button.has('cta.cart') && counted > 0)
    return ['checkout', 'button and address of a checkout']
  // A message to the firm may ask for an address, too; on the page of a checkout it is a note to the order.
  if (best === 'contact' && asks.has('message') && !place.has('form.checkout')) return undefined
  if (best === 'contact' && cues.asksWho && cues.named && place.has('form.checkout') && counted > 1)
    return ['checkout', 'who orders, on the page of a checkout']
  const addresses = ['street-address', 'address-line1', 'postal-code', 'address-level2'].filter((purpose) =>
    asks.has(purpose),
  ).length
  const bought = says.has('form.checkout') || coded.has('form.checkout') || place.has('form.checkout')
  if (counted > 2 && addresses > 0 && (bought || (addresses > 1 && labels.has('form.checkout'))))
    return ['checkout', 'address and checkout words']
  const leads = texts === 0 && coded.has('form.checkout') && button.has('cta.checkout') && !button.has('cta.cart')
  return leads ? ['checkout', 'leads to checkout'] : undefined
}

/** A form that scripts will fill can only be told by its heading and its names. */
function shellOf(form: FormEvidence, { says, coded, texts }: Cues): Split {
  if (
    texts > 0 ||
    form.fields.some((field) => field.type !== 'hidden' && !/^(?:submit|button|image)$/.test(field.type))
  )
    return undefined
  if (says.has('cta.quote') && !coded.has('form.search')) return ['quote', 'quote words']
  for (const kind of ['newsletter', 'comment', 'contact'] as const)
    if (says.has(`form.${kind}`) && (coded.has(`form.${kind}`) || coded.has('form.embedded')))
      return [kind, `${kind} words, no fields yet`]
  if (coded.has('form.contact') && coded.has('form.embedded')) return ['contact', 'contact names, no fields yet']
  return undefined
}

/** What it promises. */
function offerOf(best: FormClass, cues: Cues): Split {
  const { says, coded, labels, asks, asksWho, button, place, counted, mails, quoted } = cues
  if (coded.has('form.stock-alert') || (says.has('cta.stock-alert') && best === 'newsletter'))
    return ['other', 'stock alert']
  if (coded.has('form.wishlist') && best !== 'registration') return ['other', 'wish list']
  if (coded.has('form.unsubscribe') && best === 'newsletter') return ['other', 'takes an address off a list']
  const shared = coded.has('form.share') || says.has('form.share') || (mails > 1 && labels.has('form.share'))
  if (shared && best !== 'registration' && asks.has('email')) return ['other', 'sent to a friend']
  if (says.has('form.application') && (asks.has('file') || coded.has('form.application')))
    return ['other', 'job application']
  if (quoted && button.has('cta.quote') && !asks.has('message')) return ['quote', 'quote words']
  if (!asksWho) return undefined
  if (says.has('form.trial') || says.has('cta.trial') || coded.has('form.trial')) return ['trial', 'trial words']
  const demo = says.has('form.demo') || says.has('cta.demo') || coded.has('form.demo')
  // A page for messages names what they may be about.
  const written = place.has('form.contact') && !place.has('form.demo') && !button.has('form.demo')
  const promised = button.has('form.demo') || button.has('cta.demo')
  if (demo && (best !== 'newsletter' || promised) && !(asks.has('message') && (button.has('form.contact') || written)))
    return ['demo', 'demo words']
  if (quoted && !(button.has('form.contact') && asks.has('message')) && (counted > 1 || button.has('cta.quote')))
    return ['quote', 'quote words']
  return undefined
}

/** Messages to the firm, remarks under an article and opinions on a product all have a box for a longer text. */
function wordsOf(best: FormClass, cues: Cues): Split {
  // What reads like joining is a message all the same when its names say so.
  const isMessage = best === 'registration' && cues.coded.has('form.contact') && !cues.coded.has('form.registration')
  if (best !== 'contact' && best !== 'other' && best !== 'newsletter' && !isMessage) return undefined
  const { says, coded, place, asks, asksWho, button, message, named, counted } = cues
  const rated = asks.has('rating')
  const contact = [says, coded].some((topics) => topics.has('form.contact') || topics.has('cta.contact'))
  if (!asks.has('message') && !rated) {
    const callsBack = best === 'newsletter' && asks.has('tel') && !says.has('form.newsletter')
    if (best !== 'contact' && asksWho && named && counted > 1 && (callsBack || (contact && best !== 'newsletter')))
      return ['contact', 'contact words, name and mail or phone']
    // A name and an address to send to, and nothing to say: whoever fills it in wants mail.
    const onlyMail = asks.has('email') && !asks.has('tel') && (best === 'contact' ? counted < 4 : named && counted < 3)
    const known = contact || ['form.order', 'form.registration', 'form.login'].some((topic) => coded.has(topic))
    if (best !== 'registration' && best !== 'newsletter' && onlyMail && !known)
      return ['newsletter', 'asks for an address only']
    return undefined
  }
  if (button.has('form.review') && !button.has('form.comment')) return ['review', 'review words']
  if (button.has('form.comment') && !message.has('form.review')) return ['comment', 'comment words']
  const review = rated || says.has('form.review') || message.has('form.review') || coded.has('form.review')
  const comment = says.has('form.comment') || coded.has('form.comment')
  if (review && !(comment && !message.has('form.review') && !says.has('form.review')))
    return ['review', 'rating or review words']
  if (best !== 'contact') return undefined
  if (comment && (!asksWho || (!says.has('form.contact') && !asks.has('tel') && !asks.has('subject'))))
    return ['comment', 'comment words']
  const namedSo = coded.has('form.contact') || place.has('form.contact')
  if (asksWho || named || namedSo || (contact && asks.has('other'))) return undefined
  // Nobody could answer: a note to an order, else what members write.
  return coded.has('form.order') || coded.has('form.checkout') ? ['other', 'note'] : ['comment', 'text without sender']
}
