import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseUnsafeLinks } from '../../src/isolation/careful-links.ts'
import { parseCollectors } from '../../src/isolation/collectors.ts'
import { pathPattern, tallyRequests } from '../../src/isolation/request-records.ts'
import { foldSideEffects } from '../../src/isolation/side-effects.ts'
import type { RequestRecord } from '../../src/snapshot/schema.ts'

const isUnsafe = parseUnsafeLinks(readFileSync('rules/unsafe-links.yaml', 'utf8'))
const collectors = parseCollectors(readFileSync('rules/collectors.yaml', 'utf8'))

describe('links that act when opened', () => {
  test.each([
    '/logout',
    '/account/log-out.php',
    '/users/sign_out',
    '/wp-login.php?action=logout&_wpnonce=1',
    '/index.php?route=account/logout',
    '/cart/add/17',
    '/cart/add?id=17',
    '/shop/?add-to-cart=99',
    '/products/shirt?remove_item=abc',
    '/post/17/delete',
    '/admin.php?do=delete&id=4',
    '/item/4/vote',
    '/newsletter/unsubscribe',
    '/abmelden',
    '/konto/ausloggen',
    '/deconnexion',
    '/cerrar-sesi%C3%B3n',
    '/%E3%83%AD%E3%82%B0%E3%82%A2%E3%82%A6%E3%83%88',
    '/thread?replytocom=5',
  ])('%s', (path) => {
    expect(isUnsafe(new URL(path, 'https://a.test'), 'More')).toBe(true)
  })

  test.each([
    '/',
    '/blog/how-to-delete-your-account',
    '/docs/api/delete',
    '/login',
    '/cart',
    '/cart/',
    '/checkout',
    '/products/add-ons',
    '/help/unsubscribe-from-mail',
    '/search?q=logout+button',
    '/w/index.php?title=Sea&action=history',
    '/%E0%A4%A',
  ])('%s is a plain read', (path) => {
    expect(isUnsafe(new URL(path, 'https://a.test'), 'More')).toBe(false)
  })

  test('by what they say', () => {
    const at = new URL('https://a.test/x')
    expect(['Log out', ' LOGOUT ', 'Abmelden', 'ログアウト'].map((text) => isUnsafe(at, text))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(['Why people log out', 'Delete', ''].map((text) => isUnsafe(at, text))).toEqual([false, false, false])
  })
})

describe('collectors', () => {
  test.each([
    'https://region1.google-analytics.com/g/collect?v=2',
    'https://metrics.shop.test/g/collect?v=2&tid=G-1',
    'https://shop.test/gtm/g/collect?v=2',
    'https://www.facebook.com/tr/?id=1&ev=PageView',
    'https://shop.test/matomo.php?idsite=1',
    'https://stats.g.doubleclick.net/j/collect?t=dc',
    'https://o42.ingest.sentry.io/api/1/envelope/',
  ])('%s', (url) => {
    expect(collectors.matchesUrl(url)).toBe(true)
  })

  test.each([
    'https://www.googletagmanager.com/gtag/js?id=G-1',
    'https://www.googletagmanager.com/gtm.js?id=GTM-1',
    'https://connect.facebook.net/en_US/fbevents.js',
    'https://www.facebook.com/trade',
    'https://shop.test/collect?value=1',
    'https://shop.test/go?to=/matomo.php',
    'https://not-hotjar.io.test/',
    'https://my-google-analytics.com/',
    'nonsense',
  ])('%s is none', (url) => {
    expect(collectors.matchesUrl(url)).toBe(false)
  })

  test('a very long address takes no time', () => {
    const url = `https://shop.test/${'g/collect/rb_'.repeat(20_000)}`
    const started = performance.now()
    for (let round = 0; round < 50; round++) collectors.matchesUrl(url)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

test('paths of one kind fold to one pattern', () => {
  expect(
    [
      '/',
      '/products/17',
      '/products/18/reviews',
      '/app.3f9a2c.js',
      '/a/2024-05-01/b',
      `/t/${'x'.repeat(80)}`,
      '/about-us',
    ].map(pathPattern),
  ).toEqual(['/', '/products/*', '/products/*/reviews', '/app.*.js', '/a/*/b', '/t/*', '/about-us'])
})

test('requests of one kind are counted together, in an order that arrival does not change', () => {
  const requests = [
    { url: 'https://a.test/p/1?x', method: 'GET', type: 'image', fate: 'sent', why: '', status: 200 },
    { url: 'https://a.test/p/2', method: 'GET', type: 'image', fate: 'sent', why: '', status: 200 },
    { url: 'https://b.test/p', method: 'POST', type: 'ping', fate: 'held', why: 'write', status: 0 },
    { url: 'data:text/plain,x', method: 'GET', type: 'image', fate: 'sent', why: '', status: 200 },
  ] as const
  const recordsOf = (list: readonly (typeof requests)[number][]) => {
    const tally = tallyRequests()
    for (const request of list) tally.add(request)
    return tally.records()
  }
  expect(recordsOf(requests)).toEqual(recordsOf(requests.toReversed()))
  expect(recordsOf(requests).map(({ host, pathPattern: path, count }) => [host, path, count])).toEqual([
    ['a.test', '/p/*', 2],
    ['b.test', '/p', 1],
  ])
})

describe('the side-effect ledger', () => {
  const record = (part: Partial<RequestRecord>): RequestRecord => ({
    host: 'a.test',
    pathPattern: '/x',
    method: 'GET',
    type: 'fetch',
    fate: 'sent',
    why: '',
    status: 200,
    count: 1,
    ...part,
  })

  test('leaves plain reads out and counts pages, not requests', () => {
    const held = record({ method: 'POST', fate: 'held', why: 'write', count: 7 })
    expect(
      foldSideEffects([
        {
          url: 'https://a.test/1',
          requests: [record({}), record({ fate: 'failed' }), held, record({ ...held, type: 'xhr' })],
        },
        { url: 'https://a.test/2', requests: [held, record({ method: 'POST' })] },
      ]),
    ).toEqual([
      { kind: 'write', host: 'a.test', method: 'POST', pathPattern: '/x', fate: 'held', pages: 2 },
      { kind: 'write', host: 'a.test', method: 'POST', pathPattern: '/x', fate: 'sent', pages: 1 },
    ])
  })

  test('does not depend on the order of pages', () => {
    const requests = fc.array(
      fc.record({
        method: fc.constantFrom('GET', 'POST'),
        host: fc.constantFrom('a', 'b'),
        why: fc.constantFrom('', 'write', 'collector'),
        fate: fc.constantFrom('held' as const, 'sent' as const),
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.record({ url: fc.constantFrom('1', '2', '3'), requests })), (pages) => {
        const full = pages.map(({ url, requests: list }) => ({ url, requests: list.map((part) => record(part)) }))
        expect(foldSideEffects(full)).toEqual(foldSideEffects(full.toReversed()))
      }),
    )
  })
})
