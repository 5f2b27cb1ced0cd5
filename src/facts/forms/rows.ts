import type { AnyNode, Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { RawField } from './fields.ts'

const controls = new Set(['input', 'select', 'textarea', 'button'])
const climb = 5
const textLimit = 400
/** What lies beyond so many parts of a block is not looked at. */
const widest = 200
/** What is picked from is no text about the field. */
const values = new Set(['select', 'textarea', 'datalist', 'button'])

/** The largest block around a field that holds no other control: its label, its hint and its mark stand there. */
export function rowOf(field: Element): Element {
  let row = field
  for (let level = 0; level < climb; level++) {
    const parent: AnyNode | null = row.parent
    if (!parent || !('attribs' in parent) || parent.name === 'form' || parent.name === 'body') return row
    if (holdsOther(parent as Element, field)) return row
    row = parent as Element
  }
  return row
}

function holdsOther(block: Element, field: Element): boolean {
  const stack: AnyNode[] = block.children.slice(0, widest)
  for (let steps = 0; stack.length > 0; steps++) {
    if (steps > 150) return true
    const node = stack.pop()!
    if (!('attribs' in node) || node === field) continue
    if (controls.has(node.name) && !/^hidden$/i.test(node.attribs['type'] ?? '')) return true
    stack.push(...(node.children.slice(0, widest) as AnyNode[]))
  }
  return false
}

export const marks = ['required', 'optional', 'perhaps', 'none'] as const
export type Mark = (typeof marks)[number]

const star = /[*＊✱✻⁎]/

/**
 * What a visitor sees beside a field of whether it has to be filled in: a star, or words in its label; nothing that only a style sheet
 * draws. Words elsewhere in its row may belong to a message that is shown after a mistake.
 */
export function markOf(row: Element, { labels }: RawField, vocabulary: Vocabulary): Mark {
  const label = `${labels.explicit || labels.nearby} ${labels.placeholder}`
  const around = readableText(row, { alt: true, limit: textLimit, skip: values })
  if (vocabulary.mentions('optional.mark', `${label} ${around}`)) return 'optional'
  if (star.test(label) || star.test(around) || vocabulary.mentions('required.mark', label)) return 'required'
  return vocabulary.mentions('required.mark', around) ? 'perhaps' : 'none'
}

/** Words that stand after a field in its row, whether or not markup ties them to it. */
export function helpAfter(field: Element, row: Element): string {
  let text = ''
  for (let node: AnyNode = field; node !== row && node.parent; node = node.parent) {
    for (let next: AnyNode | null = node.next; next && text.length < textLimit; next = next.next) {
      if (next.type === 'text') text += ` ${next.data.slice(0, textLimit)}`
      else if ('attribs' in next && next.name !== 'label')
        text += ` ${readableText(next as Element, { alt: true, limit: textLimit, skip: values })}`
    }
  }
  const folded = text.replace(/\s+/g, ' ').trim()
  return /\p{L}/u.test(folded) ? folded.slice(0, 160).trimEnd() : ''
}

/** Words right below a row: lists of what a password must hold stand there. */
export function textBelow(row: Element): string {
  let next: AnyNode | null = row.next
  for (let steps = 0; next && steps < 4; steps++, next = next.next) {
    if (next.type === 'text' && next.data.trim() !== '')
      return next.data.replace(/\s+/g, ' ').trim().slice(0, textLimit)
    if (!('attribs' in next)) continue
    const element = next as Element
    if (controls.has(element.name) || holdsOther(element, row)) return ''
    return readableText(element, { limit: textLimit })
  }
  return ''
}
