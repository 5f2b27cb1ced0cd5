import { expect, test } from 'vitest'
import { factsOf } from './own-pages.ts'
import { vendors } from './page-facts.ts'

test.each([
  ['newsletter-in-footer', ['form']],
  ['formless-newsletter', ['formless']],
  ['newsletter-in-pop-up', ['pop-up']],
  ['newsletter-box-in-order', ['opt-in']],
  ['newsletter-link-only', ['link']],
  ['contact-page', []],
  ['comment-under-article', []],
  ['page-wrapped-in-one-form', ['formless']],
  ['newsletter-with-trap', ['form']],
  ['marketing-box-in-contact', ['opt-in']],
  ['stock-alert', []],
  ['newsletter-left', []],
])('%s offers %j', (name, ways) => {
  expect(factsOf(name).newsletter!.map((offer) => offer.how)).toEqual(ways)
})

test('a form that its service draws later is what its heading says', () => {
  const ways = (name: string) => factsOf(name, undefined, { vendors }).newsletter!.map((offer) => offer.how)
  expect(ways('newsletter-drawn-later')).toEqual(['vendor'])
  expect(ways('contact-drawn-later')).toEqual([])
})

test('says what subscribers get', () => {
  expect(factsOf('newsletter-in-footer').newsletter![0]!.benefit).toBe(true)
  expect(factsOf('formless-newsletter').newsletter![0]!.benefit).toBe(false)
})

test('search boxes, with and without a form', () => {
  expect(factsOf('search-without-button').searchBoxes).toMatchObject([
    { label: 'Search our shop', region: 'header', visible: true },
  ])
  expect(factsOf('search-in-french').searchBoxes).toMatchObject([{ label: 'Que recherchez-vous ?', region: 'header' }])
  expect(factsOf('contact-page').searchBoxes).toEqual([])
})

test('what may hide something is a hint', () => {
  expect(factsOf('script-made').hints).toMatchObject([{ source: 'unrendered', couldSupply: ['any'] }])
  const waiting = factsOf('content-waits-for-consent').hints!
  expect(new Set(waiting.map((hint) => hint.source))).toEqual(new Set(['consent-placeholder']))
  expect(factsOf('contact-page').hints).toEqual([])
})
