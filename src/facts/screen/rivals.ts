import type { AnyNode, Element } from 'domhandler'
import { z } from 'zod'
import type { NodeLayout, ViewportLayout } from '../../snapshot/schema.ts'
import type { Cta } from '../ctas.ts'
import type { Tree } from '../dom/tree.ts'
import { Where } from '../dom/where.ts'

export const Rival = z.object({ text: z.string(), where: Where }).meta({ id: 'Rival' })
export type Rival = z.infer<typeof Rival>

interface Placed {
  cta: Cta
  element: Element
  layout: NodeLayout
}

/** What stands beside the aim of a page: nobody weighs it against the main action. */
const asideIntents = new Set(['share', 'follow', 'search', 'log-in', 'wishlist', 'compare', 'watch'])

/**
 * The largest set of actions that share one screen, look like the loudest of them and lead to different ends. Blocks built alike
 * (cards, plans, slides) count once.
 */
export function rivalsOf(
  ctas: readonly Cta[],
  view: ViewportLayout,
  tree: Tree,
  nodeOf: (element: Element) => number,
): Rival[] {
  const elements = elementsByNode(ctas, tree, nodeOf)
  const filled = ctas.flatMap((cta): Placed[] => {
    const layout = view.nodes[String(cta.where.node)]
    const element = elements.get(cta.where.node)
    if (!layout?.shown || !layout.filled || !element) return []
    if (cta.where.region !== 'main' && cta.where.region !== 'body') return []
    if (asideIntents.has(cta.intent) || cta.element === 'submit' || cta.target === 'same-page') return []
    return [{ cta, element, layout }]
  })
  const loudest = filled.find(({ cta }) => cta.rank === 'primary')
  if (!loudest) return []
  const alike = filled.filter(({ layout }) => paintOf(layout) === paintOf(loudest.layout))
  const sorted = alike.toSorted((one, other) => one.layout.box[1] - other.layout.box[1])
  let most: Placed[] = []
  sorted.forEach((first, index) => {
    const together: Placed[] = []
    for (const each of sorted.slice(index)) {
      if (each.layout.box[1] + each.layout.box[3] > first.layout.box[1] + view.height) break
      if (!together.some((other) => endOf(other.cta) === endOf(each.cta) || areRepeated(other.element, each.element)))
        together.push(each)
    }
    if (together.length > most.length) most = together
  })
  return most.length < 2 ? [] : most.map(({ cta }) => ({ text: cta.text, where: cta.where }))
}

function elementsByNode(ctas: readonly Cta[], tree: Tree, nodeOf: (element: Element) => number): Map<number, Element> {
  const wanted = new Set(ctas.map(({ where }) => where.node))
  const found = new Map<number, Element>()
  for (const element of tree.elements) {
    const node = nodeOf(element)
    if (node > 0 && wanted.has(node)) found.set(node, element)
  }
  return found
}

function paintOf({ background, color }: NodeLayout): string {
  return `${background} ${color}`
}

function endOf({ href, text }: Cta): string {
  return href === '' ? text.toLowerCase() : href.replace(/\/$/, '')
}

/** Each stands in a block of its own, and the two blocks are built alike. */
function areRepeated(one: Element, other: Element): boolean {
  const above = new Map<AnyNode, AnyNode>()
  let child: AnyNode = one
  for (let node: AnyNode | null = one.parent; node; child = node, node = node.parent) above.set(node, child)
  let mine: AnyNode = other
  for (let node: AnyNode | null = other.parent; node; mine = node, node = node.parent) {
    const its = above.get(node)
    if (its === undefined) continue
    if (its === one || mine === other) return false
    return shapeOf(its) === shapeOf(mine)
  }
  return false
}

/** Tag and first class: pages mark single ones of a row by a further class. */
function shapeOf(node: AnyNode): string {
  return 'attribs' in node ? `${node.name}.${(node.attribs['class'] ?? '').trim().split(/\s+/)[0]}` : ''
}
