import { expect, test } from 'vitest'
import { renderedFacts } from './page-facts.ts'

const html = (body: string): string => `<html lang=en><body>${body}</body></html>`

test('a primary action below the first screen is not in view', () => {
  const page = html('<main data-sl=1><a data-sl=2 href="/buy">Buy now</a></main>')
  const filled = { filled: true, fillContrast: 5, padding: 10 }
  expect(renderedFacts(page, { 2: { ...filled, box: [0, 1000, 200, 50] } }).screen?.desktop).toMatchObject({
    actionInView: false,
    firstActionY: 1000,
  })
  expect(renderedFacts(page, { 2: { ...filled, box: [0, 300, 200, 50] } }).screen?.desktop).toMatchObject({
    actionInView: true,
    firstActionY: 300,
  })
  expect(
    renderedFacts(page, { 2: { ...filled, box: [0, 700, 200, 50], position: 'fixed' } }).screen?.mobile.actionInView,
  ).toBe(true)
})

test('small targets: those far from others, inline in a sentence, or with a larger twin are no fault', () => {
  const page = html(
    '<main data-sl=1><button data-sl=2>A</button><button data-sl=3>B</button><button data-sl=4>C</button><p data-sl=5>See the <a data-sl=6 href="/terms">terms of sale</a> first.</p><a data-sl=7 href="/x">x</a><a data-sl=8 href="/x">x, large</a></main>',
  )
  const small = (x: number, y: number) => ({ box: [x, y, 16, 16] as [number, number, number, number] })
  const { screen } = renderedFacts(page, {
    2: small(10, 10),
    3: small(28, 10),
    4: small(300, 300),
    6: small(30, 500),
    7: small(10, 600),
    8: { box: [10, 618, 100, 40] },
  })
  expect(screen?.mobile.smallTargets.map(({ text }) => text)).toEqual(['A', 'B'])
})

test('sideways scrolling, overflow, screens, contrast, cover', () => {
  const page = html(
    '<main data-sl=1><table data-sl=2></table><button data-sl=3>Order now</button><section data-sl=4></section></main>',
  )
  const { screen } = renderedFacts(
    page,
    {
      1: { box: [0, 0, 390, 1000] },
      2: { box: [0, 100, 700, 100] },
      3: { box: [0, 300, 100, 40], contrast: 2.1, coveredBy: 4 },
      4: { box: [0, 290, 300, 80] },
    },
    { width: 700, height: 4220 },
  )
  expect(screen?.mobile).toMatchObject({ scrollsSideways: true, screens: 5 })
  expect(screen?.mobile.overflowing.map(({ right }) => right)).toEqual([700])
  expect(screen?.mobile.lowContrast).toMatchObject([{ text: 'Order now', contrast: 2.1 }])
  expect(screen?.mobile.coveredControls).toMatchObject([{ text: 'Order now' }])
})

test('size and line length of the running text', () => {
  const words = 'word '.repeat(60).trim()
  const { screen } = renderedFacts(html(`<main data-sl=1><p data-sl=2>${words}</p></main>`), {
    2: { box: [0, 0, 350, 120], fontSize: 15, lineHeight: 20 },
  })
  expect(screen?.mobile).toMatchObject({ bodyFontSize: 15, lineLength: Math.round(words.length / 6) })
})

test('every filled button of the main region is a first action, whichever style is primary', () => {
  const page = html(
    '<main data-sl=1><a data-sl=2 class=hero href="/how">See how it works</a><a data-sl=3 href="/buy">Buy now</a></main>',
  )
  const { screen } = renderedFacts(page, {
    2: { box: [0, 300, 200, 40], filled: true, fillContrast: 2, padding: 10, background: '1,1,1' },
    3: { box: [0, 3000, 300, 80], filled: true, fillContrast: 8, padding: 10, background: '200,0,0' },
  })
  expect(screen?.desktop).toMatchObject({ actionInView: true, firstActionY: 300 })
})

test('what is out of use, decoration, or drawn over a picture needs no contrast', () => {
  const page = html(
    '<main data-sl=1><button data-sl=2 disabled>Order now</button><a data-sl=3 class="btn disabled" href="/a">Book now</a><a data-sl=4 class=btn href="/b">Donate now</a><label data-sl=5 for=f>Name</label><input id=f disabled data-sl=6><a data-sl=7 class=btn href="/c">Subscribe now</a></main>',
  )
  const low = { contrast: 2 }
  const { screen } = renderedFacts(page, { 2: low, 3: low, 4: { ...low, background: '' }, 5: low, 7: low })
  expect(screen?.desktop.lowContrast.map(({ text }) => text)).toEqual(['Subscribe now'])
})

test('a page that changes its colours while it is scrolled is judged by fills of its own alone', () => {
  const parts = (looks: string[]): string =>
    looks.map((look) => `<section data-look=${look}><p>Oak</p></section>`).join('')
  const page = (looks: string[]): string =>
    html(
      '<main data-sl=1><a data-sl=2 class=btn href="/a">Book now</a><a data-sl=3 class=btn href="/b">Order now</a></main>' +
        parts(looks),
    ).replace('<body', '<body data-look=night')
  const low = { 2: { contrast: 2 }, 3: { contrast: 2, filled: true, background: '250,250,250' } }
  const texts = (looks: string[]): string[] =>
    renderedFacts(page(looks), low).screen?.desktop.lowContrast.map(({ text }) => text) ?? []
  expect(texts(['night', 'dawn', 'day'])).toEqual(['Order now'])
  expect(texts([])).toEqual(['Book now', 'Order now'])
})
