import { ownDomain, resolve } from '../dom/address.ts'
import { tagged, type Tree } from '../dom/tree.ts'

/** Hosts that firms give to their pages for phones. */
const mobileHost = /^(?:m|mobile|mobil|wap|touch)\./i

/** The head names another page for small screens, or a link leads to the site's own host for them. */
export function hasMobileSite(tree: Tree, page: URL, base: URL): boolean {
  if (mobileHost.test(page.hostname)) return false
  const named = tagged(tree, 'link').some(
    ({ attribs }) =>
      /(?:^|\s)alternate(?:\s|$)/i.test(attribs['rel'] ?? '') &&
      /handheld|max-(?:device-)?width/i.test(attribs['media'] ?? '') &&
      Boolean(attribs['href']),
  )
  if (named) return true
  return tagged(tree, 'a', 'link').some(({ attribs }) => {
    const href = attribs['href'] ?? ''
    // Asked before the address is read: most links lead elsewhere.
    if (!/\/\/(?:m|mobile|mobil|wap|touch)\./i.test(href)) return false
    const url = resolve(href, base)
    return url !== undefined && mobileHost.test(url.hostname) && ownDomain(url.hostname) === ownDomain(page.hostname)
  })
}
