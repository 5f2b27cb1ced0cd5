import type { LinkBlockKind } from '../facts/link-blocks/marks.ts'
import type { SeenPage } from './seen-page.ts'

/**
 * Where a thing stands for a visitor: in the content, in the header (or what sticks to the screen), beside the content (related
 * items, a sidebar's lists), or where nobody looks for a next step (footer, breadcrumb, tags, page numbers).
 */
export type Place = 'content' | 'header' | 'beside' | 'nowhere'

const byBlock: Record<LinkBlockKind, Place> = {
  menu: 'header',
  footer: 'nowhere',
  breadcrumb: 'nowhere',
  tags: 'nowhere',
  related: 'beside',
  pages: 'beside',
  comments: 'nowhere',
  author: 'nowhere',
  languages: 'nowhere',
}

interface Standing {
  region: string
  node: number
  selector: string
}

/** Tells where things of one page stand, by landmark, by the block of links that holds them and by what sticks to the screen. */
export function placesOf({ facts }: SeenPage): (where: Standing) => Place {
  const blocks = new Map<number, LinkBlockKind>()
  for (const { kind, nodes } of facts.linkBlocks ?? []) for (const node of nodes) blocks.set(node, kind)
  const sticky = (facts.overlays ?? [])
    .filter(({ kind, where }) => kind === 'sticky-bar' && where.selector !== '')
    .map(({ where }) => `${where.selector} > `)
  return ({ region, node, selector }) => {
    if (region === 'footer' || region === 'dialog') return 'nowhere'
    if (region === 'header' || region === 'nav' || sticky.some((bar) => selector.startsWith(bar))) return 'header'
    const kind = blocks.get(node)
    if (kind) return byBlock[kind]
    return region === 'aside' ? 'beside' : 'content'
  }
}

/** A link that most pages of the site have, with the same words, is part of their frame, whatever landmark holds it. */
export function frameLinks(pages: readonly SeenPage[], share: number, least: number): ReadonlySet<string> {
  if (pages.length < least) return new Set()
  const counts = new Map<string, number>()
  for (const page of pages) {
    const seen = new Set<string>()
    for (const { region, href, text } of page.facts.links ?? []) {
      if (region === 'main' || region === 'body' || region === 'aside') seen.add(frameId(href, text))
    }
    for (const id of seen) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return new Set([...counts].filter(([, count]) => count >= share * pages.length).map(([id]) => id))
}

/** Links that the headers of two pages or more have in common; undefined where there are too few pages to tell. */
export function headerLinks(pages: readonly SeenPage[]): ReadonlySet<string> | undefined {
  if (pages.length < fewestHeaders) return undefined
  const holders = new Map<string, Set<string>>()
  for (const { key, facts } of pages) {
    const tops = [...(facts.links ?? []), ...(facts.ctas ?? [])].filter(
      ({ where }) => where.region === 'header' || where.region === 'nav',
    )
    // A start page by its file's name is the start page.
    const page = key.replace(/index\.\w+$/i, '')
    for (const { href, text } of tops) {
      const id = frameId(href, text)
      holders.set(id, (holders.get(id) ?? new Set<string>()).add(page))
    }
  }
  return new Set([...holders].filter(([, of]) => of.size >= 2).map(([id]) => id))
}
const fewestHeaders = 3

/** What a link is known by from page to page. */
export function frameId(href: string, text: string): string {
  return `${href.split('#', 1)[0]} ${text.trim().toLowerCase()}`
}
