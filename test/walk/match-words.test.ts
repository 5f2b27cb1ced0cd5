import { describe, expect, test } from 'vitest'
import { matchWords, nearestNames } from '../../src/walk/match-words.ts'
import type { NamedThing } from '../../src/walk/page-names.ts'

const thing = (text: string, rest: Partial<NamedThing> = {}, by = 'text'): NamedThing => ({
  index: 0,
  kind: 'control',
  names: [{ text, by }],
  group: '',
  code: '',
  address: '',
  visible: true,
  region: 'main',
  tag: 'button',
  type: '',
  submits: false,
  disabled: false,
  options: [],
  selector: '',
  snippet: '',
  ...rest,
})
const best = (things: NamedThing[], words: string): string | undefined =>
  matchWords(
    things.map((one, index) => ({ ...one, index })),
    words,
  ).list[0]?.name

describe('words', () => {
  test('exact before contained before alike', () => {
    expect(best([thing('Add to cart now'), thing('Add to cart'), thing('Add to card')], 'add to cart')).toBe(
      'Add to cart',
    )
    expect(best([thing('Add too cart'), thing('Add to cart: Blue lamp')], 'Add to cart')).toBe('Add to cart: Blue lamp')
    expect(best([thing('Add to carts'), thing('Terms')], 'Add to cart')).toBe('Add to carts')
    expect(best([thing('Terms')], 'Add to cart')).toBeUndefined()
  })

  test('visible before hidden, content before menu', () => {
    expect(best([thing('Checkout', { visible: false }), thing('Go to checkout')], 'Checkout')).toBe('Go to checkout')
    const { list, ties } = matchWords(
      [thing('Cart', { region: 'header', index: 0 }), thing('Cart', { index: 1 })],
      'Cart',
    )
    expect(list.map(({ thing: { index } }) => index)).toEqual([1, 0])
    expect(ties).toBe(0)
  })

  test('several that fit as well are told', () => {
    expect(matchWords([thing('Add to cart'), thing('Add to cart'), thing('Add to cart')], 'Add to cart').ties).toBe(2)
  })

  test.each([
    ['E-Mail', 'E-mail *'],
    ['Größe', 'Grosse:'],
    ['Cart', '3 Cart'],
    ['Warenkorb', 'Warenkorb (2)'],
    ['email', 'E-mail'],
  ])('%s is what reads %s', (words, name) => {
    expect(matchWords([thing(name)], words).list[0]?.match).toBe('exact')
  })

  test('a long text that mentions the words is not what is called so', () => {
    const long =
      'You can add to cart whatever you like, and we deliver it within three days to wherever you are at home.'
    expect(best([thing(long)], 'Add to cart')).toBeUndefined()
  })

  test('a picture without words is a guess, what developers call a field is not', () => {
    expect(matchWords([thing('btn search outline', {}, 'icon')], 'Search').list[0]?.match).toBe('alike')
    expect(matchWords([thing('email', { kind: 'field' }, 'attribute')], 'E-mail').list[0]?.match).toBe('exact')
  })

  test('what is nearest, for a person to see', () => {
    const things = [
      thing('Terms', { region: 'footer' }),
      thing('Put into basket'),
      thing('Add to bag'),
      thing('Hidden', { visible: false }),
    ]
    expect(nearestNames(things, 'Add to basket', 2)).toEqual(['Add to bag', 'Put into basket'])
  })
})
