import type { AnyNode, Element } from 'domhandler'
import { z } from 'zod'
import { accessibleName, spokenName } from './dom/accessible-name.ts'
import { tagged, treeOf, type Tree } from './dom/tree.ts'
import { Where } from './dom/where.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { labelsById } from './forms/field-labels.ts'

export const NamelessControl = z
  .object({
    kind: z.enum(['button', 'sender']).describe('sender: it sends a form'),
    hint: z.string().describe('Its id or first class: what a developer calls it'),
    where: Where,
  })
  .meta({ id: 'NamelessControl' })
export type NamelessControl = z.infer<typeof NamelessControl>

type Input = DetectorInput<Record<never, never>>

const limit = 40
const tags = ['button', 'input', 'a', 'div', 'span']

/** Buttons that are shown and have nothing to be called by: no words, no alternative text, no label for those who hear the page. */
export const namelessControls = defineDetector({
  version: 4,
  reads: 'html',
  schema: z
    .array(NamelessControl)
    .describe(
      'Buttons that are shown and have nothing to be called by: no words, no alternative text, no label for those who hear the page.',
    ),
  detect(input) {
    const tree = treeOf(input.$)
    const labels = labelsById(tree)
    const found: NamelessControl[] = []
    for (const element of tags.flatMap((name) => tagged(tree, name).filter(isButton))) {
      if (found.length >= limit) break
      if (!isPressable(element, tree) || isNamed(element, tree, labels)) continue
      if (!isShown(element, input) || isOutOfReach(element)) continue
      const { id, class: classes = '' } = element.attribs
      found.push({
        kind: sends(element, input) ? 'sender' : 'button',
        hint: id || classes.trim().split(/\s+/)[0] || element.name,
        where: input.where(element, id || classes.trim().split(/\s+/)[0]),
      })
    }
    return found
  },
})

function isButton({ name, attribs }: Element): boolean {
  if (name === 'button') return true
  if (name === 'input') return /^(?:button|image)$/i.test(attribs['type'] ?? '')
  return attribs['role'] === 'button'
}

const drawnTags = new Set(['img', 'svg', 'i', 'canvas', 'picture'])
const drawnClass =
  /icon|(?:^|[\s_-])(?:bars?|lines?|burger|hamburger|arrow|chevron|caret|close|fa|glyphicon)(?:$|[\s_-])/i
const wordClass = /title|text|label|content|name|caption|count|value/i

/** For links, too: something is drawn in it and no box waits for words; where scripts have yet to fill it, nobody knows what they put there. */
export function isPressable(element: Element, tree: Tree): boolean {
  const { attribs, name } = element
  if (tree.hidden.has(element) || 'disabled' in attribs) return false
  if (name === 'input') return true
  const inner: Element[] = []
  const stack: AnyNode[] = element.children.slice(0, 60)
  while (stack.length > 0 && inner.length < 60) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    inner.push(node as Element)
    if (node.name !== 'svg') stack.push(...(node.children.slice(0, 60) as AnyNode[]))
  }
  const looks = ({ attribs: own }: Element): string => `${own['class'] ?? ''} ${own['id'] ?? ''}`
  const waits = inner.some(
    (part) => !drawnTags.has(part.name) && wordClass.test(looks(part)) && part.children.length === 0,
  )
  return !waits && inner.some((part) => drawnTags.has(part.name) || drawnClass.test(looks(part)))
}

function isNamed(element: Element, tree: Tree, labels: ReadonlyMap<string, unknown>): boolean {
  if (/\S/.test(spokenName(element, tree)) || /\S/.test(accessibleName(element, tree))) return true
  if (/\S/.test(element.attribs['title'] ?? '') || /\S/.test(element.attribs['aria-labelledby'] ?? '')) return true
  // What a picture that sends a form would send is read out for want of another name.
  if (element.name === 'input' && /\S/.test(element.attribs['value'] ?? '')) return true
  if (Object.keys(element.attribs).some((attribute) => filledBy.test(attribute))) return true
  const id = element.attribs['id']
  return holdsName(element) || (id !== undefined && labels.has(id)) || isInLabel(element)
}

/** Attributes by which scripts know what words to put in. */
const filledLater = ['data-key', 'data-bind', 'data-alt', 'v-text', 'x-text', 'ng-bind']
/** The same with an ending of the page's own: `data-text-open`. */
const filledBy = /^data-(?:text|i18n|l10n|label|translat)/

/** Names that reach assistive technology from within: of drawings, of parts, or that a script or component writes later. */
export function holdsName(element: Element): boolean {
  const stack: AnyNode[] = element.children.slice(0, 60)
  for (let steps = 0; stack.length > 0; steps++) {
    if (steps > 200) return true
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    const { attribs, name } = node
    if (/\S/.test(attribs['aria-label'] ?? '') || /\S/.test(attribs['title'] ?? '') || /\S/.test(attribs['alt'] ?? ''))
      return true
    if (attribs['aria-labelledby'] !== undefined || filledLater.some((attribute) => attribute in attribs)) return true
    if (Object.keys(attribs).some((attribute) => filledBy.test(attribute))) return true
    // What stands in a component's own root, a frame or an embedded file is not seen here.
    if (name === 'slot' || name === 'iframe' || name === 'object' || name.includes('-')) return true
    if (name === 'title' || name === 'text') return true
    stack.push(...(node.children.slice(0, 60) as AnyNode[]))
  }
  return false
}

function isInLabel(element: Element): boolean {
  let node: AnyNode | null = element.parent
  for (let level = 0; node && level < 4; level++, node = node.parent)
    if ('name' in node && node.name === 'label') return true
  return false
}

function isShown(element: Element, { layout, nodeOf }: Input): boolean {
  if (!layout) return true
  const node = String(nodeOf(element))
  return [layout.desktop, layout.mobile].some((view) => view.nodes[node]?.shown)
}

/** Kept from those who can't see the page: by `aria-hidden`, or a duplicate that the keyboard skips. */
export function isOutOfReach(element: Element): boolean {
  if (element.attribs['tabindex'] === '-1') return true
  for (let node: AnyNode | null = element; node; node = node.parent)
    if ('attribs' in node && (node.attribs['aria-hidden'] === 'true' || 'inert' in node.attribs)) return true
  return false
}

function sends(element: Element, { formOwner }: Input): boolean {
  if (!formOwner(element)) return false
  const type = (element.attribs['type'] ?? '').toLowerCase()
  return element.name === 'button' ? type === '' || type === 'submit' : type === 'image'
}
