/** How fast a host may be asked. */
export interface HostPace {
  intervalMs: number
  concurrent: number
}

/** Longest wait between two requests that a robots.txt or a struggling server can ask for. */
export const longestIntervalMs = 10_000

/** Pace by host: what the user allows, what robots.txt asks, and what the server shows it can bear. */
export interface Pace {
  of(host: string): HostPace
  /** Takes the `Crawl-delay` of a host; true when it asked for more than we grant. */
  setCrawlDelay(host: string, seconds: number): boolean
  /** The host said "too many" or "not now": half as fast, soon one at a time. True the first time. */
  slowDown(host: string): boolean
  /** The host answered well: a little faster again, up to where it started. */
  recover(host: string): void
}

/** Makes the pace of a run. */
export function createPace(options: { rps: number; concurrent: number }): Pace {
  const slowed = new Map<string, number>()
  const delays = new Map<string, number>()
  const base = (host: string): number => Math.max(1000 / options.rps, delays.get(host) ?? 0)
  return {
    of(host) {
      const factor = slowed.get(host) ?? 1
      const delay = delays.get(host) ?? 0
      return {
        intervalMs: Math.min(longestIntervalMs, base(host) * factor),
        concurrent: factor > 2 ? 1 : delay > 0 ? Math.min(2, options.concurrent) : options.concurrent,
      }
    },
    setCrawlDelay(host, seconds) {
      delays.set(host, Math.min(longestIntervalMs, seconds * 1000))
      return seconds * 1000 > longestIntervalMs
    },
    slowDown(host) {
      const before = slowed.get(host)
      slowed.set(host, Math.min(8, (before ?? 1) * 2))
      return before === undefined
    },
    recover(host) {
      const factor = slowed.get(host)
      if (factor !== undefined) slowed.set(host, Math.max(1, factor * 0.7))
    },
  }
}
