import { cleanLine, excerpt } from './text.ts'

/** A link to a page: `href` is empty when the address is not one that may be opened. */
export interface LinkView {
  href: string
  text: string
}

/** The address if it is http(s), else nothing: `javascript:` and its kind never reach an attribute. */
export function safeUrl(address: string): string {
  const trimmed = cleanLine(address)
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return ''
  const { href } = new URL(trimmed)
  return href.length > 2000 ? '' : href
}

/** A link as people read it: without the origin where that is the audited site's. */
export function linkView(address: string, origin: string): LinkView {
  const href = safeUrl(address)
  if (href === '') return { href, text: excerpt(cleanLine(address), 120) }
  const { origin: own, host, pathname, search, hash } = new URL(href)
  const rest = decoded(pathname + search + hash)
  return { href, text: excerpt(own === origin ? rest : host + (rest === '/' ? '' : rest), 120) }
}

function decoded(path: string): string {
  try {
    return cleanLine(decodeURI(path))
  } catch {
    return path // not UTF-8: shown as it is
  }
}
