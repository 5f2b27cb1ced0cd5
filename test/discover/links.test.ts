import { describe, expect, test } from 'vitest'
import { readLinks } from '../../src/discover/links.ts'
import { parsePage } from '../../src/discover/page-tree.ts'

const linksOf = (
  html: string,
  options: { headers?: Record<string, string>; hashRoutes?: boolean; url?: string } = {},
) =>
  readLinks(
    parsePage(html, { rendered: false }),
    { url: options.url ?? 'http://site.test/dir/page', headers: options.headers ?? {} },
    options,
  )
const found = (html: string, options = {}) =>
  linksOf(html, options).links.map(({ url, region }) => `${region} ${url.replace('http://site.test', '')}`)

describe('links of a page', () => {
  test('relative ones by the page, or by its base', () => {
    expect(found('<a href="x">x</a>')).toEqual(['main /dir/x'])
    expect(found('<base href="/other/"><a href="x">x</a><a href="../y">y</a>')).toEqual(['main /other/x', 'main /y'])
    expect(found('<base href="javascript:x"><base href="/second/"><a href="x">x</a>')).toEqual(['main /dir/x'])
  })

  test('not what a host in front of the site answers by itself', () =>
    expect(found('<a href="/cdn-cgi/l/email-protection#0a1b">mail</a><a href="/x">x</a>')).toEqual(['main /x']))

  test('areas, old frames, next and previous, noscript', () => {
    expect(found('<map><area href="/area"></map>')).toEqual(['main /area'])
    expect(found('<frameset><frame src="/frame"></frameset>')).toEqual(['main /frame'])
    expect(found('<link rel="next" href="?page=2"><link rel="stylesheet" href="/s.css">')).toEqual([
      'main /dir/page?page=2',
    ])
    expect(found('<noscript><a href="/plain">x</a></noscript>')).toEqual(['main /plain'])
  })

  test('plain moves in a click handler, and data-href', () => {
    expect(found(`<tr onclick="window.location.href='/row'"><td>x`)).toEqual([])
    expect(found(`<div onclick="window.location.href = '/a'">x</div>`)).toEqual(['main /a'])
    expect(found(`<div onclick="location='/b'">x</div><b onclick="return open('/c')">`)).toEqual(['main /b', 'main /c'])
    expect(found(`<div data-href="/d">x</div>`)).toEqual(['main /d'])
    expect(found(`<div onclick="go('/e')">x</div>`)).toEqual([])
  })

  test('what is no address of a page is left alone', () => {
    const odd = [
      'javascript:void(0)',
      'mailto:a@b.test',
      'tel:1',
      'http://',
      'http://[::1',
      '',
      'data:text/html,x',
      'about:blank',
    ]
    expect(found(odd.map((href) => `<a href="${href}">x</a>`).join(''))).toEqual([])
    expect(found('<a>no target</a><a href="/%E0%A4%A">x</a><a href="/a b">y</a>')).toEqual([
      'main /%E0%A4%A',
      'main /a%20b',
    ])
  })

  test('several links to one page count once, in their most prominent place, with the first text', () => {
    const html = `<main><a href="/a?utm_source=x" rel="nofollow"><img src=i></a></main>
      <nav><a href="/a">Products</a></nav><footer><a href="/a">All products</a></footer>`
    expect(linksOf(html).links).toEqual([
      {
        url: 'http://site.test/a?utm_source=x',
        key: 'http://site.test/a',
        region: 'nav',
        text: 'Products',
        language: '',
        isNofollow: false,
        isDownload: false,
      },
    ])
  })

  test('regions by landmark; a header inside an article is no header', () => {
    const html = `<header><a href="/h">h</a><nav><a href="/n">n</a></nav></header>
      <main><article><header><a href="/t">t</a></header><footer><a href="/by">by</a></footer></article></main>
      <div role="contentinfo"><a href="/f">f</a></div>`
    expect(found(html)).toEqual(['header /h', 'nav /n', 'main /t', 'main /by', 'footer /f'])
  })

  test('regions by place where no landmark is', () => {
    const html = `<div id=page><div><a href="/top">x</a></div><div><p>text</p><a href="/mid">x</a></div><div><a href="/end">x</a></div></div>`
    expect(found(html)).toEqual(['header /top', 'main /mid', 'footer /end'])
  })

  test('canonical, languages and moves, from elements or headers', () => {
    const { canonical, alternates, refresh } = linksOf(
      `<link rel="canonical" href="/real#x"><link rel="alternate" hreflang="DE" href="/de/"><link rel="alternate" type="application/rss+xml" href="/feed">
       <meta http-equiv="Refresh" content="3; URL='/there'">`,
    )
    expect(canonical).toBe('http://site.test/real')
    expect(alternates).toEqual([{ language: 'de', url: 'http://site.test/de/' }])
    expect(refresh).toEqual({ url: 'http://site.test/there', seconds: 3 })
    const byHeader = linksOf('', {
      headers: { link: '</real>; rel="canonical", </fr/>; rel="alternate"; hreflang="fr"', refresh: '0;url=/now' },
    })
    expect(byHeader.canonical).toBe('http://site.test/real')
    expect(byHeader.alternates).toEqual([{ language: 'fr', url: 'http://site.test/fr/' }])
    expect(byHeader.refresh).toEqual({ url: 'http://site.test/now', seconds: 0 })
    expect(linksOf('<meta http-equiv=refresh content="30">').refresh).toBeUndefined()
  })

  test('hash routes are pages where asked', () => {
    const html = '<a href="#/a">a</a><a href="#top">b</a>'
    expect(found(html)).toEqual(['main /dir/page'])
    expect(found(html, { hashRoutes: true })).toEqual(['main /dir/page#/a', 'main /dir/page'])
  })

  test('very deep markup and very many links end', () => {
    expect(found(`${'<div>'.repeat(6000)}<a href="/deep">x</a>`)).toEqual(['main /deep'])
    const many = Array.from({ length: 30_000 }, (_, index) => `<a href="/item/${index}">x</a>`).join('')
    expect(linksOf(many).links.length).toBe(25_000)
  })
})
