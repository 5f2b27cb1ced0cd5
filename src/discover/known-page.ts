import type { Target } from '../snapshot/schema.ts'
import type { PageOutline } from './outline.ts'

/** A finished visit, as far as it steers the crawl. */
export interface VisitedPage {
  target: Target
  outcome: string
  status: number
  finalUrl: string
  outline: PageOutline | undefined
}

/** One address that the crawl knows of, and all that it knows of it. */
export interface KnownPage {
  key: string
  url: string
  address: URL
  depth: number
  generation: number
  source: Target['source']
  /** Moves that led here one after another. */
  hops: number
  /** Keys of pages that link to it. */
  linkedFrom: Set<string>
  /** Linked from the start page. */
  inMenu: boolean
  isGoal: boolean
  priority: number
  state: 'waiting' | 'planned' | 'visited' | 'dropped'
  /** Why it was dropped. */
  reason: string
  http: VisitedPage | undefined
  browser: VisitedPage | undefined
  phone: VisitedPage | undefined
  isOtherLanguage: boolean
}

/** The user chose it: no cap on likes of it and no guess about its language keeps it out. */
export function isChosen({ source, isGoal }: KnownPage): boolean {
  return source === 'start' || source === 'goal' || source === 'list' || isGoal
}
