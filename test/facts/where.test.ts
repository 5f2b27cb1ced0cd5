import { load } from 'cheerio'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDocument } from '../../src/snapshot/document.ts'
import { createLocator } from '../../src/facts/dom/where.ts'
import type { Element } from 'domhandler'

function located(name: string) {
  const html = readFileSync(new URL(`pages/${name}.html`, import.meta.url), 'utf8')
  const document = parseDocument(html)
  const where = createLocator(document)
  return {
    html,
    document,
    places: (document.$('a, input, h2, button').toArray() as Element[]).map((element) => ({
      element,
      place: where(element),
    })),
  }
}

test.each(['nested-landmarks', 'form-in-table', 'fields-as-a-person-counts', 'labels-by-every-way'])(
  'selectors of %s find just their element',
  (name) => {
    const { html, places } = located(name)
    const $ = load(html)
    for (const { element, place } of places) {
      expect([place.selector, $(place.selector).length]).toEqual([place.selector, 1])
      expect($(place.selector)[0]).toMatchObject({ name: element.name, attribs: element.attribs })
    }
  },
)

test('regions by landmarks, else by the class names that everybody uses', () => {
  const { places } = located('nested-landmarks')
  const regions = Object.fromEntries(
    places.map(({ element, place }) => [element.attribs['href'] ?? element.attribs['id'], place.region]),
  )
  expect(regions).toEqual({ '/a': 'nav', inner: 'main', '/tag': 'main', '/b': 'footer', '/c': 'footer' })
})

test('anchors hold no digits, so that next year they are the same', () => {
  expect(located('numbered-twins').places.map(({ place }) => place.anchor)).toEqual([
    'main/link/tour of',
    'main/link/tour of',
  ])
})
