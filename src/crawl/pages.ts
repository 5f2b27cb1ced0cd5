import type { Frontier } from '../discover/frontier.ts'
import { importanceOf } from '../discover/importance.ts'

/** A page that was read by HTTP, for whoever chooses what to render. */
export interface CrawledPage {
  key: string
  url: string
  depth: number
  /** 0 to 1. */
  importance: number
  isHome: boolean
  /** Linked from the home page. */
  inMenu: boolean
  isGoal: boolean
  /** Served with almost nothing to read: a client renders it. */
  isShell: boolean
  /**
   * It was rendered well in an earlier round. A choice may look at its rendered snapshot only when this is true: a resumed
   * run finds later snapshots in the store already, and must choose as the first run did.
   */
  isRendered: boolean
  /** It was loaded well as a phone, too, in an earlier round; the same holds for that snapshot. */
  isPhoned: boolean
}

/** Audited pages by key, with what a choice of pages goes by. */
export function crawledPages(walk: Frontier): CrawledPage[] {
  const known = walk.pages()
  const audited = new Set(walk.ledger('max-pages').flatMap(({ key, state }) => (state === 'audited' ? [key] : [])))
  const importance = importanceOf(known, walk.startKey())
  return known
    .filter(({ key }) => audited.has(key))
    .map((page) => ({
      key: page.key,
      url: page.url,
      depth: page.depth,
      importance: importance.get(page.key) ?? 0,
      isHome: page.key === walk.startKey(),
      inMenu: page.inMenu,
      isGoal: page.isGoal,
      isShell: page.http?.outline?.isShell ?? false,
      isRendered: page.browser?.outcome === 'ok',
      isPhoned: page.phone?.outcome === 'ok',
    }))
}
