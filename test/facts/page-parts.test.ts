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

test('calls to no number lead nowhere, and a page has more than one name', () => {
  const links = factsOf('links-dead-and-doubled').links ?? []
  expect(links.map(({ text, kind }) => `${text}: ${kind}`)).toEqual([
    'Call the bakery: dead',
    'Ring: dead',
    'Call: phone',
    'Emergency: phone',
    'Bakery: phone',
    'Mail: dead',
    'Tell a friend: mail',
    'Write: mail',
    'Where we are: same-page',
    'Gone: dead',
    'Start: internal',
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
  expect(facts.tags).toMatchObject([{ vendor: 'google-analytics-4', kind: 'analytics', id: 'G-ABC1234567' }])
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

const trustKinds = (page: string): string[] => (factsOf(page).trust ?? []).map(({ kind }) => kind)

test('what an article says in passing promises nothing; a tweet and a pull quote are no customers', () =>
  expect(trustKinds('trust-prose-promises-nothing')).toEqual([]))
test('a place for reviews that nobody has written', () =>
  expect(trustKinds('trust-no-reviews-yet').filter((kind) => kind === 'review' || kind === 'rating')).toEqual([]))
test('a number of reviews, a quotation with a name, a seal that is no review', () =>
  expect(factsOf('trust-counted-reviews').trust?.map(({ kind, text }) => `${kind}: ${text.slice(0, 24)}`)).toEqual([
    'testimonial: “We were five adults and',
    'rating: Based on 2,310 reviews',
    'badge: Harbour Tours BBB Busine',
    'review: 4.9 Google rating',
  ]))

const offered = (page: string): string[] =>
  (factsOf(page).offers ?? []).map(
    ({ microConversion, how, here }) => `${microConversion} ${how}${here ? ' here' : ''}`,
  )

test('a checklist for an address, a white paper, a trial by the name of the product; not the statements of the law', () => {
  const found = offered('offers-in-return-for-an-address')
  expect(found).toEqual(
    expect.arrayContaining([
      'file-download form here',
      'newsletter-signup form here',
      'trial-start call-to-action',
      'file-download call-to-action',
    ]),
  )
  expect(found).not.toContain('file-download link here')
})
test('a link that puts the thing into the basket does so here', () =>
  expect(offered('offers-cart-by-link')).toContain('add-to-cart call-to-action here'))
test('a control without words that fills the cart', () =>
  expect(offered('offers-without-words')).toEqual(['add-to-cart control here']))
test("a gift by a picture fills no cart; what a text lets its readers try is another firm's", () =>
  expect(offered('offers-gift-and-others-demo')).toEqual(['donation form here']))
test('scores that are spoken or hinted; a count, a part of the cooks and what stays hidden are none', () =>
  expect(
    (factsOf('trust-spoken-scores').trust ?? []).filter(({ kind }) => kind === 'rating').map(({ text }) => text),
  ).toEqual(['8.6/10', 'Rating: 4.2 of 5 stars']))
