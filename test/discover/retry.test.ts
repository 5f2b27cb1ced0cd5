import { describe, expect, test } from 'vitest'
import { asksForPatience, retryAfterMs } from '../../src/discover/retry.ts'
import { emptySnapshot, type Snapshot } from '../../src/snapshot/schema.ts'

const target = {
  url: 'http://s.test/',
  key: 'http://s.test/',
  mode: 'http',
  generation: 0,
  depth: 0,
  source: 'start',
} as const
const waitsOf = (change: Partial<Snapshot>): (number | undefined)[] => {
  const waits: (number | undefined)[] = []
  for (let tries = 1; tries < 5 && (tries === 1 || waits.at(-1) !== undefined); tries++) {
    waits.push(retryAfterMs({ ...emptySnapshot(target), ...change }, tries))
  }
  return waits
}

describe('further tries', () => {
  test.each<[string, Partial<Snapshot>, (number | undefined)[]]>([
    ['all well', { outcome: 'ok', status: 200 }, [undefined]],
    ['not found', { outcome: 'not-found', status: 404 }, [undefined]],
    ['forbidden', { outcome: 'blocked', status: 403 }, [undefined]],
    ['server error', { outcome: 'server-error', status: 500 }, [500, 1000, undefined]],
    ['not implemented', { outcome: 'server-error', status: 501 }, [undefined]],
    ['unreachable', { outcome: 'unreachable' }, [500, 1000, undefined]],
    ['timeout', { outcome: 'timeout' }, [500, undefined]],
    [
      'too many, in a moment',
      { outcome: 'blocked', status: 429, headers: { 'retry-after': '3' } },
      [3000, 3000, undefined],
    ],
    ['not now, for long', { outcome: 'server-error', status: 503, headers: { 'retry-after': '120' } }, [undefined]],
    [
      'not now, until a date',
      { outcome: 'server-error', status: 503, headers: { 'retry-after': 'Wed, 21 Oct 2026' } },
      [undefined],
    ],
  ])('%s', (_what, change, waits) => {
    expect(waitsOf(change)).toEqual(waits)
  })

  test('who asks for patience', () => {
    expect([200, 429, 500, 503].map((status) => asksForPatience({ status }))).toEqual([false, true, false, true])
  })
})
