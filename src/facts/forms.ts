import type { AnyNode, Element } from 'domhandler'
import { z } from 'zod'
import { formPurposes } from '../shared/taxonomy.ts'
import { readableText } from '../snapshot/document.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { countAsPerson, needed, whenOpen } from './forms/field-count.ts'
import { withBareTraps, withSharedWords } from './forms/companions.ts'
import {
  Field,
  hintOf,
  isReadOnly,
  isRequired,
  namesSomething,
  rawField,
  type FieldContext,
  type RawField,
} from './forms/fields.ts'
import { fieldClues, type FormClues } from './forms/field-clues.ts'
import { declaredPurpose, guessPurposes } from './forms/field-purpose.ts'
import { isIntroduced, isItsValue, labelsById } from './forms/field-labels.ts'
import type { FormEvidence } from './forms/features.ts'
import { formPurpose } from './forms/purpose.ts'
import { Puzzle, puzzlesOf } from './forms/puzzles.ts'
import { saysWhenAnswered } from './forms/reply-time.ts'
import { wordsNear } from './forms/near-words.ts'
import { helpAfter, markOf, rowOf, textBelow } from './forms/rows.ts'
import { demandedKinds } from './forms/passwords.ts'
import { formScopes, type FormScope } from './forms/scopes.ts'
import { Reset, resetsOf, submitMeaning, submitMeanings } from './forms/submit-label.ts'
import { isVisible, textBeside, textOfCard } from './forms/surroundings.ts'
import { headingBefore, linkTexts, submitOf } from './forms/words.ts'
import { formVendor } from './forms/vendor.ts'
import { regionOf } from './dom/regions.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { Where } from './dom/where.ts'

export const Form = z
  .object({
    index: z
      .int()
      .describe(
        'Place among the <form> elements of the page; -1 for a formless one, one inside a frame, or a part of one that wraps the page',
      ),
    purpose: z.enum(formPurposes).describe('What the form is for'),
    confidence: z.number().describe('0 to 1'),
    cues: z.array(z.string()).describe('What decided'),
    method: z.enum(['get', 'post', 'dialog']),
    action: z.string().describe('Absolute address it submits to, without query'),
    vendor: z.string().describe('Form service behind it (hubspot, mailchimp, typeform …); empty when none is known'),
    fields: z.array(Field),
    visibleFields: z
      .int()
      .describe(
        'Fields as a person counts them: a name pair, date, address block or radio group is one; no hidden, honeypot, consent, captcha',
      ),
    requiredFields: z.int(),
    neededFields: z
      .int()
      .describe(
        'Fields that have to be filled in, as a person counts them: where only some are marked, the required ones; none that is set already',
      ),
    submit: z.string().describe('Text of its submit control; empty when there is none'),
    submitSays: z
      .enum(submitMeanings)
      .describe(
        'What its label tells: what comes of it, only that it is sent, nothing (Submit, OK); none without a label',
      ),
    submitDisabled: z
      .boolean()
      .describe('All its submit controls are switched off as the page opens; scripts may switch them on later'),
    heading: z.string().describe('Nearest heading or legend before its fields'),
    visible: z.boolean().describe('Shown when the page opens, as far as can be told'),
    reassurance: z.boolean().describe('Words on privacy, price, reply time or cancelling beside the submit control'),
    replyTime: z
      .boolean()
      .describe(
        'The page says when or how soon an answer comes, or offers a chat; looked for where a form asks for one',
      ),
    opinion: z.boolean().describe('Asks for an opinion, by its heading or submit control, or the title of the page'),
    calls: z.boolean().describe('Words in or below it on calls, text messages or how and when to be contacted'),
    allRequired: z.boolean().describe('Says in one sentence that all fields have to be filled in'),
    resets: z.array(Reset).describe('Controls that empty it'),
    puzzles: z.array(Puzzle).describe('What visitors must solve to prove that they are people'),
    where: Where,
  })
  .meta({ id: 'Form' })
export type Form = z.infer<typeof Form>

type Input = DetectorInput<Record<never, never>>

/** What a form asks, says and is, before its purpose is known; the training of the model starts here, too. */
export interface FormReading {
  scope: FormScope
  raw: RawField[]
  clues: FormClues
  evidence: FormEvidence
}

/** Every form of the page, formless ones included. */
export const forms = defineDetector({
  version: 5,
  reads: 'html',
  schema: z.array(Form).describe('Every form of the page, formless ones included.'),
  detect(input) {
    const context = fieldContext(input)
    return readingsOf(input, context).map((reading) => describeForm(input, context, reading))
  },
})

function fieldContext(input: Input): FieldContext {
  const tree = treeOf(input.$)
  const indexes = new Map<Element, number>()
  const framed = tree.byTag.has('sl-frame')
  let index = 0
  for (const element of tagged(tree, 'input', 'select', 'textarea')) {
    if (framed && isFramed(element)) continue
    indexes.set(element, index++)
  }
  return {
    tree,
    labels: labelsById(tree),
    indexes,
    layout: input.layout,
    nodeOf: input.nodeOf,
    vocabulary: input.vocabulary,
  }
}

function isFramed(element: Element): boolean {
  for (let node: AnyNode | null = element; node; node = node.parent)
    if ('name' in node && node.name === 'sl-frame') return true
  return false
}

const known = new WeakMap<object, FormReading[]>()

/** The readings that this page's forms were made of, in the same order. */
export function readingsOf(input: Input, context?: FieldContext): FormReading[] {
  const root = input.$.root()[0]!
  const readings = known.get(root) ?? readForms(input, context)
  known.set(root, readings)
  return readings
}

/** Reads all forms of a page: their fields with purposes, and what else tells what they are for. */
export function readForms(input: Input, context: FieldContext = fieldContext(input)): FormReading[] {
  const { vocabulary, url } = input
  const scopes = formScopes(input, context.tree)
  const title = (context.tree.byTag.get('title')?.[0]?.children ?? [])
    .map((child) => (child.type === 'text' ? child.data : ''))
    .join('')
    .slice(0, 200)
  return scopes.map((scope) => {
    const { element, around } = scope
    const raw = withBareTraps(
      scope.fields.map((field) => rawField(field, context)),
      vocabulary,
    )
    const identifiers = identifiersOf(scope)
    const action = element.attribs['action'] ?? ''
    const submit = submitOf(scope.buttons, context.tree)
    const heading = headingBefore(around, raw, context.tree, context)
    const links = linkTexts(around)
    const asked = raw.filter((field) => field.type !== 'hidden')
    const clues: FormClues = {
      fields: fieldClues(asked),
      action,
      path: url.pathname,
      identifiers,
      submit,
      heading,
      links,
      title,
    }
    const purposes = guessPurposes(clues, vocabulary)
    const purposeOf = new Map(asked.map((field, index) => [field, purposes[index] ?? 'other']))
    const fields = raw.map((field) => ({
      purpose: purposeOf.get(field) ?? ('other' as const),
      type: field.type,
      hidden: field.hidden,
      honeypot: field.honeypot,
      name: field.element.attribs['name'] ?? '',
      label: (field.labels.label || field.labels.placeholder).slice(0, 120),
    }))
    const evidence: FormEvidence = {
      method: (element.attribs['method'] ?? '').toLowerCase() === 'post' ? 'post' : scope.formless ? 'none' : 'get',
      action: action.slice(0, 200),
      identifiers,
      fieldNames: raw
        .slice(0, 60)
        .map(({ element: field }) => field.attribs['name'] || field.attribs['id'] || '')
        .join(' | ')
        .slice(0, 390),
      region: regionOf(element),
      submit,
      buttons: scope.buttons.length,
      heading,
      labels: asked
        .slice(0, 60)
        .map(({ labels }) => [labels.explicit || labels.nearby, labels.placeholder, labels.title].join(' | '))
        .join(' | ')
        .slice(0, 3000),
      text: readableText(around, { limit: 2000 }),
      links,
      fields,
      visibleFields: countAsPerson(
        whenOpen(fields.filter((field) => !/^(?:hidden|submit|button|image|reset)$/.test(field.type))),
      ),
      title,
      path: url.pathname.slice(0, 200),
      formsOnPage: scopes.length,
    }
    return { scope, raw, clues, evidence }
  })
}

function identifiersOf({ element, buttons }: FormScope): string {
  const of = ({ attribs }: Element): string =>
    [attribs['id'], attribs['name'], attribs['class']].filter(Boolean).join(' | ').slice(0, 120)
  return [of(element), ...buttons.slice(0, 2).map(of)].join(' | ').slice(0, 390)
}

function describeForm(input: Input, context: FieldContext, { scope, raw, evidence }: FormReading): Form {
  const { vocabulary, where } = input
  const { element } = scope
  const vendor = formVendor(input, scope)
  const { purpose, confidence, cues } = formPurpose({ ...evidence, vendor }, vocabulary)
  const guesses = evidence.fields.map((field) => field.purpose)
  const fields = withSharedWords(
    raw.flatMap((field, index) =>
      isSender(field.type) ? [] : [describeField(input, context, field, guesses[index]!)],
    ),
  )
  const near = `${evidence.text} ${textBeside(scope.around)}`
  const action = URL.parse(element.attribs['action'] ?? '', input.base.href)
  const method = (element.attribs['method'] ?? '').toLowerCase()
  return {
    index: scope.index,
    purpose,
    confidence,
    cues,
    method: method === 'post' || method === 'dialog' ? method : 'get',
    action:
      scope.formless || !action
        ? ''
        : `${action.origin === 'null' ? action.protocol : action.origin}${action.pathname}`,
    vendor: vendor?.vendor ?? '',
    fields,
    visibleFields: countAsPerson(whenOpen(fields)),
    requiredFields: fields.filter((field) => field.required && !field.hidden && !field.honeypot).length,
    neededFields: countAsPerson(needed(whenOpen(fields))),
    submit: evidence.submit,
    submitSays: submitMeaning(evidence.submit, scope.buttons, vocabulary),
    submitDisabled: scope.buttons.length > 0 && scope.buttons.every(({ attribs }) => 'disabled' in attribs),
    heading: evidence.heading,
    visible: isVisible(scope, raw, context),
    reassurance: vocabulary.mentions('reassurance', `${near} ${textOfCard(scope.around)}`),
    replyTime: saysWhenAnswered(purpose, context.tree, vocabulary),
    opinion: vocabulary.mentions('opinion.asked', `${evidence.heading} | ${evidence.submit} | ${evidence.title}`),
    calls: vocabulary.mentions('reason.call', near),
    allRequired: vocabulary.mentions('required.all', evidence.text),
    resets: resetsOf(scope.buttons, context, where),
    puzzles: puzzlesOf(scope, raw, guesses, context, where),
    where: where(element, purpose),
  }
}

function isSender(type: string): boolean {
  return type === 'submit' || type === 'button' || type === 'image' || type === 'reset'
}

function describeField(
  input: Input,
  { tree, vocabulary }: FieldContext,
  raw: RawField,
  guess: Field['purpose'],
): Field {
  const { element, labels, type } = raw
  const { attribs } = element
  const autocomplete = (attribs['autocomplete'] ?? '').trim().toLowerCase()
  const value = element.name === 'textarea' ? readableText(element, { limit: 20 }) : (attribs['value'] ?? '')
  const purpose = type === 'hidden' ? guess : (declaredPurpose(autocomplete, type) ?? guess)
  const isChoice = type === 'checkbox' || type === 'radio'
  const isAsked = !raw.hidden && !raw.away && !raw.honeypot && type !== 'hidden' && !isChoice
  const row = isAsked ? rowOf(element) : element
  const help = helpAfter(element, row)
  return {
    index: raw.index,
    name: attribs['name'] ?? '',
    type,
    purpose,
    label: labels.label,
    labelSource: labels.source,
    required: isRequired(raw, vocabulary),
    autocomplete,
    inputmode: (attribs['inputmode'] ?? '').toLowerCase(),
    hidden: raw.hidden || raw.away,
    honeypot: raw.honeypot,
    prefilled: type !== 'hidden' && !isChoice && element.name !== 'select' && value.trim() !== '',
    readOnly: isReadOnly(element),
    checked: isChoice && attribs['checked'] !== undefined,
    hint: hintOf(raw, tree),
    hintNames: labels.placeholder !== '' && namesSomething(labels.placeholder, vocabulary),
    beside:
      isChoice || (!isIntroduced(element) && !isItsValue(element, labels.nearby))
        ? labels.nearby.slice(0, 80).trimEnd()
        : '',
    near: isAsked && /^(?:none|placeholder)$/.test(labels.source) ? wordsNear(element, labels.source === 'none') : '',
    help,
    mark: isAsked ? markOf(row, raw, vocabulary) : 'none',
    longest: Number.parseInt(attribs['maxlength'] ?? '', 10) || 0,
    demands:
      type === 'password' && purpose === 'new-password'
        ? demandedKinds(attribs['pattern'] ?? '', `${hintOf(raw, tree)} ${help} ${textBelow(row)}`, vocabulary)
        : 0,
    where: input.where(element, labels.label || purpose),
  }
}
