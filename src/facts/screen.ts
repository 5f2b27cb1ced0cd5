import type { Element } from 'domhandler'
import { z } from 'zod'
import { readableText } from '../snapshot/document.ts'
import type { NodeLayout, ViewportLayout, ViewportName } from '../snapshot/schema.ts'
import { accessibleName } from './dom/accessible-name.ts'
import { ctas, type Cta } from './ctas.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { forms } from './forms.ts'
import { overlays, type Overlay } from './overlays.ts'
import { SideBySide, sideBySide } from './screen/form-rows.ts'
import { Rival, rivalsOf } from './screen/rivals.ts'
import { smallTargets } from './screen/small-targets.ts'
import { tagged, treeOf, type Tree } from './dom/tree.ts'
import { Where } from './dom/where.ts'

const Target = z
  .object({ text: z.string(), width: z.number(), height: z.number(), where: Where })
  .meta({ id: 'TapTarget' })

const View = z
  .object({
    actionInView: z
      .boolean()
      .describe(
        'A primary call to action, another filled button of the main region or the first field of a conversion form lies in the first viewport, or a sticky one shows it',
      ),
    firstActionY: z.int().describe('Distance of the first such action from the top, CSS pixels; -1 when there is none'),
    scrollsSideways: z.boolean().describe('The page is wider than the viewport'),
    overflowing: z
      .array(z.object({ where: Where, right: z.int() }).meta({ id: 'Overflow' }))
      .describe('Elements that stick out, at most 5'),
    smallTargets: z.array(Target).describe('Controls under 24 x 24 CSS pixels that WCAG 2.2 makes no exception for'),
    coveredControls: z.array(Target).describe('Controls that another element lies over'),
    lowContrast: z
      .array(z.object({ text: z.string(), contrast: z.number(), where: Where }).meta({ id: 'LowContrast' }))
      .describe('Actions and labels under 4.5:1 (3:1 when large), the worst first'),
    rivals: z
      .array(Rival)
      .describe(
        'Actions on one screen that look like the main one and lead to different ends, repeated blocks counted once; empty when there are not two',
      ),
    sideBySide: z.array(SideBySide).describe('Forms that lay questions beside each other which do not belong together'),
    bodyFontSize: z
      .number()
      .describe('Median font size of paragraphs in the main region, CSS pixels; 0 when there are none'),
    lineLength: z.number().describe('Median characters per line of paragraphs; 0 when there are none'),
    screens: z.number().describe('Page height in viewports'),
    staying: z
      .number()
      .describe('Share of the first viewport under bars and chat bubbles that stay while the page scrolls, 0 to 1'),
  })
  .meta({ id: 'View' })
export type View = z.infer<typeof View>

/** What layout tells, per viewport. Absent when the page was not rendered. */
export const Screen = z
  .object({ desktop: View, mobile: View })
  .meta({ id: 'Screen', description: 'How the page lies on the two screens.' })
export type Screen = z.infer<typeof Screen>

type Input = DetectorInput<{ ctas: typeof ctas; forms: typeof forms; overlays: typeof overlays }>

/** A control or text with its box in one viewport. */
export interface Placed {
  element: Element
  layout: NodeLayout
}

const listLimit = 20

/** How the page lies on the two screens. */
export const screen = defineDetector({
  version: 7,
  reads: 'layout',
  needs: { ctas, forms, overlays },
  schema: Screen,
  detect(input) {
    const { layout } = input
    if (!layout) throw new Error('screen reads layout, and this snapshot has none')
    return { desktop: viewOf(layout.desktop, 'desktop', input), mobile: viewOf(layout.mobile, 'mobile', input) }
  },
})

function viewOf(view: ViewportLayout, name: ViewportName, input: Input): View {
  const tree = treeOf(input.$)
  const placed: Placed[] = []
  for (const element of tree.elements) {
    const node = input.nodeOf(element)
    const layout = node === 0 ? undefined : view.nodes[String(node)]
    if (layout?.shown) placed.push({ element, layout })
  }
  const controls = placed.filter(({ element }) => isControl(element))
  const target = ({ element, layout }: Placed): z.infer<typeof Target> => {
    const text = accessibleName(element, tree, 80)
    return { text, width: layout.box[2], height: layout.box[3], where: input.where(element, text) }
  }
  return {
    ...actions(view, input),
    scrollsSideways: view.pageWidth > view.width + 2,
    overflowing: overflowing(placed, view, input),
    smallTargets: smallTargets(controls, tree, input.base).slice(0, listLimit).map(target),
    coveredControls: controls
      .filter((control) => isCovered(control, placed, input))
      .slice(0, listLimit)
      .map(target),
    lowContrast: lowContrast(view, input, tree),
    rivals: rivalsOf(input.facts.ctas, view, tree, input.nodeOf),
    sideBySide: sideBySide(input.facts.forms, view),
    ...reading(placed, input),
    screens: Math.round((view.pageHeight / view.height) * 10) / 10,
    staying: stayingShare(input.facts.overlays.filter(({ viewport }) => viewport === name)),
  }
}

/** A banner or pop-up goes once it is answered; what may be a menu that is drawn in does not count either. */
function stayingShare(overlays: readonly Overlay[]): number {
  const staying = overlays.filter(({ kind }) => kind === 'sticky-bar' || kind === 'chat')
  return Math.min(1, Math.round(staying.reduce((sum, { coverage }) => sum + coverage, 0) * 1000) / 1000)
}

const controlRoles = new Set(['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'option'])

function isControl({ name, attribs }: Element): boolean {
  if (name === 'a') return attribs['href'] !== undefined
  if (name === 'input') return (attribs['type'] ?? '').toLowerCase() !== 'hidden'
  return ['button', 'select', 'textarea', 'summary'].includes(name) || controlRoles.has(attribs['role'] ?? '')
}

const conversions = new Set(['registration', 'contact', 'newsletter', 'order', 'checkout', 'trial', 'demo', 'quote'])

const sideIntents = new Set(['share', 'follow', 'search', 'log-in', 'wishlist', 'compare'])

/** A header that begins the page with picture, headline and buttons reaches below the bar that all pages share. */
const barHeight = 160

/** A button with a fill of its own outside menus asks for something, whichever style the page gives its main action. */
function isFilled({ where, rank, intent }: Cta, view: ViewportLayout): boolean {
  if (rank === 'text' || sideIntents.has(intent)) return false
  const layout = view.nodes[String(where.node)]
  if (!layout?.filled) return false
  return where.region === 'main' || where.region === 'body' || (where.region === 'header' && layout.box[1] > barHeight)
}

function actions(view: ViewportLayout, { facts }: Input): Pick<View, 'actionInView' | 'firstActionY'> {
  // What closes every page is not what this one is for.
  const nodes = facts.ctas
    .filter((cta) => (cta.rank === 'primary' && cta.where.region !== 'footer') || isFilled(cta, view))
    .map(({ where }) => where.node)
  for (const form of facts.forms) {
    if (!conversions.has(form.purpose) || form.where.region === 'footer') continue
    const first = form.fields.find((field) => !field.hidden && !field.honeypot)
    if (first) nodes.push(first.where.node)
  }
  let firstActionY = -1
  let actionInView = false
  for (const node of nodes) {
    const layout = view.nodes[String(node)]
    if (!layout?.shown) continue
    const [, y, , height] = layout.box
    const stays = layout.position === 'fixed'
    if (stays || (y + height / 2 < view.height && y + height > 0)) actionInView = true
    const top = Math.max(0, Math.round(stays ? Math.min(y, view.height) : y))
    if (firstActionY < 0 || top < firstActionY) firstActionY = top
  }
  return { actionInView, firstActionY }
}

/** The outermost elements that begin on the page and end beyond its right edge. */
function overflowing(placed: Placed[], view: ViewportLayout, input: Input): View['overflowing'] {
  if (view.pageWidth <= view.width + 2) return []
  const found: Placed[] = []
  for (const item of placed) {
    const [x, , width] = item.layout.box
    if (x + width <= view.width + 2 || item.layout.position === 'fixed') continue
    if (!found.some(({ element }) => isInside(item.element, element))) found.push(item)
  }
  return found
    .slice(0, 5)
    .map(({ element, layout }) => ({ where: input.where(element), right: Math.round(layout.box[0] + layout.box[2]) }))
}

function isInside(inner: Element, outer: Element): boolean {
  for (let node = inner.parent; node; node = node.parent) if (node === outer) return true
  return false
}

/** Something that is not part of the control, and no overlay that visitors can close, lies over its centre. */
function isCovered({ element, layout }: Placed, placed: Placed[], input: Input): boolean {
  if (layout.coveredBy <= 0 || layout.position === 'fixed') return false
  const over = placed.find((other) => input.nodeOf(other.element) === layout.coveredBy)
  if (!over || over.layout.position !== 'static') return false
  // A transparent link over a card is one target with what it covers.
  if (over.element.name === 'a' || over.element.name === 'label') return false
  return !isInside(over.element, element) && !isInside(element, over.element)
}

function lowContrast(view: ViewportLayout, { facts, where, nodeOf }: Input, tree: Tree): View['lowContrast'] {
  const found: View['lowContrast'] = []
  const elements = new Map<number, Element>()
  for (const element of tree.elements) {
    const number = nodeOf(element)
    if (number > 0) elements.set(number, element)
  }
  const recolors = changesPalette(tree)
  const judge = (node: number, text: string, place: z.infer<typeof Where>): void => {
    const layout = view.nodes[String(node)]
    if (!layout?.shown || text === '') return
    // Over a picture nobody can tell.
    if (layout.contrast === 0 || layout.background === '') return
    // Its background at one moment is not the one that it is read on, unless it brings its own.
    if (recolors && !layout.filled) return
    const element = elements.get(node)
    if (element && isExempt(element, tree)) return
    const large = layout.fontSize >= 24 || (layout.fontSize >= 18.66 && layout.fontWeight >= 700)
    if (layout.contrast >= (large ? 3 : 4.5)) return
    if (!found.some((other) => other.where.node === node)) {
      found.push({ text: text.slice(0, 80), contrast: Math.round(layout.contrast * 100) / 100, where: place })
    }
  }
  for (const cta of facts.ctas) judge(cta.where.node, cta.text, cta.where)
  for (const label of tagged(tree, 'label')) {
    const text = readableText(label, { limit: 80 })
    if (text !== '' && !tree.hidden.has(label)) judge(nodeOf(label), text, where(label, text))
  }
  return found.toSorted((a, b) => a.contrast - b.contrast).slice(0, listLimit)
}

/** So many parts of a page that each name the look it takes on while they are in view. */
const severalParts = 3

/** The page changes its colours while it is scrolled: its body bears the mark of the part in view, and others bear other values of it. */
function changesPalette(tree: Tree): boolean {
  return tagged(tree, 'html', 'body', 'main').some(({ attribs }) =>
    Object.entries(attribs).some(([name, value]) => {
      if (!/^data-(?!sl\b)/.test(name) || value === '') return false
      const values = tagged(tree, 'section', 'article', 'div', 'header', 'footer').flatMap(
        (part) => part.attribs[name] ?? [],
      )
      return values.length >= severalParts && values.includes(value) && new Set(values).size > 1
    }),
  )
}

/** What WCAG asks no contrast of: controls that are out of use with their labels, and decoration. */
function isExempt(element: Element, tree: Tree): boolean {
  const control = element.name === 'label' ? tree.byId.get(element.attribs['for'] ?? '') : undefined
  if (control && isOutOfUse(control)) return true
  for (let node: Element | null = element, steps = 0; node?.type === 'tag' && steps < 8; steps += 1) {
    if (isOutOfUse(node) || node.attribs['aria-hidden'] === 'true') return true
    node = node.parent?.type === 'tag' ? (node.parent as Element) : null
  }
  return false
}

function isOutOfUse({ name, attribs }: Element): boolean {
  if (attribs['aria-disabled'] === 'true' || /(?:^|\s)(?:is-)?disabled(?:$|\s)/.test(attribs['class'] ?? ''))
    return true
  return 'disabled' in attribs && /^(?:button|input|select|textarea|fieldset)$/.test(name)
}

function reading(placed: Placed[], { where }: Input): Pick<View, 'bodyFontSize' | 'lineLength'> {
  const sizes: number[] = []
  const lengths: number[] = []
  for (const { element, layout } of placed) {
    if (element.name !== 'p') continue
    const text = readableText(element, { limit: 3000 })
    if (text.split(' ').length < 12) continue
    const { region } = where(element, '')
    if (region !== 'main' && region !== 'body') continue
    sizes.push(layout.fontSize)
    const lines = layout.lineHeight > 0 ? Math.round(layout.box[3] / layout.lineHeight) : 0
    if (lines >= 2) lengths.push(text.length / lines)
  }
  return { bodyFontSize: median(sizes), lineLength: Math.round(median(lengths)) }
}

function median(numbers: number[]): number {
  return numbers.toSorted((first, second) => first - second)[Math.floor(numbers.length / 2)] ?? 0
}
