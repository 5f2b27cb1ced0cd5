import type { Target } from '../snapshot/schema.ts'

export interface Lease {
  target: Target
  token: string
  /** Asks for more time; false when the lease was lost. */
  extend(): Promise<boolean>
  done(): Promise<void>
}

/**
 * What is still to be seen. Holds leases only: it can be rebuilt from the store at any time, so losing it loses nothing.
 * Pull, not push: a worker takes when it is ready, and gets nothing while each host's pace asks to wait.
 */
export interface Queue extends AsyncDisposable {
  /** In order; a target that is queued or leased already (same key and mode) is not added again. */
  add(targets: readonly Target[]): Promise<void>
  /** The next target whose host may be asked now; `undefined` when there is none right now. */
  take(): Promise<Lease | undefined>
  giveBack(lease: Lease, afterMs?: number): Promise<void>
  /** Milliseconds until `take` may give something, if no lease ends before; infinite when only a lease's end can help. */
  waitMs(): Promise<number>
  /** How many wait or are leased. */
  size(): Promise<number>
}
