import type { AnyNode, Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import { rowOf } from './rows.ts'

const controls = new Set(['input', 'select', 'textarea'])
const values = new Set(['select', 'textarea', 'datalist', 'button', 'option'])
const textLimit = 80
const climb = 4
/** Longer words are a sentence. */
const longestName = 40
/** Boxes that one label above them names together: the parts of a date, of a number, two uploads. */
const mostTogether = 3

/**
 * Words that name a field for those who see the page, where no markup does: a label after it or above its group, else, for one without
 * any name, whatever stands in its row or heads its group, and what a list shows before anything is picked.
 */
export function wordsNear(field: Element, isNameless: boolean): string {
  const row = rowOf(field)
  const label =
    labelWithin(row) || labelAbove(field, isNameless) || (isNameless ? '' : labelOfParts(field) || wordsAbove(field))
  if (label !== '' || !isNameless) return label
  return firstChoice(field) || textOf(row) || besideRow(row) || besideGroup(field) || pictureIn(row)
}

function textOf(element: Element): string {
  const text = readableText(element, { alt: true, limit: textLimit, skip: values })
  return /[\p{L}\p{N}]/u.test(text) ? text : ''
}

function labelWithin(row: Element): string {
  return (
    elementsIn(row)
      .filter(({ name }) => name === 'label' || name === 'legend')
      .map(textOf)
      .find((text) => text !== '') ?? ''
  )
}

/** A label before a small group of controls, or the legend of one; for a nameless field a heading does, too. */
function labelAbove(field: Element, isNameless: boolean): string {
  let node: Element = field
  for (let level = 0; level < climb; level++) {
    let before: AnyNode | null = node.prev
    for (let steps = 0; before && steps < 8; steps++, before = before.prev) {
      if (!('attribs' in before)) continue
      const element = before as Element
      if (elementsIn(element).some(isAsking)) break
      if (!names(element, isNameless)) continue
      const text = textOf(element)
      if (text !== '') return text
    }
    const parent: AnyNode | null = node.parent
    if (!parent || !('attribs' in parent) || /^(?:form|body|main|section)$/.test(parent.name)) return ''
    node = parent as Element
    if (elementsIn(node).filter(isAsking).length > mostTogether) return ''
  }
  return ''
}

/** The one label of a few boxes for parts of one answer, such as the two of a phone number. */
function labelOfParts(field: Element): string {
  let node: Element = field
  for (let level = 0; level < climb; level++) {
    const parent: AnyNode | null = node.parent
    if (!parent || !('attribs' in parent) || /^(?:form|body|main|section)$/.test(parent.name)) return ''
    node = parent as Element
    const elements = elementsIn(node)
    if (elements.filter(isAsking).length > mostTogether) return ''
    const labels = elements.filter(({ name }) => name === 'label')
    if (labels.length > 0) return labels.length === 1 ? textOf(labels[0]!) : ''
  }
  return ''
}

/** Few words in a block above the field alone, with nothing to press but help: “Flat number (optional)”. */
function wordsAbove(field: Element): string {
  let node: Element = field
  for (let level = 0; level < climb; level++) {
    const parent: AnyNode | null = node.parent
    if (!parent || !('attribs' in parent) || /^(?:form|body|main|section)$/.test(parent.name)) return ''
    if (elementsIn(parent as Element).filter(isAsking).length > 1) return ''
    for (let before = node.prev; before; before = before.prev) {
      if (!('attribs' in before)) continue
      const inside = elementsIn(before as Element)
      if (inside.some(({ name }) => /^(?:h[1-6]|a)$/.test(name))) return ''
      const text = textOf(before as Element)
      if (text !== '') return text.length < longestName ? text : ''
    }
    node = parent as Element
  }
  return ''
}

function names({ name, attribs }: Element, isNameless: boolean): boolean {
  if (name === 'label' || name === 'legend') return true
  if (isNameless && /^h[1-6]$/.test(name)) return true
  return /(?:^|[\s_-])label(?:$|[\s_-])/i.test(attribs['class'] ?? '')
}

function isAsking({ name, attribs }: Element): boolean {
  return controls.has(name) && !/^(?:hidden|submit|button|image|reset)$/i.test(attribs['type'] ?? '')
}

/** “Month”, “Choose a country”: a list says it before anything is picked. */
function firstChoice(field: Element): string {
  if (field.name !== 'select') return ''
  const option = elementsIn(field).find(({ name }) => name === 'option')
  return option && (option.attribs['value'] ?? '') === '' ? readableText(option, { limit: textLimit }) : ''
}

function pictureIn(row: Element): string {
  return elementsIn(row).some(({ name }) => name === 'img') ? '(picture)' : ''
}

/** Words in the block right before: a cell of a table, where hidden fields stood in between. */
function besideRow(row: Element): string {
  let before: AnyNode | null = row.prev
  while (before && !('attribs' in before)) before = before.prev
  return before && elementsIn(before as Element).every((element) => !isAsking(element)) ? textOf(before as Element) : ''
}

/** Lists or uploads side by side (day, month, year) that words in their block name together. */
function besideGroup(field: Element): string {
  if (field.name !== 'select' && field.attribs['type'] !== 'file') return ''
  let text = ''
  let node: Element = field
  for (let level = 0; level < climb && text === ''; level++) {
    const parent: AnyNode | null = node.parent
    if (!parent || !('attribs' in parent) || /^(?:form|body|main)$/.test(parent.name)) return ''
    node = parent as Element
    const asking = elementsIn(node).filter(isAsking)
    const isGroup = asking.every(
      ({ name, attribs }) => name === field.name && attribs['type'] === field.attribs['type'],
    )
    if (asking.length > mostTogether || !isGroup) return ''
    if (asking.length > 1) text = textOf(node)
  }
  return text
}

/** The elements of a small block, itself first; of a large one the first two hundred. */
function elementsIn(root: Element): Element[] {
  const found: Element[] = []
  const stack: AnyNode[] = [root]
  for (let steps = 0; stack.length > 0 && steps < 200; steps++) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    found.push(node as Element)
    for (let index = Math.min(node.children.length, 60) - 1; index >= 0; index--) stack.push(node.children[index]!)
  }
  return found
}
