import type { AnyNode, Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import { tagged, type Tree } from '../dom/tree.ts'

export const labelSources = ['label', 'wrapping-label', 'aria', 'title', 'placeholder', 'nearby-text', 'none'] as const
export type LabelSource = (typeof labelSources)[number]

/** All that may name a field, each by itself. */
export interface FieldLabels {
  label: string
  source: LabelSource
  /** Text of `<label>`s, of what `aria-labelledby` names, or `aria-label`. */
  explicit: string
  title: string
  placeholder: string
  /** Text before it (after it for a checkbox or radio button) that no markup ties to it. */
  nearby: string
}

const controlTags = new Set(['input', 'select', 'textarea', 'button'])
const textLimit = 160
/** What stands in these is a value, not a name. */
const valueTags = new Set(['select', 'textarea', 'datalist'])

/** `<label for>` by the id that they name. */
export function labelsById(tree: Tree): Map<string, Element[]> {
  const labels = new Map<string, Element[]>()
  for (const label of tagged(tree, 'label')) {
    const id = label.attribs['for']
    if (!id) continue
    const list = labels.get(id)
    if (list) list.push(label)
    else labels.set(id, [label])
  }
  return labels
}

/** What names a field, and where that comes from. */
export function labelsOf(field: Element, tree: Tree, labels: Map<string, Element[]>): FieldLabels {
  const { attribs } = field
  const type = (attribs['type'] ?? '').toLowerCase()
  if (type === 'hidden') return { label: '', source: 'none', explicit: '', title: '', placeholder: '', nearby: '' }
  const referred = (attribs['aria-labelledby'] ?? '')
    .split(/\s+/)
    .slice(0, 5)
    .map((id) => textOf(id === '' ? undefined : tree.byId.get(id)))
    .join(' ')
    .trim()
  const id = attribs['id']
  const own = id ? distinct((labels.get(id) ?? []).slice(0, 3).map(textOf)) : ''
  const wrapping = own === '' ? wrappingLabel(field) : ''
  const aria = folded(attribs['aria-label'])
  const title = folded(attribs['title'])
  const placeholder = folded(attribs['placeholder'])
  const isChoice = type === 'checkbox' || type === 'radio'
  const nearby = isChoice ? textAfter(field) || textBefore(field) : textBefore(field)
  const found: [LabelSource, string][] = [
    ['aria', referred],
    ['label', own],
    ['wrapping-label', wrapping],
    ['aria', aria],
    ['title', title],
    ['placeholder', placeholder],
    ['nearby-text', nearby],
  ]
  const [source, label] = found.find(([, text]) => text !== '') ?? (['none', ''] as const)
  return {
    label,
    source,
    explicit: distinct([referred, own, wrapping, aria]),
    title,
    placeholder,
    nearby,
  }
}

function folded(text: string | undefined): string {
  return text
    ? text
        .slice(0, textLimit * 2)
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, textLimit)
    : ''
}

/** Texts in one line, without those that an earlier one holds already: sites often say a label twice. */
function distinct(texts: string[]): string {
  const kept: string[] = []
  for (const text of texts) {
    const same = text.toLowerCase()
    if (text !== '' && !kept.some((other) => other.toLowerCase().includes(same))) kept.push(text)
  }
  return kept.join(' ')
}

function textOf(element: Element | undefined): string {
  return element ? once(readableText(element, { alt: true, limit: textLimit, skip: valueTags })) : ''
}

/** A text that says all of itself twice, once for eyes and once for screen readers, said once. */
function once(text: string): string {
  const middle = (text.length - 1) / 2
  const half = text.slice(0, middle)
  return middle > 1 && text[middle] === ' ' && half === text.slice(middle + 1) ? half : text
}

/** Text of the elements that `aria-describedby` names: format hints and help. */
export function descriptionOf({ attribs }: Element, tree: Tree): string {
  const ids = (attribs['aria-describedby'] ?? '').split(/\s+/).slice(0, 3)
  return distinct(ids.map((id) => textOf(id === '' ? undefined : tree.byId.get(id)))).slice(0, 120)
}

function wrappingLabel(field: Element): string {
  let node: AnyNode | null = field.parent
  for (let depth = 0; node && depth < 8; depth++, node = node.parent) {
    if (!('attribs' in node)) return ''
    if (node.name === 'form' || node.name === 'body') return ''
    if (node.name !== 'label') continue
    const other = node.attribs['for']
    return other !== undefined && other !== '' && other !== field.attribs['id'] ? '' : textOf(node)
  }
  return ''
}

/** The nearest text before a field, unless another control stands in between. */
export function textBefore(field: Element): string {
  return nearestBefore(field)?.text ?? ''
}

/** The nearest words before a field are a heading or a sentence with links: they introduce a form rather than name a field. */
export function isIntroduced(field: Element): boolean {
  const nearest = nearestBefore(field)
  const node = nearest?.node
  if (!node || !('attribs' in node)) return false
  if (/^(?:h[1-6]|a)$/.test(node.name)) return true
  const within = [...node.children]
  for (let steps = 0; within.length > 0 && steps < 60; steps++) {
    const part = within.pop()!
    if (!('attribs' in part)) continue
    if (/^h[1-6]$/.test(part.name)) return true
    // A link that says all of it: an entry of a menu.
    if (part.name === 'a' && readableText(part as Element, { limit: textLimit }) === nearest.text) return true
    within.push(...part.children.slice(0, 20))
  }
  return node.name !== 'label' && node.children.filter((part) => 'attribs' in part && part.name === 'a').length > 1
}

/** Words that only repeat what a list is set to: one of its choices, or the code of a country. */
export function isItsValue(field: Element, words: string): boolean {
  if (field.name !== 'select' || words === '') return false
  if (/^(?:\p{Lu}[\p{L} ]*)?\(?\+\d{1,4}\)?$/u.test(words)) return true
  return field.children
    .slice(0, 400)
    .some((option) => 'attribs' in option && readableText(option as Element, { limit: textLimit }) === words)
}

function nearestBefore(field: Element): { node: AnyNode; text: string } | undefined {
  let node: AnyNode = field
  for (let level = 0; level < 4; level++) {
    let before: AnyNode | null = node.prev
    for (let steps = 0; before && steps < 6; steps++, before = before.prev) {
      const text = sideText(before)
      if (text === undefined) return undefined
      if (text !== '') return { node: before, text }
    }
    const parent: AnyNode | null = node.parent
    if (!parent || !('attribs' in parent) || stops.has(parent.name)) return undefined
    node = parent
  }
  return undefined
}

/** The nearest text after a field, unless another control stands in between. */
export function textAfter(field: Element): string {
  let after: AnyNode | null = field.next
  for (let steps = 0; after && steps < 4; steps++, after = after.next) {
    const text = sideText(after)
    if (text === undefined) return ''
    if (text !== '') return text
  }
  return ''
}

const stops = new Set(['form', 'body', 'fieldset', 'table', 'html', 'main', 'section', 'article'])

/** Text of a neighbour; undefined for one that holds a control, whose label it rather is. */
function sideText(node: AnyNode): string | undefined {
  if (node.type === 'text') {
    const text = folded(node.data)
    return /[\p{L}\p{N}]/u.test(text) ? text : ''
  }
  if (!('attribs' in node)) return ''
  if (controlTags.has(node.name)) return /^hidden$/i.test(node.attribs['type'] ?? '') ? '' : undefined
  if (holdsControl(node)) return undefined
  const text = readableText(node as Element, { alt: true, limit: textLimit })
  return /[\p{L}\p{N}]/u.test(text) ? text : ''
}

function holdsControl(element: Element): boolean {
  const stack: AnyNode[] = element.children.slice(0, 30)
  for (let steps = 0; stack.length > 0 && steps < 120; steps++) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    if (controlTags.has(node.name) && !/^hidden$/i.test(node.attribs['type'] ?? '')) return true
    stack.push(...node.children.slice(0, 30))
  }
  return false
}
