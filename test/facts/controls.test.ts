import { expect, test } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import type { PageFacts } from '../../src/facts/index.ts'
import { renderedFacts, vendors, vocabularies } from './page-facts.ts'

const read = (body: string, path = '/page', lang = 'en'): PageFacts =>
  extractFacts({
    url: `https://shop.test${path}`,
    html: `<html lang=${lang}><body>${body}</body></html>`,
    vocabularies,
    vendors,
  }).facts

test.each([
  ['<button><svg></svg></button>', 1],
  ['<button class=menu><span class=icon-bar></span></button>', 1],
  ['<div role=button><i class="fa fa-bars"></i></div>', 1],
  ['<input type=image src=/go.png>', 1],
  ['<input type=image src=/go.png alt=Go>', 0],
  ['<button aria-label=Menu><svg></svg></button>', 0],
  ['<button><svg><title>Menu</title></svg></button>', 0],
  ['<button><img src=/menu.svg alt=Menu></button>', 0],
  ['<label>Menu <button><svg></svg></button></label>', 0],
  ['<div aria-hidden=true><button><svg></svg></button></div>', 0],
  ['<button tabindex=-1><svg></svg></button>', 0],
  // Words come later.
  ['<button><svg></svg><span class=title></span></button>', 0],
  ['<button></button>', 0],
  ['<button><my-icon></my-icon></button>', 0],
])('%s is nameless: %i', (body, count) => {
  expect(read(body).namelessControls).toHaveLength(count)
})

test('declining in the first person is told from a plain no', () => {
  const texts = (body: string, lang?: string): string[] => read(body, '/page', lang).declines!.map(({ text }) => text)
  expect(texts("<button>No thanks, I'd rather pay full price</button><button>No thanks</button>")).toEqual([
    "No thanks, I'd rather pay full price",
  ])
  expect(texts('<a href="#">Non merci, je préfère payer plus</a>', 'fr')).toHaveLength(1)
  expect(texts("<p>I'd rather pay full price, she said.</p>")).toEqual([])
})

const box = (label: string, checked = ''): string =>
  `<h1>Shopping cart</h1><form method=post action=/cart><input name=qty type=number aria-label=Quantity value=1><label><input type=checkbox name=x ${checked}> ${label}</label><button>Checkout</button></form>`

test('an extra has a price, and is no goods', () => {
  expect(read(box('Gift wrap (+ $4.00)', 'checked'), '/cart').checkout!.extras).toMatchObject([
    { text: 'Gift wrap (+ $4.00)', checked: true },
  ])
  expect(read(box('Gift wrap (free)'), '/cart').checkout!.extras).toEqual([])
  expect(read(box('I agree to pay $4.00'), '/cart').checkout!.extras).toEqual([])
})

const filled = { filled: true, fillContrast: 5, padding: 10, background: '0,0,200', color: '255,255,255' }

test('buttons of the look of the main one compete on one screen, cards built alike do not', () => {
  const rivals = (body: string, count: number): string[] =>
    renderedFacts(
      `<html lang=en><body><main data-sl=1>${body}</main></body></html>`,
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          index + 2,
          { ...filled, box: [200 * index, 100, 150, 40] as const },
        ]),
      ) as never,
    ).screen!.desktop.rivals.map(({ text }) => text)
  expect(
    rivals(
      '<p><a class=button data-sl=2 href=/quote>Get a quote</a><a class=button data-sl=3 href=/book>Book a visit</a><a class=button data-sl=4 href=/trial>Start free trial</a></p>',
      3,
    ),
  ).toHaveLength(3)
  expect(
    rivals(
      '<ul><li class=plan><a class=button data-sl=2 href=/s>Buy S</a></li><li class=plan><a class=button data-sl=3 href=/m>Buy M</a></li><li class=plan><a class=button data-sl=4 href=/l>Buy L</a></li></ul>',
      3,
    ),
  ).toEqual([])
})

test('what belongs together may share a row', () => {
  const field = (node: number, attributes: string): string =>
    `<p><label for=f${node}>${attributes}</label><input id=f${node} data-sl=${node} ${attributes}></p>`
  const body = `<form method=post data-sl=2>${field(3, 'name=first_name autocomplete=given-name')}${field(4, 'name=last_name autocomplete=family-name')}${field(5, 'name=email autocomplete=email type=email')}${field(6, 'name=company autocomplete=organization')}<textarea data-sl=7 name=message aria-label=Message></textarea><button>Send</button></form>`
  const left = (top: number) => ({ box: [10, top, 200, 40] as [number, number, number, number] })
  const right = (top: number) => ({ box: [300, top, 200, 40] as [number, number, number, number] })
  const { screen } = renderedFacts(`<html lang=en><body><main data-sl=1>${body}</main></body></html>`, {
    2: { box: [0, 0, 600, 400] },
    3: left(100),
    4: right(100),
    5: left(160),
    6: right(160),
    7: left(220),
  })
  expect(screen!.desktop.sideBySide).toMatchObject([{ form: 2, rows: 1 }])
})
