import { fieldFeatures, identifierTopics, settledByType } from '../../src/facts/forms/field-purpose.ts'
import type { Vocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { readingsOf, type Corpora, type LabelledPage } from './corpora.ts'
import type { Sample } from './logistic.ts'

const autofill: Record<string, string> = {
  'address-housenumber': 'house-number',
  apartment: 'address-line2',
  'address-streetname': 'street-address',
  'tel-national': 'tel',
  street: 'street-address',
  'vat-number': 'tax-id',
  'address-extra': 'address-line2',
  'country-name': 'country',
  floor: 'address-line2',
  password: 'current-password',
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
/** What counts as the same answer: the corpora name things differently. */
const near: Record<string, string[]> = {
  'street-address': ['address-line1'],
  'address-line1': ['street-address'],
  'current-password': [],
  username: ['email'],
  date: ['bday'],
  other: ['option', 'amount'],
}
const ours = (type: string): string => autofill[type] ?? type

/** Fields of three corpora. The site's own `autocomplete` is never looked at. */
export function readFields(corpora: Corpora, vocabularies: Vocabularies): Sample[] {
  const samples: Sample[] = []
  for (const corpus of ['fx-autofill', 'ddg-forms', 'formasaurus']) {
    for (const page of corpora.load(corpus, 'dev')) {
      const truths = corpus === 'formasaurus' ? byForm(page) : byControl(page)
      if (truths.length === 0) continue
      for (const { evidence, scope, raw } of readingsOf(page, vocabularies)) {
        const asked = raw.filter((field) => field.type !== 'hidden')
        const vocabulary = vocabularies.of('en')
        const formCode = vocabulary.topicsInCode(
          `${(scope.element.attribs['action'] ?? '').slice(0, 120)} | ${evidence.identifiers}`,
        )
        const formWords = vocabulary.topicsInAnyLanguage(`${evidence.submit} | ${evidence.heading} | ${evidence.links}`)
        const passwords = asked.filter((field) => field.type === 'password').length
        const textFields = asked.filter((field) =>
          /^(?:text|email|tel|url|number|textarea|search)$/.test(field.type),
        ).length
        const codes = asked.map((field) => identifierTopics(field.element, vocabulary))
        let passwordsBefore = 0
        asked.forEach((field, at) => {
          const shared = { formCode, formWords, passwords, textFields, passwordsBefore }
          if (field.type === 'password') passwordsBefore += 1
          const truth = truths.find((one) =>
            one.control === undefined
              ? one.form === scope.index && one.name === field.element.attribs['name']
              : one.control === field.index,
          )
          if (!truth || truth.types.length === 0 || settledByType(field.type)) return
          const evidenceOf = { element: field.element, type: field.type, labels: field.labels, ...shared }
          const features = fieldFeatures(evidenceOf, codes[at]!, codes[at - 1], codes[at + 1], vocabulary)
          samples.push({
            id: `${page.id}#${field.index}`,
            group: page.group,
            label: truth.types[0]!,
            also: [...truth.types, ...(near[truth.types[0]!] ?? [])],
            features,
            scored: true,
            set: corpus,
          })
        })
      }
    }
  }
  return samples
}

interface Truth {
  control?: number
  form?: number
  name?: string
  types: string[]
}

function byControl(page: LabelledPage): Truth[] {
  return page.labels.fields.map((field: { control_index: number; type?: string | null; types?: string[] }) => ({
    control: field.control_index,
    types: (field.types ?? [field.type ?? 'other']).map((type) => ours(type)).filter((type) => type !== ''),
  }))
}

function byForm(page: LabelledPage): Truth[] {
  return page.labels.forms
    .filter((form: { status: string; fields_annotated: boolean }) => form.status === 'ok' && form.fields_annotated)
    .flatMap((form: { form_index: number; fields: { name: string; type_simple: string | null }[] }) =>
      form.fields
        .filter((field) => field.type_simple !== null)
        .map((field) => ({
          form: form.form_index,
          name: field.name,
          types: [ours(field.type_simple!)].filter(Boolean),
        })),
    )
}
