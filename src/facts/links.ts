import type { Element } from 'domhandler'
import { z } from 'zod'
import { accessibleName, spokenName } from './dom/accessible-name.ts'
import { addressKind, resolve } from './dom/address.ts'
import { defineDetector } from './detector.ts'
import { tagged, treeOf, type Tree } from './dom/tree.ts'
import { isCompleted, isNamedByHeadline, isNamelessLink, namesWithin, sameTarget, untracked } from './links/names.ts'
import { regions, Where } from './dom/where.ts'

export const Link = z
  .object({
    text: z.string().describe('Accessible name; empty when it has none'),
    href: z.string().describe('Absolute address, or the raw value when it is none'),
    kind: z
      .enum(['internal', 'own-host', 'external', 'same-page', 'phone', 'mail', 'messenger', 'file', 'script', 'dead'])
      .describe('dead: "#" with no sign of a script behind it, a fragment that does not exist, a call to no number'),
    generic: z.boolean().describe('Its whole accessible name says nothing of its target (read more, click here)'),
    nameless: z
      .boolean()
      .describe('Shows a picture or a sign that nothing names, and no other link to the same address has a name'),
    namedElsewhere: z
      .boolean()
      .describe('Another link to the same address, or the linked headline of its card, says where it leads'),
    repeated: z.boolean().describe('An earlier link has the same text and address'),
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
  version: 6,
  reads: 'html',
  schema: z.array(Link).describe('Every link of the page with the kind of its target.'),
  detect({ $, url, base, vocabulary, where }) {
    const tree = treeOf($)
    const found: Link[] = []
    // A name for those who hear the page may complete "more".
    const isGeneric = (element: Element, text: string): boolean =>
      vocabulary.is('link.generic', text) &&
      vocabulary.is('link.generic', spokenName(element, tree)) &&
      !isCompleted(element, text, tree, (words) => vocabulary.is('link.generic', words))
    const unnamed = new Set<Link>()
    const titled = new Set<Link>()
    for (const element of tagged(tree, 'a', 'area')) {
      if (found.length === limit) break
      const raw = element.attribs['href']
      if (raw === undefined) continue
      const text = accessibleName(element, tree) || namesWithin(element)
      const place = where(element, text)
      const link: Link = {
        text,
        ...linkTarget(element, raw, tree, url, base),
        generic: text !== '' && isGeneric(element, text),
        nameless: false,
        namedElsewhere: false,
        repeated: false,
        region: place.region,
        rel: element.attribs['rel'] ?? '',
        where: place,
      }
      found.push(link)
      if (link.generic && isNamedByHeadline(element, base)) titled.add(link)
      if (text === '' && link.href !== url.href && isNamelessLink(element, tree)) unnamed.add(link)
    }
    return compared(found, unnamed, titled)
  },
})

const leading = new Set<Link['kind']>(['internal', 'own-host', 'external', 'phone', 'mail', 'messenger'])

/** What a link is beside the others of its page. */
function compared(found: Link[], unnamed: ReadonlySet<Link>, titled: ReadonlySet<Link>): Link[] {
  const named = new Set<string>()
  const told = new Set<string>()
  const seen = new Set<string>()
  for (const { text, generic, href } of found) {
    if (text === '') continue
    const target = sameTarget(href)
    named.add(target)
    if (!generic) told.add(untracked(href))
  }
  return found.map((link) => {
    const target = sameTarget(link.href)
    const key = `${link.href} ${link.text}`
    const repeated = seen.has(key)
    seen.add(key)
    const nameless = unnamed.has(link) && leading.has(link.kind) && !named.has(target)
    const namedElsewhere = titled.has(link) || ((link.text === '' || link.generic) && told.has(untracked(link.href)))
    return { ...link, nameless, namedElsewhere, repeated }
  })
}

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
