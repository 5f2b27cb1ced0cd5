import { expect, test } from 'vitest'
import { factsOfGiven } from './given-page.ts'

const plan = (name: string, price: string, rest = ''): string =>
  `<div class="plan"><h3>${name}</h3><p>${price}</p><ul><li>Lamps</li></ul>${rest}</div>`
const row = (...plans: string[]): string => `<main><h1>Prices</h1><div class="row">${plans.join('')}</div></main>`

test('a plan is a box with a name, a price and what can be pressed', () => {
  const { plans } = factsOfGiven(
    row(
      plan('Solo', '€9 / month', '<a href="/signup">Choose Solo</a>'),
      plan('Team', '€29 / month'),
      plan('Works', 'Contact us', '<a href="/contact">Talk to us</a>'),
    ),
    'pricing',
  )
  expect(plans).toMatchObject([
    { name: 'Solo', amount: 9, period: true, action: 'Choose Solo' },
    { name: 'Team', amount: 29, period: true, action: '' },
    { name: 'Works', amount: 0, price: '', action: 'Talk to us' },
  ])
})

test('one button beside the plans serves them all', () => {
  const html = `<main><section><h1>Prices</h1><div>${plan('Solo', '€9 a month')}${plan('Team', '€29 a month')}</div>
    <a class="button" href="/signup">Start free trial</a></section></main>`
  expect(factsOfGiven(html, 'pricing').plans!.map(({ action }) => action)).toEqual([
    'Start free trial',
    'Start free trial',
  ])
})

test.each([
  ['in the plan', '€9 pro Monat', '', 'de', true],
  ['above the plans', '€9', '<p>Monthly</p>', 'en', true],
  [
    'in the same line as what is included',
    '€ 9 per gebruiker per maand Standaard inwerken en hulp bij de start inbegrepen',
    '',
    'nl',
    true,
  ],
  ['nowhere', '€9', '', 'en', false],
])('the period is told %s', (_, price, above, language, period) => {
  const html = `<main><h1>Prices</h1>${above}<div>${plan('Solo', price)}${plan('Team', price)}</div></main>`
  expect(factsOfGiven(html, 'pricing', language).plans!.map((each) => each.period)).toEqual([period, period])
})

test('what is sold out or to come is closed', () => {
  const { plans } = factsOfGiven(
    row(plan('Solo', '€9 / month'), plan('Team', '€29 / month', '<p>Coming soon</p>')),
    'pricing',
  )
  expect(plans!.map(({ closed }) => closed)).toEqual([false, true])
})

test.each([
  [
    'goods on the home page',
    'home',
    row(plan('Oak lamp', '€90', '<a href="/oak">See</a>'), plan('Desk lamp', '€40', '<a href="/desk">See</a>')),
  ],
  ['one price alone', 'pricing', row(plan('Solo', '€9 / month'))],
  [
    'a table of prices',
    'pricing',
    '<main><table><tr><td>Shirt</td><td>€4</td></tr><tr><td>Trousers</td><td>€6</td></tr></table></main>',
  ],
  [
    'boxes in the footer',
    'pricing',
    `<footer>${row(plan('Solo', '€9 / month'), plan('Team', '€29 / month'))}</footer>`,
  ],
] as const)('%s are no plans', (_, type, html) => {
  expect(factsOfGiven(html, type).plans).toEqual([])
})
