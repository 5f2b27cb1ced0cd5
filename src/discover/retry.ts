import type { Snapshot } from '../snapshot/schema.ts'

/** Longest that a site may make us wait before one more try; it asks for more, and the visit stays as it is. */
const longestWaitMs = 30_000
const firstWaitMs = 500

/** Further tries that an outcome is worth: what may well be gone in a moment. */
const furtherTries: Partial<Record<Snapshot['outcome'], number>> = {
  timeout: 1,
  unreachable: 2,
  'server-error': 2,
  blocked: 2,
  crashed: 1,
}

/** Milliseconds to wait before trying again; `undefined` when the outcome stands. `tries` counts those made so far. */
export function retryAfterMs(snapshot: Snapshot, tries: number): number | undefined {
  const { outcome, status } = snapshot
  if (tries > (furtherTries[outcome] ?? 0)) return undefined
  // Of what blocks us only "too many requests" passes; of server errors 501 and 505 never do.
  if (outcome === 'blocked' && status !== 429) return undefined
  if (status === 501 || status === 505) return undefined
  const asked = askedWaitMs(snapshot.headers['retry-after'])
  if (asked > longestWaitMs) return undefined
  return Math.max(asked, firstWaitMs * 2 ** (tries - 1))
}

/** The answer asks us to slow down. */
export function asksForPatience({ status }: Pick<Snapshot, 'status'>): boolean {
  return status === 429 || status === 503
}

/** Seconds of a `Retry-After`; a date would need a clock and is taken as too long. */
function askedWaitMs(header: string | undefined): number {
  if (header === undefined) return 0
  return /^\s*\d{1,6}\s*$/.test(header) ? Number(header) * 1000 : Number.POSITIVE_INFINITY
}
