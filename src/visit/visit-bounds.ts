import { Crash, type Tab } from './browser-tab.ts'
import { endingOfError, type Ending } from './outcome.ts'
import { PageScriptError } from './page-worlds.ts'

/** The visit ran out of time. */
class Late extends Error {
  override name = 'Late'
}

/** The page went somewhere else while we were looking at it. */
export function isMove(error: unknown): boolean {
  return /Cannot find context|context was destroyed|No frame for given id|Frame was detached|Inspected target navigated/i.test(
    String(error),
  )
}

/** What it means that a visit in the browser broke off; throws on when that is a fault of ours. */
export function endingOfFailure(error: unknown): Ending {
  if (error instanceof Late) return { outcome: 'timeout', reason: error.message }
  // Pages can replace parts of the DOM that we rely on. That ends their visit, not the crawl.
  if (error instanceof PageScriptError)
    return { outcome: 'crashed', reason: `could not be measured: ${error.message.split('\n')[0]?.slice(0, 80)}` }
  if (error instanceof Crash) return { outcome: 'crashed', reason: error.message }
  const known = endingOfError(error)
  if (known) return known
  if (isMove(error)) return { outcome: 'timeout', reason: 'the page kept moving' }
  if (/(Target|Browser|Session|Page).{0,40}closed|Target crashed/i.test(String(error))) {
    return { outcome: 'crashed', reason: 'the browser went away' }
  }
  throw error
}

/** The work, unless the renderer dies, time runs out or nobody wants it any more. */
export async function bounded<Value>(
  tab: Tab,
  ms: number,
  signal: AbortSignal,
  work: () => Promise<Value>,
): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Late(`over ${ms / 1000} s`)), ms)
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const working = work()
  working.catch(() => undefined) // fails late, when its tab is closed
  try {
    return await Promise.race([working, tab.crashed, promise])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

/** Notes the time since its last call under a name; parts that are met twice add up. */

/** Says that a part of a visit is done. */
export type Clock = (part: string) => void

/** Notes the time since its last call under a name; parts that are met twice add up. */
export function stopwatch(timings: Record<string, number>): Clock {
  let last = performance.now()
  return (part) => {
    const now = performance.now()
    timings[part] = Math.round(now - last + (timings[part] ?? 0))
    last = now
  }
}

/** What is waited for, unless nobody wants it any more. */
export async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
