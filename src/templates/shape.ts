import type { Element } from 'domhandler'
import type { PageDocument } from '../snapshot/document.ts'

/** How a page is built, without its words, classes or ids: the smallest hashes of its tag paths (a bottom-k sketch). */
export type Shape = readonly number[]

const sketchSize = 96
const deepest = 9

/** Sketch of a page's structure. Repeats don't count, so a list of three and a list of thirty look alike. */
export function shapeOf({ $ }: PageDocument): Shape {
  const hashes = new Set<number>()
  const visit = (element: Element, path: number, depth: number): void => {
    const here = extend(path, element.name)
    hashes.add(here)
    if (depth >= deepest) return
    for (const child of element.children) if (child.type === 'tag') visit(child, here, depth + 1)
  }
  const body = $('body')[0]
  if (body) visit(body, 0x811c9dc5, 0)
  return [...hashes].toSorted((a, b) => a - b).slice(0, sketchSize)
}

/** FNV-1a over a tag name, going on from its parent's hash. */
function extend(hash: number, name: string): number {
  let value = hash ^ 0x2f
  for (let index = 0; index < name.length; index++) value = Math.imul(value ^ name.charCodeAt(index), 0x01000193)
  return value >>> 0
}

/** Share of structure that two pages have in common, 0 to 1 (Jaccard, estimated from the sketches). */
export function likeness(a: Shape, b: Shape): number {
  if (a.length === 0 && b.length === 0) return 1
  let i = 0
  let j = 0
  let shared = 0
  let seen = 0
  const limit = Math.min(sketchSize, Math.max(a.length, b.length))
  while (seen < limit && (i < a.length || j < b.length)) {
    const left = a[i] ?? Number.POSITIVE_INFINITY
    const right = b[j] ?? Number.POSITIVE_INFINITY
    if (left === right) shared += 1
    if (left <= right) i += 1
    if (right <= left) j += 1
    seen += 1
  }
  return seen === 0 ? 0 : shared / seen
}
