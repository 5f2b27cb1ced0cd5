import type { Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import type { Box } from '../../snapshot/schema.ts'
import { resolve } from '../dom/address.ts'
import type { Placed } from '../screen.ts'
import type { Tree } from '../dom/tree.ts'

/** Least side of a target in WCAG 2.2, success criterion 2.5.8. */
const side = 24

/**
 * Controls under 24 x 24 CSS pixels for which the criterion makes no exception: not inline in a sentence, not far
 * enough from all others, with no larger control of the same purpose, and not drawn by the browser itself.
 */
export function smallTargets(controls: Placed[], tree: Tree, base: URL): Placed[] {
  const small = controls.filter(({ element, layout }) => isSmall(layout.box) && !isNative(element))
  const large = new Set(
    controls.filter(({ layout }) => !isSmall(layout.box)).flatMap(({ element }) => addressOf(element, base)),
  )
  const near = grid(controls)
  return small.filter((control) => {
    if (tree.hidden.has(control.element) || isInline(control.element)) return false
    if (addressOf(control.element, base).some((address) => large.has(address))) return false
    return near(control).some((other) => collide(control, other))
  })
}

function isSmall([, , width, height]: Box): boolean {
  return width < side - 0.5 || height < side - 0.5
}

function isNative({ name, attribs }: Element): boolean {
  return name === 'input' && /^(?:checkbox|radio|range|color)$/i.test(attribs['type'] ?? '')
}

function addressOf({ name, attribs }: Element, base: URL): string[] {
  const href = name === 'a' ? (attribs['href'] ?? '') : ''
  return href === '' || href.startsWith('#') ? [] : [resolve(href, base)?.href ?? href]
}

/** A link with words of the sentence around it. */
function isInline(element: Element): boolean {
  if (element.name !== 'a') return false
  let node = element.parent
  for (let steps = 0; node?.type === 'tag' && steps < 3; node = node.parent, steps += 1) {
    const others = node.children.filter((child) => child !== element)
    if (others.some((child) => child.type === 'text' && /\p{L}{2}/u.test(child.data))) return true
    if (/^(?:p|li|td|dd|div|section|nav|ul)$/.test(node.name)) {
      const own = readableText(element, { limit: 200 })
      return node.name === 'p' && readableText(node, { limit: 400 }).length > own.length * 2 + 10
    }
  }
  return false
}

function centre([x, y, width, height]: Box): [number, number] {
  return [x + width / 2, y + height / 2]
}

/** The 24 pixel circle on a small target's centre meets another target, or the circle of another small one. */
function collide(control: Placed, other: Placed): boolean {
  if (other === control || isRelated(control.element, other.element)) return false
  const [x, y] = centre(control.layout.box)
  const [left, top, width, height] = other.layout.box
  const dx = x - Math.max(left, Math.min(x, left + width))
  const dy = y - Math.max(top, Math.min(y, top + height))
  if (Math.hypot(dx, dy) < side / 2 - 0.5) return true
  if (!isSmall(other.layout.box)) return false
  const [otherX, otherY] = centre(other.layout.box)
  return Math.hypot(x - otherX, y - otherY) < side - 0.5
}

function isRelated(first: Element, second: Element): boolean {
  for (let node = first.parent; node; node = node.parent) if (node === second) return true
  for (let node = second.parent; node; node = node.parent) if (node === first) return true
  return false
}

/** Finds the controls around one without comparing each with all. */
function grid(controls: Placed[]): (control: Placed) => Placed[] {
  const cell = 200
  const cells = new Map<string, Placed[]>()
  const keys = ([x, y, width, height]: Box, around: number): string[] => {
    const found: string[] = []
    const lastColumn = Math.min(Math.floor((x + width + around) / cell), Math.floor((x - around) / cell) + 20)
    const lastRow = Math.min(Math.floor((y + height + around) / cell), Math.floor((y - around) / cell) + 20)
    for (let column = Math.floor((x - around) / cell); column <= lastColumn; column += 1) {
      for (let row = Math.floor((y - around) / cell); row <= lastRow; row += 1) found.push(`${column} ${row}`)
    }
    return found
  }
  for (const control of controls) {
    for (const key of keys(control.layout.box, 0)) {
      const list = cells.get(key)
      if (list) list.push(control)
      else cells.set(key, [control])
    }
  }
  return (control) => [...new Set(keys(control.layout.box, side).flatMap((key) => cells.get(key) ?? []))]
}
