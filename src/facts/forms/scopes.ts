import type { AnyNode, Element } from 'domhandler'
import type { PageDocument } from '../../snapshot/document.ts'
import { isButton, typeOf } from './fields.ts'
import { isFrame } from '../dom/regions.ts'
import { tagged, type Tree } from '../dom/tree.ts'

/** A form, or inputs and a button that work as one without `<form>`. */
export interface FormScope {
  /** The `<form>`, or the element that holds the inputs and their button. */
  element: Element
  formless: boolean
  /** Place among the page's `<form>` elements; -1 for a formless one or one inside a frame. */
  index: number
  /** Inputs, selects and text areas by form owner, in document order. */
  fields: Element[]
  /** Controls that may send it. */
  buttons: Element[]
  /** Holds all of its controls, where the parser moved them out of the form. */
  around: Element
}

/** Controls and forms beyond so many are not looked at: no visitor meets them. */
const mostForms = 2500
const mostFields = 400
const climb = 6

/** All forms of a page, then what works like a form without being one. */
export function formScopes(document: PageDocument, tree: Tree): FormScope[] {
  const scopes: FormScope[] = []
  const owned = new Set<Element>()
  let index = 0
  for (const form of tagged(tree, 'form')) {
    const framed = insideFrame(form, tree)
    const controls = document.controlsOf(form)
    for (const control of controls) owned.add(control)
    if (scopes.length >= mostForms) continue
    const { fields, buttons } = sorted(controls)
    const around = holdsAll(form, controls) ? form : (commonAncestor([form, ...controls.slice(0, 60)]) ?? form)
    if (buttons.length === 0) buttons.push(...buttonsIn(form, tree, owned))
    scopes.push({
      element: form,
      formless: false,
      index: framed ? -1 : index,
      fields: fields.slice(0, mostFields),
      buttons,
      around,
    })
    if (!framed) index += 1
  }
  scopes.push(...formlessScopes(tree, owned, mostForms - scopes.length))
  return scopes
}

function sorted(controls: Element[]): { fields: Element[]; buttons: Element[] } {
  const fields: Element[] = []
  const buttons: Element[] = []
  for (const control of controls) {
    if (control.name === 'output' || control.name === 'fieldset' || control.name === 'object') continue
    const type = typeOf(control)
    if (control.name === 'button' || isButton(type)) buttons.push(control)
    if (control.name !== 'button') fields.push(control)
  }
  return { fields, buttons }
}

function formlessScopes(tree: Tree, owned: Set<Element>, most: number): FormScope[] {
  const groups = new Map<Element, Element[]>()
  for (const control of tagged(tree, 'input', 'select', 'textarea')) {
    if (owned.has(control)) continue
    const type = typeOf(control)
    if (type === 'hidden' || isButton(type)) continue
    const container = containerOf(control)
    if (!container) continue
    const list = groups.get(container)
    if (list) list.push(control)
    else if (groups.size < most) groups.set(container, [control])
  }
  const containers = merged(groups)
  return [...containers].map(([element, fields]) => ({
    element,
    formless: true,
    index: -1,
    fields: fields.slice(0, mostFields),
    buttons: buttonsWithin(element).filter((button) => !owned.has(button)),
    around: element,
  }))
}

/** A container inside another belongs to it: fields of one formless form often sit in rows of their own. */
function merged(groups: Map<Element, Element[]>): Map<Element, Element[]> {
  const result = new Map<Element, Element[]>()
  for (const [element, fields] of groups) {
    let outer = element
    let node: AnyNode | null = element.parent
    for (let depth = 0; node && depth < 12; depth++, node = node.parent) {
      if ('attribs' in node && groups.has(node as Element)) outer = node as Element
    }
    const list = result.get(outer)
    if (list) list.push(...fields)
    else result.set(outer, [...fields])
  }
  return result
}

const tooWide = new Set(['body', 'html', 'main', 'header', 'footer', 'nav', 'aside'])

/** The nearest element around a control without form that holds a button, too. */
function containerOf(control: Element): Element | undefined {
  let node: AnyNode | null = control.parent
  for (let depth = 0; node && depth < climb; depth++, node = node.parent) {
    if (!('attribs' in node) || tooWide.has(node.name)) return undefined
    if (buttonsWithin(node as Element).length > 0) return node as Element
  }
  return undefined
}

const withinKnown = new WeakMap<Element, Element[]>()

/** Button-like elements in a small part of the page; large parts are no form. */
function buttonsWithin(element: Element): Element[] {
  const known = withinKnown.get(element)
  if (known) return known
  const found: Element[] = []
  const stack: AnyNode[] = [element]
  for (let steps = 0; stack.length > 0 && steps < 400; steps++) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    if (isButtonLike(node as Element)) found.push(node as Element)
    for (let index = node.children.length - 1; index >= 0 && stack.length < 800; index--)
      stack.push(node.children[index]!)
  }
  withinKnown.set(element, found)
  return found
}

function isButtonLike({ name, attribs }: Element): boolean {
  if (name === 'button') return true
  if (name === 'input') return isButton((attribs['type'] ?? '').toLowerCase())
  if (attribs['role'] === 'button') return true
  return name === 'a' && /(?:^|[\s_-])(?:btn|button|submit)(?:$|[\s_-])/i.test(attribs['class'] ?? '')
}

/** Links and blocks that look like buttons inside a form which has none. */
function buttonsIn(form: Element, tree: Tree, owned: Set<Element>): Element[] {
  return buttonsWithin(form).filter((button) => !owned.has(button) && !tree.hidden.has(button))
}

function holdsAll(form: Element, controls: Element[]): boolean {
  return controls.slice(0, 60).every((control) => isInside(control, form))
}

function isInside(element: Element, ancestor: Element): boolean {
  for (let node: AnyNode | null = element; node; node = node.parent) if (node === ancestor) return true
  return false
}

function commonAncestor(elements: Element[]): Element | undefined {
  let path: AnyNode[] | undefined
  for (const element of elements) {
    const own: AnyNode[] = []
    for (let node: AnyNode | null = element; node; node = node.parent) own.push(node)
    own.reverse()
    if (path === undefined) path = own
    else {
      let shared = 0
      while (shared < path.length && path[shared] === own[shared]) shared++
      path = path.slice(0, shared)
    }
  }
  return path?.findLast((node): node is Element => 'attribs' in node)
}

function insideFrame(element: Element, tree: Tree): boolean {
  if (!tree.byTag.has('sl-frame')) return false
  for (let node: AnyNode | null = element; node; node = node.parent) if (isFrame(node)) return true
  return false
}
