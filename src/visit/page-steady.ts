/// <reference lib="dom" />

/**
 * Runs in the page before its own scripts, so that two visits meet the same page: what is drawn by lot comes out the same, and what
 * turns by the clock, such as a carousel, stays at its first turn however long the visit takes on a busy machine.
 */
function steady(): void {
  // Seeded by address, so that frames that make up names for themselves don't make up the same one.
  let state = 0
  for (const letter of location.href) state = (Math.imul(state, 31) + letter.charCodeAt(0)) | 0
  // mulberry32: small, and evenly enough spread for a shuffle.
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  // Carousels turn every three to ten seconds; a page that waits for a part of itself asks more often.
  const longestMs = 2_000
  const never = 2 ** 31 - 1
  const usual = window.setInterval.bind(window)
  const held = (handler: TimerHandler, delay?: number, ...rest: unknown[]): number =>
    usual(handler, Number(delay) >= longestMs ? never : delay, ...rest)
  window.setInterval = held as typeof window.setInterval
}

/** The same as text, for the browser. */
export const steadyScript = `(${String(steady)})()`
