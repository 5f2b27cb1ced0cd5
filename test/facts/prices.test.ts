import { expect, test } from 'vitest'
import { amountOf, moneyIn } from '../../src/facts/prices/money.ts'
import { factsOf } from './page-facts.ts'

const listed = (page: string): string[] =>
  (factsOf(page).prices ?? []).map(({ amount, currency, main, former, source }) =>
    [amount, currency, source, main ? 'main' : '', former ? 'former' : ''].filter(Boolean).join(' '),
  )

test('a struck-out price is the former one', () => {
  expect(listed('price-struck-out')).toEqual(['49 $ text former', '39 $ text main'])
})
test('small cents have no point before them', () =>
  expect(listed('price-small-cents')).toEqual(['19.99 EUR text main']))
test('turnover, thresholds and savings are no prices', () => expect(listed('price-not-turnover')).toEqual([]))
test('structured data alone', () => expect(listed('price-in-structured-data')).toEqual(['39 EUR structured-data main']))
test('as low as, a short form before the number, a bare number that the markup calls a price', () =>
  expect(listed('price-forms-of-sums').filter((line) => line.includes('text'))).toEqual([
    '12.99 $ text',
    '299 kr text',
    '349.95 DKK text main',
  ]))
test('limits of a filter, what was saved, vouchers and names are no prices', () =>
  expect(listed('price-limits-and-vouchers')).toEqual([]))
test('an empty basket costs nothing', () => expect(listed('price-empty-basket')).toEqual([]))

const main = (page: string): (string | number)[] =>
  (factsOf(page).prices ?? [])
    .filter((price) => price.main)
    .flatMap(({ amount, availability }) => [amount, availability])

test.each([
  ['price-among-related', [48, 'in-stock']],
  ['price-cents-in-own-span', [229.99, 'in-stock']],
  ['price-before-tax', [100, 'unknown']],
  ['price-in-heading', [50, 'unknown']],
  ['price-out-of-stock', [89, 'out-of-stock']],
  ['price-variants-in-stock', [70, 'in-stock']],
  ['price-newer-than-published', [200, 'unknown']],
])('%s', (page, expected) => expect(main(page)).toEqual(expected))
test('what an article says of prices is no offer', () => {
  expect(listed('price-in-article')).toEqual(['90 $ text main'])
})

test.each([
  ['1.299,00', 1299],
  ['1,299.00', 1299],
  ['1 299', 1299],
  ['19,9', 19.9],
  ['2.500', 2500],
  ['12,50', 12.5],
])('%s is %d', (text, amount) => expect(amountOf(text)).toBe(amount))

test.each([
  ['from £1,250.50 a year', [1250.5, 'GBP']],
  ['1 299,- Kč', [1299, 'CZK']],
  ['CHF 12.50', [12.5, 'CHF']],
  ['49,90 zł', [49.9, 'PLN']],
  ['12€50', [12.5, 'EUR']],
  ['₹ 1,29,999', [129999, 'INR']],
  ['E£1,235.00', [1235, 'EGP']],
  ['502,20 б.р.', [502.2, 'BYN']],
])('%s', (text, [amount, currency]) => expect(moneyIn(text)).toMatchObject([{ amount, currency }]))

test('no space between Chinese words and a sum', () => expect(listed('price-chinese-shop')).toEqual(['99 $ text main']))
test('the sum in the box of the deal wins over many like it', () =>
  expect(listed('price-deal-box').filter((line) => line.includes('main'))).toEqual(['66.75 $ text main']))
