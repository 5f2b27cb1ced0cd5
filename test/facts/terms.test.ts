import { expect, test } from 'vitest'
import { factsOfGiven } from './given-page.ts'

const topicsOf = (html: string, type: 'product' | 'confirmation' | 'home' = 'product', language = 'en'): string[] => [
  ...new Set(factsOfGiven(`<main><h1>Oak lamp</h1>${html}</main>`, type, language).terms!.map(({ topic }) => topic)),
]

test.each([
  ['a threshold', '<p>Free delivery over €50</p>', ['delivery', 'delivery-cost']],
  ['a sum in the next box', '<dl><dt>Delivery</dt><dd>€4.90</dd></dl>', ['delivery', 'delivery-cost']],
  ['a link', '<a href="/delivery">Delivery & returns</a>', ['returns', 'delivery']],
  ['a tab that is closed', '<div style="display:none"><p>Return it within 30 days.</p></div>', ['returns']],
  ['tabs for opinions', '<button>Reviews (12)</button>', ['reviews']],
  ['that nobody has written', '<p>No reviews yet</p>', []],
  ['tax', '<p>€90 incl. VAT</p>', ['tax']],
])('%s', (_, html, topics) => {
  expect(topicsOf(html)).toEqual(topics)
})

test.each([
  ['in the label', '<a class="button" href="/go">Start your 14-day free trial</a>', 'en', ['trial', 'trial-length']],
  [
    'below it',
    '<a class="button" href="/go">Start free trial</a><p>30 days, then €9</p>',
    'en',
    ['trial', 'trial-length'],
  ],
  ['in German', '<p>Testphase: 30 Tage, keine Kreditkarte nötig</p>', 'de', ['trial-card', 'trial', 'trial-length']],
  ['nowhere', '<a class="button" href="/go">Start free trial</a>', 'en', ['trial']],
])('how long a trial lasts: %s', (_, html, language, topics) => {
  expect(topicsOf(html, 'home', language).toSorted()).toEqual(topics.toSorted())
})

test('what comes next is read on a confirmation only', () => {
  const html = '<p>Your order number is 4711. We call within one working day.</p>'
  expect(topicsOf(html, 'confirmation')).toEqual(['when-next', 'reference'])
  expect(topicsOf(html)).toEqual([])
})

test('a site says that it does without figures', () => {
  expect(topicsOf('<p>Diese Website setzt keine Cookies.</p>', 'home', 'de')).toEqual(['no-analytics'])
  expect(topicsOf('<p>No tracking, no cookies.</p>', 'home')).toEqual(['no-analytics'])
  expect(topicsOf('<p>We use cookies for analytics and tracking.</p>', 'home')).toEqual([])
})

test('a link says so', () => {
  const { terms } = factsOfGiven(
    '<footer><a href="/returns">Returns</a></footer><main><p>Free returns</p></main>',
    'product',
  )
  expect(terms!.map(({ how }) => how)).toEqual(['link', 'text'])
})
