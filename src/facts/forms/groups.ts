import type { AnyNode, Element } from 'domhandler'
import { isButton, typeOf } from './fields.ts'
import { isFrame, regionOf } from '../dom/regions.ts'
import type { Tree } from '../dom/tree.ts'

const climb = 6

/**
 * Controls by the element that holds them and a button: what works like a form without being one. Fields far from any
 * button join the form around them when `strays` are wanted.
 */
export function groupsOf(controls: readonly Element[], most: number, strays = false): Map<Element, Element[]> {
  const groups = new Map<Element, Element[]>()
  const far: Element[] = []
  const add = (control: Element, container: Element): void => {
    const list = groups.get(container)
    if (list) list.push(control)
    else if (groups.size < most) groups.set(container, [control])
  }
  for (const control of controls) {
    const container = containerOf(control)
    if (container) add(control, container)
    // A box or slider alone is some switch of the page.
    else if (strays && !/^(?:checkbox|radio|range|color|file)$/.test(typeOf(control))) far.push(control)
  }
  addStrays(far, groups, add)
  const order = new Map(controls.map((control, index) => [control, index]))
  return new Map(
    [...merged(groups)].map(([element, fields]) => [
      element,
      fields.toSorted((one, other) => order.get(one)! - order.get(other)!),
    ]),
  )
}

const strayClimb = 14

/** Fields far from any button belong to the form around them, else with the other such fields nearest to them. */
function addStrays(
  strays: Element[],
  groups: Map<Element, Element[]>,
  add: (control: Element, container: Element) => void,
): void {
  const inside = new Map<Element, number>()
  const above = strays.map((control) => {
    const path: Element[] = []
    let node: AnyNode | null = control.parent
    for (; node && path.length < strayClimb; node = node.parent) {
      if (!('attribs' in node) || tooWide.has(node.name)) break
      path.push(node as Element)
      inside.set(node as Element, (inside.get(node as Element) ?? 0) + 1)
    }
    return path
  })
  const joined = new Set(groups.keys())
  strays.forEach((control, index) => {
    const path = above[index]!
    const company = Math.min(3, Math.max(...path.map((element) => inside.get(element)!)))
    const container =
      path.find((element) => joined.has(element)) ?? path.find((element) => inside.get(element)! >= company) ?? path[0]
    if (container) add(control, container)
  })
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
export function buttonsWithin(element: Element): Element[] {
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

/** What one form that wraps a whole page really holds: the forms in it, of which the main one is its own. */
export interface PageParts {
  /** Around the main one; undefined when all of the form's own fields stand apart. */
  main: Element | undefined
  own: Element[]
  others: [element: Element, fields: Element[]][]
}

const landmarks = ['header', 'nav', 'footer', 'main']

/**
 * Some servers wrap the whole page in one form: the search box of the header, the sign-up of the footer and the contact
 * form between them are three to a visitor. Undefined when a form wraps no page or holds one thing only.
 */
export function partsOfPage(form: Element, fields: Element[], tree: Tree): PageParts | undefined {
  const asked = fields.filter((field) => !/^(?:hidden|submit|image|button|reset)$/.test(typeOf(field)))
  if (asked.length < 2 || asked.length > 400 || !wrapsPage(form, fields, tree)) return undefined
  const groups = [...groupsOf(asked, 60)].filter(
    ([element, part]) => element !== form && part.some((field) => !/^(?:checkbox|radio)$/.test(typeOf(field))),
  )
  const grouped = new Set(groups.flatMap(([, part]) => part))
  const loose = asked.filter((field) => !grouped.has(field))
  if (groups.length + (loose.length > 0 ? 1 : 0) < 2) return undefined
  const [main] = groups.toSorted((a, b) => weightOf(b, tree) - weightOf(a, tree))
  const chosen = main && weightOf(main, tree) >= loose.length ? main : undefined
  const others = groups.filter((group) => group !== chosen)
  const apart = new Set(others.flatMap(([, part]) => part))
  return { main: chosen?.[0], own: fields.filter((field) => !apart.has(field)), others }
}

function wrapsPage(form: Element, fields: Element[], tree: Tree): boolean {
  if (fields.some(({ attribs }) => attribs['name'] === '__VIEWSTATE')) return true
  return landmarks.some((name) => (tree.byTag.get(name) ?? []).slice(0, 20).some((element) => holds(form, element)))
}

function holds(form: Element, element: Element): boolean {
  let node: AnyNode | null = element.parent
  for (let depth = 0; node && depth < 500 && !isFrame(node); depth++, node = node.parent) if (node === form) return true
  return false
}

/** How likely a part is what the page is about: many shown fields, a box for a message, in the middle of the page. */
function weightOf([element, fields]: [Element, Element[]], tree: Tree): number {
  const shown = fields.filter((field) => !tree.hidden.has(field))
  const middle = /^(?:main|body|dialog)$/.test(regionOf(element)) ? 0.5 : 0
  return (
    shown.length + middle + (shown.some((field) => field.name === 'textarea' || typeOf(field) === 'password') ? 2 : 0)
  )
}
