import type { CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import { treeOf, type Tree } from './tree.ts'

/** One thing that a page describes for machines. */
export interface Item {
  /** schema.org types without prefix; empty for a block that could not be read. */
  types: string[]
  format: 'json-ld' | 'microdata' | 'rdfa'
  properties: Map<string, (string | Item)[]>
  valid: boolean
  /** Not the value of another item's property. */
  top: boolean
  element: Element
}

const itemLimit = 400
const depthLimit = 12
const cached = new WeakMap<object, Item[]>()

/** All items of the page in JSON-LD, microdata and RDFa light, nested ones after the one that holds them. */
export function structuredItems($: CheerioAPI): Item[] {
  const root = $.root()[0]
  if (!root) return []
  const known = cached.get(root)
  if (known) return known
  const tree = treeOf($)
  const items = [...fromJson(tree), ...fromAttributes(tree, 'microdata'), ...fromAttributes(tree, 'rdfa')]
  cached.set(root, items)
  return items
}

/** First text of a property; of a nested item its name or address. Empty when there is none. */
export function firstText(item: Item, ...names: string[]): string {
  for (const name of names) {
    for (const value of item.properties.get(name) ?? []) {
      const text = typeof value === 'string' ? value : firstText(value, 'name', 'url', '@id', '@value')
      if (text !== '') return text
    }
  }
  return ''
}

/** Items that stand as the value of a property. */
export function nested(item: Item, name: string): Item[] {
  return (item.properties.get(name) ?? []).filter((value) => typeof value !== 'string')
}

function bareType(type: string): string {
  return type.trim().replace(/^.*[/#:]/, '')
}

function fromJson(tree: Tree): Item[] {
  const items: Item[] = []
  for (const element of tree.byTag.get('script') ?? []) {
    if (!/^application\/ld\+json/i.test((element.attribs['type'] ?? '').trim())) continue
    const first = element.children[0]
    const text = first?.type === 'text' ? first.data : ''
    if (text.trim() === '') continue
    const { value, valid } = parseJson(text)
    const before = items.length
    collectJson(value, element, items, 0, true)
    if (!valid) {
      for (const item of items.slice(before)) item.valid = false
      if (items.length === before) {
        items.push({ types: [], format: 'json-ld', properties: new Map(), valid: false, top: true, element })
      }
    }
  }
  return items
}

/** Strict first, but for comments and line breaks within a text; then with the slips that some readers forgive, marked not valid. */
function parseJson(text: string): { value: unknown; valid: boolean } {
  const bare = text
    .trim()
    .replace(/^(?:\/\/\s*)?(?:\/\*\s*)?<!\[CDATA\[(?:\s*\*\/)?|(?:\/\/\s*)?(?:\/\*\s*)?\]\]>(?:\s*\*\/)?$/g, '')
    .replace(/^<!--|(?:\/\/)?\s*-->$/g, '')
    .trim()
  try {
    return { value: JSON.parse(bare.replace(/[\u0000-\u001f]+/g, ' ')), valid: true }
  } catch {
    const plain = withoutComments(bare)
    try {
      if (plain !== bare) return { value: JSON.parse(plain.replace(/[\u0000-\u001f]+/g, ' ')), valid: true }
    } catch {
      // Broken beside its comments, too.
    }
    try {
      const mended = plain
        .replace(/[\u0000-\u001f]+/g, ' ')
        .replace(/;\s*$/, '')
        .replace(/,(\s*[}\]])/g, '$1')
      return { value: JSON.parse(mended), valid: false }
    } catch {
      return { value: undefined, valid: false }
    }
  }
}

/** Search engines read over comments, which JSON does not know. */
function withoutComments(text: string): string {
  if (!/\/[*/]/.test(text)) return text
  const parts: string[] = []
  const token = /"(?:[^"\\]|\\[^])*"|\/\/[^\n]*|\/\*/g
  let from = 0
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0].startsWith('"')) continue
    parts.push(text.slice(from, found.index))
    const end = found[0] === '/*' ? text.indexOf('*/', token.lastIndex) : token.lastIndex - 2
    if (end < 0) return text
    from = token.lastIndex = end + 2
  }
  return parts.join('') + text.slice(from)
}

function collectJson(value: unknown, element: Element, items: Item[], depth: number, top: boolean): Item | undefined {
  if (depth > depthLimit || items.length >= itemLimit) return undefined
  if (Array.isArray(value)) {
    for (const entry of value) collectJson(entry, element, items, depth + 1, top)
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const record = value as Record<string, unknown>
  const types = (Array.isArray(record['@type']) ? record['@type'] : [record['@type']])
    .filter((type) => typeof type === 'string')
    .map(bareType)
  const item: Item = { types, format: 'json-ld', properties: new Map(), valid: true, top, element }
  if (types.length > 0) items.push(item)
  for (const [name, entry] of Object.entries(record)) {
    if (name === '@context' || name === '@type') continue
    if (name === '@graph') {
      collectJson(entry, element, items, depth + 1, top)
      continue
    }
    const values: (string | Item)[] = []
    for (const single of Array.isArray(entry) ? entry.slice(0, 200) : [entry]) {
      if (typeof single === 'string' || typeof single === 'number' || typeof single === 'boolean') {
        values.push(String(single).trim())
      } else {
        const inner = collectJson(single, element, items, depth + 1, false)
        if (inner) values.push(inner)
      }
    }
    if (values.length > 0) item.properties.set(name, values)
  }
  return item
}

function fromAttributes(tree: Tree, format: 'microdata' | 'rdfa'): Item[] {
  const scope = format === 'microdata' ? 'itemscope' : 'typeof'
  const type = format === 'microdata' ? 'itemtype' : 'typeof'
  const property = format === 'microdata' ? 'itemprop' : 'property'
  const byElement = new Map<Element, Item>()
  const items: Item[] = []
  for (const element of tree.elements) {
    const { attribs } = element
    const opens = attribs[scope] !== undefined
    const names = attribs[property]
    if (!opens && names === undefined) continue
    if (format === 'rdfa' && element.name === 'meta' && names?.includes(':') && !opens) continue
    const owner = names === undefined ? undefined : ownerOf(element, byElement)
    let item: Item | undefined
    if (opens && items.length < itemLimit) {
      const types = (attribs[type] ?? '').split(/\s+/).filter(Boolean).map(bareType)
      item = { types, format, properties: new Map(), valid: true, top: owner === undefined, element }
      byElement.set(element, item)
      items.push(item)
    }
    if (!owner || names === undefined) continue
    const value = item ?? valueOf(element)
    for (const name of names.split(/\s+/).filter(Boolean).map(bareType)) {
      const list = owner.properties.get(name)
      if (list) list.push(value)
      else owner.properties.set(name, [value])
    }
  }
  return items
}

function ownerOf(element: Element, byElement: Map<Element, Item>): Item | undefined {
  for (let node = element.parent; node; node = node.parent) {
    const item = byElement.get(node as Element)
    if (item) return item
  }
  return undefined
}

function valueOf(element: Element): string {
  const { attribs } = element
  const given =
    attribs['content'] ??
    (element.name === 'time' ? attribs['datetime'] : undefined) ??
    (element.name === 'data' || element.name === 'meter' ? attribs['value'] : undefined)
  if (given !== undefined) return given.trim()
  if (attribs['href'] !== undefined && !/^tel:|^mailto:/i.test(attribs['href'])) return attribs['href']
  if (attribs['src'] !== undefined) return attribs['src']
  return readableText(element, { limit: 300 })
}
