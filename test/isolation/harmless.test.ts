import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { findBrowser, type FoundBrowser } from '../../src/browser/find-browser.ts'
import { launchBrowser } from '../../src/browser/launch-browser.ts'
import { parseCollectors } from '../../src/isolation/collectors.ts'
import { isolationFlags } from '../../src/isolation/flags.ts'
import { guardBrowser } from '../../src/isolation/guard.ts'
import { openProxy } from '../../src/isolation/proxy.ts'
import { startNoisySite } from './noisy-site.ts'

const collectors = parseCollectors(readFileSync('rules/collectors.yaml', 'utf8'))

let found: FoundBrowser
beforeAll(async () => {
  found = await findBrowser()
}, 60_000)

/** Pages, each left as soon as its scripts have run, with or without each of the two layers. */
async function leavePages(scheme: 'http' | 'https', layers: { guard: boolean; proxy: boolean }, pages = 50) {
  await using site = await startNoisySite(scheme)
  await using proxy = await openProxy({ collectors, allowPrivate: site.places })
  const browser = await launchBrowser(found, {
    args: [
      // The context's own switch does not reach service workers.
      '--ignore-certificate-errors',
      // A browser sends reports a minute late; then nobody would be looking.
      '--short-reporting-delay',
      ...(layers.proxy ? isolationFlags(proxy) : []),
    ],
  })
  try {
    const guard = layers.guard ? await guardBrowser(browser, { collectors }) : undefined
    const page = await browser.newPage({ ignoreHTTPSErrors: true })
    const watch = await guard?.watch(page)
    for (let number = 0; number < pages; number++) {
      // A form that submits itself may overtake the navigation; the next page is as good.
      await page.goto(site.page(number), { waitUntil: 'domcontentloaded', timeout: 3_000 }).catch(() => {})
      if (number % 10 === 0) await sleep(100)
    }
    await page.goto('about:blank')
    await sleep(500)
    const methods = new Set(site.seen.map((line) => line.split(' ')[0] ?? ''))
    return {
      methods: [...methods].toSorted(),
      pages: new Set(site.seen.filter((line) => line.startsWith('GET /page/'))).size,
      seen: site.seen.slice(),
      collectorSeen: site.collectorSeen.slice(),
      counts: proxy.counts(),
      records: watch?.records() ?? [],
      unclaimed: guard?.unclaimed() ?? [],
    }
  } finally {
    await browser.close()
  }
}

describe.each(['http', 'https'] as const)('a site over %s whose pages write in every way', (scheme) => {
  test('sees reads only behind both layers', { timeout: 60_000 }, async () => {
    const run = await leavePages(scheme, { guard: true, proxy: true })
    expect(run.pages).toBe(50)
    expect(run.methods).toEqual(['GET'])
    expect(run.collectorSeen).toEqual([])
    expect(run.counts.requests).toBeGreaterThan(0)
    // The pages did get as far as their frames and workers; shared workers are off.
    expect(run.seen).toEqual(expect.arrayContaining(['GET /frame', 'GET /dedicated.js', 'GET /service.js']))
    expect(run.seen).not.toContain('GET /shared.js')
    const held = new Set(
      run.records.filter(({ fate }) => fate === 'held').map(({ method, pathPattern }) => `${method} ${pathPattern}`),
    )
    expect([...held]).toEqual(
      expect.arrayContaining(['POST /beacon', 'POST /form', 'POST /worker-post', 'PUT /xhr-put', 'GET /g/collect']),
    )
  })

  test('sees no write behind layer 1 alone', { timeout: 60_000 }, async () => {
    const run = await leavePages(scheme, { guard: true, proxy: false })
    expect(run.pages).toBe(50)
    expect(run.seen.filter((line) => !/^(?:GET|UPGRADE) /.test(line))).toEqual([])
    expect(run.collectorSeen.filter((line) => !line.startsWith('UPGRADE'))).toEqual([])
    expect(run.counts.requests).toBe(0)
  })
})

test('without layer 1 an HTTPS site is written to, so these tests can fail', { timeout: 60_000 }, async () => {
  const run = await leavePages('https', { guard: false, proxy: true }, 10)
  expect(run.methods).toContain('POST')
  expect(run.collectorSeen.length).toBeGreaterThan(0)
})

test('without layer 1 the proxy alone refuses writes and collectors over HTTP', { timeout: 60_000 }, async () => {
  const run = await leavePages('http', { guard: false, proxy: true }, 10)
  expect(run.methods).toEqual(['GET'])
  expect(run.collectorSeen).toEqual([])
  expect(run.counts.refusedWrite).toBeGreaterThan(0)
  expect(run.counts.refusedCollector).toBeGreaterThan(0)
})
