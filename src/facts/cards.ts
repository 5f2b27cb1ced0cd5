import type { Element } from 'domhandler'
import { z } from 'zod'
import { defineDetector } from './detector.ts'
import { regionOf } from './dom/regions.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { moneyIn } from './prices/money.ts'
import { readableText } from '../snapshot/document.ts'
import { Where } from './dom/where.ts'

export const CardRow = z
  .object({
    items: z.int().describe('Boxes built alike, each with a picture and a heading'),
    leading: z.int().describe('Those that can be opened: a link, a button or a script in or around them'),
    priced: z.int().describe('Those that name a sum'),
    example: z.string().describe('Heading of the first that leads nowhere; empty when all do'),
    where: Where,
  })
  .meta({ id: 'CardRow' })
export type CardRow = z.infer<typeof CardRow>

/** How far above its heading a card may begin. */
const levels = 6
const fewest = 3
const mostRows = 20

/** Rows of cards in the content: three or more boxes side by side, built alike, each with a picture and a heading of its own. */
export const cards = defineDetector({
  version: 1,
  reads: 'html',
  schema: z
    .array(CardRow)
    .describe(
      'Rows of cards in the content: three or more boxes side by side, built alike, each with a picture and a heading of its own.',
    ),
  detect({ $, where }) {
    const tree = treeOf($)
    const rows = new Map<Element, Map<string, Set<Element>>>()
    for (const heading of tagged(tree, 'h2', 'h3', 'h4', 'h5', 'h6')) {
      const region = regionOf(heading)
      if (tree.hidden.has(heading) || (region !== 'main' && region !== 'body')) continue
      for (let node = heading, steps = 0; steps < levels; steps += 1) {
        const parent = node.parent as Element | null
        if (parent?.type !== 'tag' || parent.name === 'body') break
        const alike = `${node.name}.${(node.attribs['class'] ?? '').split(/\s+/, 1)[0] ?? ''}`
        const known = rows.get(parent) ?? new Map<string, Set<Element>>()
        rows.set(parent, known)
        known.set(alike, (known.get(alike) ?? new Set<Element>()).add(node))
        node = parent
      }
    }
    const found: CardRow[] = []
    for (const boxes of [...rows.values()].flatMap((alike) => [...alike.values()])) {
      if (boxes.size < fewest || found.length === mostRows) continue
      const pictured = [...boxes].map((box) => ({ box, ...partsOf(box) })).filter(({ pictures }) => pictures > 0)
      if (pictured.length < fewest || pictured.length < boxes.size) continue
      const stuck = pictured.filter(({ leads }) => !leads)
      const shown = stuck[0] ?? pictured[0]!
      const name = shown.headings[0] ? readableText(shown.headings[0], { limit: 80 }) : ''
      found.push({
        items: pictured.length,
        leading: pictured.length - stuck.length,
        priced: pictured.filter(({ priced }) => priced).length,
        example: stuck.length > 0 ? name : '',
        where: where(shown.box, name),
      })
    }
    return found
  },
})

interface Parts {
  pictures: number
  headings: Element[]
  leads: boolean
  priced: boolean
}

/** What a box holds, as far as a card needs it. */
function partsOf(box: Element): Parts {
  const parts: Parts = { pictures: 0, headings: [], leads: isInLink(box), priced: false }
  const stack: Element[] = [box]
  for (let node = stack.pop(), steps = 0; node && steps < 300; node = stack.pop(), steps += 1) {
    const { name, attribs } = node
    if (name === 'img' || name === 'picture' || /background(?:-image)?\s*:[^;]*url/.test(attribs['style'] ?? ''))
      parts.pictures += 1
    if (/^h[2-6]$/.test(name)) parts.headings.push(node)
    parts.leads ||= isPressed(node)
    for (const child of node.children) {
      if (child.type === 'tag') stack.push(child as Element)
      else if (child.type === 'text' && !parts.priced && /\d/.test(child.data) && child.data.length < 60)
        parts.priced = moneyIn(child.data).length > 0
    }
  }
  return parts
}

function isPressed({ name, attribs }: Element): boolean {
  return (
    (name === 'a' && (attribs['href'] ?? '') !== '') ||
    /^(?:button|form|details|summary|input|iframe|video|audio|label)$/.test(name) ||
    name.includes('-') ||
    attribs['onclick'] !== undefined ||
    attribs['role'] === 'button' ||
    attribs['role'] === 'link' ||
    attribs['tabindex'] !== undefined ||
    Object.keys(attribs).some((key) =>
      /^(?:data-(?:href|url|link|bs-|toggle|target|modal|fancybox|lightbox)|@click|v-on|ng-click|wire:click)/.test(key),
    ) ||
    /pointer|clickable|lightbox|popup|modal|zoom/.test(`${attribs['class'] ?? ''} ${attribs['style'] ?? ''}`)
  )
}

function isInLink(element: Element): boolean {
  for (let node = element.parent, steps = 0; node?.type === 'tag' && steps < 4; node = node.parent, steps += 1)
    if (node.name === 'a') return true
  return false
}
