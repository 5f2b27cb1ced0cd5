import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { findBrowser, type FoundBrowser } from '../../src/browser/find-browser.ts'
import { parseCollectors } from '../../src/isolation/collectors.ts'
import { openProxy } from '../../src/isolation/proxy.ts'
import { runLighthouse } from '../../src/visit/lighthouse.ts'
import { startNoisySite } from './noisy-site.ts'

const collectors = parseCollectors(readFileSync('rules/collectors.yaml', 'utf8'))
const none = parseCollectors('vendors: []')

let found: FoundBrowser
beforeAll(async () => {
  found = await findBrowser()
}, 60_000)

/** One run on a page that writes in every way, with layer 1 or without. */
async function measure(scheme: 'http' | 'https', guarded: boolean) {
  await using site = await startNoisySite(scheme)
  await using proxy = await openProxy({ collectors, allowPrivate: site.places })
  const result = await runLighthouse({
    url: site.page(1),
    device: 'mobile',
    browser: found,
    proxy,
    guard: guarded ? { collectors } : { collectors: none, allowWrites: ['127.0.0.1', 'localhost'] },
    args: ['--ignore-certificate-errors', '--short-reporting-delay'],
    headers: { 'x-client': 'yes', cookie: 'session=1' },
  })
  const methods = [...new Set(site.seen.map((line) => line.split(' ')[0] ?? ''))].toSorted()
  return { result, methods, collectorSeen: site.collectorSeen.slice(), counts: proxy.counts(), headers: site.headers }
}

describe.each(['http', 'https'] as const)('Lighthouse on a page over %s that writes in every way', (scheme) => {
  test('sends reads only', { timeout: 90_000 }, async () => {
    const { result, methods, collectorSeen, counts, headers } = await measure(scheme, true)
    expect(result.error).toBe('')
    expect(result.performance).toBeGreaterThan(0)
    expect(result.metrics['largest-contentful-paint']).toBeGreaterThan(0)
    expect(methods).toEqual(['GET'])
    expect(collectorSeen).toEqual([])
    expect(counts.requests).toBeGreaterThan(0)
    expect(headers('/page/1')).toMatchObject({ 'x-client': 'yes', cookie: 'session=1' })
    expect(headers('/frame')?.['x-client']).toBeUndefined()
  })
})

test('without layer 1 Lighthouse does write, so these tests can fail', { timeout: 90_000 }, async () => {
  const { methods, collectorSeen } = await measure('https', false)
  expect(methods).toContain('POST')
  expect(collectorSeen.length).toBeGreaterThan(0)
})

test('a run that takes too long is killed, and says so', { timeout: 30_000 }, async () => {
  await using site = await startNoisySite('http')
  await using proxy = await openProxy({ collectors, allowPrivate: site.places })
  const result = await runLighthouse({
    url: site.page(1),
    device: 'mobile',
    browser: found,
    proxy,
    guard: { collectors },
    timeoutMs: 1_500,
  })
  expect(result).toMatchObject({ performance: null, error: 'no result within 1500 ms' })
})

test('a page that is not there is an error of Lighthouse, not of ours', { timeout: 90_000 }, async () => {
  await using proxy = await openProxy({ collectors, allowPrivate: [] })
  const result = await runLighthouse({
    url: 'http://127.0.0.1:8080/',
    device: 'desktop',
    browser: found,
    proxy,
    guard: { collectors },
  })
  expect(result.performance).toBeNull()
  expect(result.error).toMatch(/^[A-Z_]+: /)
})
