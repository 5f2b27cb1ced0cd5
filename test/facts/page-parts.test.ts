import { expect, test } from 'vitest'
import { factsOf } from './page-facts.ts'

test('links of every kind', () => {
  const links = factsOf('links-of-every-kind').links ?? []
  expect(links.map(({ text, kind, generic }) => `${text}: ${kind}${generic ? ', generic' : ''}`)).toEqual([
    'About the mill: internal',
    'Nothing: dead',
    'Open: script',
    'Up: same-page',
    'Gone: dead',
    'Price list: file',
    'Blog: own-host',
    'Else: external',
    'Basket: internal',
    'Read more: internal, generic',
  ])
})

test('structured data: broken blocks are noted, nested items listed', () => {
  const items = factsOf('structured-data-broken').structuredData ?? []
  expect(items.map(({ type, format, valid }) => `${type} ${format} ${valid}`)).toEqual([
    'Organization json-ld false',
    ' json-ld false',
    'LocalBusiness microdata true',
    'PostalAddress microdata true',
  ])
})

test('vendors by script, markup and call; a link to a review site is no widget in use', () => {
  const facts = factsOf('vendors-by-trace')
  expect(
    facts.widgets?.map(({ vendor, how, microConversion }) => `${vendor} ${how} ${microConversion}`).toSorted(),
  ).toEqual(['calendly markup appointment-booking', 'tawk script chat-start'])
  expect(facts.tags).toEqual([{ vendor: 'google-analytics-4', kind: 'analytics', id: 'G-ABC1234567' }])
})

test('trust: what is said, and what stands beside the action', () => {
  const marks = (factsOf('trust-rating-and-guarantee').trust ?? []).map(
    ({ kind, nearAction }) => `${kind}${nearAction ? ' near' : ''}`,
  )
  expect(marks).toContain('rating')
  expect(marks).toContain('guarantee')
  expect(marks).toContain('testimonial')
  expect(marks).toContain('reassurance near')
})
test('a menu entry is no review', () => expect(factsOf('trust-nothing-said').trust).toEqual([]))

test('images: linked without words, decoration, counting pixels', () => {
  expect(
    factsOf('images-without-words').images?.map(({ src, linked, decorative, hasAlt }) => ({
      src,
      linked,
      decorative,
      hasAlt,
    })),
  ).toEqual([
    { src: 'https://shop.test/a.png', linked: true, decorative: false, hasAlt: false },
    { src: 'https://shop.test/deco.svg', linked: false, decorative: true, hasAlt: true },
    { src: 'https://shop.test/b.png', linked: false, decorative: false, hasAlt: true },
  ])
})
test('stars that are drawn by width, and votes', () => {
  expect(factsOf('trust-stars-as-width').trust?.map(({ kind, text }) => `${kind} ${text}`)).toEqual(['rating ★ 4.5/5'])
  expect(factsOf('trust-recipe-votes').trust?.some(({ kind }) => kind === 'rating')).toBe(true)
})
