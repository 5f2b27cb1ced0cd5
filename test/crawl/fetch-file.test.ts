import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openProxy, type Proxy } from '../../src/isolation/proxy.ts'
import { fileFetcher } from '../../src/visit/fetch-file.ts'
import { serveSite, type Site } from './site.ts'

let site: Site
let proxy: Proxy
beforeAll(async () => {
  site = await serveSite({
    '/robots.txt': 'User-agent: *',
    '/moved': { status: 302, location: '/robots.txt' },
    '/around': { status: 302, location: '/around' },
    '/long': 'x'.repeat(50_000),
  })
  proxy = await openProxy({
    collectors: { source: '', urlPatterns: [], matchesHost: () => false, matchesUrl: () => false },
    allowPrivate: [new URL(site.origin).host],
  })
})
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  await site[Symbol.asyncDispose]()
})

describe('files of a site', () => {
  const fetchOne = async (address: string) => {
    await using fetchFile = fileFetcher({ proxyUrl: proxy.url, userAgent: 'test' })
    const file = await fetchFile(address, { limitBytes: 10_000, signal: new AbortController().signal })
    return { ...file, bytes: file.bytes.length }
  }

  test('come through the proxy, redirects followed', async () => {
    const before = proxy.counts().requests
    expect(await fetchOne(`${site.origin}/moved`)).toEqual({ status: 200, bytes: 13, cut: false, reason: '' })
    expect(proxy.counts().requests - before).toBe(2)
  })

  test('are cut at the limit', async () => {
    expect(await fetchOne(`${site.origin}/long`)).toEqual({ status: 200, bytes: 10_000, cut: true, reason: '' })
  })

  test('missing, going in circles, or behind a refusal: an answer, never an exception', async () => {
    expect((await fetchOne(`${site.origin}/none`)).status).toBe(404)
    expect(await fetchOne(`${site.origin}/around`)).toMatchObject({ status: 0, reason: 'too many redirects' })
    expect((await fetchOne('http://127.0.0.1:9/robots.txt')).reason).toBe('a port that browsers refuse')
    expect((await fetchOne('http://127.0.0.1:1023/robots.txt')).status).toBe(0)
  })

  test('an abort is an exception', async () => {
    await using fetchFile = fileFetcher({ proxyUrl: proxy.url, userAgent: 'test' })
    const work = fetchFile(`${site.origin}/long`, { limitBytes: 10, signal: AbortSignal.abort() })
    await expect(work).rejects.toThrow()
  })
})
