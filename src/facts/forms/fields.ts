import type { AnyNode, Element } from 'domhandler'
import { z } from 'zod'
import type { Layout } from '../../snapshot/schema.ts'
import { descriptionOf, labelsOf, labelSources, type FieldLabels } from './field-labels.ts'
import { marks } from './rows.ts'
import type { Tree } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { Where } from '../dom/where.ts'
import { isWrappedAway } from './wrappers.ts'

/** What a field asks for: autofill tokens where the HTML standard has one, our own words where it has none. */
export const fieldPurposes = [
  'name',
  'given-name',
  'additional-name',
  'family-name',
  'honorific-prefix',
  'nickname',
  'username',
  'email',
  'tel',
  'tel-country-code',
  'organization',
  'organization-title',
  'url',
  'street-address',
  'address-line1',
  'address-line2',
  'house-number',
  'postal-code',
  'address-level1',
  'address-level2',
  'country',
  'cc-name',
  'cc-number',
  'cc-exp',
  'cc-exp-month',
  'cc-exp-year',
  'cc-csc',
  'cc-type',
  'current-password',
  'new-password',
  'one-time-code',
  'bday',
  'bday-day',
  'bday-month',
  'bday-year',
  'sex',
  'message',
  'subject',
  'search',
  'quantity',
  'amount',
  'date',
  'time',
  'people',
  'file',
  'rating',
  'coupon',
  'consent',
  'opt-in',
  'remember-me',
  'captcha',
  'option',
  'language',
  'tax-id',
  'fax',
  'security-question',
  'category',
  'sort',
  'other',
] as const
export type FieldPurpose = (typeof fieldPurposes)[number]

export const Field = z
  .object({
    index: z.int().describe('Place among all input, select and textarea elements of the page; -1 inside a frame'),
    name: z.string().describe('Its name attribute'),
    type: z.string().describe('Input type, or select, textarea'),
    purpose: z.enum(fieldPurposes).describe('What it asks for'),
    label: z.string().describe('The name that a visitor sees or hears; empty when there is none'),
    labelSource: z.enum(labelSources).describe('Where the label comes from'),
    required: z.boolean().describe('By attribute, aria-required or a mark in the label'),
    autocomplete: z.string().describe('Its autocomplete attribute, lower case'),
    inputmode: z.string(),
    hidden: z.boolean().describe('Type hidden, or not rendered'),
    honeypot: z.boolean().describe('A trap for robots'),
    prefilled: z.boolean(),
    readOnly: z.boolean().describe('Read-only or disabled'),
    checked: z.boolean().describe('A checkbox or radio that is on from the start'),
    hint: z.string().describe('Placeholder or format hint'),
    hintNames: z
      .boolean()
      .describe('Its placeholder says what it asks for, as far as words can tell: not dots, digits or an example'),
    beside: z
      .string()
      .describe('Words before it (after it for a box to tick) that no markup ties to it; a heading is none'),
    near: z
      .string()
      .describe(
        'What else a person may read as its name, where neither markup nor words right before it give one: a label after it or above its group, words or a picture in its row',
      ),
    help: z.string().describe('Words after it in its row, whether or not markup ties them to it'),
    mark: z
      .enum(marks)
      .describe(
        'What is written beside it of having to fill it in: a star or words; perhaps when the words may be an error message',
      ),
    longest: z.int().describe('How many characters it takes at most; 0 when it sets no limit'),
    demands: z
      .int()
      .describe(
        'Kinds of characters that a new password must hold (capital, small, digit, symbol), by its pattern or the words beside it',
      ),
    where: Where,
  })
  .meta({ id: 'Field' })
export type Field = z.infer<typeof Field>

/** A field before anyone asked what it is for. */
export interface RawField {
  element: Element
  index: number
  type: string
  labels: FieldLabels
  hidden: boolean
  /** Inside a closed dialog or another block that is not drawn, by the markup around it. */
  away: boolean
  honeypot: boolean
}

/** Input type as a browser reads it; `select` and `textarea` for those. */
export function typeOf({ name, attribs }: Element): string {
  if (name !== 'input') return name
  const type = (attribs['type'] ?? '').trim().toLowerCase()
  return /^(?:hidden|search|tel|url|email|password|date|month|week|time|datetime-local|number|range|color|checkbox|radio|file|submit|image|reset|button)$/.test(
    type,
  )
    ? type
    : 'text'
}

/** True for controls that send or reset rather than ask. */
export function isButton(type: string): boolean {
  return type === 'submit' || type === 'image' || type === 'button' || type === 'reset'
}

/** What the detectors of forms share about one page. */
export interface FieldContext {
  tree: Tree
  labels: Map<string, Element[]>
  indexes: Map<Element, number>
  layout: Layout | undefined
  nodeOf(element: Element): number
  vocabulary: Vocabulary
}

/** Reads one field off the page. */
export function rawField(element: Element, context: FieldContext): RawField {
  const type = typeOf(element)
  const labels = labelsOf(element, context.tree, context.labels)
  const hidden = type === 'hidden' || isHidden(element, context)
  return {
    element,
    index: context.indexes.get(element) ?? -1,
    type,
    labels,
    hidden,
    away: !hidden && !context.layout && isWrappedAway(element, type),
    honeypot: type !== 'hidden' && isHoneypot(element, type, labels, hidden, context.vocabulary),
  }
}

const noSize = /(?:^|[;\s])(?:width|height)\s*:\s*0(?:px)?\s*(?:!important\s*)?(?:;|$)/i

/** Not rendered: by layout where there is one, else by what the markup says. */
export function isHidden(element: Element, { tree, layout, nodeOf, vocabulary }: FieldContext): boolean {
  if (layout) {
    const node = String(nodeOf(element))
    const boxes = [layout.desktop.nodes[node], layout.mobile.nodes[node]]
    // A styled checkbox hides the real one and shows its label instead.
    if (boxes.some((box) => box?.shown)) return false
    return !/^(?:checkbox|radio|file|select)$/.test(typeOf(element))
  }
  if (tree.hidden.has(element)) return true
  // Out of reach of keyboards and screen readers alike; a box that is styled anew has its label shown instead.
  const isStyledAnew = /^(?:checkbox|radio|file|select)$/.test(typeOf(element))
  const { attribs } = element
  if (!isStyledAnew && attribs['aria-hidden'] === 'true' && attribs['tabindex'] === '-1') return true
  if (!isStyledAnew && noSize.test(attribs['style'] ?? '')) return true
  const classes = attribs['class']
  return (
    classes !== undefined &&
    classes.split(/\s+/).some((token) => token.length < 24 && vocabulary.code('hidden.class', token))
  )
}

function isHoneypot(
  element: Element,
  type: string,
  labels: FieldLabels,
  hidden: boolean,
  vocabulary: Vocabulary,
): boolean {
  const { attribs } = element
  if (type === 'password') return vocabulary.code('honeypot', `${attribs['id'] ?? ''} | ${attribs['class'] ?? ''}`)
  if (/^(?:checkbox|radio|select|submit|image|button|reset|file)$/.test(type)) return false
  const parent = attributesAbove(element)
  const grandparent = attributesAbove(element.parent)
  const names = [attribs['name'], attribs['id'], attribs['class'], parent['class'], parent['id'], grandparent['class']]
    .filter(Boolean)
    .join(' | ')
  if (vocabulary.code('honeypot', names)) return true
  if (vocabulary.inAnyLanguage('honeypot.label', labels.explicit || labels.nearby)) return true
  const style = `${attribs['style'] ?? ''};${parent['style'] ?? ''};${grandparent['style'] ?? ''}`
  const offScreen =
    /(?:left|top|text-indent|margin)\s*:\s*(?:0(?:px)?\s+)*-\d{3,}/i.test(style) ||
    /opacity\s*:\s*0(?![.\d])/i.test(style)
  if (offScreen || parent['aria-hidden'] === 'true') return true
  return hidden && attribs['tabindex'] === '-1' && /^(?:off|nope|new-password)$/i.test(attribs['autocomplete'] ?? '')
}

function attributesAbove(node: AnyNode | null): Element['attribs'] {
  const parent = node?.parent
  return parent && 'attribs' in parent ? parent.attribs : {}
}

/** Required by attribute, by `aria-required`, by a mark in or beside its label, or by the class that scripts check. */
export function isRequired({ element, labels }: RawField, vocabulary: Vocabulary): boolean {
  const { attribs } = element
  if (attribs['required'] !== undefined || attribs['aria-required'] === 'true') return true
  const text = `${labels.explicit || labels.nearby} ${labels.placeholder}`
  if (vocabulary.mentions('optional.mark', text)) return false
  if (
    /[*＊✱]\s*:?\s*$|^\s*\*/.test(labels.explicit || labels.nearby) ||
    /\*\s*$/.test(labels.placeholder) ||
    vocabulary.mentions('required.mark', text) ||
    hasStarAfter(element)
  )
    return true
  return [attribs['class'], attributesAbove(element)['class']].some(
    (classes = '') => vocabulary.code('required.class', classes) && !vocabulary.code('optional.class', classes),
  )
}

function hasStarAfter(element: Element): boolean {
  let next: AnyNode | null = element.next
  for (let steps = 0; next && steps < 3; steps++, next = next.next) {
    if (next.type === 'text' && next.data.trim() === '') continue
    const inner = 'children' in next && next.children.length === 1 ? next.children[0] : next
    return inner?.type === 'text' && /^\s*[*＊✱]\s*$/.test(inner.data)
  }
  return false
}

/** Shown but not to be changed. */
export function isReadOnly({ attribs }: Element): boolean {
  return attribs['readonly'] !== undefined || attribs['disabled'] !== undefined || attribs['aria-readonly'] === 'true'
}

/** What shows how to fill it in: its placeholder, else what describes it, else the title that explains its pattern. */
export function hintOf({ element, labels }: RawField, tree: Tree): string {
  if (labels.placeholder !== '') return labels.placeholder
  return descriptionOf(element, tree) || (element.attribs['pattern'] === undefined ? '' : labels.title)
}

/** Words that may name a field, rather than an example, a number or dots. */
export function namesSomething(placeholder: string, vocabulary: Vocabulary): boolean {
  const letters = placeholder.match(/\p{L}/gu)?.length ?? 0
  const digits = placeholder.match(/\p{N}/gu)?.length ?? 0
  return letters > 1 && letters >= digits && !vocabulary.mentions('hint.example', placeholder)
}
