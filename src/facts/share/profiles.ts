import type { Element } from 'domhandler'
import { accessibleName } from '../dom/accessible-name.ts'
import { ownDomain, resolve } from '../dom/address.ts'
import { tagged, type Tree } from '../dom/tree.ts'
import { profileNetwork, sharerOf } from './targets.ts'

/** An address of somebody's profile on a social network, and what leads there. */
export interface ProfileLink {
  element: Element
  network: string
  href: string
  text: string
  /** The network's own box, put in to show the firm's page. */
  boxed: boolean
}

const limit = 300

/** Links and boxes that lead to profiles, whoever owns them. */
export function profilesIn(tree: Tree, base: URL): ProfileLink[] {
  const found: ProfileLink[] = []
  // A network's own pages link to themselves all over.
  const own = ownDomain(base.hostname)
  for (const element of tagged(tree, 'a', 'area')) {
    const raw = element.attribs['href'] ?? ''
    if (raw.length < 8 || found.length === limit) continue
    const url = raw.startsWith('#') || /^javascript:/i.test(raw) ? undefined : profileAddress(raw, base)
    const network = url && !sharerOf(url) && ownDomain(url.hostname) !== own ? profileNetwork(url) : ''
    if (url && network !== '')
      found.push({ element, network, href: url.href, text: accessibleName(element, tree, 80), boxed: false })
  }
  for (const element of tagged(tree, 'iframe', 'div', 'fb:page', 'fb:like-box', 'fb:fan')) {
    const raw = boxAddress(element, base)
    const url = raw === '' ? undefined : resolve(raw, base)
    const network = url ? profileNetwork(url) : ''
    if (url && network !== '' && found.length < limit)
      found.push({ element, network, href: url.href, text: '', boxed: true })
  }
  return found
}

/** A network's address inside another one: a counter of clicks passes on to it. */
const passedOn =
  /[?&=](https?(?::|%3A)(?:\/|%2F){2}(?:www\.)?(?:facebook|instagram|twitter|x|vk|ok|youtube|linkedin|pinterest|tiktok)\.(?:com|ru)[^&]*)/i

/** The link's address, or the one that it passes on to. */
function profileAddress(raw: string, base: URL): URL | undefined {
  const url = resolve(raw, base)
  const inner =
    url && raw.includes('=') && profileNetwork(url) === '' && !sharerOf(url) ? passedOn.exec(raw)?.[1] : undefined
  return inner ? resolve(decoded(inner), base) : url
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The page that a network's box shows: Facebook's page plugin and like box, as frame, as `<div>` and as XFBML. */
function boxAddress(element: Element, base: URL): string {
  const { attribs, name } = element
  if (name === 'iframe') {
    const raw = attribs['src'] || attribs['data-src'] || ''
    if (!/facebook\.com\/plugins\/(?:page|likebox|like_box|fan|follow)\b/.test(raw)) return ''
    return resolve(raw, base)?.searchParams.get('href') ?? ''
  }
  if (name !== 'div') return attribs['href'] ?? ''
  return /(?:^|\s)fb-(?:page|like-box|follow)(?:\s|$)/.test(attribs['class'] ?? '') ? (attribs['data-href'] ?? '') : ''
}
