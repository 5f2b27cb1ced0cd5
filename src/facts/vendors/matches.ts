import type { Element } from 'domhandler'
import { bareHost, resolve } from '../dom/address.ts'
import type { DetectorInput } from '../detector.ts'
import { tagged, treeOf, type Tree } from '../dom/tree.ts'
import type { Vendor } from './vendors.ts'

/** A trace of a vendor on a page. */
export interface VendorMatch {
  vendor: Vendor
  how: 'frame' | 'script' | 'markup' | 'link'
  /** Where it stands; undefined for a request that left no trace in the markup. */
  element: Element | undefined
  /** Text in which its account id may stand. */
  evidence: string
}

interface Lookup {
  hosts: Record<'script' | 'frame' | 'link', Map<string, { path: string; vendor: Vendor }[]>>
  classes: Map<string, Vendor[]>
  ids: Map<string, Vendor[]>
  attributes: Map<string, Vendor[]>
  tags: Map<string, Vendor[]>
  /** Markers that end in `*`. */
  starts: { of: 'class' | 'id'; start: string; vendor: Vendor }[]
  calls: [string, Vendor][]
  /** Finds out whether any of the calls is there. */
  anyCall: RegExp
  /** Class attributes that were looked at, and ids. */
  seen: Record<'class' | 'id', Map<string, readonly Vendor[]>>
}

const lookups = new WeakMap<readonly Vendor[], Lookup>()
const matches = new WeakMap<object, VendorMatch[]>()

/** Every trace of a known vendor on the page: scripts, frames, markup, calls in inline scripts, links, requests. */
export function vendorMatches(
  input: Pick<DetectorInput<Record<never, never>>, '$' | 'base' | 'vendors' | 'snapshot'>,
): VendorMatch[] {
  const root = input.$.root()[0] ?? input.vendors
  const known = matches.get(root)
  if (known) return known
  const found = find(input, lookupOf(input.vendors))
  matches.set(root, found)
  return found
}

function lookupOf(vendors: readonly Vendor[]): Lookup {
  const known = lookups.get(vendors)
  if (known) return known
  const lookup: Lookup = {
    hosts: { script: new Map(), frame: new Map(), link: new Map() },
    classes: new Map(),
    ids: new Map(),
    attributes: new Map(),
    tags: new Map(),
    starts: [],
    calls: [],
    anyCall: /$^/,
    seen: { class: new Map(), id: new Map() },
  }
  for (const vendor of vendors) {
    for (const how of ['script', 'frame', 'link'] as const) {
      for (const place of vendor[how]) {
        const slash = place.indexOf('/')
        const host = slash < 0 ? place : place.slice(0, slash)
        push(lookup.hosts[how], host, { path: slash < 0 ? '' : place.slice(slash), vendor })
      }
    }
    for (const marker of vendor.markup) noteMarker(lookup, marker, vendor)
    for (const call of vendor.call) lookup.calls.push([call, vendor])
  }
  const calls = new Set(lookup.calls.map(([call]) => call.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  if (calls.size > 0) lookup.anyCall = new RegExp([...calls].join('|'))
  lookups.set(vendors, lookup)
  return lookup
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function noteMarker(lookup: Lookup, marker: string, vendor: Vendor): void {
  const first = marker[0]
  const rest = marker.slice(1)
  if (first === '.' || first === '#') {
    const of = first === '.' ? 'class' : 'id'
    if (rest.endsWith('*')) lookup.starts.push({ of, start: rest.slice(0, -1), vendor })
    else push(of === 'class' ? lookup.classes : lookup.ids, rest, vendor)
  } else if (first === '[') push(lookup.attributes, marker.slice(1, -1), vendor)
  else push(lookup.tags, marker, vendor)
}

function find(
  input: Pick<DetectorInput<Record<never, never>>, '$' | 'base' | 'snapshot'>,
  lookup: Lookup,
): VendorMatch[] {
  const tree = treeOf(input.$)
  const found: VendorMatch[] = []
  const add = (vendor: Vendor, how: VendorMatch['how'], element: Element | undefined, evidence: string): void => {
    if (found.length < 500) found.push({ vendor, how, element, evidence })
  }
  byAddress(tree, input.base, lookup, add)
  const { elements, classes } = tree
  const byClasses = tree.classLists.map((list) => (list === '' ? none : ofClasses(list, lookup)))
  for (let place = 0; place < elements.length; place++)
    byMarkup(elements[place]!, byClasses[classes[place]!]!, lookup, add)
  for (const script of tree.scripts) {
    if (!lookup.anyCall.test(script.text)) continue
    for (const [call, vendor] of lookup.calls)
      if (script.text.includes(call)) add(vendor, 'script', script.element, script.text)
  }
  for (const request of input.snapshot.requests) {
    if (request.type !== 'script' && request.type !== 'xhr' && request.type !== 'fetch' && request.type !== 'ping')
      continue
    for (const vendor of atHost(lookup.hosts.script, request.host, request.pathPattern))
      add(vendor, 'script', undefined, '')
  }
  return found
}

type Add = (vendor: Vendor, how: VendorMatch['how'], element: Element | undefined, evidence: string) => void

/** Attributes in which consent tools and lazy loaders keep an address until it is allowed. */
const addressAttributes = [
  'src',
  'data-src',
  'data-lazy-src',
  'data-cmp-src',
  'data-cookieconsent-src',
  'data-suppressedsrc',
  'data-cookie-src',
  'data-rocket-src',
  'data-litespeed-src',
  'nitro-lazy-src',
  'uc-src',
  'data-cookieblock-src',
]

function byAddress(tree: Tree, base: URL, lookup: Lookup, add: Add): void {
  for (const element of tagged(tree, 'script', 'iframe', 'frame', 'form', 'a', 'area')) {
    const isLink = element.name === 'a' || element.name === 'area'
    const how = element.name === 'script' ? 'script' : isLink ? 'link' : 'frame'
    const names = element.name === 'form' ? ['action'] : isLink ? ['href'] : addressAttributes
    for (const name of names) {
      const raw = element.attribs[name]
      if (!raw || (isLink && !/^(?:https?:)?\/\//i.test(raw.trim()))) continue
      const url = resolve(raw, base)
      if (!url || !url.protocol.startsWith('http')) continue
      const path = url.pathname + url.search
      for (const vendor of atHost(lookup.hosts[how], bareHost(url), path)) add(vendor, how, element, url.href)
      if (element.name === 'form')
        for (const vendor of atHost(lookup.hosts.link, bareHost(url), path)) add(vendor, 'frame', element, url.href)
      break
    }
  }
}

/** Vendors of a host or of a domain above it, whose path is the start of this one. */
function atHost(hosts: Map<string, { path: string; vendor: Vendor }[]>, host: string, path: string): Vendor[] {
  let found: Vendor[] | undefined
  let rest = host
  for (let dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
    for (const entry of hosts.get(rest) ?? none) if (path.startsWith(entry.path)) (found ??= []).push(entry.vendor)
    rest = rest.slice(dot + 1)
  }
  return found ?? none
}

/** Vendors whose scripts or frames stand at an address; a host that serves everybody's files tells by the path. */
export function vendorsAt(host: string, path: string, vendors: readonly Vendor[]): Vendor[] {
  const { hosts } = lookupOf(vendors)
  const bare = host.replace(/^www\d?\./, '')
  return [...atHost(hosts.script, bare, path), ...atHost(hosts.frame, bare, path)]
}

const none: never[] = []

function byMarkup(element: Element, ofItsClasses: readonly Vendor[], lookup: Lookup, add: Add): void {
  const { attribs, name } = element
  for (const vendor of lookup.tags.get(name) ?? none) add(vendor, 'markup', element, '')
  for (const attribute in attribs) {
    const vendors =
      attribute === 'class'
        ? ofItsClasses
        : attribute === 'id'
          ? ofId(attribs[attribute]!, lookup)
          : (lookup.attributes.get(attribute) ?? none)
    for (const vendor of vendors) add(vendor, 'markup', element, '')
  }
}

function ofId(id: string, { ids, starts, seen }: Lookup): readonly Vendor[] {
  const known = seen.id.get(id)
  if (known) return known
  const begun = starts.filter(({ of, start }) => of === 'id' && id.startsWith(start)).map(({ vendor }) => vendor)
  const exact = ids.get(id) ?? none
  const found = begun.length === 0 ? exact : [...exact, ...begun]
  remember(seen.id, id, found)
  return found
}

function remember(seen: Map<string, readonly Vendor[]>, name: string, vendors: readonly Vendor[]): void {
  if (name.length >= 500) return
  if (seen.size >= remembered) seen.clear()
  seen.set(name, vendors)
}

/** So many are remembered: pages repeat theirs, and other pages of a site too. */
const remembered = 20_000

/** Vendors of a whole class attribute; most are seen before. */
function ofClasses(classes: string, lookup: Lookup): readonly Vendor[] {
  const known = lookup.seen.class.get(classes)
  if (known) return known
  let found: Vendor[] | undefined
  for (const token of classes.split(/\s+/)) {
    const vendors = lookup.classes.get(token)
    if (vendors) (found ??= []).push(...vendors)
  }
  for (const { of, start, vendor } of lookup.starts) {
    if (of === 'class' && (classes.startsWith(start) || classes.includes(` ${start}`))) (found ??= []).push(vendor)
  }
  remember(lookup.seen.class, classes, found ?? none)
  return found ?? none
}
