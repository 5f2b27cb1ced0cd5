import { expect, test } from 'vitest'
import { factsOfGiven } from './given-page.ts'

const row = (...items: string[]): string =>
  `<main><h1>Lamps</h1><ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul></main>`
const card = (name: string, rest = ''): string => `<img src="${name}.jpg" alt=""><h3>${name}</h3>${rest}`

test('items that cannot be opened are told from those that can', () => {
  const html = row(
    card('Oak', '<p>€90</p>'),
    card('Desk', '<a href="/desk">See</a>'),
    `<a href="/floor">${card('Floor')}</a>`,
  )
  expect(factsOfGiven(html, 'category').cards).toMatchObject([{ items: 3, leading: 2, priced: 1, example: 'Oak' }])
})

test.each([
  ['a script', '<div onclick="open()">More</div>'],
  ['a tag of its own', '<lamp-dialog></lamp-dialog>'],
  ['a line to unfold', '<details><summary>More</summary></details>'],
  ['a light box', '<span class="lightbox-open"></span>'],
])('%s opens an item', (_, rest) => {
  const html = row(card('Oak', rest), card('Desk', rest), card('Floor', rest))
  expect(factsOfGiven(html, 'category').cards).toMatchObject([{ items: 3, leading: 3, example: '' }])
})

test.each([
  ['two items', row(card('Oak'), card('Desk'))],
  ['items without pictures', row('<h3>Oak</h3>', '<h3>Desk</h3>', '<h3>Floor</h3>')],
  ['the footer', `<footer>${row(card('Oak'), card('Desk'), card('Floor'))}</footer>`.replaceAll('main>', 'div>')],
])('%s make no row', (_, html) => {
  expect(factsOfGiven(html, 'category').cards).toEqual([])
})
