import { digest } from '../shared/digest.ts'
import { readableText } from '../snapshot/document.ts'
import type { Snapshot } from '../snapshot/schema.ts'
import { type PageLinks, readLinks } from './links.ts'
import { parsePage } from './page-tree.ts'
import { type PageLanguage, readLanguage } from './page-language.ts'

/** Raise it when outlines of an older version would steer the crawl otherwise; they are then made again. */
export const outlineVersion = 1

/** What the crawl needs of a visited page: kept beside its snapshot, since resuming reads it for each page. */
export interface PageOutline extends PageLinks {
  version: number
  title: string
  words: number
  language: PageLanguage
  /** Digest of the HTML, to know the same page under another name. */
  digest: string
  /** Served with next to nothing to read or follow, but with scripts: a client renders it. */
  isShell: boolean
}

/** Reads the outline of a snapshot; `undefined` when it has no page to read. */
export function outlineOf(snapshot: Snapshot, options: { hashRoutes?: boolean } = {}): PageOutline | undefined {
  if (snapshot.outcome !== 'ok' || snapshot.html === '') return undefined
  const tree = parsePage(snapshot.html, { rendered: snapshot.mode !== 'http' })
  const { html, body, main, title } = tree
  const text = body ? readableText(body, { limit: 20_000 }) : ''
  const mainText = main ? readableText(main, { limit: 4000 }) : ''
  const words = text === '' ? 0 : text.split(' ').length
  const links = readLinks(tree, { url: snapshot.finalUrl, headers: snapshot.headers }, options)
  const declared = html?.attribs['lang'] ?? html?.attribs['xml:lang'] ?? snapshot.headers['content-language'] ?? ''
  return {
    version: outlineVersion,
    ...links,
    title: title ? readableText(title, { limit: 300 }) : '',
    words,
    language: readLanguage(declared, mainText.length > 400 ? mainText : text),
    digest: digest(snapshot.html, 16),
    isShell: words < 40 && links.links.length < 8 && tree.hasScripts,
  }
}
