import { expect, test } from 'vitest'
import { factsOf, renderedFacts } from './page-facts.ts'

const listed = (page: string): string[] =>
  (factsOf(page).ctas ?? []).map(({ text, intent, rank, count }) => `${text}: ${intent} ${rank} ${count}`)

test('without layout the rank is a guess by classes and place; menus and footers are left out', () => {
  expect(listed('cta-primary-by-class')).toEqual([
    'Learn more: learn-more secondary 1',
    'Start free trial: trial primary 1',
  ])
  expect(factsOf('cta-primary-by-class').ctas?.every(({ guess }) => guess)).toBe(true)
})
test('repeated cards are one', () => expect(listed('cta-cards-folded')).toEqual(['Add to cart: cart primary 3']))
test('cookie buttons, carousels, accordions and paging ask nothing', () =>
  expect(listed('cta-not-cookie-or-carousel')).toEqual([]))
test('a plain link that names an action', () =>
  expect(listed('cta-link-without-button')).toEqual(['Demander un devis: quote primary 1']))

test('with layout the filled style with the most area and contrast is primary, all of that style with it', () => {
  const filled = { filled: true, fillContrast: 6, background: '200,0,0', color: '255,255,255', padding: 10, border: 0 }
  const { ctas = [] } = renderedFacts(
    '<html lang=en><body><main data-sl=1><a data-sl=2 class=x href="/buy">Buy now</a><a data-sl=3 href="/more">Learn more</a><a data-sl=4 class=y href="/buy2">Order now</a></main></body></html>',
    {
      2: { ...filled, box: [10, 100, 200, 50] },
      3: { box: [10, 200, 100, 20], border: 1, padding: 8 },
      4: { ...filled, box: [10, 900, 150, 40] },
    },
  )
  expect(ctas.map(({ text, rank, guess }) => `${text} ${rank} ${guess}`)).toEqual([
    'Buy now primary false',
    'Learn more secondary false',
    'Order now primary false',
  ])
})

test('offers of a page, by what carries them', () => {
  const offers = (factsOf('offers-of-a-shop-page').offers ?? []).map(
    ({ microConversion, here }) => `${microConversion}${here ? ' here' : ''}`,
  )
  for (const offer of [
    'site-search here',
    'add-to-cart here',
    'file-download here',
    'phone-call here',
    'video-play here',
    'contact-form',
  ]) {
    expect(offers).toContain(offer)
  }
  expect(offers).not.toContain('newsletter-signup here')
})

test('a name for those who hear the page completes the label', () => {
  const { ctas = [], links = [] } = factsOf('cta-label-completed')
  expect(ctas.map(({ vague, count }) => [vague, count])).toEqual([
    [false, 2],
    [true, 1],
  ])
  expect(links.map(({ generic }) => generic)).toEqual([false, false, true])
})
test('controls that only move the page about ask nothing', () => expect(listed('cta-controls-only')).toEqual([]))
test('numbers, addresses and files of the main region are actions, and a block that leads somewhere has its headline', () =>
  expect(listed('cta-reaches-people').map((line) => line.replace(/ \w+ \d+$/, ''))).toEqual([
    '0113 496 0000: call',
    'help@pipes.test: contact',
    'The claim form: download',
    'Sign up for a free trial: trial',
  ]))
test('whole labels are read in any language, else what developers call the button', () =>
  expect(listed('cta-other-language').map((line) => line.split(' ').slice(0, -2).join(' '))).toEqual([
    'Add to cart: cart',
    'Flere lamper: learn-more',
  ]))
test('a form that its own script uncovers has an action', () =>
  expect(listed('cta-gravity-form')).toEqual(['Send message: contact primary 1']))
test('the form of the page goes before the header', () =>
  expect(listed('cta-header-and-form').find((line) => line.includes('primary'))).toBe(
    'Request a quote: quote primary 1',
  ))
test('a page may want nothing', () =>
  expect(listed('cta-nothing-wanted').some((line) => line.includes('primary'))).toBe(false))
test('a box that sticks is no cookie banner, and the small basket of the header is no main action', () =>
  expect(listed('cta-sticky-buy-box')).toEqual(['Checkout: checkout secondary 1', 'Add to bag: cart primary 1']))
test('utility classes that draw a button make one', () =>
  expect(listed('cta-utility-classes')).toEqual(['Buy tickets: buy primary 1']))
test('a picture sends a form, and the only control that sends one is there though its script has yet to show it', () =>
  expect(listed('cta-picture-and-hidden-submit')).toEqual(['Place order: buy primary 1']))
test('"continue" does what its form does', () =>
  expect(listed('cta-continue-of-form')).toEqual(['Continue: sign-up primary 1']))
test('intents of labels; what steers the page or mends an order is left out', () =>
  expect(listed('cta-intents').map((line) => line.replace(/ \w+ \d+$/, ''))).toEqual([
    'Join our staff: apply',
    'Get started for free: sign-up',
    'Download on the App Store: download',
    'Make a donation today: donate',
    'Book a lesson: book',
    'Add to wishlist: wishlist',
    'Become a volunteer: sign-up',
    'Facebook: share',
    'Place your order: buy',
    'Add the full pack to cart: cart',
  ]))
test('whole labels of languages without a file of their own', () =>
  expect(listed('cta-intents-other-languages').map((line) => line.replace(/ \w+ \d+$/, ''))).toEqual([
    'Dodaj do koszyka: cart',
    'Czytaj więcej: learn-more',
    'Umów wizytę: book',
    'Zaloguj się: log-in',
  ]))
test('what a script or a component makes a button of, where its words ask something', () =>
  expect(listed('cta-made-by-script').map((line) => line.replace(/ \w+ \d+$/, ''))).toEqual([
    'Get a quote: quote',
    'Hire a crew: other',
    'Reserve now: book',
    'Order now: buy',
    'Add to cart: cart',
    'Prices by season: other',
  ]))
test('the second control of a form that applies a code is none, nor is the way back', () =>
  expect(listed('cta-side-controls')).toEqual(['Proceed to checkout: checkout primary 1']))
test('a button that leads where the main action leads is as much the main action', () =>
  expect(listed('cta-same-target')).toEqual([
    'Try it free: trial primary 1',
    'Start free trial: trial primary 1',
    'Take the tour: learn-more secondary 1',
  ]))
