import type { Element } from 'domhandler'
import { z } from 'zod'
import { readableText } from '../snapshot/document.ts'
import type { NodeLayout, ViewportLayout, ViewportName } from '../snapshot/schema.ts'
import { viewportNames } from '../snapshot/schema.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { tagged, treeOf, type Tree } from './dom/tree.ts'
import { hasChoice, isClosable } from './overlays/controls.ts'
import { vendorMatches } from './vendors/matches.ts'
import { Where } from './dom/where.ts'

export const Overlay = z
  .object({
    kind: z.enum(['consent', 'promotion', 'newsletter', 'chat', 'sticky-bar', 'other']),
    viewport: z.enum(['desktop', 'mobile']),
    coverage: z.number().describe('Share of the first viewport that it covers, 0 to 1'),
    closable: z.boolean().describe('Has a control that closes it'),
    where: Where,
  })
  .meta({ id: 'Overlay' })
export type Overlay = z.infer<typeof Overlay>

type Input = DetectorInput<Record<never, never>>
const least = 0.01

/** What lies over the page and stays while it scrolls, as it looks when the page opens. */
export const overlays = defineDetector({
  version: 3,
  reads: 'layout',
  schema: z
    .array(Overlay)
    .describe('What lies over the page and stays while it scrolls, as it looks when the page opens.'),
  detect(input) {
    const { layout } = input
    if (!layout) return []
    const tree = treeOf(input.$)
    return viewportNames.flatMap((viewport) => inViewport(layout[viewport], viewport, tree, input))
  },
})

interface Tally {
  element: Element
  /** Shown numbered elements in it, itself included, and how many of them stay while the page scrolls. */
  shown: number
  fixed: number
}

function inViewport(view: ViewportLayout, viewport: ViewportName, tree: Tree, input: Input): Overlay[] {
  const tallies = new Map<Element, Tally>()
  for (const element of tree.elements) {
    const node = view.nodes[String(input.nodeOf(element))]
    if (!node?.shown || input.nodeOf(element) === 0) continue
    const stays = node.position === 'fixed' || (element.name === 'dialog' && 'open' in element.attribs)
    for (let above: Element | null = element; above?.type === 'tag'; above = above.parent as Element | null) {
      const tally = tallies.get(above) ?? { element: above, shown: 0, fixed: 0 }
      tally.shown += 1
      if (stays) tally.fixed += 1
      tallies.set(above, tally)
    }
  }
  const roots: Element[] = []
  for (const { element, shown, fixed } of tallies.values()) {
    const above = element.parent?.type === 'tag' ? tallies.get(element.parent as Element) : undefined
    if (fixed > 0 && fixed === shown && !(above && above.fixed === above.shown)) roots.push(element)
  }
  return roots.flatMap((element) => {
    const coverage = coverageOf(element, view, input)
    if (coverage < least || holdsPage(element, tree)) return []
    const text = readableText(element, { limit: 1500, alt: true })
    return [
      {
        kind: kindOf(element, text, coverage, view, input),
        viewport,
        coverage: Math.round(coverage * 1000) / 1000,
        closable: isClosable(element, input),
        where: input.where(element, text.slice(0, 60)),
      },
    ]
  })
}

/** Some sites scroll the whole page inside of a fixed box: that is the page, and nothing lies over it. */
function holdsPage(element: Element, tree: Tree): boolean {
  if (/^(?:html|body|main)$/.test(element.name)) return true
  return tagged(tree, 'main').some((main) => isWithin(main, element))
}

/** Share of the first viewport under the box around everything shown in it. */
function coverageOf(element: Element, view: ViewportLayout, input: Input): number {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0]
  each(element, (inner) => {
    const node = view.nodes[String(input.nodeOf(inner))]
    if (!node?.shown) return
    const [x, y, width, height] = node.box
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  })
  const width = Math.max(0, Math.min(right, view.width) - Math.max(left, 0))
  const height = Math.max(0, Math.min(bottom, view.height) - Math.max(top, 0))
  return (width * height) / (view.width * view.height)
}

function each(element: Element, visit: (inner: Element) => void): void {
  visit(element)
  for (const child of element.children) if (child.type === 'tag') each(child, visit)
}

function kindOf(element: Element, text: string, coverage: number, view: ViewportLayout, input: Input): Overlay['kind'] {
  const { vocabulary, $ } = input
  const marks = `${element.attribs['id'] ?? ''} ${element.attribs['class'] ?? ''}`
  const vendors = vendorMatches(input).filter(({ element: trace }) => trace && isWithin(trace, element))
  if (vendors.some(({ vendor }) => vendor.kind === 'consent')) return 'consent'
  if (vocabulary.inAnyLanguage('consent', text) && hasChoice(element, input)) return 'consent'
  if (vendors.some(({ vendor }) => vendor.kind === 'chat') || vocabulary.code('chat.class', marks)) return 'chat'
  if (coverage < 0.05 && vocabulary.inAnyLanguage('contact.chat', text) && text.length < 60) return 'chat'
  const box = boxOf(element, view, input)
  const bar = box !== undefined && box.box[2] > view.width * 0.9 && coverage < 0.3
  // A log-in, or a form to write to somebody, is no sign-up for news.
  const asksMore = $(element).find('input[type="password"], textarea').length > 0
  const mail = !asksMore && $(element).find('input[type="email"], input[name*="mail" i]').length > 0
  if (mail && vocabulary.inAnyLanguage('form.newsletter', text)) return 'newsletter'
  if (!bar && mail) return 'newsletter'
  if (vocabulary.inAnyLanguage('overlay.promotion', text) && coverage >= 0.1) return 'promotion'
  return bar ? 'sticky-bar' : 'other'
}

function boxOf(element: Element, view: ViewportLayout, input: Input): NodeLayout | undefined {
  let widest: NodeLayout | undefined
  each(element, (inner) => {
    const node = view.nodes[String(input.nodeOf(inner))]
    if (node?.shown && (!widest || node.box[2] > widest.box[2])) widest = node
  })
  return widest
}

function isWithin(inner: Element, outer: Element): boolean {
  for (let node: Element | null = inner; node; node = node.parent as Element | null) if (node === outer) return true
  return false
}
