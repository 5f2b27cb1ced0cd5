import { expect, test } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import type { PageFacts } from '../../src/facts/index.ts'
import { vocabularies } from './page-facts.ts'

function facts(body: string, head = '<title>Oak</title>'): PageFacts {
  const html = `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`
  return extractFacts({ url: 'https://lamps.example.test/oak', html, vocabularies }).facts
}

const nameless = (body: string): boolean[] => (facts(body).links ?? []).map((link) => link.nameless)
const generic = (body: string): boolean[] => (facts(body).links ?? []).map((link) => link.generic)

test('a picture that nothing names makes a link nameless, unless a twin has a name', () => {
  expect(nameless('<a href="/a"><img src="a.jpg"></a>')).toEqual([true])
  expect(nameless('<a href="/a"><img src="a.jpg"></a><a href="/b">Ash</a>')).toEqual([true, false])
  expect(nameless('<a href="/a"><img src="a.jpg"></a><a href="//lamps.example.test/a/">Ash</a>')).toEqual([
    false,
    false,
  ])
})

test('a name within a link, one that a script brings, and a link that is not shown', () => {
  expect(facts('<a href="/a"><span aria-label="Cart"><svg></svg></span></a>').links?.[0]?.text).toBe('Cart')
  expect(facts('<a href="/a"><lazy-image alt="Seal"></lazy-image></a>').links?.[0]?.text).toBe('Seal')
  expect(nameless('<a href="/a"><i class="icon"></i><b data-key="temp"></b></a>')).toEqual([false])
  expect(nameless('<div style="display: none"><a href="/a"><img src="a.jpg"></a></div>')).toEqual([false])
})

test('a title, a description or a number completes a generic text', () => {
  expect(generic('<a href="/a">Read more</a><a href="/b" title="Read more">Read more</a>')).toEqual([true, true])
  expect(generic('<a href="/a" title="Ash tables">Read more</a>')).toEqual([false])
  expect(generic('<h2 id="a">Ash</h2><a href="/a" aria-describedby="a">Read more</a>')).toEqual([false])
  expect(generic('<a href="/a">4 more</a>')).toEqual([false])
})

test('a link is compared with the others of its page', () => {
  const links = facts(
    '<a href="/a">Ash tables</a><a href="/a">More</a><a href="/a">More</a><a href="/b">More</a>',
  ).links
  expect(links?.map(({ namedElsewhere, repeated }) => [namedElsewhere, repeated])).toEqual([
    [false, false],
    [true, false],
    [true, true],
    [false, false],
  ])
})

test('a page of an order, a piece of a page, a copy that lost its scripts, and a site with another for phones', () => {
  expect(facts('<h1>Checkout</h1>').page).toMatchObject({ orderStep: true, unfinished: false, mobileSite: false })
  expect(facts('<h1>Oak</h1>', '').page).toMatchObject({ orderStep: false, unfinished: true })
  expect(facts('<h1>Oak</h1>', '<title></title><meta property="og:title" content="Oak">').page?.unfinished).toBe(true)
  expect(facts('<a href="https://m.example.test/">Mobile</a>').page?.mobileSite).toBe(true)
})
