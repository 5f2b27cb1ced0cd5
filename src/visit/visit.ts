import type { Snapshot, Target } from '../snapshot/schema.ts'

/** What a visit brings home: the record, and the bytes of the pictures that it names, by picture key. */
export interface VisitResult {
  snapshot: Snapshot
  pictures: Map<string, Uint8Array>
}

/** One try at a target. Site trouble is an outcome; it rejects only when `signal` aborts or when the fault is ours. */
export type Visit = (target: Target, signal: AbortSignal) => Promise<VisitResult>
