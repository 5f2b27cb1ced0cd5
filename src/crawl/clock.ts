/** When the crawl must stop. */
export interface Clock extends Disposable {
  /** Aborts when visits must end: at the deadline, or when somebody asks. */
  end: AbortSignal
  /** Aborts when that share of the time is over, or at the end. */
  share(part: number): AbortSignal
  stoppedBy(): 'max-time' | 'interrupted' | undefined
}

/** How often the deadline is looked at again. */
const lookMs = 500

/** Starts the clock of a crawl; `deadline` is on the clock of `now`, and may come nearer while it runs. */
export function createClock(signal: AbortSignal, deadline: () => number, now: () => number): Clock {
  const timeUp = new AbortController()
  const timers = new Set<NodeJS.Timeout>()
  const started = now()
  const at = (time: () => number, controller: AbortController): void => {
    const left = time() - now()
    if (left <= 0) return controller.abort()
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        at(time, controller)
      },
      Math.min(left, lookMs),
    )
    timers.add(timer)
  }
  at(deadline, timeUp)
  const end = AbortSignal.any([signal, timeUp.signal])
  return {
    end,
    share(part) {
      const over = new AbortController()
      at(() => started + (deadline() - started) * part, over)
      return AbortSignal.any([end, over.signal])
    },
    stoppedBy: () => (signal.aborted ? 'interrupted' : timeUp.signal.aborted ? 'max-time' : undefined),
    [Symbol.dispose]() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
