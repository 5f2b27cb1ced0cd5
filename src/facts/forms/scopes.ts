import type { AnyNode, Element } from 'domhandler'
import type { PageDocument } from '../../snapshot/document.ts'
import { isButton, typeOf } from './fields.ts'
import { isFrame } from '../dom/regions.ts'
import { buttonsWithin, groupsOf, partsOfPage } from './groups.ts'
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

/** Inputs and a button that work as a form of their own. */
function formless(element: Element, fields: Element[], takes: (button: Element) => boolean): FormScope {
  return {
    element,
    formless: true,
    index: -1,
    fields: fields.slice(0, mostFields),
    buttons: buttonsWithin(element).filter(takes),
    around: element,
  }
}

/** A field that is written or picked from; switches beside a button alone are no form: consent, compare, show more. */
function isWritten(field: Element): boolean {
  if (field.attribs['readonly'] !== undefined || field.attribs['disabled'] !== undefined) return false
  return !/^(?:checkbox|radio|range|color)$/.test(typeOf(field))
}

function isChosen(field: Element): boolean {
  return /^(?:checkbox|radio)$/.test(typeOf(field))
}

function isSubmit({ name, attribs }: Element): boolean {
  return (name === 'button' || name === 'input') && /^(?:submit|image)$/i.test(attribs['type'] ?? '')
}

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
    if (buttons.length === 0) buttons.push(...buttonsIn(form, tree, owned))
    const wholly = holdsAll(form, controls)
    const parts = wholly ? partsOfPage(form, fields, tree) : undefined
    const own = new Set(parts?.own)
    scopes.push({
      element: form,
      formless: false,
      index: framed ? -1 : index,
      fields: (parts ? fields.filter((field) => own.has(field)) : fields).slice(0, mostFields),
      buttons: parts
        ? buttons.filter((button) => !parts.others.some(([element]) => isInside(button, element)))
        : buttons,
      around: parts?.main ?? (wholly ? form : (commonAncestor([form, ...controls.slice(0, 60)]) ?? form)),
    })
    for (const [element, part] of parts?.others ?? []) scopes.push(formless(element, part, () => true))
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
  const free = tagged(tree, 'input', 'select', 'textarea').filter((control) => {
    const type = typeOf(control)
    return !owned.has(control) && type !== 'hidden' && !isButton(type)
  })
  return [...groupsOf(free, most, true)]
    .map(([element, fields]) => formless(element, fields, (button) => !owned.has(button)))
    .filter(({ fields, buttons }) => fields.some(isWritten) || (fields.some(isChosen) && buttons.some(isSubmit)))
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
