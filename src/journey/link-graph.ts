import { compareText } from '../shared/digest.ts'
import { keyOfHref, type KeyOf, type SeenPage } from './seen-page.ts'

export interface GraphLink {
  from: string
  to: string
  region: string
  text: string
  /** Node number of the link on its page. */
  node: number
}

/** Who links to whom, among pages of the site and the places of its goals. */
export interface LinkGraph {
  /** Links by the key of the page that they stand on. */
  from: ReadonlyMap<string, readonly GraphLink[]>
  /** Pages that link to a key from their main content; themselves not counted. */
  mainLinksIn: ReadonlyMap<string, number>
  /** Keys that anything links to. */
  linked: ReadonlySet<string>
  /** Keys linked from the home page's header, navigation, main region or footer. */
  menu: ReadonlySet<string>
}

/** Builds the graph from the link facts of all pages. A goal may be at home on somebody else's host: links to it count. */
export function buildLinkGraph(
  pages: readonly SeenPage[],
  keyOf: KeyOf,
  goals: ReadonlySet<string> = new Set(),
): LinkGraph {
  const from = new Map<string, GraphLink[]>()
  const mainLinksIn = new Map<string, number>()
  const linked = new Set<string>()
  const menu = new Set<string>()
  for (const page of pages) {
    const links: GraphLink[] = []
    const inMain = new Set<string>()
    for (const link of page.facts.links ?? []) {
      const to = keyOfHref(link.href, keyOf)
      if (!to || to === page.key) continue
      if (link.kind !== 'internal' && link.kind !== 'own-host' && !goals.has(to)) continue
      links.push({ from: page.key, to, region: link.region, text: link.text, node: link.where.node })
      linked.add(to)
      if (link.region === 'main' || link.region === 'body') inMain.add(to)
      if (page.facts.page?.isHome) menu.add(to)
    }
    for (const to of inMain) mainLinksIn.set(to, (mainLinksIn.get(to) ?? 0) + 1)
    from.set(page.key, links)
  }
  return { from, mainLinksIn, linked, menu }
}

/** Clicks from one page to the nearest of several, over all links; -1 when there is no way. */
export function clicksTo(start: string, goals: ReadonlySet<string>, graph: LinkGraph): number {
  let ring = [start]
  const seen = new Set(ring)
  for (let clicks = 0; ring.length > 0; clicks++) {
    if (ring.some((key) => goals.has(key))) return clicks
    const next = new Set<string>()
    for (const key of ring) for (const { to } of graph.from.get(key) ?? []) if (!seen.has(to)) next.add(to)
    for (const key of next) seen.add(key)
    ring = [...next].toSorted(compareText)
  }
  return -1
}

/** Clicks to the nearest goal from each page that leads to one, over any kind of step: a walk backwards from the goals. */
export function clicksFromAll(
  edges: ReadonlyMap<string, Iterable<string>>,
  goals: ReadonlySet<string>,
): Map<string, number> {
  const into = new Map<string, string[]>()
  for (const [from, targets] of edges) {
    for (const to of new Set(targets)) {
      const known = into.get(to)
      if (known) known.push(from)
      else into.set(to, [from])
    }
  }
  const clicks = new Map([...goals].map((key) => [key, 0]))
  for (let ring = [...goals]; ring.length > 0;) {
    const next: string[] = []
    for (const key of ring) {
      for (const from of into.get(key) ?? []) {
        if (clicks.has(from)) continue
        clicks.set(from, (clicks.get(key) ?? 0) + 1)
        next.push(from)
      }
    }
    ring = next
  }
  return clicks
}
