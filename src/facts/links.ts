import type { Element } from 'domhandler'
import { z } from 'zod'
import { accessibleName, spokenName } from './dom/accessible-name.ts'
import { addressKind, resolve } from './dom/address.ts'
import { defineDetector } from './detector.ts'
import { tagged, treeOf, type Tree } from './dom/tree.ts'
import { regions, Where } from './dom/where.ts'

export const Link = z
  .object({
    text: z.string().describe('Accessible name; empty when it has none'),
    href: z.string().describe('Absolute address, or the raw value when it is none'),
    kind: z
      .enum(['internal', 'own-host', 'external', 'same-page', 'phone', 'mail', 'messenger', 'file', 'script', 'dead'])
      .describe('dead: "#" with no sign of a script behind it, a fragment that does not exist, a call to no number'),
    generic: z.boolean().describe('Its whole accessible name says nothing of its target (read more, click here)'),
    region: z.enum(regions),
    rel: z.string(),
    where: Where,
  })
  .meta({ id: 'Link' })
export type Link = z.infer<typeof Link>

/** Links looked at; a page with more is an index that no visitor reads to its end. */
const limit = 4000

/** Every link of the page with the kind of its target. */
export const links = defineDetector({
  version: 3,
  reads: 'html',
  schema: z.array(Link).describe('Every link of the page with the kind of its target.'),
  detect({ $, url, base, vocabulary, where }) {
    const tree = treeOf($)
    const found: Link[] = []
    // A name for those who hear the page may complete "more".
    const isGeneric = (element: Element): boolean => vocabulary.is('link.generic', spokenName(element, tree))
    for (const element of tagged(tree, 'a', 'area')) {
      if (found.length === limit) break
      const raw = element.attribs['href']
      if (raw === undefined) continue
      const text = accessibleName(element, tree)
      const place = where(element, text)
      found.push({
        text,
        ...linkTarget(element, raw, tree, url, base),
        generic: text !== '' && vocabulary.is('link.generic', text) && isGeneric(element),
        region: place.region,
        rel: element.attribs['rel'] ?? '',
        where: place,
      })
    }
    return found
  },
})

/** Where a link leads: its kind and its absolute address. */
export function linkTarget(
  element: Element,
  raw: string,
  tree: Tree,
  page: URL,
  base: URL,
): { kind: Link['kind']; href: string } {
  const href = raw.trim()
  if (/^javascript:/i.test(href)) return { kind: 'script', href: href.slice(0, 200) }
  if (href.startsWith('#')) return fragment(element, href, tree, page)
  if (element.attribs['download'] !== undefined) return { kind: 'file', href: resolve(href, base)?.href ?? href }
  const url = resolve(href, base)
  if (!url) return { kind: 'dead', href }
  if (reachesNobody(url)) return { kind: 'dead', href: url.href }
  const kind = isSameDocument(url, page) ? 'same-page' : addressKind(url, page)
  if (kind === 'same-page') return { ...fragment(element, url.hash, tree, page), href: url.href }
  return { kind, href: url.href }
}

/** A number or mail address that a template left empty: `tel:+0`, `mailto:`. A mail without a receiver shares something. */
function reachesNobody({ protocol, pathname, search }: URL): boolean {
  if (protocol === 'mailto:')
    return pathname.includes('@') || pathname.includes('%40') ? false : pathname !== '' || search === ''
  if (protocol !== 'tel:' && protocol !== 'callto:') return false
  const number = decode(pathname)
  const digits = number.replace(/\D/g, '')
  // Letters can stand for digits, and templates for numbers that a script puts in.
  if (/\p{L}{3}|[{[<]/u.test(number)) return false
  return digits.length < 3 || /^(?:\+|00)0/.test(number.replace(/[^\d+]/g, '')) || /^(\d)\1{4,}$/.test(digits)
}

/** A place in this very page, by any name that a server gives the page: `/` and `/index.html`. */
function isSameDocument(url: URL, page: URL): boolean {
  return url.hash !== '' && url.host === page.host && documentOf(url) === documentOf(page)
}

function documentOf({ pathname, search }: URL): string {
  return pathname.replace(/\/(?:index|default)\.(?:html?|php\d?|aspx?|jsp|cfm)$/i, '/').replace(/(.)\/$/, '$1') + search
}

function fragment(element: Element, hash: string, tree: Tree, page: URL): { kind: Link['kind']; href: string } {
  const href = resolve(hash, page)?.href ?? hash
  const name = decode(hash.slice(1))
  if (/^[!/]/.test(name)) return { kind: 'script', href }
  if (name.startsWith(':~:') || /^top$/i.test(name)) return { kind: 'same-page', href }
  if (name !== '' && (tree.byId.has(name) || tree.anchors.has(name))) return { kind: 'same-page', href }
  return { kind: hasHandler(element, tree) ? 'script' : 'dead', href }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const hookClass =
  /(?:^|[\s_-])(?:js|toggle|toggler|open|close|prev|next|arrow|menu|dropdown|popup|modal|lightbox|tab|tabs|slide|slider|scroll|scrolltop|btn-?top|back-?to-?top|accordion|collapse|expand|more|search|share|print|cookie|consent|filter|play|trigger|hamburger|burger|dropdown-toggle)(?:$|[\s_-])/i

/** Signs in the markup that a script answers a click: without a live page nobody can know more. */
function hasHandler(element: Element, tree: Tree): boolean {
  const { attribs } = element
  for (const name in attribs) {
    if (name.startsWith('on') || name.startsWith('aria-') || name.startsWith('@') || name.startsWith('v-')) return true
    if (name.startsWith('data-') && !name.startsWith('data-sl')) return true
    if (name === 'role' || name === 'ng-click' || name.startsWith('x-') || name.startsWith(':')) return true
  }
  if (attribs['id']) return true
  if (hookClass.test(attribs['class'] ?? '')) return true
  const parent = element.parent
  if (parent?.type === 'tag') {
    // The head of a menu that opens.
    const opens = parent.children.some((child) => child.type === 'tag' && (child.name === 'ul' || child.name === 'div'))
    if ('onclick' in parent.attribs || (parent.name === 'li' && opens)) return true
  }
  const tokens = (attribs['class'] ?? '').split(/\s+/).filter((token) => token.length > 3)
  return tokens.some((token) => tree.scripts.some((script) => script.text.includes(`.${token}`)))
}
