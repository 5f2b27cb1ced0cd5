import PQueue from 'p-queue'
import type { Lease, Queue } from './queue.ts'

/** Longest sleep before a queue is asked again, in case another machine gave something back. */
const longestSleepMs = 1000

/**
 * Works a queue off: `concurrency` tasks at a time, each takes one target when its host's pace allows and hands it to
 * `handle`, which says whether the target is done or after how many milliseconds it should be tried again.
 * Returns when the queue is empty or the signal says stop; the first error of a handler stops all and is thrown.
 */
export async function workOff(options: {
  queue: Queue
  concurrency: number
  handle: (lease: Lease) => Promise<{ retryAfterMs: number | undefined }>
  /** Stops taking; work under way is finished. */
  signal: AbortSignal
}): Promise<void> {
  const { queue, handle, signal } = options
  const pool = new PQueue({ concurrency: options.concurrency })
  const stop = new AbortController()
  const ending = AbortSignal.any([signal, stop.signal])
  const bell = createBell(ending)

  async function takeWhenReady(): Promise<Lease | undefined> {
    while (!ending.aborted) {
      const lease = await queue.take()
      if (lease) return lease
      if ((await queue.size()) === 0) return undefined
      await bell.sleep(Math.min(longestSleepMs, await queue.waitMs()))
    }
    return undefined
  }

  async function workOne(): Promise<void> {
    const lease = await takeWhenReady()
    if (!lease) return
    const { retryAfterMs } = await handle(lease)
    if (retryAfterMs === undefined) await lease.done()
    else {
      await queue.giveBack(lease, retryAfterMs)
      schedule()
    }
    bell.ring()
  }

  let failure: unknown
  function schedule(): void {
    pool.add(workOne).catch((error: unknown) => {
      failure ??= error
      stop.abort()
    })
  }
  const count = await queue.size()
  for (let index = 0; index < count; index++) schedule()
  await pool.onIdle()
  if (failure !== undefined) throw failure
}

/** Sleepers that wake after a time, at a ring, or when the end is near. */
function createBell(signal: AbortSignal): { sleep(ms: number): Promise<void>; ring(): void } {
  const sleepers = new Set<() => void>()
  const ring = (): void => {
    for (const wake of sleepers) wake()
  }
  signal.addEventListener('abort', ring, { once: true })
  return {
    ring,
    sleep(ms) {
      if (signal.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer)
          sleepers.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, Math.max(1, ms))
        sleepers.add(wake)
      })
    },
  }
}
