import { z } from 'zod'
import type { AnyNode, Element } from 'domhandler'
import { readableText, type PageDocument } from '../../snapshot/document.ts'
import { isFrame, isShadow, regionOf, regions } from './regions.ts'
import { treeOf } from './tree.ts'
import { snippetOf } from './snippet.ts'

export { regions } from './regions.ts'

/** Where a thing is on its page: well enough for a person to find it, and to know it again on the next audit. */
export const Where = z
  .object({
    node: z.int().describe('Node number in the snapshot; joins layout and pictures. 0 when it has none'),
    selector: z.string().describe('CSS selector for a person with developer tools'),
    snippet: z.string().describe('Its HTML, shortened to 300 characters, values of fields and tokens masked'),
    region: z.enum(regions).describe('Landmark that holds it; body when none does'),
    anchor: z.string().describe('Landmark, kind and name without digits: the same after a redesign of classes'),
    frame: z.string().describe('Address of the frame that holds it; empty for the page itself'),
  })
  .meta({ id: 'Where' })
export type Where = z.infer<typeof Where>

/** `name` is what the thing is known by (its text, label, purpose); it ends up in `anchor`. */
export type Locate = (element: Element, name?: string) => Where

/** Makes the locator of one page. What it computes on the way is kept, so that asking for 50,000 links stays linear. */
export function createLocator(document: PageDocument): Locate {
  const known = new Map<Element, Omit<Where, 'anchor'>>()
  const select = selectorMaker(document)
  return (element, name) => {
    let place = known.get(element)
    if (!place) {
      place = {
        node: document.nodeOf(element),
        selector: select(element),
        snippet: snippetOf(element),
        region: regionOf(element),
        frame: frameOf(element),
      }
      known.set(element, place)
    }
    return { ...place, anchor: `${place.region}/${kindOf(element)}/${anchorName(element, name)}` }
  }
}

const kinds = new Map(
  Object.entries({
    a: 'link',
    area: 'link',
    img: 'image',
    picture: 'image',
    svg: 'image',
    input: 'field',
    select: 'field',
    textarea: 'field',
    iframe: 'frame',
    p: 'text',
    div: 'block',
    span: 'text',
    section: 'block',
  }),
)

function kindOf(element: Element): string {
  const { name, attribs } = element
  if (name === 'input' && /^(?:submit|button|image|reset)$/i.test(attribs['type'] ?? '')) return 'button'
  if (attribs['role'] === 'button') return 'button'
  if (/^h[1-6]$/.test(name)) return 'heading'
  return kinds.get(name) ?? name
}

function anchorName(element: Element, name: string | undefined): string {
  const text = name || readableText(element, { alt: true, limit: 80 }) || element.attribs['name'] || ''
  const lower = text.slice(0, 400).toLowerCase()
  // Most names have no digit, and only plain ones are known for it at a glance.
  const bare = /[^\u0001-\u002f\u003a-\u007f]/.test(lower) ? lower.replace(/\p{N}+/gu, '') : lower
  return bare.trim().split(/\s+/, 8).join(' ').slice(0, 60)
}

function frameOf(element: Element): string {
  for (let node: AnyNode | null = element; node; node = node.parent) {
    if (isFrame(node) && 'attribs' in node) return node.attribs['data-sl-url'] ?? ''
  }
  return ''
}

/** How many steps a selector may have; what lies above is left out. */
const longestPath = 10

function selectorMaker({ $ }: PageDocument): (element: Element) => string {
  let ids: Map<string, number> | undefined
  /** Which of its parent's children of its name an element is; 0 when it is the only one. */
  const places = new Map<Element, number>()
  const totals = new Map<string, number>()
  const seen = new Map<string, number>()

  const isUnique = (id: string): boolean => {
    if (!ids) {
      ids = new Map()
      for (const { attribs } of treeOf($).elements) {
        const value = attribs['id']
        if (value !== undefined) ids.set(value, (ids.get(value) ?? 0) + 1)
      }
    }
    return /^[A-Za-z][\w-]*$/.test(id) && ids.get(id) === 1
  }

  const notePlaces = (children: Element[]): void => {
    totals.clear()
    seen.clear()
    for (const { name } of children) totals.set(name, (totals.get(name) ?? 0) + 1)
    for (const child of children) {
      const index = (seen.get(child.name) ?? 0) + 1
      seen.set(child.name, index)
      places.set(child, totals.get(child.name) === 1 ? 0 : index)
    }
  }

  const step = (element: Element): string => {
    const { parent, name } = element
    if (!parent) return name
    let place = places.get(element)
    if (place === undefined) {
      notePlaces(parent.children.filter((child) => child.type === 'tag' || child.type === 'script') as Element[])
      place = places.get(element) ?? 0
    }
    return place === 0 ? name : `${name}:nth-of-type(${place})`
  }

  return (element) => {
    const path: string[] = []
    for (let node: AnyNode | null = element; node && path.length < longestPath; node = node.parent) {
      if (!('attribs' in node) || isFrame(node)) break
      if (isShadow(node)) continue
      const id = node.attribs['id']
      if (id !== undefined && isUnique(id)) {
        path.push(`#${id}`)
        break
      }
      if (node.name === 'html') break
      path.push(step(node))
    }
    return path.toReversed().join(' > ')
  }
}
