import type { AnyNode, Element } from 'domhandler'
import { resolve } from '../dom/address.ts'
import type { Tree } from '../dom/tree.ts'
import { holdsName, isOutOfReach, isPressable } from '../nameless-controls.ts'

/** Names that parts of a link bear for those who hear the page: a label, or the alternative text of a picture that a script draws. */
export function namesWithin(link: Element): string {
  const stack: AnyNode[] = link.children.slice(0, 60)
  for (let steps = 0; stack.length > 0 && steps < 200; steps++) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    const { attribs } = node
    const name = attribs['aria-label'] || attribs['alt'] || attribs['data-alt'] || ''
    if (/\S/.test(name)) return name.replace(/\s+/g, ' ').trim().slice(0, 200)
    stack.push(...(node.children.slice(0, 60) as AnyNode[]))
  }
  return ''
}

/** Shown and in reach, with something drawn in it and nothing that names it now or once scripts have run. */
export function isNamelessLink(link: Element, tree: Tree): boolean {
  return link.name === 'a' && isPressable(link, tree) && !isOutOfReach(link) && !holdsName(link)
}

/** A description or title tells what its text leaves out, or it counts what more there is ("4 more"). */
export function isCompleted(link: Element, text: string, tree: Tree, isGeneric: (words: string) => boolean): boolean {
  if (/(?:^|[\s(+])\d+(?=[\s)+]|$)/.test(text)) return true
  const { attribs } = link
  const described = (attribs['aria-describedby'] ?? '').split(/\s+/)
  if (described.some((id) => id !== '' && tree.byId.has(id))) return true
  const title = (attribs['title'] ?? '').trim()
  return title !== '' && title.toLowerCase() !== text.toLowerCase() && !isGeneric(title)
}

/** The same for all addresses of one page: without scheme, `www.`, the place in it and the slash at the end. */
export function sameTarget(href: string): string {
  return href
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/#(?![!/]).*$/, '')
    .replace(/\/$/, '')
}

/** Parameters that say where a visitor came from, or only count clicks. */
const tracking = /^(?:utm_\w+|srsltid|[a-z]*clid|gad_source|mc_[ce]id|_gl|_ga|ref|referrer|source|src|campaign|cid)$/i

/** The same for all addresses of one page, wherever their visitors come from. */
export function untracked(href: string): string {
  const target = sameTarget(href)
  const start = target.indexOf('?')
  if (start < 0) return target
  const kept = target
    .slice(start + 1)
    .split('&')
    .filter((part) => !tracking.test(part.split('=', 1)[0]!))
  const path = target.slice(0, start).replace(/\/$/, '')
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`
}

/** The headline of the card that a link stands in, when it has a single one. */
function headlineAround(link: Element): Element | undefined {
  let node = link.parent
  for (let level = 0; node?.type === 'tag' && node.name !== 'body' && level < cardLevels; node = node.parent, level++) {
    const headlines = headlinesIn(node as Element).filter((headline) => headline !== link)
    if (headlines.length > 1) return undefined
    if (headlines[0]) return headlines[0]
  }
  return undefined
}

/** Cards wrap their button in a few boxes. */
const cardLevels = 4
const looked = 150

/** Headings, and links that their classes call titles. */
function headlinesIn(parent: Element): Element[] {
  const found: Element[] = []
  const stack: AnyNode[] = [...parent.children]
  for (let steps = 0; stack.length > 0 && steps < looked && found.length < 3; steps++) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    const isTitle = node.name === 'a' && /title|headline|heading/i.test(node.attribs['class'] ?? '')
    if (isTitle || /^h[1-6]$/.test(node.name)) found.push(node)
    else stack.push(...(node.children as AnyNode[]))
  }
  return found
}

/** Addresses of the links in a headline, or of the one around it. */
function headlineLinks(headline: Element): string[] {
  const found: string[] = []
  const stack: AnyNode[] = [headline]
  for (let steps = 0; stack.length > 0 && steps < looked; steps++) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    if (node.name === 'a' && node.attribs['href']) found.push(node.attribs['href'])
    else stack.push(...(node.children as AnyNode[]))
  }
  const { parent } = headline
  if (parent?.type === 'tag' && parent.name === 'a' && parent.attribs['href']) found.push(parent.attribs['href'])
  return found
}

/** Whether the headline of a link's card leads to the same path; what follows it may only tell the ways apart. */
export function isNamedByHeadline(link: Element, base: URL): boolean {
  const own = pathOf(link.attribs['href'] ?? '', base)
  if (own === '') return false
  const headline = headlineAround(link)
  return headline !== undefined && headlineLinks(headline).some((href) => pathOf(href, base) === own)
}

function pathOf(href: string, base: URL): string {
  const url = href.startsWith('#') ? undefined : resolve(href.trim(), base)
  return url?.protocol.startsWith('http') ? sameTarget(`${url.origin}${url.pathname}`) : ''
}
