import { describe, expect, test } from 'vitest'
import { memoryQueue } from '../../src/queue/memory.ts'
import { createPace, type HostPace } from '../../src/queue/pace.ts'
import type { Queue } from '../../src/queue/queue.ts'
import { workOff } from '../../src/queue/workers.ts'
import type { Target } from '../../src/snapshot/schema.ts'

const targetOf = (url: string): Target => ({ url, key: url, mode: 'http', generation: 1, depth: 1, source: 'link' })
const quick: HostPace = { intervalMs: 0, concurrent: 99 }

interface Setting {
  pace: (host: string) => HostPace
  now: () => number
}
const adapters: Record<string, (setting: Setting) => Queue> = { memory: memoryQueue }

describe.each(Object.entries(adapters))('queue: %s', (_name, open) => {
  test('gives targets in the order they were added, each once', async () => {
    await using queue = open({ pace: () => quick, now: () => 0 })
    await queue.add(['/a', '/b', '/a'].map((path) => targetOf(`http://s.test${path}`)))
    await queue.add([targetOf('http://s.test/b')])
    const taken = [await queue.take(), await queue.take(), await queue.take()]
    expect(taken.map((lease) => lease?.target.url)).toEqual(['http://s.test/a', 'http://s.test/b', undefined])
  })

  test('a leased target counts, and is not added again until it is done', async () => {
    await using queue = open({ pace: () => quick, now: () => 0 })
    await queue.add([targetOf('http://s.test/a')])
    const lease = await queue.take()
    expect(await queue.size()).toBe(1)
    await queue.add([targetOf('http://s.test/a')])
    expect(await queue.take()).toBeUndefined()
    await lease?.done()
    expect(await queue.size()).toBe(0)
  })

  test('never gives a target whose host must wait, and says for how long', async () => {
    let time = 1000
    await using queue = open({ pace: () => ({ intervalMs: 300, concurrent: 9 }), now: () => time })
    await queue.add(['/a', '/b'].map((path) => targetOf(`http://s.test${path}`)))
    expect(await queue.take()).toBeDefined()
    expect(await queue.take()).toBeUndefined()
    expect(await queue.waitMs()).toBe(300)
    time += 299
    expect(await queue.take()).toBeUndefined()
    time += 1
    expect((await queue.take())?.target.url).toBe('http://s.test/b')
  })

  test('one host’s pace does not keep another waiting', async () => {
    await using queue = open({ pace: () => ({ intervalMs: 300, concurrent: 9 }), now: () => 0 })
    await queue.add(['http://a.test/1', 'http://a.test/2', 'http://b.test/1'].map(targetOf))
    expect((await queue.take())?.target.url).toBe('http://a.test/1')
    expect((await queue.take())?.target.url).toBe('http://b.test/1')
    expect(await queue.take()).toBeUndefined()
  })

  test('keeps to the number of requests that a host bears at a time', async () => {
    await using queue = open({ pace: () => ({ intervalMs: 0, concurrent: 1 }), now: () => 0 })
    await queue.add(['/a', '/b'].map((path) => targetOf(`http://s.test${path}`)))
    const first = await queue.take()
    expect(await queue.take()).toBeUndefined()
    expect(await queue.waitMs()).toBe(Number.POSITIVE_INFINITY)
    await first?.done()
    expect(await queue.take()).toBeDefined()
  })

  test('what was given back comes again after its time; a lease ends once', async () => {
    let time = 0
    await using queue = open({ pace: () => quick, now: () => time })
    await queue.add([targetOf('http://s.test/a')])
    const lease = await queue.take()
    if (!lease) throw new Error('no lease')
    expect(await lease.extend()).toBe(true)
    await queue.giveBack(lease, 500)
    expect(await lease.extend()).toBe(false)
    await lease.done()
    expect(await queue.size()).toBe(1)
    expect(await queue.take()).toBeUndefined()
    expect(await queue.waitMs()).toBe(500)
    time = 500
    expect((await queue.take())?.target.url).toBe('http://s.test/a')
  })
})

describe('workers', () => {
  test('work a queue off, a few at a time, with further tries', async () => {
    await using queue = memoryQueue({ pace: () => quick, now: Date.now })
    await queue.add(Array.from({ length: 20 }, (_, index) => targetOf(`http://s.test/${index}`)))
    const tries = new Map<string, number>()
    let running = 0
    let most = 0
    await workOff({
      queue,
      concurrency: 3,
      signal: new AbortController().signal,
      async handle({ target }) {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setTimeout(resolve, 1))
        running--
        const count = (tries.get(target.url) ?? 0) + 1
        tries.set(target.url, count)
        return { retryAfterMs: target.url.endsWith('7') && count < 3 ? 2 : undefined }
      },
    })
    expect(most).toBe(3)
    expect(tries.size).toBe(20)
    expect(tries.get('http://s.test/7')).toBe(3)
    expect(tries.get('http://s.test/8')).toBe(1)
    expect(await queue.size()).toBe(0)
  })

  test('stop at a signal, and leave the rest in the queue', async () => {
    await using queue = memoryQueue({ pace: () => ({ intervalMs: 60_000, concurrent: 9 }), now: Date.now })
    await queue.add(['/a', '/b'].map((path) => targetOf(`http://s.test${path}`)))
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 20)
    let handled = 0
    await workOff({
      queue,
      concurrency: 2,
      signal: stop.signal,
      async handle() {
        handled++
        return { retryAfterMs: undefined }
      },
    })
    expect(handled).toBe(1)
    expect(await queue.size()).toBe(1)
  })

  test('a fault of ours stops the work and is thrown', async () => {
    await using queue = memoryQueue({ pace: () => quick, now: Date.now })
    await queue.add(Array.from({ length: 5 }, (_, index) => targetOf(`http://s.test/${index}`)))
    const work = workOff({
      queue,
      concurrency: 2,
      signal: new AbortController().signal,
      handle: async () => {
        throw new Error('broken invariant')
      },
    })
    await expect(work).rejects.toThrow('broken invariant')
  })
})

describe('pace', () => {
  test('a crawl delay holds, up to a limit, with two at a time at most', () => {
    const pace = createPace({ rps: 10, concurrent: 4 })
    expect(pace.of('s.test')).toEqual({ intervalMs: 100, concurrent: 4 })
    expect(pace.setCrawlDelay('s.test', 2)).toBe(false)
    expect(pace.of('s.test')).toEqual({ intervalMs: 2000, concurrent: 2 })
    expect(pace.setCrawlDelay('s.test', 300)).toBe(true)
    expect(pace.of('s.test').intervalMs).toBe(10_000)
    expect(pace.of('other.test').intervalMs).toBe(100)
  })

  test('a host that asks for patience is asked more slowly, until it answers well again', () => {
    const pace = createPace({ rps: 10, concurrent: 4 })
    expect(pace.slowDown('s.test')).toBe(true)
    expect(pace.slowDown('s.test')).toBe(false)
    expect(pace.of('s.test')).toEqual({ intervalMs: 400, concurrent: 1 })
    for (let index = 0; index < 20; index++) pace.recover('s.test')
    expect(pace.of('s.test')).toEqual({ intervalMs: 100, concurrent: 4 })
  })
})
