import type { AnyNode, Element } from 'domhandler'
import { readableText } from '../snapshot/document.ts'
import type { PageTree } from './page-tree.ts'
import { parseAddress, requestUrl, urlKey } from './url-identity.ts'

/** Part of a page that a link stands in, as far as the crawl cares. */
export type LinkRegion = 'header' | 'nav' | 'main' | 'footer'

/** All links of a page to one address, folded. */
export interface PageLink {
  url: string
  key: string
  /** The most prominent place that it is linked from. */
  region: LinkRegion
  /** Text of the first link that has one. */
  text: string
  /** Language that the link says its target has; empty when it says nothing. */
  language: string
  isNofollow: boolean
  /** Marked as something to save (`download`). */
  isDownload: boolean
}

/** Where a page leads, without any judgement of whether to go there. */
export interface PageLinks {
  links: PageLink[]
  /** Address that the page names as its own; empty when it names none. */
  canonical: string
  /** A move to another address by meta element or header; `undefined` when there is none. */
  refresh: { url: string; seconds: number } | undefined
  /** Other language versions that the page names, itself often among them. */
  alternates: { language: string; url: string }[]
}

/** Most links kept of one page. */
const linkLimit = 25_000

const rank: Record<LinkRegion, number> = { nav: 0, header: 1, main: 2, footer: 3 }
const ignored = new Set(['script', 'style', 'template', 'sl-frame', 'svg', 'object', 'math'])
const scripted =
  /^\s*(?:return\s+)?(?:(?:window|document|self|top|parent)\.)?(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|open\()\s*(['"])([^'"]+)\1/

/** What a host in front of the site answers by itself: veiled mail addresses, challenges. No page of the site. */
const infrastructure = /^\/cdn-cgi\//i

/** Reads all links of a page. `url` is the address that it was finally served from. */
export function readLinks(
  tree: PageTree,
  page: { url: string; headers: Readonly<Record<string, string>> },
  options: { hashRoutes?: boolean } = {},
): PageLinks {
  const address = new URL(page.url)
  const base = baseOf(tree, address)
  const folded = new Map<string, PageLink>()

  function note(href: string, region: LinkRegion, element?: Element): void {
    const url = parseAddress(href, base)
    if (!url || folded.size >= linkLimit || infrastructure.test(url.pathname)) return
    const key = urlKey(url, options)
    const known = folded.get(key)
    const rel = element?.attribs['rel']?.toLowerCase() ?? ''
    const text = element && !known?.text ? readableText(element, { alt: true, limit: 80 }) : ''
    if (!known) {
      folded.set(key, {
        url: requestUrl(url, options),
        key,
        region,
        text,
        language: element?.attribs['hreflang']?.toLowerCase() ?? '',
        isNofollow: /\bnofollow\b/.test(rel),
        isDownload: element !== undefined && 'download' in element.attribs,
      })
      return
    }
    if (rank[region] < rank[known.region]) known.region = region
    if (text) known.text = text
    if (!/\bnofollow\b/.test(rel)) known.isNofollow = false
  }

  const alternates: PageLinks['alternates'] = []
  let canonical = ''
  for (const element of tree.links) {
    const relations = (element.attribs['rel'] ?? '').toLowerCase().split(/\s+/)
    const href = element.attribs['href'] ?? ''
    const url = parseAddress(href, base)
    if (!url) continue
    const language = element.attribs['hreflang']?.toLowerCase() ?? ''
    if (relations.includes('canonical')) canonical ||= requestUrl(url, options)
    else if (relations.includes('alternate') && language) alternates.push({ language, url: url.href })
    else if (relations.includes('next') || relations.includes('prev')) note(href, 'main')
  }
  for (const { url, relation, language } of headerLinks(page.headers['link'] ?? '', address)) {
    if (relation === 'canonical') canonical ||= url
    else if (relation === 'alternate' && language) alternates.push({ language, url })
  }

  walkRegions(tree.root.children, (element, region) => {
    const { name, attribs } = element
    const href = attribs['href'] ?? attribs['xlink:href']
    if ((name === 'a' || name === 'area') && href !== undefined) {
      if (href.trim() !== '') note(href, region, element)
    } else if (name === 'frame' && attribs['src']) note(attribs['src'], region)
    else if (attribs['data-href']) note(attribs['data-href'], region, element)
    const target = attribs['onclick']?.slice(0, 500).match(scripted)?.[2]
    if (target) note(target, region, element)
  })

  const meta = tree.metas.find((element) => element.attribs['http-equiv']?.toLowerCase() === 'refresh')
  const refresh = readRefresh(page.headers['refresh'] ?? meta?.attribs['content'] ?? '', base)
  return { links: [...folded.values()], canonical, refresh, alternates }
}

function baseOf({ base }: PageTree, address: URL): URL {
  const href = base?.attribs['href']
  return (href === undefined ? undefined : parseAddress(href, address)) ?? address
}

/** `5; url=/there`, as browsers read it. */
function readRefresh(content: string, base: URL): PageLinks['refresh'] {
  const match = /^\s*(\d{0,6})(?:\.[\d.]*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']*)/i.exec(content.slice(0, 4000))
  const target = match?.[2]?.trim()
  if (!match || !target) return undefined
  const url = parseAddress(target, base)
  return url ? { url: requestUrl(url), seconds: Number(match[1]) } : undefined
}

/** Entries of a `Link` header that have a relation. */
function headerLinks(header: string, address: URL): { url: string; relation: string; language: string }[] {
  return header
    .slice(0, 8000)
    .split(/,(?=\s*<)/)
    .flatMap((part) => {
      const [, target = '', rest = ''] = /^\s*<([^>]*)>(.*)$/.exec(part) ?? []
      const url = parseAddress(target, address)
      const relation = /;\s*rel\s*=\s*"?([a-z]+)/i.exec(rest)?.[1]?.toLowerCase()
      const language = /;\s*hreflang\s*=\s*"?([a-z-]+)/i.exec(rest)?.[1]?.toLowerCase() ?? ''
      return url && relation ? [{ url: url.href, relation, language }] : []
    })
}

/** Walks all elements in document order with the region that each is in; deep nesting costs no stack. */
function walkRegions(roots: AnyNode[], visit: (element: Element, region: LinkRegion) => void): void {
  const hasLandmarks = anyElement(roots, (element) => landmarkOf(element, false) !== undefined)
  const blockRegions = hasLandmarks ? new Map<Element, LinkRegion>() : regionsByPlace(roots)
  type Step = { children: AnyNode[]; index: number; region: LinkRegion; isInside: boolean }
  const stack: Step[] = [{ children: roots, index: 0, region: 'main', isInside: false }]
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = top.children[top.index++]
    if (!child) {
      stack.pop()
      continue
    }
    if (!('children' in child)) continue
    if (!('attribs' in child)) {
      stack.push({ children: child.children, index: 0, region: top.region, isInside: top.isInside })
      continue
    }
    if (ignored.has(child.name)) continue
    const region = blockRegions.get(child) ?? landmarkOf(child, top.isInside) ?? top.region
    visit(child, region)
    // A header or footer inside an article belongs to that article, not to the page.
    const isInside = top.isInside || sectioning.has(child.name)
    stack.push({ children: child.children, index: 0, region, isInside })
  }
}

const sectioning = new Set(['main', 'article', 'section', 'aside'])

function landmarkOf({ name, attribs }: Element, isInside: boolean): LinkRegion | undefined {
  const role = attribs['role']?.toLowerCase() ?? ''
  if (name === 'main' || role === 'main') return 'main'
  if (name === 'nav' || role === 'navigation' || role === 'menubar') return isInside ? undefined : 'nav'
  if (role === 'banner' || (name === 'header' && !isInside)) return 'header'
  if (role === 'contentinfo' || (name === 'footer' && !isInside)) return 'footer'
  return undefined
}

function anyElement(roots: AnyNode[], test: (element: Element) => boolean): boolean {
  const stack = [...roots]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if ('attribs' in node && test(node)) return true
    if ('children' in node) for (const child of node.children) stack.push(child)
  }
  return false
}

/**
 * Without any landmark, place decides: of the blocks that make up the page, the first one that links anywhere is its
 * header and the last its footer, if there are at least three.
 */
function regionsByPlace(roots: AnyNode[]): Map<Element, LinkRegion> {
  const regions = new Map<Element, LinkRegion>()
  let level = roots
  for (let depth = 0; depth < 50; depth++) {
    const blocks = level.filter(
      (node): node is Element => 'attribs' in node && node.name !== 'head' && !ignored.has(node.name),
    )
    const linking = blocks.filter((block) =>
      anyElement([block], ({ name, attribs }) => name === 'a' && 'href' in attribs),
    )
    const [first] = linking
    const last = linking.at(-1)
    if (!first || !last) return regions
    if (linking.length === 1) {
      level = first.children
      continue
    }
    if (linking.length < 3) return regions
    regions.set(first, 'header')
    regions.set(last, 'footer')
    return regions
  }
  return regions
}
