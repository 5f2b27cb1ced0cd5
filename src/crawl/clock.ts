/** When the crawl must stop. */
export interface Clock extends Disposable {
  /** Aborts when visits must end: at the deadline, or when somebody asks. */
  end: AbortSignal
  /** Aborts when that share of the time is over, or at the end. */
  share(part: number): AbortSignal
  stoppedBy(): 'max-time' | 'interrupted' | undefined
}

/** Starts the clock of a crawl; `deadline` is on the clock of `now`. */
export function createClock(signal: AbortSignal, deadline: number, now: () => number): Clock {
  const timeUp = new AbortController()
  const timers: NodeJS.Timeout[] = []
  const started = now()
  const after = (ms: number, controller: AbortController): void => {
    timers.push(setTimeout(() => controller.abort(), Math.min(Math.max(0, ms), 2_000_000_000)))
  }
  after(deadline - started, timeUp)
  const end = AbortSignal.any([signal, timeUp.signal])
  return {
    end,
    share(part) {
      const over = new AbortController()
      after((deadline - started) * part, over)
      return AbortSignal.any([end, over.signal])
    },
    stoppedBy: () => (signal.aborted ? 'interrupted' : timeUp.signal.aborted ? 'max-time' : undefined),
    [Symbol.dispose]() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
