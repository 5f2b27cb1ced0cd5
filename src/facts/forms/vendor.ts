import type { AnyNode, Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'
import type { Vendor } from '../vendors/vendors.ts'
import type { FormScope } from './scopes.ts'
import { vendorMatches, type VendorMatch } from '../vendors/matches.ts'

const kinds = new Set(['form', 'newsletter', 'booking', 'donation', 'survey', 'search', 'shop'])

/** The service behind a form, told by its address, its classes or what it stands in. */
export function formVendor(
  input: Pick<DetectorInput<Record<never, never>>, '$' | 'base' | 'vendors' | 'snapshot'>,
  { element }: FormScope,
): Vendor | undefined {
  if (input.vendors.length === 0) return undefined
  const matches = byElement(input)
  let node: AnyNode | null = element
  for (let depth = 0; node && depth < 4; depth++, node = node.parent) {
    const match = 'attribs' in node ? matches.get(node as Element) : undefined
    if (match) return match.vendor
  }
  for (const [holder, match] of matches) if (match.how === 'markup' && isInside(holder, element)) return match.vendor
  return undefined
}

const known = new WeakMap<readonly VendorMatch[], Map<Element, VendorMatch>>()

function byElement(
  input: Pick<DetectorInput<Record<never, never>>, '$' | 'base' | 'vendors' | 'snapshot'>,
): Map<Element, VendorMatch> {
  const all = vendorMatches(input)
  let map = known.get(all)
  if (map) return map
  map = new Map()
  for (const match of all) {
    if (!match.element || !kinds.has(match.vendor.kind) || match.how === 'script' || match.how === 'link') continue
    map.set(match.element, match)
  }
  known.set(all, map)
  return map
}

function isInside(element: Element, form: Element): boolean {
  let node: AnyNode | null = element
  for (let depth = 0; node && depth < 12; depth++, node = node.parent) if (node === form) return true
  return false
}
