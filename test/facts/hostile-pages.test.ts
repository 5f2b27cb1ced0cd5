import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extractFacts, type Extraction } from '../../src/facts/extract.ts'
import { readFileSync, readdirSync } from 'node:fs'
import { growing, odd } from './hostile-markup.ts'
import { misfits, vocabularies } from './own-pages.ts'

const extract = (html: string): Extraction => extractFacts({ url: 'https://a.example.test/x', html, vocabularies })

test.each(odd)('%s', (_name, html) => {
  const { facts, warnings } = extract(html)
  expect(warnings).toEqual([])
  expect(misfits(facts)).toEqual([])
  expect(facts.page).toBeDefined()
})

// What takes longer than it should grows with the square of the page, and that would take hours here.
test.each(growing)('$times × $name in a bounded time', { timeout: 120_000 }, ({ html, times }) => {
  const { facts, warnings } = extract(html(times))
  expect(warnings).toEqual([])
  expect(facts.page).toBeDefined()
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
