import { readPage } from '../src/facts/extract.ts'
import { forms, readForms, type FormReading } from '../src/facts/forms.ts'
import { pageEvidence } from '../src/facts/page.ts'
import { pageFeatures } from '../src/facts/page-features.ts'
import { formFeatures } from '../src/facts/form-features.ts'
import { fieldFeatures, identifierTopics, settledByType } from '../src/facts/field-purpose.ts'
import type { Vocabularies } from '../src/facts/vocabulary.ts'
import type { Sample } from './logistic.ts'

interface Page {
  id: string
  corpus: string
  path: string
  url: string
  group: string
  html: string
  // oxlint-disable-next-line typescript/no-explicit-any -- each corpus has labels of its own shape
  labels: any
}
interface Corpora {
  load(corpus: string, split: string): Iterable<Page>
  html(row: unknown): string
  rows(corpus: string, split: string): Page[]
}

function readingsOf(page: { url: string; html: string }, vocabularies: Vocabularies): FormReading[] {
  const shared = readPage({ url: page.url || 'https://page.invalid/', html: page.html, vocabularies })
  return readForms({ ...shared, vocabulary: vocabularies.of('en'), facts: {} })
}

const formClass: Record<string, string> = {
  'contact/comment': 'contact',
  'join mailing list': 'newsletter',
  'password/login recovery': 'password-recovery',
  'order/add to cart': 'order',
}
const fromOurs: Record<string, string> = {
  comment: 'contact',
  review: 'contact',
  quote: 'contact',
  demo: 'contact',
  checkout: '',
  trial: '',
}

/** Formasaurus forms, which are scored, and the hand-labelled ones, which only help. */
export function readFormSamples(corpora: Corpora, vocabularies: Vocabularies, handmade: HandLabels[]): Sample[] {
  const samples: Sample[] = []
  for (const page of corpora.load('formasaurus', 'dev')) {
    const labels = page.labels.forms.filter(
      (form: { status: string; form_index: number | null }) => form.form_index !== null,
    )
    if (labels.length === 0) continue
    const readings = readingsOf(page, vocabularies)
    for (const label of labels) {
      if (label.status !== 'ok' && label.status !== 'duplicate') continue
      const reading = readings.find((one) => one.scope.index === label.form_index)
      if (!reading) continue
      const features = formFeatures(reading.evidence, vocabularies.of('en'))
      const kind = label.form_type_simple
      const simple = ['poll', 'display options', 'navigation', 'captcha'].includes(kind)
        ? 'other'
        : (formClass[kind] ?? kind)
      samples.push({
        id: `${page.id}#${label.form_index}`,
        group: page.group,
        label: simple,
        features,
        scored: label.status === 'ok',
        set: 'formasaurus',
        weight: label.status === 'ok' ? 1 : 0.3,
      })
    }
  }
  for (const row of handmade) {
    const page = corpora.rows(row.corpus, 'dev').find((one) => one.id === row.id)
    const readings = readingsOf({ url: row.url, html: corpora.html(row.path) }, vocabularies)
    for (const form of row.forms) {
      const reading = readings.find((one) => one.scope.index === form.index)
      const label = fromOurs[form.purpose] ?? form.purpose
      if (!reading || label === '') continue
      const features = formFeatures(reading.evidence, vocabularies.of('en'))
      samples.push({
        id: `${row.id}#${form.index}`,
        group: page?.group ?? row.id,
        label,
        features,
        scored: row.corpus !== 'formasaurus',
        set: 'hand-labelled',
        weight: row.corpus === 'formasaurus' ? 0 : 0.7,
      })
    }
  }
  return samples.filter((sample) => sample.weight !== 0)
}

interface HandLabels {
  id: string
  corpus: string
  path: string
  url: string
  page_type: string
  page_type_alt: string | null
  forms: { index: number; purpose: string; fields: number }[]
}

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

function byControl(page: Page): Truth[] {
  return page.labels.fields.map((field: { control_index: number; type?: string | null; types?: string[] }) => ({
    control: field.control_index,
    types: (field.types ?? [field.type ?? 'other']).map((type) => ours(type)).filter((type) => type !== ''),
  }))
}

function byForm(page: Page): Truth[] {
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

const shapeOf: Record<string, string> = {
  home: 'service',
  landing: 'service',
  category: 'collection',
  product: 'product',
  service: 'service',
  pricing: 'service',
  article: 'article',
  'blog-index': 'listing',
  'case-study': 'article',
  about: 'service',
  contact: 'service',
  team: 'service',
  location: 'service',
  help: 'documentation',
  testimonials: 'service',
  'lead-form': 'service',
}

/** Pages of seven classes, and of other corpora those whose class is known from what they were collected for. */
export function readPageSamples(corpora: Corpora, vocabularies: Vocabularies, handmade: HandLabels[]): Sample[] {
  const vocabulary = vocabularies.of('en')
  const samples: Sample[] = []
  const add = (
    page: { id: string; url: string; html: string },
    group: string,
    label: string,
    scored: boolean,
    weight: number,
  ): void => {
    const shared = readPage({ url: page.url || 'https://page.invalid/page', html: page.html, vocabularies })
    const found = forms.detect({ ...shared, vocabulary, facts: {} })
    samples.push({
      id: page.id,
      group,
      label,
      features: pageFeatures(pageEvidence(shared, found), vocabulary),
      scored,
      set: 'wcxb',
      weight,
    })
  }
  const seen = new Set<string>()
  for (const page of corpora.load('wcxb', 'dev')) add(page, page.group, page.labels.page_type, true, 1)
  for (const corpus of ['products', 'articles', 'recipes']) {
    for (const page of corpora.load(corpus, 'dev')) {
      seen.add(page.id)
      add(page, page.group, corpus === 'products' ? 'product' : 'article', false, 0.4)
    }
  }
  for (const row of handmade) {
    const label = shapeOf[row.page_type]
    if (!label || row.corpus === 'wcxb' || seen.has(row.id)) continue
    const page = corpora.rows(row.corpus, 'dev').find((one) => one.id === row.id)
    add({ id: row.id, url: row.url, html: corpora.html(row.path) }, page?.group ?? row.id, label, false, 0.5)
  }
  return samples
}
