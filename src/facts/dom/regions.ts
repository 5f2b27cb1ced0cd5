import type { AnyNode, Element } from 'domhandler'

export const regions = ['header', 'nav', 'main', 'aside', 'footer', 'dialog', 'body'] as const
export type Region = (typeof regions)[number]

const roles = new Map<string, Region>(
  Object.entries({
    banner: 'header',
    navigation: 'nav',
    menubar: 'nav',
    main: 'main',
    complementary: 'aside',
    contentinfo: 'footer',
    dialog: 'dialog',
    alertdialog: 'dialog',
  }),
)

/** Class names and ids that stand in for a landmark where a page has none; whole ones only, not parts of them. */
const structural = new Map<string, Region>([
  ...entries(
    'header',
    'header site-header siteheader page-header pageheader masthead topbar top-bar main-header global-header head',
  ),
  ...entries(
    'nav',
    'nav navbar navigation menu main-menu mainmenu main-nav mainnav topnav top-nav site-navigation primary-menu primary-navigation',
  ),
  ...entries(
    'footer',
    'footer site-footer sitefooter page-footer pagefooter colophon main-footer global-footer bottom-footer foot',
  ),
  ...entries('aside', 'sidebar side-bar aside secondary left-sidebar right-sidebar'),
  ...entries('main', 'main main-content maincontent content site-content page-content primary'),
  ...entries('dialog', 'modal popup pop-up lightbox'),
])

function entries(region: Region, words: string): [string, Region][] {
  return words.split(' ').map((word) => [word, region])
}

/** What is no part of a page by its class: `secondary` on a link says how loud it is. */
const holdsNothing = new Set(
  'body html form input label a button span img svg i b em strong small p h1 h2 h3 h4 h5 h6 li td select textarea'.split(
    ' ',
  ),
)

/** By the root of the document; one weak key for a page costs less than one for each of its elements. */
const known = new WeakMap<AnyNode, Map<AnyNode, Region>>()

/** The landmark that holds an element: by role and tag, else by class names and ids that everybody uses for them. */
export function regionOf(element: Element): Region {
  // Asked of the page at hand again and again: its root is looked for only where nothing else is known.
  let region = lastRegions.get(element)
  if (region) return region
  const unknown: Element[] = [element]
  let top: AnyNode = element
  for (let node = element.parent as AnyNode | null; node; node = node.parent) {
    region = lastRegions.get(node)
    if (region) break
    top = node
    if ('attribs' in node) unknown.push(node)
  }
  if (!region && top !== lastRoot) {
    lastRegions = regionsBelow(top)
    lastRoot = top
    return regionOf(element)
  }
  let below: Region = region ?? 'body'
  for (let node = unknown.pop(); node; node = unknown.pop()) {
    below = regionBelow(below, node)
    lastRegions.set(node, below)
  }
  return below
}

let lastRoot: AnyNode | undefined
let lastRegions: Map<AnyNode, Region> = new Map()

function regionsBelow(root: AnyNode): Map<AnyNode, Region> {
  let regionsOf = known.get(root)
  if (!regionsOf) known.set(root, (regionsOf = new Map()))
  return regionsOf
}

function regionBelow(above: Region, { name, attribs }: Element): Region {
  if (above === 'dialog') return above
  const role = attribs['role']
  const byRole = role === undefined ? undefined : roles.get(role.toLowerCase())
  if (byRole === 'dialog' || name === 'dialog' || attribs['aria-modal'] === 'true') return 'dialog'
  // Links in a footer belong to the footer, whatever they are wrapped in.
  if (above === 'footer') return above
  if (byRole) return byRole
  if (name === 'main') return 'main'
  if (name === 'nav') return 'nav'
  if (name === 'aside') return 'aside'
  // A header or footer of an article or of the main region is none of the page's.
  if (name === 'header' || name === 'footer') return above === 'body' ? name : above
  if (name === 'article') return above === 'body' ? 'main' : above
  if (holdsNothing.has(name)) return above
  const guess = structuralRegion(attribs)
  if (guess === undefined) return above
  if (guess === 'dialog') return guess
  if (above === 'body') return guess
  return above === 'header' && guess === 'nav' ? guess : above
}

function structuralRegion(attribs: Element['attribs']): Region | undefined {
  const id = attribs['id']
  const byId = id === undefined ? undefined : structural.get(id.toLowerCase())
  if (byId) return byId
  const classes = attribs['class']
  if (classes === undefined || classes === '') return undefined
  const known = byClasses.get(classes)
  if (known) return known === 'none' ? undefined : known
  let region: Region | undefined
  for (const token of classes.slice(0, 300).toLowerCase().split(/\s+/)) {
    region = structural.get(token)
    if (region) break
  }
  if (classes.length < 300) {
    if (byClasses.size >= remembered) byClasses.clear()
    byClasses.set(classes, region ?? 'none')
  }
  return region
}

/** Class attributes that were looked at: pages repeat theirs. */
const byClasses = new Map<string, Region | 'none'>()
const remembered = 20_000

/** A frame's document, copied into the snapshot behind its `<iframe>`. */
export function isFrame(node: AnyNode): boolean {
  return 'name' in node && node.name === 'sl-frame'
}

/** An open shadow root, copied into its host. */
export function isShadow(node: AnyNode): boolean {
  return 'name' in node && node.name === 'sl-shadow'
}
