import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extractFacts, type Extraction } from '../../src/facts/extract.ts'
import { madePages, mutatedPages } from './made-pages.ts'
import { misfits, vocabularies } from './own-pages.ts'

// A longer run: FUZZ_RUNS=10000 npx vitest run test/facts/mutated-pages.test.ts
const longRun = Number(process.env['FUZZ_RUNS'] ?? 0)
const runs = longRun > 0 ? { numRuns: longRun } : { numRuns: 150, seed: 11 }
const timeout = 120_000 + longRun * 200

const extract = (html: string): Extraction => extractFacts({ url: 'https://a.example.test/x', html, vocabularies })

test.each([
  ['made', madePages],
  ['mutated', mutatedPages],
])('facts of %s pages are whole, valid, plain JSON, and the same each time', { timeout }, (_kind, pages) => {
  fc.assert(
    fc.property(pages, (html) => {
      const { facts, warnings } = extract(html)
      expect(warnings).toEqual([])
      expect(misfits(facts)).toEqual([])
      expect(JSON.parse(JSON.stringify(facts))).toEqual(facts)
      expect(extract(html).facts).toEqual(facts)
    }),
    runs,
  )
})

test('comments and white space around a page change nothing', { timeout }, () => {
  fc.assert(
    fc.property(madePages, fc.constantFrom(' ', '\n\n', '\t'), (html, space) => {
      const around = `${space}<!-- made by hand -->${space}${html}${space}<!-- <form><input> -->${space}`
      expect(extract(around).facts).toEqual(extract(html).facts)
    }),
    runs,
  )
})

test('a comment before a broken page changes nothing', { timeout }, () => {
  fc.assert(
    fc.property(mutatedPages, (html) => {
      expect(extract(`<!-- made by hand -->${html}`).facts).toEqual(extract(html).facts)
    }),
    runs,
  )
})
