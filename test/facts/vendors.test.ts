import { expect, test } from 'vitest'
import { parseVendors } from '../../src/facts/vendors/vendors.ts'
import { vendors } from './page-facts.ts'

test('every entry can be recognised by something', () => {
  const traceless = vendors.filter(
    ({ script, frame, link, markup, call }) => [script, frame, link, markup, call].flat().length === 0,
  )
  expect(traceless).toEqual([])
  expect(new Set(vendors.map(({ vendor }) => vendor)).size).toBeGreaterThan(80)
})

test('markers are classes, ids, attributes or tags', () => {
  const odd = vendors
    .flatMap(({ markup }) => markup)
    .filter((marker) => !/^(?:[.#][\w-]+\*?|\[[\w-]+\]|[a-z][\w:-]*)$/i.test(marker))
  expect(odd).toEqual([])
})

test('all mistakes are told at once, each with its place', () => {
  const text =
    '- { vendor: Good Name, kind: chat }\n- { vendor: fine, kind: nonsense }\n- { vendor: fine, kind: chat, id: "(" }\n'
  expect(() => parseVendors({ text, place: 'vendors.yaml' })).toThrow(
    /vendors\.yaml:1:3 vendor.*\n.*vendors\.yaml:2:3 kind.*\n.*vendors\.yaml:3:3 id is not a pattern/s,
  )
  expect(() => parseVendors({ text: 'a: b', place: 'vendors.yaml' })).toThrow('a list of entries')
})
