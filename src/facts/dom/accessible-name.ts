import type { Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import type { Tree } from './tree.ts'

const longest = 200
/** By page; one weak key for a page costs less than one for each of its elements. */
const known = new WeakMap<Tree, Map<Element, string>>()

/**
 * What a visitor reads or hears of a link or button: its text with the `alt` of its images, else the names given by
 * `aria-labelledby`, `aria-label`, an SVG's title or the `title` attribute. Empty when it has none.
 */
export function accessibleName(element: Element, tree: Tree, limit = longest): string {
  let names = known.get(tree)
  if (!names) known.set(tree, (names = new Map()))
  let name = names.get(element)
  if (name === undefined) {
    name = findName(element, tree, longest)
    names.set(element, name)
  }
  return name.length > limit ? name.slice(0, limit).trimEnd() : name
}

/**
 * The name that assistive technology gives a link or button: `aria-labelledby` and `aria-label` go before its text. It says
 * more than "more" where an author has completed the label for those who hear it.
 */
export function spokenName(element: Element, tree: Tree): string {
  const { attribs } = element
  if (attribs['aria-labelledby'] === undefined && !attribs['aria-label']) return accessibleName(element, tree)
  return (
    fold(referredName(attribs['aria-labelledby'], tree, longest) || attribs['aria-label'] || '', longest) ||
    accessibleName(element, tree)
  )
}

function findName(element: Element, tree: Tree, limit: number): string {
  const { attribs } = element
  if (element.name === 'input') {
    const type = (attribs['type'] ?? '').toLowerCase()
    const value = type === 'image' ? attribs['alt'] : attribs['value']
    return fold(value || attribs['aria-label'] || attribs['title'] || '', limit)
  }
  const text = readableText(element, { alt: true, limit })
  if (/[\p{L}\p{N}]/u.test(text)) return text
  const referred = referredName(attribs['aria-labelledby'], tree, limit)
  if (referred !== '') return fold(referred, limit)
  const label = attribs['aria-label'] || drawnTitle(element) || attribs['title']
  return fold(label || text, limit)
}

function referredName(ids: string | undefined, tree: Tree, limit: number): string {
  if (!ids) return ''
  return ids
    .split(/\s+/)
    .map((id) => (id === '' ? undefined : tree.byId.get(id)))
    .map((other) => (other ? readableText(other, { alt: true, limit }) : ''))
    .join(' ')
    .trim()
}

function fold(text: string, limit: number): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, limit).trimEnd()
}

function drawnTitle(element: Element): string {
  for (const child of element.children) {
    if (child.type !== 'tag') continue
    if (child.attribs['aria-label'] && (child.name === 'svg' || child.attribs['role'] === 'img')) {
      return child.attribs['aria-label']
    }
    if (child.name === 'img' && child.attribs['title']) return child.attribs['title']
    if (child.name === 'title') {
      const first = child.children[0]
      if (first?.type === 'text') return first.data
    }
    const inner = drawnTitle(child)
    if (inner !== '') return inner
  }
  return ''
}
