import { describe, expect, test } from 'vitest'
import { createScope, globToTest, type ScopeOptions } from '../../src/discover/scope.ts'
import { folderPattern, isTrapAddress, trapGroups } from '../../src/discover/traps.ts'

const at = (address: string): URL => new URL(address, 'https://site.test')
const scopeOf = (options: Partial<ScopeOptions> = {}) => createScope({ start: at('/'), ...options })

describe('scope', () => {
  test.each([
    ['https://www.site.test/a', undefined],
    ['http://site.test/a', undefined],
    ['https://blog.site.test/a', undefined],
    ['https://site.test:8443/a', 'off-site'],
    ['https://other.test/', 'off-site'],
    ['/a/list.PDF', 'file'],
    ['/photo.jpeg', 'file'],
    ['/data.json?x=1', 'file'],
    ['/version-2.0', undefined],
    ['/page.html', undefined],
    [`/${'a'.repeat(3000)}`, 'too-long'],
    ['/a/b/b/b', 'trap-path'],
    ['/a/b/a/b/a/b', 'trap-path'],
    ['/2024/10/10', undefined],
    ['/x?a=1&a=2', 'trap-parameters'],
    ['/x?a[]=1&a[]=2', undefined],
  ])('%s', (address, reason) => {
    expect(scopeOf().refuse(at(address))).toBe(reason)
  })

  test('include and exclude', () => {
    const scope = scopeOf({ include: ['/blog/**'], exclude: ['**/print', '/blog/*/draft-*'] })
    expect(scope.refuse(at('/blog'))).toBeUndefined()
    expect(scope.refuse(at('/blog/a/b'))).toBeUndefined()
    expect(scope.refuse(at('/about'))).toBe('not-included')
    expect(scope.refuse(at('/blog/a/print'))).toBe('excluded')
    expect(scope.refuse(at('/blog/a/draft-1'))).toBe('excluded')
  })

  test('links that do something, and links to save something', () => {
    const scope = scopeOf({ isUnsafe: (url) => url.pathname === '/logout' })
    expect(scope.refuse(at('/logout'))).toBe('unsafe')
    expect(scope.refuse(at('/a'), { text: '', isDownload: true })).toBe('file')
  })

  test('roles of hosts: by name, or as declared', () => {
    const scope = scopeOf({ hosts: { 'store.other.test': 'main', 'www.blog.site.test': 'vendor' } })
    expect(scope.roleOf(at('https://www.site.test'))).toBe('main')
    expect(scope.roleOf(at('https://docs.site.test'))).toBe('docs')
    expect(scope.roleOf(at('https://app.site.test'))).toBe('app')
    expect(scope.roleOf(at('https://store.other.test'))).toBe('main')
    expect(scope.refuse(at('https://store.other.test/a'))).toBeUndefined()
    expect(scope.refuse(at('https://blog.site.test/a'))).toBe('off-site')
  })

  test.each([
    ['/a*', '/abc', true],
    ['/a*', '/a/b', false],
    ['a/**', '/a', true],
    ['/a.html', '/axhtml', false],
    ['/file.*', '/file.php', true],
    ['**/b', '/x/y/b', true],
    ['/a?id=*', '/a?id=3', true],
    ['https://site.test/**', '/anything/at/all', true],
    ['/(a+)+$', '/aaaa', false],
  ])('pattern %s and %s: %s', (pattern, address, matches) => {
    expect(globToTest(pattern)(at(address))).toBe(matches)
  })
})

describe('traps', () => {
  const groupsOf = (address: string): string[] => trapGroups(at(address), 1000).map(({ id, limit }) => `${id} ${limit}`)

  test('bare dates are calendars; articles below a date are not', () => {
    expect(groupsOf('/events/2026/11')).toEqual(['calendar site.test/events 12'])
    expect(groupsOf('/events/2026-11-03/')).toEqual(['calendar site.test/events 12'])
    expect(groupsOf('/events?date=2026-11-03')[0]).toBe('calendar site.test/events 12')
    expect(groupsOf('/2026/11/my-article')).toEqual([])
    expect(groupsOf('/products/2026')).toEqual(['calendar site.test/products 12'])
    expect(groupsOf('/products/12')).toEqual([])
  })

  test('filters and pages of a list are few; what identifies a page is many', () => {
    expect(groupsOf('/shop?color=red&size=2')[0]).toBe('facets site.test/shop 20')
    expect(groupsOf('/shop?filter[brand]=x')[0]).toBe('facets site.test/shop 20')
    expect(groupsOf('/blog?page=3')[0]).toBe('pages site.test/blog? 20')
    expect(groupsOf('/index.php?route=product/product&product_id=42')).toEqual([
      'query site.test/index.php?product_id&route 250',
    ])
  })

  test('folders for fairness', () => {
    expect(folderPattern(at('/item/12345'))).toBe('site.test/item')
    expect(folderPattern(at('/item/12345/'))).toBe('site.test/item')
    expect(folderPattern(at('/item/12345/reviews'))).toBe('site.test/item/*')
    expect(folderPattern(at('/p.php?id=1'))).toBe('site.test/?id')
    expect(isTrapAddress(at('/item/12345/reviews'))).toBeUndefined()
  })
})
