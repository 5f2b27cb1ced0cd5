import type { FormClues } from './field-clues.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** Topics of the field's name and id. */
function identifierTopics(attribs: Record<string, string>, vocabulary: Vocabulary): ReadonlySet<string> {
  const names = [attribs['name'], attribs['id'], attribs['data-name']].filter(
    (name) => name !== undefined && name !== '',
  )
  return vocabulary.topicsInCode(names.join(' | ').slice(0, 200))
}

/** What vocabularies know of a form's words. */
export interface FormTopics {
  /** Of each field's name and id. */
  codes: ReadonlySet<string>[]
  /** Of its own words in ids, classes and address. */
  code: string[]
  /** Of its button, heading and links. */
  words: string[]
  passwords: number
  textFields: number
}

/** Looks up the words of a form once for all of its fields. */
export function formTopics(form: FormClues, vocabulary: Vocabulary): FormTopics {
  const ofForms = (topics: Iterable<string>): string[] => [...topics].filter((topic) => topic.startsWith('form.'))
  return {
    codes: form.fields.map(({ attribs }) => identifierTopics(attribs, vocabulary)),
    code: ofForms(vocabulary.topicsInCode(`${form.action.slice(0, 120)} | ${form.identifiers}`)),
    words: ofForms(vocabulary.topicsInAnyLanguage(`${form.submit} | ${form.heading} | ${form.links}`)),
    passwords: form.fields.filter(({ type }) => type === 'password').length,
    textFields: form.fields.filter(({ type }) => /^(?:text|email|tel|url|number|textarea|search)$/.test(type)).length,
  }
}

/** The yes-or-no facts about a field that its model weighs. */
export function fieldFeatures(form: FormClues, at: number, topics: FormTopics, vocabulary: Vocabulary): Set<string> {
  const { type, labels, attribs, options } = form.fields[at]!
  const code = topics.codes[at]!
  const before = topics.codes[at - 1]
  const after = topics.codes[at + 1]
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
  // Names that developers use stand in labels, too, and the list of them holds words of languages without a vocabulary.
  const said = vocabulary.topicsInCode((text || labels.nearby).slice(0, 80))
  add('said', said)
  if (said.size === 1) add('said alone', said)
  if (labels.placeholder !== '' && labels.explicit !== '')
    add('hint', vocabulary.topicsInAnyLanguage(labels.placeholder))
  if (text === '' || heard.size === 0) add('near', vocabulary.topicsInAnyLanguage(labels.nearby))
  if (labels.nearby !== '' && text === '') features.add('near only')
  if (text === '' && labels.nearby === '') features.add('no label')
  add('class', vocabulary.topicsInCode((attribs['class'] ?? '').slice(0, 120)))
  for (const topic of vocabulary.topicsInCode(form.fields[at]!.picture)) features.add(`picture:${topic}`)
  if (form.fields[at]!.question !== '') add('question', vocabulary.topicsInAnyLanguage(form.fields[at]!.question))
  for (const [side, step] of [
    ['before', -1],
    ['after', 1],
  ] as const) {
    const next = form.fields[at + step]
    if (next) add(`${side} says`, vocabulary.topicsInAnyLanguage(next.labels.label.slice(0, 80)))
    add(`${side} 2`, topics.codes[at + 2 * step] ?? [])
  }
  if (before) add('before', before)
  else features.add('first')
  if (after) add('after', after)
  else features.add('last')
  for (const topic of topics.code) features.add(`form:${topic}`)
  for (const topic of topics.words) features.add(`form says:${topic}`)
  const choice = type === 'select' || type === 'checkbox' || type === 'radio'
  if (choice) for (const topic of [...topics.code, ...topics.words]) features.add(`${type} in ${topic}`)
  if (type === 'password') {
    for (const topic of topics.words) features.add(`password, form says:${topic}`)
    const passwordsBefore = form.fields.slice(0, at).filter((field) => field.type === type).length
    features.add(`password ${Math.min(passwordsBefore + 1, 3)} of ${Math.min(topics.passwords, 3)}`)
    for (const topic of topics.code) features.add(`password in ${topic}`)
    if (topics.textFields > 4) features.add('password in a long form')
  }
  features.add(`fields ${topics.textFields > 6 ? 'many' : topics.textFields > 2 ? 'some' : topics.textFields}`)
  if (topics.passwords > 0) features.add(`with password, ${type}`)
  const longest = Number(attribs['maxlength'] ?? 0)
  if (longest > 0)
    features.add(`maxlength ${longest < 5 ? longest : longest < 11 ? 'short' : longest < 30 ? 'middle' : 'long'}`)
  if (attribs['inputmode']) features.add(`inputmode ${attribs['inputmode'].toLowerCase()}`)
  if (/@/.test(labels.placeholder)) features.add('hint @')
  if (/\d{3}/.test(labels.placeholder)) features.add('hint digits')
  if (type === 'select') for (const feature of optionFeatures(options, vocabulary)) features.add(feature)
  if (attribs['readonly'] !== undefined || attribs['disabled'] !== undefined) features.add('read-only')
  return features
}

/** A label without what stands in brackets or behind its colon. */
export function bareLabel(text: string): string {
  return text
    .slice(0, 80)
    .replace(/\(.*$|:.*$/, '')
    .trim()
}

function optionFeatures(values: string[], vocabulary: Vocabulary): string[] {
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
