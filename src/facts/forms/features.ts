import type { Region } from '../dom/regions.ts'
import type { FieldPurpose } from './fields.ts'
import { placeNoter, plainWords } from '../page/word-places.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** What a guess at a form's purpose may look at. */
export interface FormEvidence {
  method: string
  action: string
  /** Ids, classes and names of the form and of its buttons. */
  identifiers: string
  fieldNames: string
  region: Region
  submit: string
  buttons: number
  heading: string
  /** Labels, placeholders and titles of its fields. */
  labels: string
  /** Readable text inside. */
  text: string
  /** Texts of links inside. */
  links: string
  fields: { purpose: FieldPurpose; type: string; hidden: boolean; honeypot: boolean; label: string }[]
  visibleFields: number
  title: string
  path: string
  formsOnPage: number
}

/** Size of the table of the words on buttons. */
const buttonPlaces = 4096

/** The yes-or-no facts about a form that its model weighs. */
export function formFeatures(form: FormEvidence, vocabulary: Vocabulary): Set<string> {
  const features = new Set<string>()
  const heard = (source: string, text: string): void => {
    for (const topic of vocabulary.topicsInAnyLanguage(text)) {
      if (isTelling(topic)) features.add(`${source}:${topic}`)
    }
  }
  const coded = (source: string, identifier: string): void => {
    for (const topic of vocabulary.topicsInCode(identifier)) {
      if (isTelling(topic)) features.add(`${source}:${topic}`)
    }
  }
  heard('submit', form.submit)
  for (const topic of vocabulary.wholeTopics(form.submit)) if (isTelling(topic)) features.add(`submit is:${topic}`)
  const note = placeNoter(features, buttonPlaces)
  const words = plainWords(form.submit)
  for (const word of words) note('submit', word)
  if (words.length > 1) note('submit', words.slice(0, 4).join(' '))
  heard('heading', form.heading)
  heard('labels', form.labels)
  heard('text', form.text)
  heard('link', form.links)
  heard('title', form.title)
  coded('action', form.action)
  coded('id', form.identifiers)
  coded('names', form.fieldNames)
  coded('path', form.path)
  features.add(`method ${form.method}`)
  features.add(`region ${form.region}`)
  if (form.submit === '') features.add(form.buttons > 0 ? 'submit without text' : 'no submit')
  if (form.buttons > 1) features.add(`buttons ${form.buttons > 4 ? 'many' : form.buttons}`)

  // Traps for robots and boxes of captchas are no part of what a form asks: many have a text area.
  const asked = form.fields.filter(
    (field) => field.type !== 'hidden' && !isSender(field.type) && !field.honeypot && field.purpose !== 'captcha',
  )
  const visible = asked.filter((field) => !field.hidden)
  const kinds = new Map<string, number>()
  for (const field of asked) kinds.set(field.type, (kinds.get(field.type) ?? 0) + 1)
  features.add(`kinds ${[...kinds.keys()].toSorted().join('+')}`)
  for (const [type, count] of kinds) {
    features.add(`has ${type}`)
    features.add(`${type} ${bucket(count)}`)
  }
  const purposes = new Set(asked.map((field) => field.purpose))
  for (const purpose of purposes) features.add(`asks ${purpose}`)
  const texts = asked.filter((field) => isText(field.type))
  features.add(`asked ${bucket(asked.length)}`)
  features.add(`visible ${bucket(visible.length)}`)
  features.add(`texts ${bucket(texts.length)}`)
  features.add(`counted ${bucket(form.visibleFields)}`)
  features.add(`hidden ${bucket(form.fields.filter((field) => field.type === 'hidden').length)}`)
  features.add(`forms ${form.formsOnPage > 4 ? 'many' : form.formsOnPage}`)
  const passwords = kinds.get('password') ?? 0
  const email = purposes.has('email')
  const message = purposes.has('message') || kinds.has('textarea')
  if (passwords === 0) {
    const who = whoOf(purposes)
    features.add('no password')
    features.add(message ? `who ${who}, message` : `who ${who}`)
    if (!message && texts.length > 1) features.add(`who ${who}, ${bucket(texts.length)} texts`)
    if (email && !message) features.add(`mail, no password, ${texts.length > 4 ? 'many' : texts.length} texts`)
  } else features.add(`${Math.min(passwords, 3)} passwords of ${bucket(texts.length)} texts`)
  if (message) features.add(email ? 'message and mail' : 'message without mail')
  if (texts.length === 1) {
    const [only] = texts
    features.add(`only text ${only!.purpose}`)
    features.add(`only text ${only!.purpose}, method ${form.method}`)
    for (const topic of vocabulary.topicsInAnyLanguage(`${form.submit}`))
      if (isTelling(topic)) features.add(`only text ${only!.purpose}, submit:${topic}`)
  }
  if (texts.length === 0) {
    features.add('no text')
    if (passwords === 0) {
      for (const topic of vocabulary.topicsInAnyLanguage(form.submit))
        if (isTelling(topic)) features.add(`no text, submit:${topic}`)
      for (const topic of vocabulary.topicsInCode(form.action))
        if (isTelling(topic)) features.add(`no text, action:${topic}`)
    }
    features.add(`no text, ${kinds.size === 0 ? 'nothing' : [...kinds.keys()].toSorted().join('+')}`)
  }
  if (asked.length > 0 && asked.every((field) => field.type === 'select' || field.type === 'radio'))
    features.add('only choices')
  if (asked.length === 0) features.add('asks nothing')
  for (const topic of telling) {
    const votes = ['submit', 'heading', 'labels', 'action', 'id', 'names', 'link'].filter((source) =>
      features.has(`${source}:form.${topic}`),
    ).length
    if (votes > 1) features.add(`${Math.min(votes, 4)} votes ${topic}`)
    if (votes > 0 && passwords === 0) features.add(`${topic}, no password`)
    if (votes > 0 && texts.length === 1) features.add(`${topic}, one text`)
    if (votes > 0 && message) features.add(`${topic}, message`)
  }
  return features
}

const telling = [
  'search',
  'login',
  'registration',
  'password-recovery',
  'contact',
  'newsletter',
  'order',
  'comment',
  'filter',
  'switch',
  'poll',
  'booking',
]

/** By what the sender can be answered. */
function whoOf(purposes: ReadonlySet<FieldPurpose>): string {
  const parts = [
    purposes.has('email') && 'mail',
    purposes.has('tel') && 'phone',
    (purposes.has('name') || purposes.has('given-name') || purposes.has('family-name')) && 'name',
  ]
  return parts.filter(Boolean).join('+') || 'nobody'
}

function isTelling(topic: string): boolean {
  return topic.startsWith('form.') || topic.startsWith('cta.') || topic.startsWith('field.')
}

function isText(type: string): boolean {
  return !/^(?:checkbox|radio|select|file|range|color|password|hidden|submit|button|image|reset)$/.test(type)
}

function isSender(type: string): boolean {
  return type === 'submit' || type === 'button' || type === 'image' || type === 'reset'
}

function bucket(count: number): string {
  if (count < 4) return String(count)
  return count < 6 ? '4-5' : count < 10 ? '6-9' : '10+'
}
