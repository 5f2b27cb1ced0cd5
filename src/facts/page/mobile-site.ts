import type { Element } from 'domhandler'
import { ownDomain, resolve } from '../dom/address.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { tagged, type Tree } from '../dom/tree.ts'

/** Hosts that firms give to their pages for phones. */
const mobileHost = /^(?:m|mobile|mobil|wap|touch)\./i

/** Scripts that send phones to another page, or make the page anew for them. */
const phoneScript =
  /\bmobify\b|\bgoMobile\(|\/mobile\/detect\.js|\bdetect-?mobile-?browsers?\b|\bmobile-?redirect\b|\bredirect-?to-?mobile\b/i
/** Labels of a switch are short; styles of a forum are a list of them. */
const longestLabel = 40

/** The head names another page for small screens, a link leads to the site's own host for them, or a script or switch gives them another view. */
export function hasMobileSite(tree: Tree, page: URL, base: URL, vocabulary: Vocabulary): boolean {
  if (mobileHost.test(page.hostname)) return false
  const named = tagged(tree, 'link').some(
    ({ attribs }) =>
      /(?:^|\s)alternate(?:\s|$)/i.test(attribs['rel'] ?? '') &&
      /handheld|max-(?:device-)?width/i.test(attribs['media'] ?? '') &&
      Boolean(attribs['href']),
  )
  if (named) return true
  if (tree.scripts.some(({ text }) => phoneScript.test(text))) return true
  if (tagged(tree, 'script').some(({ attribs }) => phoneScript.test(attribs['src'] ?? ''))) return true
  if (tagged(tree, 'a', 'button', 'option').some((element) => switchesView(element, vocabulary))) return true
  return tagged(tree, 'a', 'link').some(({ attribs }) => {
    const href = attribs['href'] ?? ''
    // Asked before the address is read: most links lead elsewhere.
    if (!/\/\/(?:m|mobile|mobil|wap|touch)\./i.test(href)) return false
    const url = resolve(href, base)
    return url !== undefined && mobileHost.test(url.hostname) && ownDomain(url.hostname) === ownDomain(page.hostname)
  })
}

/** Its label is text alone, or text in one more element. */
function switchesView(element: Element, vocabulary: Vocabulary): boolean {
  const inner = element.children.length === 1 && 'children' in element.children[0]! ? element.children[0] : element
  const [first] = inner.children
  if (inner.children.length !== 1 || first?.type !== 'text') return false
  const label = first.data.trim()
  return label !== '' && label.length < longestLabel && vocabulary.wholeTopics(label).has('page.phone-view')
}
