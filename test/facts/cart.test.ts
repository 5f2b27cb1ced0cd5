import { expect, test } from 'vitest'
import { factsOfGiven } from './given-page.ts'

const cartOf = (html: string, type: 'cart' | 'product' = 'cart') =>
  factsOfGiven(`<main><h1>Your cart</h1>${html}</main>`, type).cart!

test('a cart with everything', () => {
  const html = `<table><tr><td>Oak lamp</td><td><input type="number" name="qty" value="1"></td><td>€90.00</td>
    <td><a href="/cart?item=1">Remove</a></td></tr></table><p>Delivery</p><p>€4.00</p><p>Total</p><p>€94.00</p>`
  expect(cartOf(html)).toEqual({ shown: true, quantities: 1, removals: 1, total: true, extras: true })
})

test.each([
  ['empty', '<p>Your cart is empty</p><p>Total €0.00</p>'],
  ['not filled yet', '<p>Total: €0.00</p>'],
  ['without a sum', '<p>Oak lamp</p>'],
])('a cart that is %s is not judged', (_, html) => {
  expect(cartOf(html).shown).toBe(false)
})

test('other pages are no carts', () => {
  expect(cartOf('<p>Total €90.00</p>', 'product').shown).toBe(false)
})
