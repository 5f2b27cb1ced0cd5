import type { Element } from 'domhandler'
import { fieldPurposes, type FieldPurpose } from './fields.ts'
import type { FieldLabels } from './field-labels.ts'
import weights from './field-weights.json' with { type: 'json' }
import { likeliest, type LinearModel } from '../model/linear-model.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

const model = weights as LinearModel
const ours = new Set<string>(fieldPurposes)

/** What a guess at a field's purpose may look at. */
export interface FieldEvidence {
  element: Element
  type: string
  labels: FieldLabels
  /** The form's own words in ids, classes and address. */
  formCode: ReadonlySet<string>
  /** What its button, heading and links are about. */
  formWords: ReadonlySet<string>
  passwordsBefore: number
  passwords: number
  textFields: number
}

/** Autofill tokens in an `autocomplete` attribute that name the same as one of ours, or that we call otherwise. */
const tokens: Record<string, FieldPurpose> = {
  'cc-given-name': 'cc-name',
  'cc-family-name': 'cc-name',
  'tel-national': 'tel',
  'tel-local': 'tel',
  'tel-area-code': 'tel',
  'country-name': 'country',
  'address-line3': 'address-line2',
  'address-level3': 'address-level2',
  impp: 'other',
}

/** The purpose that the site itself declares; undefined without a usable `autocomplete`. */
export function declaredPurpose(autocomplete: string, type: string): FieldPurpose | undefined {
  const token = autocomplete
    .split(/\s+/)
    .filter((word) => word !== 'webauthn')
    .at(-1)
  if (token === undefined || token === 'on' || token === 'off') return undefined
  // Some sites write a password's token on other fields to keep browsers from filling them.
  if (token.endsWith('password') && type !== 'password') return undefined
  return tokens[token] ?? (ours.has(token) ? (token as FieldPurpose) : undefined)
}

/** What each field of a form asks for: what types settle by themselves, else a model over names, labels and neighbours. */
export function guessPurposes(fields: FieldEvidence[], vocabulary: Vocabulary): FieldPurpose[] {
  const codes = fields.map((field) => identifierTopics(field.element, vocabulary))
  const groups = new Map<string, FieldPurpose>()
  return fields.map((field, index) => {
    const settled = settledByType(field.type)
    if (settled) return settled
    const group = field.type === 'radio' ? (field.element.attribs['name'] ?? '') : ''
    const same = groups.get(group)
    if (group !== '' && same) return same
    const named = settledByLabel(field, vocabulary, codes[index]!)
    if (named) return note(named)
    const features = fieldFeatures(field, codes[index]!, codes[index - 1], codes[index + 1], vocabulary)
    return note(likeliest<FieldPurpose>(model, features))

    function note(purpose: FieldPurpose): FieldPurpose {
      if (group !== '') groups.set(group, purpose)
      return purpose
    }
  })
}

/** Types that leave nothing to guess. */
export function settledByType(type: string): FieldPurpose | undefined {
  if (type === 'search') return 'search'
  if (type === 'file') return 'file'
  return type === 'submit' || type === 'button' || type === 'image' || type === 'reset' ? 'other' : undefined
}

/** Words that leave nothing to guess when a label is nothing else. */
const plainLabels = new Set<string>(
  'tel email given-name family-name postal-code address-level1 address-level2 country'.split(' '),
)

/** What a label that is nothing but the word says: measured, it is right in 98 of 100 fields or more. */
export function settledByLabel(
  { type, labels }: FieldEvidence,
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

/** Topics of the field's name and id. */
export function identifierTopics(element: Element, vocabulary: Vocabulary): ReadonlySet<string> {
  const { attribs } = element
  const names = [attribs['name'], attribs['id'], attribs['data-name']].filter(
    (name) => name !== undefined && name !== '',
  )
  return vocabulary.topicsInCode(names.join(' | ').slice(0, 200))
}

/** The yes-or-no facts about a field that its model weighs. */
export function fieldFeatures(
  field: FieldEvidence,
  code: ReadonlySet<string>,
  before: ReadonlySet<string> | undefined,
  after: ReadonlySet<string> | undefined,
  vocabulary: Vocabulary,
): Set<string> {
  const { element, type, labels } = field
  const { attribs } = element
  const features = new Set<string>()
  const add = (prefix: string, topics: Iterable<string>): void => {
    for (const topic of topics)
      if (topic.startsWith('field.') || topic === 'honeypot') features.add(`${prefix}:${topic}`)
  }
  features.add(`type:${type}`)
  add('code', code)
  for (const topic of code) if (topic.startsWith('field.')) features.add(`code+type:${topic}+${type}`)
  // The last words of an identifier say what it is: `email_first_name` is a first name.
  const name = (attribs['name'] || attribs['id'] || '').slice(-40)
  const last = name.split(/[^\p{L}\p{N}]+/u).findLast((part) => part !== '') ?? ''
  add('end', vocabulary.topicsInCode(last))
  const text = labels.explicit || labels.placeholder || labels.title
  const heard = vocabulary.topicsInAnyLanguage(text)
  add('text', heard)
  // A label that is nothing but the word settles what a part of another may not: "E-mail address" is no address.
  const bare = bareLabel(text)
  add('whole', vocabulary.wholeTopics(bare))
  if (labels.placeholder !== '') add('whole', vocabulary.wholeTopics(bareLabel(labels.placeholder)))
  if (text === '') add('whole near', vocabulary.wholeTopics(bareLabel(labels.nearby)))
  if (text !== '') for (const topic of heard) if (text.length < 30) features.add(`short:${topic}`)
  if (labels.placeholder !== '' && labels.explicit !== '')
    add('hint', vocabulary.topicsInAnyLanguage(labels.placeholder))
  if (text === '' || heard.size === 0) add('near', vocabulary.topicsInAnyLanguage(labels.nearby))
  if (labels.nearby !== '' && text === '') features.add('near only')
  if (text === '' && labels.nearby === '') features.add('no label')
  add('class', vocabulary.topicsInCode((attribs['class'] ?? '').slice(0, 120)))
  if (before) add('before', before)
  else features.add('first')
  if (after) add('after', after)
  else features.add('last')
  for (const topic of field.formCode) if (topic.startsWith('form.')) features.add(`form:${topic}`)
  for (const topic of field.formWords) if (topic.startsWith('form.')) features.add(`form says:${topic}`)
  if (type === 'password') {
    for (const topic of field.formWords) if (topic.startsWith('form.')) features.add(`password, form says:${topic}`)
    features.add(`password ${Math.min(field.passwordsBefore + 1, 3)} of ${Math.min(field.passwords, 3)}`)
    for (const topic of field.formCode) if (topic.startsWith('form.')) features.add(`password in ${topic}`)
    if (field.textFields > 4) features.add('password in a long form')
  }
  features.add(`fields ${field.textFields > 6 ? 'many' : field.textFields > 2 ? 'some' : field.textFields}`)
  if (field.passwords > 0) features.add(`with password, ${type}`)
  const longest = Number(attribs['maxlength'] ?? 0)
  if (longest > 0)
    features.add(`maxlength ${longest < 5 ? longest : longest < 11 ? 'short' : longest < 30 ? 'middle' : 'long'}`)
  if (attribs['inputmode']) features.add(`inputmode ${attribs['inputmode'].toLowerCase()}`)
  if (/@/.test(labels.placeholder)) features.add('hint @')
  if (/\d{3}/.test(labels.placeholder)) features.add('hint digits')
  if (element.name === 'select') for (const feature of optionFeatures(element, vocabulary)) features.add(feature)
  if (attribs['readonly'] !== undefined || attribs['disabled'] !== undefined) features.add('read-only')
  return features
}

/** A label without what stands in brackets or behind its colon. */
function bareLabel(text: string): string {
  return text
    .slice(0, 80)
    .replace(/\(.*$|:.*$/, '')
    .trim()
}

function optionFeatures(select: Element, vocabulary: Vocabulary): string[] {
  const values: string[] = []
  const stack = [...select.children].slice(0, 300).toReversed()
  while (stack.length > 0 && values.length < 300) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    if (node.name === 'option') {
      const first = node.children[0]
      values.push(first?.type === 'text' ? first.data.trim() : (node.attribs['value'] ?? ''))
    } else stack.push(...node.children.slice(0, 300).toReversed())
  }
  const count = values.length
  const size =
    count > 150 ? '150+' : count > 60 ? '60+' : count > 27 ? '28+' : count > 11 ? '12+' : count > 4 ? '5+' : 'few'
  const features = [`options ${size}`]
  const numbers = values.map(Number).filter((value) => Number.isInteger(value) && value > 0)
  if (numbers.length > count / 2) {
    const most = Math.max(...numbers)
    const least = Math.min(...numbers)
    if (least >= 1900 && least < 2010) features.push('options past years')
    else if (least >= 2010 || (least >= 14 && most < 60 && count < 30 && count > 5))
      features.push('options coming years')
    else if (most === 31) features.push('options days')
    else if (most === 12 && numbers.length >= 12) features.push('options months')
    else features.push('options numbers')
  } else if (values.filter((value) => vocabulary.inAnyLanguage('date.months', value)).length >= 10)
    features.push('options months')
  const firstValue = values[0] ?? ''
  for (const topic of vocabulary.topicsInAnyLanguage(firstValue.slice(0, 60))) {
    if (topic.startsWith('field.')) features.push(`first option:${topic}`)
  }
  const second = values.slice(0, 6).join(' | ').slice(0, 200)
  if (vocabulary.inAnyLanguage('field.honorific-prefix', second)) features.push('options titles')
  if (vocabulary.inAnyLanguage('field.sex', second)) features.push('options sexes')
  return features
}
