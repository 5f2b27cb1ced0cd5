import type { PageFacts } from '../facts/index.ts'
import type { Outcome } from '../snapshot/schema.ts'
import type { PageSummary } from './site-facts.ts'

/** One audited page as the journey sees it: its facts and where it stands on the site. */
export interface SeenPage {
  key: string
  url: string
  facts: PageFacts
  rendered: boolean
  depth: number
  host: string
  hostRole: PageSummary['hostRole']
  template: string
  /** What brought us here in place of links: a declared journey, a saved page. */
  reachedBy?: string
}

/** An address that was tried and is no page: what a link to it leads to. */
export interface FailedPage {
  key: string
  url: string
  outcome: Outcome
  status: number
  reason: string
}

/** Identity of an address; see `discover/url-identity.ts`. Handed in, so that the journey stays pure. */
export type KeyOf = (url: string) => string

/** Addresses of links lead to pages; anything else has no key. */
export function keyOfHref(href: string, keyOf: KeyOf): string {
  return /^https?:/i.test(href) && URL.canParse(href) ? keyOf(href) : ''
}
