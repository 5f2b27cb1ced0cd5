import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  parseAddress,
  registrableDomain,
  requestUrl,
  sameHost,
  sameSite,
  urlKey,
} from '../../src/discover/url-identity.ts'

describe('identity of an address', () => {
  test.each([
    ['case of scheme and host', 'HTTP://Site.Test/A', 'http://site.test/A'],
    ['default port', 'https://site.test:443/', 'https://site.test/'],
    ['another port', 'http://site.test:8080/', 'http://site.test:8080/'],
    ['fragment', 'http://site.test/a#part', 'http://site.test/a'],
    ['empty query', 'http://site.test/a?', 'http://site.test/a'],
    ['tracking parameters', 'http://site.test/a?utm_source=x&id=1&gclid=2&FBCLID=3', 'http://site.test/a?id=1'],
    ['sessions', 'http://site.test/a;jsessionid=AB12?PHPSESSID=9&b=1', 'http://site.test/a?b=1'],
    ['a random sid', 'http://site.test/a?sid=k3j9x0q2zz1', 'http://site.test/a'],
    ['a sid that names something', 'http://site.test/story?sid=1234', 'http://site.test/story?sid=1234'],
    ['order of parameters', 'http://site.test/a?b=2&a=1', 'http://site.test/a?a=1&b=2'],
    ['order within one parameter is kept', 'http://site.test/a?c=2&c=1', 'http://site.test/a?c=2&c=1'],
    ['plus and %20 are not rewritten', 'http://site.test/a?q=b+c%20d', 'http://site.test/a?q=b+c%20d'],
    ['escapes of plain letters', 'http://site.test/%7euser/%e4', 'http://site.test/~user/%E4'],
    ['dots', 'http://site.test/a/../b/./c', 'http://site.test/b/c'],
    ['doubled slashes are kept', 'http://site.test//a//b', 'http://site.test//a//b'],
    ['a closing slash is kept', 'http://site.test/a/', 'http://site.test/a/'],
    ['index.html is kept', 'http://site.test/index.html', 'http://site.test/index.html'],
    ['letters beyond ASCII', 'http://bücher.test/ü', 'http://xn--bcher-kva.test/%C3%BC'],
  ])('%s', (_what, address, key) => {
    expect(urlKey(address)).toBe(key)
  })

  test('hash routes tell pages apart only where asked', () => {
    expect(urlKey('http://site.test/#/a')).toBe('http://site.test/')
    expect(urlKey('http://site.test/#/a', { hashRoutes: true })).toBe('http://site.test/#/a')
    expect(urlKey('http://site.test/#!/a', { hashRoutes: true })).toBe('http://site.test/#!/a')
    expect(urlKey('http://site.test/#part', { hashRoutes: true })).toBe('http://site.test/')
  })

  test('a key is its own key, whatever the address', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
        const key = urlKey(address)
        expect(urlKey(key)).toBe(key)
      }),
    )
  })
})

describe('addresses', () => {
  test('only http and https, without names and passwords', () => {
    expect(parseAddress('http://user:pass@site.test/')?.href).toBe('http://site.test/')
    for (const href of [
      'javascript:void(0)',
      'mailto:a@b.test',
      'tel:1',
      'http://',
      'http://[::1',
      'data:,x',
      'ftp://a.test/',
    ]) {
      expect(parseAddress(href, 'http://site.test/')).toBeUndefined()
    }
  })

  test('what is requested is what was written, less the fragment', () => {
    expect(requestUrl(new URL('http://site.test/a?b=1&a=2&utm_source=x#y'))).toBe(
      'http://site.test/a?b=1&a=2&utm_source=x',
    )
  })

  test('hosts that belong together', () => {
    const at = (address: string): URL => new URL(address)
    expect(sameHost(at('http://www.site.test/'), at('https://site.test/a'))).toBe(true)
    expect(sameHost(at('http://127.0.0.1:1/'), at('http://127.0.0.1:2/'))).toBe(false)
    expect(sameSite(at('https://shop.site.co.uk/'), at('https://www.site.co.uk/'))).toBe(true)
    expect(sameSite(at('https://a.github.io/'), at('https://b.github.io/'))).toBe(false)
    expect(sameSite(at('http://127.0.0.1/'), at('http://127.0.0.2/'))).toBe(false)
    expect(registrableDomain('a.b.site.co.uk')).toBe('site.co.uk')
    expect(registrableDomain('localhost')).toBe('localhost')
  })
})
