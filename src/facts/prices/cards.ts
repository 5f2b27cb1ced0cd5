import type { Element } from 'domhandler'
import type { PriceInText } from './in-text.ts'

const levels = 10
/** Boxes built alike from this many on are a list of things, not the one thing that a page sells. */
const least = 3

/** The sums that stand in one of several boxes built alike that each lead somewhere. */
export function cardsAmong(texts: PriceInText[]): Set<PriceInText> {
  const boxes = new Map<Element, Map<string, Map<Element, PriceInText[]>>>()
  for (const price of texts) {
    for (let node = price.element, steps = 0; steps < levels; steps += 1) {
      const parent = node.parent as Element | null
      if (parent?.type !== 'tag') break
      const key = `${node.name}.${(node.attribs['class'] ?? '').split(/\s+/, 1)[0] ?? ''}`
      const alike = boxes.get(parent) ?? new Map<string, Map<Element, PriceInText[]>>()
      boxes.set(parent, alike)
      const group = alike.get(key) ?? new Map<Element, PriceInText[]>()
      alike.set(key, group)
      const inside = group.get(node)
      if (inside) inside.push(price)
      else group.set(node, [price])
      node = parent
    }
  }
  const found = new Set<PriceInText>()
  for (const alike of boxes.values()) {
    for (const group of alike.values()) {
      if (group.size < least) continue
      const leading = [...group].filter(([box]) => leads(box))
      if (leading.length < least) continue
      for (const [, prices] of leading) for (const price of prices) found.add(price)
    }
  }
  return found
}

/** A link in the box, or around it. */
function leads(box: Element): boolean {
  const stack: Element[] = [box]
  for (let steps = 0; stack.length > 0 && steps < 200; steps += 1) {
    const node = stack.pop()!
    if (node.name === 'a' && node.attribs['href'] !== undefined) return true
    for (const child of node.children) if (child.type === 'tag') stack.push(child as Element)
  }
  return false
}
