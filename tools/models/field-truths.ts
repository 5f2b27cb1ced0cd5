import { fieldPurposes } from '../../src/facts/forms/fields.ts'
import type { LabelledPage } from './corpora.ts'

/** A labelled control, found by its place on the page or by form and name. */
export interface FieldTruth {
  control?: number
  form?: number
  name?: string
  /** Each answer that is right; the first is the one that the corpus gives. None for a button. */
  accepted: string[]
  /** Those of them that a model may learn. */
  taught: string[]
}

/** Names of the corpora that are not ours. */
const oursOf: Record<string, string> = {
  'address-housenumber': 'house-number',
  apartment: 'address-line2',
  'address-streetname': 'street-address',
  'tel-national': 'tel',
  street: 'street-address',
  'vat-number': 'tax-id',
  'address-extra': 'address-line2',
  'country-name': 'country',
  floor: 'address-line2',
  'address-level3': 'address-level2',
  'address-lookup': 'street-address',
  building: 'address-line2',
  'id-number': 'tax-id',
  loginname: 'username',
  'address-line3': 'address-line2',
  'reference-point': 'address-line2',
  'tel-extension': 'tel',
  'postal-code-and-city': 'postal-code',
  'tel-area-code': 'tel',
  stair: 'address-line2',
  'cc-given-name': 'cc-name',
  'cc-family-name': 'cc-name',
  block: 'address-line2',
  'tel-local-prefix': 'tel',
  'phonetic-family-name': 'family-name',
  'phonetic-given-name': 'given-name',
  'tel-local': 'tel',
  'address-extra-housesuffix': 'house-number',
  'postal-code-lookup': 'postal-code',
  'postal-code-or-suburb': 'postal-code',
  'honorific-suffix': 'honorific-prefix',
  'tel-local-suffix': 'tel',
  emailAddress: 'email',
  unknown: 'other',
  lastName: 'family-name',
  firstName: 'given-name',
  phone: 'tel',
  'password.new': 'new-password',
  'password.current': 'current-password',
  addressPostalCode: 'postal-code',
  cardNumber: 'cc-number',
  addressProvince: 'address-level1',
  cardSecurityCode: 'cc-csc',
  addressCity: 'address-level2',
  addressCountryCode: 'country',
  addressStreet: 'street-address',
  fullName: 'name',
  addressStreet2: 'address-line2',
  expiration: 'cc-exp',
  expirationMonth: 'cc-exp-month',
  expirationYear: 'cc-exp-year',
  cardName: 'cc-name',
  totp: 'one-time-code',
  birthdayMonth: 'bday-month',
  birthdayDay: 'bday-day',
  birthdayYear: 'bday-year',
  middleName: 'additional-name',
  birthday: 'bday',
  'search query': 'search',
  'submit button': '',
  'search category / refinement': 'category',
  'full name': 'name',
  'comment text': 'message',
  'remember me checkbox': 'remember-me',
  'password confirmation': 'new-password',
  'comment title or subject': 'subject',
  'last name': 'family-name',
  'first name': 'given-name',
  'receive emails confirmation': 'opt-in',
  'postal code': 'postal-code',
  address: 'street-address',
  gender: 'sex',
  'TOS confirmation': 'consent',
  'product quantity': 'quantity',
  city: 'address-level2',
  'username or email': 'username',
  year: 'bday-year',
  'other number': 'other',
  state: 'address-level1',
  'other read-only': 'other',
  'email confirmation': 'email',
  month: 'bday-month',
  'sorting option': 'sort',
  day: 'bday-day',
  'organization name': 'organization',
  'full date': 'date',
  'style select': 'sort',
  'security question': 'security-question',
  'about me text': 'message',
  'reset/clear button': '',
  'answer to security question': 'security-question',
  'cancel button': '',
  'time zone': 'other',
  'middle name': 'additional-name',
  OpenID: 'url',
  DST: 'other',
  honeypot: 'other',
}

const setOf = (names: string): Set<string> => new Set(names.split(' '))
const contact =
  'username current-password new-password email given-name additional-name family-name name tel tel-country-code ' +
  'street-address address-line1 address-line2 house-number address-level1 address-level2 postal-code country ' +
  'bday bday-day bday-month bday-year'
/** What each corpus has a name for; it calls the rest unknown or other. */
const namedBy: Record<string, Set<string>> = {
  'ddg-forms': setOf(`${contact} cc-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc one-time-code`),
  formasaurus: setOf(
    `${contact} search category sort message subject remember-me opt-in consent captcha sex quantity url organization fax security-question date`,
  ),
}
/** What counts as the same answer: a corpus has one name for what we tell apart. */
const near: Record<string, Record<string, string[]>> = {
  '': { 'street-address': ['address-line1'], 'address-line1': ['street-address'], username: ['email'], date: ['bday'] },
  formasaurus: {
    'street-address': ['address-line1', 'address-line2', 'house-number'],
    name: ['cc-name'],
    'bday-month': ['cc-exp-month'],
    'bday-year': ['cc-exp-year'],
    tel: ['tel-country-code'],
    username: ['email', 'nickname'],
    date: ['bday', 'cc-exp'],
  },
}

/** The labelled controls of a page of any of the three corpora. The site's own `autocomplete` is never looked at. */
export function truthsOf(page: LabelledPage): FieldTruth[] {
  if (page.corpus !== 'formasaurus') {
    return page.labels.fields.flatMap((field: { control_index: number; type?: string | null; types?: string[] }) => {
      const types = field.types ?? (field.type ? [field.type] : [])
      return types.length === 0 ? [] : [{ control: field.control_index, ...answers(page, types) }]
    })
  }
  return page.labels.forms
    .filter((form: { status: string; fields_annotated: boolean }) => form.status === 'ok' && form.fields_annotated)
    .flatMap(
      (form: {
        form_index: number
        form_type_simple: string
        fields: { name: string; type_simple: string | null }[]
      }) => {
        const registers =
          form.form_type_simple === 'registration' ||
          form.fields.some((field) => field.type_simple === 'password confirmation')
        return form.fields.flatMap(({ name, type_simple: type }) =>
          type === null ? [] : [{ form: form.form_index, name, ...answers(page, [type], registers) }],
        )
      },
    )
}

function answers(page: LabelledPage, types: string[], registers?: boolean): Pick<FieldTruth, 'accepted' | 'taught'> {
  const named = namedBy[page.corpus]
  // They call any password that; what its form is for tells which one it is.
  if (types.includes('password')) return passwords(page.id, registers)
  const mine = types.map((type) => oursOf[type] ?? type).filter((type) => type !== '')
  const [first] = mine
  if (first === undefined) return { accepted: [], taught: [] }
  if (named && first === 'other') {
    const rest = fieldPurposes.filter((purpose) => !named.has(purpose) && purpose !== 'other')
    return { accepted: ['other', ...rest], taught: page.corpus === 'ddg-forms' ? ['other', ...rest] : ['other'] }
  }
  const own = near[page.corpus]?.[first]
  const accepted = [...mine, ...(own ?? near['']![first] ?? [])]
  return { accepted, taught: own && first !== 'username' ? accepted : mine }
}

function passwords(id: string, registers: boolean | undefined): Pick<FieldTruth, 'accepted' | 'taught'> {
  const accepted = ['current-password', 'new-password']
  if (registers !== undefined) return { accepted, taught: [registers ? 'new-password' : 'current-password'] }
  if (/login|signin/.test(id)) return { accepted, taught: ['current-password'] }
  return { accepted, taught: /signup|register/.test(id) ? ['new-password'] : accepted }
}
