import type { AnyNode, Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import { textAfter, textBefore, type FieldLabels } from './field-labels.ts'

/** What a guess at a field's purpose may look at. The site's own `autocomplete` is none of it. */
export interface FieldClues {
  type: string
  attribs: Record<string, string>
  labels: FieldLabels
  /** Choices: of a select, or the labels of all radio buttons of its group. */
  options: string[]
  /** What those choices send. */
  values: string[]
  /** The question that stands before a box or the first radio button of a group. */
  question: string
  /** Text right after it, such as a unit or an example. */
  after: string
  /** Legend of the `fieldset` around it. */
  legend: string
  /** Class and id of the elements around it, the nearest first. */
  around: [string, string]
  /** Address and text of a picture beside it: a code to copy stands in one. */
  picture: string
}

/** The fields of a form in order, and the words around them. */
export interface FormClues {
  fields: FieldClues[]
  action: string
  path: string
  /** Ids, classes and names of the form and of its buttons. */
  identifiers: string
  submit: string
  heading: string
  links: string
  title: string
}

/** Reads what tells the purposes of a form's fields. */
export function fieldClues(fields: { element: Element; type: string; labels: FieldLabels }[]): FieldClues[] {
  const groups = new Map<string, FieldClues>()
  return fields.map(({ element, type, labels }) => {
    const { attribs } = element
    const group = type === 'radio' ? (attribs['name'] ?? '') : ''
    const same = group === '' ? undefined : groups.get(group)
    if (same) {
      if (same.options.length < 12) {
        same.options.push(labels.label)
        same.values.push(attribs['value'] ?? '')
      }
      return same
    }
    const choice = type === 'radio' || type === 'checkbox'
    const clues: FieldClues = {
      type,
      attribs,
      labels,
      ...(element.name === 'select' ? optionsOf(element) : { options: [], values: [] }),
      question: choice ? textBefore(element) : '',
      after: choice || type === 'submit' ? '' : textAfter(element),
      legend: legendOf(element),
      around: [identifiers(element.parent), identifiers(element.parent?.parent)],
      picture: type === 'text' || type === 'number' || type === 'tel' ? pictureBeside(element) : '',
    }
    if (type === 'radio') {
      clues.options.push(labels.label)
      clues.values.push(attribs['value'] ?? '')
    }
    if (group !== '') groups.set(group, clues)
    return clues
  })
}

function identifiers(node: AnyNode | null | undefined): string {
  if (!node || !('attribs' in node)) return ''
  return `${node.attribs['class'] ?? ''} ${node.attribs['id'] ?? ''}`.slice(0, 160)
}

function pictureBeside(element: Element): string {
  let node: AnyNode = element
  for (let level = 0; level < 3; level++) {
    for (const side of ['prev', 'next'] as const) {
      let other: AnyNode | null = node[side]
      for (let steps = 0; other && steps < 5; steps++, other = other[side]) {
        const image = imageIn(other)
        if (image) return `${(image.attribs['src'] ?? '').slice(-80)} ${image.attribs['alt'] ?? ''}`.slice(0, 140)
      }
    }
    const parent: AnyNode | null = node.parent
    if (!parent || !('attribs' in parent) || /^(?:form|body|table|fieldset)$/.test(parent.name)) return ''
    node = parent
  }
  return ''
}

function imageIn(node: AnyNode): Element | undefined {
  const stack: AnyNode[] = [node]
  for (let steps = 0; stack.length > 0 && steps < 12; steps++) {
    const one = stack.pop()!
    if (!('attribs' in one) || one.name === 'form') continue
    if (one.name === 'img') return one
    stack.push(...one.children.slice(0, 6).toReversed())
  }
  return undefined
}

function legendOf(element: Element): string {
  let node: AnyNode | null = element.parent
  for (let depth = 0; node && depth < 10; depth++, node = node.parent) {
    if (!('attribs' in node) || node.name === 'form') return ''
    if (node.name !== 'fieldset') continue
    const legend = node.children.find((child) => 'name' in child && child.name === 'legend')
    return legend ? readableText(legend as Element, { limit: 100 }) : ''
  }
  return ''
}

const mostOptions = 300

function optionsOf(select: Element): { options: string[]; values: string[] } {
  const options: string[] = []
  const values: string[] = []
  const stack = select.children.slice(0, mostOptions).toReversed()
  while (stack.length > 0 && options.length < mostOptions) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    if (node.name === 'option') {
      const first = node.children[0]
      options.push(first?.type === 'text' ? first.data.trim() : (node.attribs['value'] ?? ''))
      values.push(node.attribs['value'] ?? '')
    } else stack.push(...node.children.slice(0, mostOptions).toReversed())
  }
  return { options, values }
}
