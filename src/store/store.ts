import type { Snapshot, Target } from '../snapshot/schema.ts'

export type { LedgerEntry } from '../snapshot/ledger.ts'

/** Raise it when an older run file can no longer be read; opening one says so and what to do. */
export const storeSchema = 1

export interface VisitRecord {
  target: Target
  snapshot: Snapshot
  /** Bytes of the pictures that the snapshot names, by picture key. */
  pictures: Map<string, Uint8Array>
  /** Values computed while the page was at hand, by kind; they are found as `derived(kind, visitKey(target))`. */
  derived?: Readonly<Record<string, unknown>>
}

/** Key of values derived from one visit. */
export function visitKey({ key, mode }: Pick<Target, 'key' | 'mode'>): string {
  return `${mode} ${key}`
}

/** What the frontier needs of a finished visit, without its HTML. */
export interface VisitSummary {
  target: Target
  outcome: Snapshot['outcome']
  reason: string
  status: number
  finalUrl: string
}

/**
 * What was seen, kept. Asynchronous and set-oriented, so that SQLite on one machine and PostgreSQL for many serve alike.
 * Every list comes in a stated order. Whoever opens a store closes it.
 */
export interface Store extends AsyncDisposable {
  /** Snapshot, pictures and the target's state in one transaction. A second commit of one key and mode replaces the first. */
  commitVisit(visit: VisitRecord): Promise<void>
  /** All visits without HTML, by key, then mode. */
  visits(): AsyncIterable<VisitSummary>
  /** One snapshot, whole. */
  snapshot(key: string, mode: Target['mode']): Promise<Snapshot | undefined>
  /** All snapshots, whole, by key, then mode; one at a time in memory. */
  snapshots(): AsyncIterable<Snapshot>
  /** Bytes by blob key: pictures. */
  blob(key: string): Promise<Uint8Array | undefined>
  /** Computed values that can be made again: facts by their digest, the result. */
  putDerived(kind: string, key: string, value: unknown): Promise<void>
  derived(kind: string, key: string): Promise<unknown>
  /** What holds for the whole run: config, robots files, sitemaps, phase timings, ledger. JSON values. */
  putMeta(key: string, value: unknown): Promise<void>
  meta(key: string): Promise<unknown>
  /** Bytes on disk by kind (html, layout, pictures, facts …), for the bench and `measurements`. */
  sizes(): Promise<Record<string, number>>
}
