import type { AnyNode, Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import { accessibleName } from '../dom/accessible-name.ts'
import { typeOf, type FieldContext, type RawField } from './fields.ts'
import type { Tree } from '../dom/tree.ts'

/** What the control that sends a form says: its submit button, else the last button. */
export function submitOf(buttons: Element[], tree: Tree): string {
  const sends = (button: Element): boolean => {
    const type = (button.attribs['type'] ?? '').toLowerCase()
    if (button.name === 'button') return type === '' || type === 'submit'
    return button.name === 'input' && (type === 'submit' || type === 'image')
  }
  const named = buttons
    .filter((button) => typeOf(button) !== 'reset' && button.attribs['type'] !== 'reset')
    .map((button) => ({ sends: sends(button), name: accessibleName(button, tree, 80) }))
  const chosen =
    named.find((button) => button.sends && button.name !== '') ??
    named.findLast((button) => button.name !== '') ??
    named[0]
  return chosen?.name ?? ''
}

const headingTags = /^(?:h[1-6]|legend|caption)$/
const climb = 5

/**
 * The heading or legend that a person reads above a form's fields: inside the form, else nearest before it. In a rendered page
 * `context` tells which headings a style sheet takes off; those of a form that is closed itself come back with it.
 */
export function headingBefore(around: Element, raw: RawField[], tree: Tree, context?: FieldContext): string {
  const first = raw.find((field) => field.type !== 'hidden')?.element
  const isOpen = raw.some((field) => !field.hidden)
  const skips = (element: Element): boolean => isOpen && context !== undefined && isTakenOff(element, context)
  const inside = firstHeading(around, first, skips)
  if (inside !== '') return inside
  let node: AnyNode = around
  for (let level = 0; level < climb; level++) {
    let before: AnyNode | null = node.prev
    for (let steps = 0; before && steps < 6; steps++, before = before.prev) {
      if (!('attribs' in before)) continue
      const element = before as Element
      if (element.name === 'form' || element.name === 'nav') break
      const text = !headingTags.test(element.name)
        ? lastHeading(element, skips)
        : skips(element)
          ? ''
          : readableText(element, { alt: true, limit: 120 })
      if (text !== '') return text
    }
    const parent: AnyNode | null = node.parent
    if (!parent || !('attribs' in parent) || parent.name === 'body' || parent.name === 'main') break
    node = parent
  }
  const label = around.attribs['aria-label'] ?? ''
  const referred = tree.byId.get(around.attribs['aria-labelledby'] ?? '')
  return referred ? readableText(referred, { limit: 120 }) : label.slice(0, 120)
}

/** It has no box on either screen. What is drawn for screen readers only has one. */
function isTakenOff(element: Element, { layout, nodeOf }: FieldContext): boolean {
  const node = nodeOf(element)
  if (!layout || node === 0) return false
  return layout.desktop.nodes[String(node)] === undefined && layout.mobile.nodes[String(node)] === undefined
}

type Skips = (element: Element) => boolean

function firstHeading(around: Element, until: Element | undefined, skips: Skips): string {
  const stack: AnyNode[] = [around]
  for (let steps = 0; stack.length > 0 && steps < 300; steps++) {
    const node = stack.pop()!
    if (node === until) return ''
    if (!('attribs' in node)) continue
    if (headingTags.test(node.name) && !skips(node as Element)) {
      const text = readableText(node as Element, { alt: true, limit: 120 })
      if (text !== '') return text
    }
    for (let index = Math.min(node.children.length, 100) - 1; index >= 0; index--) stack.push(node.children[index]!)
  }
  return ''
}

function lastHeading(element: Element, skips: Skips): string {
  const stack: AnyNode[] = element.children.slice(-20)
  for (let steps = 0; stack.length > 0 && steps < 60; steps++) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    if (headingTags.test(node.name) && !skips(node as Element))
      return readableText(node as Element, { alt: true, limit: 120 })
    if (node.name === 'form' || node.name === 'article') return ''
    stack.push(...node.children.slice(-20))
  }
  return ''
}

/** Texts of the links inside a form: "forgot your password?" tells what it is for. */
export function linkTexts(around: Element): string {
  const texts: string[] = []
  const stack: AnyNode[] = [around]
  for (let steps = 0; stack.length > 0 && steps < 600 && texts.length < 12; steps++) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    if (node.name === 'a') texts.push(readableText(node as Element, { alt: true, limit: 60 }))
    else
      for (let index = Math.min(node.children.length, 100) - 1; index >= 0; index--) stack.push(node.children[index]!)
  }
  return texts.join(' | ')
}
