import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extractFacts, type Extraction } from '../../src/facts/extract.ts'
import { readFileSync, readdirSync } from 'node:fs'
import { vocabularies } from './own-pages.ts'

const extract = (html: string): Extraction => extractFacts({ url: 'https://a.example.test/x', html, vocabularies })

const pages: [string, string][] = [
  ['nothing', ''],
  ['only text', 'hello'],
  ['NUL bytes', '<form><input name="a\u0000b"><button>\u0000Send\u0000</button></form>'.repeat(20)],
  ['no body', '<title>x</title><form><input></form>'],
  [
    'XHTML',
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><form><input type="text" /></form></body></html>',
  ],
  ['one id for all', '<label for="a">A</label><input id="a">'.repeat(500)],
  [
    'labels in a circle',
    '<div id="a" aria-labelledby="b"></div><div id="b" aria-labelledby="a"></div><input aria-labelledby="a b">'.repeat(
      100,
    ),
  ],
  ['deep tables', `${'<table><tr><td>'.repeat(30)}<form><input name="q"></form>${'</td></tr></table>'.repeat(30)}`],
  ['deep blocks', `${'<div>'.repeat(20_000)}<input name="q"><button>Go</button>`],
  ['forms in forms', '<form><div><form><input></form></div></form>'.repeat(300)],
  ['lone surrogates', '<p>\ud800</p><input placeholder="\udfff">'],
  ['a bad base', '<base href="http://[::bad"><a href="x">y</a><form action="http://[">'],
]

test.each(pages)('%s', (_name, html) => {
  const { facts, warnings } = extract(html)
  expect(warnings).toEqual([])
  expect(facts.page).toBeDefined()
})

test.each([
  ['50,000 links', `<ul>${'<li><a href="/a">Tour of the town</a></li>'.repeat(50_000)}</ul>`],
  [
    '2,000 forms',
    '<form action="/cart/add" method="post"><input type="hidden" name="id" value="1"><input name="qty" value="1"><button>Add to cart</button></form>'.repeat(
      2000,
    ),
  ],
  [
    '10 MB',
    '<p>The quick brown fox jumps over the lazy dog and thinks nothing of it, as foxes do.</p>'.repeat(115_000),
  ],
  ['a million blocks in each other', '<div>'.repeat(1_000_000)],
  ['a mess of inline elements', '<b><i><a href=x><font><p>'.repeat(20_000)],
  ['one long attribute', `<form class="${'a '.repeat(500_000)}"><input placeholder="${'x'.repeat(500_000)}"></form>`],
  ['20,000 fields in one form', `<form>${'<label>A <input name="a"></label>'.repeat(20_000)}</form>`],
])('%s in a bounded time', { timeout: 60_000 }, (_name, html) => {
  const started = performance.now()
  expect(extract(html).warnings).toEqual([])
  expect(performance.now() - started).toBeLessThan(30_000)
})

const folder = new URL('pages/', import.meta.url)
const real = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))

test('mutated pages never throw', { timeout: 120_000 }, () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<',
      '>',
      '"',
      '</form>',
      '<form>',
      '<table>',
      '</td>',
      '<input type=',
      '<label for=',
      '<select>',
      '\u0000',
      '<!--',
      '<script>',
      '&#0;',
      '<template>',
      '<svg>',
    ),
    fc.string({ maxLength: 6 }),
  )
  fc.assert(
    fc.property(
      fc.nat(real.length - 1),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), piece), { maxLength: 8 }),
      (at, changes) => {
        let html = real[at]!
        for (const [place, cut, text] of changes) {
          const index = Math.floor(place * html.length)
          html = html.slice(0, index) + text + html.slice(index + cut)
        }
        expect(extract(html).warnings).toEqual([])
      },
    ),
    { numRuns: 150, seed: 7 },
  )
})

test('the same page gives the same facts', () => {
  const html = real.join('\n')
  expect(JSON.stringify(extract(html))).toBe(JSON.stringify(extract(html)))
})
