import type { FieldClues, FormClues } from './field-clues.ts'
import { bareLabel, fieldFeatures, formTopics } from './field-features.ts'
import { fieldGrams } from './field-grams.ts'
import { fieldPurposes, type FieldPurpose } from './fields.ts'
import weights from './field-weights.json' with { type: 'json' }
import { predictByGrams, type GramModel } from '../model/gram-model.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

const model = weights as GramModel
const ours = new Set<string>(fieldPurposes)

/** Autofill tokens in an `autocomplete` attribute that name the same as one of ours, or that we call otherwise. */
const tokens = new Map<string, FieldPurpose>(
  Object.entries({
    'cc-given-name': 'cc-name',
    'cc-family-name': 'cc-name',
    'tel-national': 'tel',
    'tel-local': 'tel',
    'tel-area-code': 'tel',
    'country-name': 'country',
    'address-line3': 'address-line2',
    'address-level3': 'address-level2',
    impp: 'other',
  }),
)

/** The purpose that the site itself declares; undefined without a usable `autocomplete`. */
export function declaredPurpose(autocomplete: string, type: string): FieldPurpose | undefined {
  const token = autocomplete
    .split(/\s+/)
    .filter((word) => word !== 'webauthn')
    .at(-1)
  if (token === undefined || token === 'on' || token === 'off') return undefined
  // Some sites write a password's token on other fields to keep browsers from filling them.
  if (token.endsWith('password') && type !== 'password') return undefined
  return tokens.get(token) ?? (ours.has(token) ? (token as FieldPurpose) : undefined)
}

/** What each field of a form asks for: what types settle by themselves, else a model over names, labels and neighbours. */
export function guessPurposes(form: FormClues, vocabulary: Vocabulary): FieldPurpose[] {
  const topics = formTopics(form, vocabulary)
  const known = new Map<FieldClues, FieldPurpose>()
  return form.fields.map((field, at) => {
    const same = known.get(field)
    if (same) return same
    const purpose = decided(field, topics.codes[at]!, vocabulary, () => guess(at))
    known.set(field, purpose)
    return purpose
  })

  function guess(at: number): FieldPurpose {
    return predictByGrams<FieldPurpose>(model, fieldFeatures(form, at, topics, vocabulary), fieldGrams(form, at)).best
  }
}

/** The purpose of a field, with the model asked only where nothing else settles it. */
export function decided(
  field: FieldClues,
  code: ReadonlySet<string>,
  vocabulary: Vocabulary,
  guess: () => FieldPurpose,
): FieldPurpose {
  return (
    settledByType(field.type) ??
    settledByTrap(field, vocabulary) ??
    settledByLabel(field, vocabulary, code) ??
    unlessNamedOtherwise(fitting(field, guess(), code), field, vocabulary)
  )
}

/** Types that leave nothing to guess. */
export function settledByType(type: string): FieldPurpose | undefined {
  if (type === 'file') return 'file'
  return type === 'submit' || type === 'button' || type === 'image' || type === 'reset' ? 'other' : undefined
}

/** A label that asks people to leave the field alone. */
function settledByTrap({ labels }: FieldClues, vocabulary: Vocabulary): FieldPurpose | undefined {
  return vocabulary.inAnyLanguage('honeypot.label', labels.explicit || labels.nearby) ? 'other' : undefined
}

/** What people type; a box to tick asks for none of it. */
const typed =
  /^(?:name|.*-name|username|email|tel|url|street-address|address-line.|house-number|postal-code|address-level.|cc-(?:number|exp|csc)|.*-password|one-time-code|message|search|coupon|captcha)$/
/** What people tick; nobody writes it. */
const ticked = new Set<FieldPurpose>(['consent', 'opt-in', 'remember-me'])
/** Asked for too seldom on labelled pages for the model to know them: their own names tell them. */
const rare: FieldPurpose[] = [
  'coupon',
  'people',
  'rating',
  'amount',
  'time',
  'language',
  'nickname',
  'organization-title',
  'one-time-code',
]

/** The model's guess, or what fits the field better. */
function fitting({ type, attribs }: FieldClues, guess: FieldPurpose, code: ReadonlySet<string>): FieldPurpose {
  if (type === 'email') return 'email'
  const isBox = type === 'checkbox' || type === 'radio'
  if (isBox && typed.test(guess)) return 'other'
  // One letter of a code in each box.
  if (attribs['maxlength'] === '1' && code.has('field.one-time-code')) return 'one-time-code'
  const fits = guess !== 'other' && (isBox || type === 'select' || !ticked.has(guess))
  return fits ? guess : (rare.find((purpose) => code.has(`field.${purpose}`)) ?? 'other')
}

/** “Gift voucher” and “Public name or pseudonym” are no names of people. */
function unlessNamedOtherwise(guess: FieldPurpose, { labels }: FieldClues, vocabulary: Vocabulary): FieldPurpose {
  if (!/^(?:name|given-name|family-name|organization)$/.test(guess)) return guess
  const label = labels.explicit || labels.nearby
  if (vocabulary.mentions('field.coupon', label)) return 'coupon'
  return vocabulary.mentions('field.nickname', label) ? 'nickname' : guess
}

/** Words that leave nothing to guess when a label is nothing else. */
const plainLabels = new Set<string>(
  'tel email given-name family-name postal-code address-level1 address-level2 country'.split(' '),
)

/** What a label that is nothing but the word says: measured, it is right in 98 of 100 fields or more. */
function settledByLabel(
  { type, labels }: FieldClues,
  vocabulary: Vocabulary,
  code: ReadonlySet<string>,
): FieldPurpose | undefined {
  if (!/^(?:text|email|tel|select)$/.test(type)) return undefined
  const whole = [...vocabulary.wholeTopics(bareLabel(labels.explicit || labels.placeholder || labels.title))]
    .filter((topic) => topic.startsWith('field.'))
    .map((topic) => topic.slice(6))
  const [only] = whole
  // “Company” alone may head a list of choices; with a name that says the same it asks for the firm.
  if (only === 'organization' && whole.length === 1 && type === 'text' && code.has('field.organization')) return only
  if (whole.length !== 1 || !only || !plainLabels.has(only)) return undefined
  if (type === 'select' && !/^(?:country|address-level)/.test(only)) return undefined
  return only as FieldPurpose
}
