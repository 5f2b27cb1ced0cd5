import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parseSitemap, sitemapLimits } from '../../src/discover/sitemap-file.ts'
import { fetchSitemaps } from '../../src/discover/sitemaps.ts'
import type { FetchFile } from '../../src/shared/site-file.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const urlsOf = async (text: string): Promise<string[]> =>
  (await parseSitemap(bytesOf(text))).entries.map(({ url }) => url)
const urlset = (...urls: string[]): string =>
  `<urlset>${urls.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`

describe('one sitemap', () => {
  test('addresses with priority and languages, prefixed or not', async () => {
    const { entries } = await parseSitemap(
      bytesOf(`<?xml version="1.0"?><sm:urlset xmlns:sm="s" xmlns:xhtml="x">
        <sm:url><sm:loc> http://site.test/a?x=1&amp;y=2 </sm:loc><sm:priority>0.8</sm:priority>
          <xhtml:link rel="alternate" hreflang="FR" href="http://site.test/fr/a"/></sm:url>
        <sm:url><sm:loc><![CDATA[http://site.test/b]]></sm:loc><sm:priority>9</sm:priority></sm:url></sm:urlset>`),
    )
    expect(entries).toEqual([
      {
        url: 'http://site.test/a?x=1&y=2',
        priority: 0.8,
        alternates: [{ language: 'fr', url: 'http://site.test/fr/a' }],
      },
      { url: 'http://site.test/b', priority: 0.5, alternates: [] },
    ])
  })

  test('a picture’s address is no page', async () => {
    const text =
      '<urlset><url><loc>http://s.test/a</loc><image:image><image:loc>http://s.test/i.png</image:loc></image:image></url></urlset>'
    expect(await urlsOf(text)).toEqual(['http://s.test/a'])
  })

  test('RSS, Atom and plain lists', async () => {
    expect(
      await urlsOf(
        '<rss><channel><link>http://s.test/</link><item><link>http://s.test/1</link></item></channel></rss>',
      ),
    ).toEqual(['http://s.test/1'])
    expect(
      await urlsOf(
        '<feed><entry><link rel="alternate" href="http://s.test/2"/><link rel="edit" href="http://s.test/e"/></entry></feed>',
      ),
    ).toEqual(['http://s.test/2'])
    expect(await urlsOf('\uFEFFhttp://s.test/3\r\nnot an address\nhttp://s.test/4')).toEqual([
      'http://s.test/3',
      'http://s.test/4',
    ])
  })

  test('gzip is known by its first bytes', async () => {
    const { entries } = await parseSitemap(gzipSync(urlset('http://s.test/a')))
    expect(entries.map(({ url }) => url)).toEqual(['http://s.test/a'])
  })

  test('a damaged archive gives what came before the damage', async () => {
    const urls = Array.from({ length: 3000 }, (_, index) => `http://s.test/${(index * 7919) % 100_003}`)
    const packed = gzipSync(urlset(...urls))
    const { entries, cut } = await parseSitemap(packed.subarray(0, packed.length / 2))
    expect(cut).toBe(true)
    expect(entries.length).toBeGreaterThan(100)
    expect(entries[0]?.url).toBe(urls[0])
  })

  test('a bomb is cut', async () => {
    const bomb = gzipSync(`<urlset>${' '.repeat(sitemapLimits.plainBytes + 1_000_000)}`)
    expect((await parseSitemap(bomb)).cut).toBe(true)
  })

  test('a page, an empty file, broken XML and custom entities give what is readable', async () => {
    expect(await urlsOf('<!doctype html><html><body><a href="/a">x</a><br></body></html>')).toEqual([])
    expect(await urlsOf('')).toEqual([])
    expect(
      await urlsOf('<urlset><url><loc>http://s.test/a</loc></url><url><loc>http://s.test/b & c</loc></url></b>'),
    ).toContain('http://s.test/a')
    const entity =
      '<!DOCTYPE x [<!ENTITY a "http://evil.test/"><!ENTITY b SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;&b;</loc></url></urlset>'
    expect((await urlsOf(entity)).join('')).not.toMatch(/evil|root/)
  })

  test('50,000 addresses are read, and no more', async () => {
    const urls = Array.from({ length: 50_100 }, (_, index) => `http://s.test/${index}`)
    const { entries, cut } = await parseSitemap(bytesOf(urlset(...urls)))
    expect(entries.length).toBeGreaterThanOrEqual(sitemapLimits.entries)
    expect(cut).toBe(true)
  })
})

describe('a site’s sitemaps', () => {
  const site = new URL('http://site.test/')
  const read = async (
    files: Record<string, string>,
    named: string[],
    guesses: string[] = [],
    chosen: string[] = [],
  ) => {
    const asked: string[] = []
    const fetchFile: FetchFile = async (url) => {
      asked.push(url)
      const text = files[url]
      return { status: text === undefined ? 404 : 200, bytes: bytesOf(text ?? ''), cut: false, reason: '' }
    }
    const findings = await fetchSitemaps({
      site,
      chosen,
      named,
      guesses,
      fetchFile,
      signal: new AbortController().signal,
    })
    return { ...findings, urls: findings.entries.map(({ url }) => url), asked }
  }

  test('an index is followed, itself only once, other hosts’ pages are dropped, subdomains are kept', async () => {
    const index = (...urls: string[]): string =>
      `<sitemapindex>${urls.map((url) => `<sitemap><loc>${url}</loc></sitemap>`).join('')}</sitemapindex>`
    const { urls, asked } = await read(
      {
        'http://site.test/i.xml': index('http://site.test/i.xml', 'http://site.test/a.xml', '/b.xml'),
        'http://site.test/a.xml': urlset('http://site.test/1', 'http://other.test/2', 'http://www.site.test/3'),
        'http://site.test/b.xml': urlset('http://site.test/1?utm_source=x', '/relative', 'http://blog.site.test/4'),
      },
      ['http://site.test/i.xml'],
    )
    expect(urls).toEqual([
      'http://site.test/1',
      'http://www.site.test/3',
      'http://site.test/relative',
      'http://blog.site.test/4',
    ])
    expect(asked).toEqual(['http://site.test/i.xml', 'http://site.test/a.xml', 'http://site.test/b.xml'])
  })

  test('an index that nests without end stops', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [
        `http://site.test/${n}.xml`,
        `<sitemapindex><sitemap><loc>/${n + 1}.xml</loc></sitemap></sitemapindex>`,
      ]),
    )
    expect((await read(files, ['/0.xml'])).asked.length).toBe(sitemapLimits.depth + 1)
  })

  test('what was named and can’t be read is noted; a guess is not', async () => {
    const { unreadable } = await read(
      { 'http://site.test/page.xml': '<html></html>' },
      ['/gone.xml', '/page.xml'],
      ['/sitemap.xml'],
    )
    expect(unreadable).toEqual(['http://site.test/gone.xml', 'http://site.test/page.xml'])
  })

  test('sitemaps on other hosts are asked for only when the user names them', async () => {
    const files = { 'http://cdn.test/map.xml': urlset('http://site.test/1') }
    const named = await read(files, ['http://cdn.test/map.xml'])
    expect([named.asked, named.elsewhere]).toEqual([[], ['http://cdn.test/map.xml']])
    expect((await read(files, [], [], ['http://cdn.test/map.xml'])).urls).toEqual(['http://site.test/1'])
  })
})
