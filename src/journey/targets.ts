import type { LedgerEntry } from '../snapshot/ledger.ts'
import { keyOfHref, type KeyOf, type SeenPage } from './seen-page.ts'

/**
 * What an address leads to: a page that was read; one that we know of and did not read (a cap, robots, another language);
 * one that is gone; somebody else's site; or nothing that has an address of its own.
 */
export type Target =
  | { kind: 'page'; key: string; page: SeenPage }
  | { kind: 'unseen' | 'gone' | 'elsewhere'; key: string }
  | { kind: 'none' }

export type FindTarget = (href: string) => Target

/** Codes of the ledger that say what an address is, not that we stopped before it. */
const noPages = new Set([
  'unsafe',
  'file',
  'not-html',
  'trap-path',
  'trap-parameters',
  'trap-calendar',
  'redirect-loop',
])

/** Finds what addresses lead to, by the pages that were read and the ledger of all that are known. */
export function targetFinder(
  pages: readonly SeenPage[],
  ledger: readonly Pick<LedgerEntry, 'key' | 'state' | 'reason'>[],
  keyOf: KeyOf,
): FindTarget {
  const byKey = new Map(pages.map((page) => [page.key, page]))
  const known = new Map(ledger.map((entry) => [entry.key, entry]))
  return (href) => {
    const key = keyOfHref(href, keyOf)
    if (key === '') return { kind: 'none' }
    const page = byKey.get(key)
    if (page) return { kind: 'page', key, page }
    const entry = known.get(key)
    if (!entry) return { kind: 'elsewhere', key }
    if (entry.reason === 'not-found') return { kind: 'gone', key }
    return noPages.has(entry.reason) ? { kind: 'none' } : { kind: 'unseen', key }
  }
}
