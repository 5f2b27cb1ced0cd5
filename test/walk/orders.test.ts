import { describe, expect, test } from 'vitest'
import { ordersAt, vocabulary } from './shop-walks.ts'

const button = (name: string, fields: string[] = [], rest: { isLink?: boolean; submits?: boolean } = {}): boolean =>
  vocabulary.isOrder({ name, isLink: false, submits: true, fields, ...rest })

describe('what looks like ordering or paying is never pressed', () => {
  test.each([
    'Place order',
    'Pay now',
    'Pay $49.00',
    'Jetzt zahlungspflichtig bestellen',
    'Valider et payer',
    'Confirmar y pagar',
    'Conferma e paga',
    'Bestelling plaatsen',
    'Pagar agora',
    'Complete your donation',
  ])('%s', (name) => {
    expect(button(name)).toBe(true)
  })

  test('whatever it says, where card data are asked for', () => {
    expect(button('Continue', ['cardnumber cc-num cc-number'])).toBe(true)
    expect(
      button('OK', ['__privateStripeFrame1 Secure card number input frame js.stripe.com'], { submits: false }),
    ).toBe(true)
    expect(button('Finish', ['payment_method pm1'])).toBe(true)
  })

  test('buying or giving where the form knows who it is', () => {
    expect(button('Buy now', ['email'])).toBe(true)
    expect(button('Donate', ['user_email', 'amount'])).toBe(true)
  })

  test('the way there is', () => {
    expect(button('Add to cart', ['qty'])).toBe(false)
    expect(button('Buy now', ['qty', 'color'])).toBe(false)
    expect(button('Checkout')).toBe(false)
    expect(button('Continue to payment', ['email', 'postcode'])).toBe(false)
    expect(button('Continue to review', ['payment_method pm1'])).toBe(false)
    expect(button('Donate', [], { isLink: true, submits: false })).toBe(false)
    expect(button('How to pay', [], { isLink: true, submits: false })).toBe(false)
    expect(button('Start free trial', ['email', 'password'])).toBe(false)
    expect(button('Request a quote', ['email', 'message'])).toBe(false)
  })
})

test.each([
  ['https://shop.example.test/place-order', true],
  ['https://shop.example.test/?wc-ajax=checkout', true],
  ['https://shop.example.test/rest/V1/guest-carts/4f2/payment-information', true],
  ['https://api.stripe.com/v1/tokens', true],
  ['https://www.paypal.com/graphql', true],
  ['https://shop.example.test/cart/add', false],
  ['https://shop.example.test/?wc-ajax=add_to_cart', false],
  ['https://shop.example.test/checkout/shipping', false],
  ['https://shop.example.test/graphql', false],
])('%s orders or pays: %s', (address, is) => {
  expect(ordersAt(new URL(address))).toBe(is)
})
