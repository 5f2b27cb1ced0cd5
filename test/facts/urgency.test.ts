import { expect, test } from 'vitest'
import { factsOfGiven } from './given-page.ts'

const kindsOf = (html: string, language = 'en', type: 'product' | 'article' = 'product'): string[] =>
  factsOfGiven(`<main><h1>Oak lamp</h1>${html}</main><footer>© 2026 Acme</footer>`, type, language).urgency!.map(
    ({ kind }) => kind,
  )

test.each([
  ['Only 3 left in stock', 'en', ['low-stock']],
  ['Nur noch 2 Stück verfügbar', 'de', ['low-stock']],
  ['Plus que 3 en stock', 'fr', ['low-stock']],
  ['16 people are viewing this right now', 'en', ['others']],
  ['Spring offer: 20% discount, valid until 30 April 2024', 'en', ['ended']],
  ['Angebot: 20 % Rabatt, gültig bis 30.04.2024', 'de', ['ended']],
  ['Spring offer: 20% discount, valid until 31 December 2026', 'en', []],
  ['Only 3 years old and 500 sold', 'en', []],
  ['36 people found this helpful', 'en', []],
])('%s', (text, language, kinds) => {
  expect(kindsOf(`<p>${text}</p>`, language)).toEqual(kinds)
})

test('a clock holds numbers; a place for one is none', () => {
  expect(kindsOf('<div class="countdown"><span>02</span> h <span>14</span> min</div>')).toEqual(['countdown'])
  expect(kindsOf('<div class="countdown-placeholder"></div>')).toEqual([])
})

test('what an article quotes presses nobody', () => {
  expect(kindsOf('<p>Only 3 left in stock</p>', 'en', 'article')).toEqual([])
})
