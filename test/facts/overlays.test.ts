import { expect, test } from 'vitest'
import { factsOf, renderedFacts } from './page-facts.ts'

const fixed = { position: 'fixed', zIndex: 10 } as const

test('a consent banner at the bottom that offers a choice', () => {
  const { overlays } = renderedFacts(
    '<html lang=en><body><main data-sl=1><p data-sl=2>Text</p></main><div><p data-sl=3>We use cookies on this site.</p><button data-sl=4>Accept all</button></div></body></html>',
    { 1: {}, 2: {}, 3: { ...fixed, box: [0, 600, 390, 150] }, 4: { ...fixed, box: [20, 700, 100, 40] } },
  )
  expect(overlays?.map(({ kind, viewport, closable }) => `${kind} ${viewport} ${closable}`)).toEqual([
    'consent desktop true',
    'consent mobile true',
  ])
})

test('a newsletter pop-up without a way out', () => {
  const { overlays } = renderedFacts(
    '<html lang=en><body><main data-sl=1></main><div role=dialog data-sl=2><h2 data-sl=3>Join our newsletter</h2><form data-sl=4><input data-sl=5 type=email name=email><button data-sl=6>Subscribe</button></form></div></body></html>',
    { 1: {}, 2: { ...fixed, box: [20, 100, 350, 400] }, 3: fixed, 4: fixed, 5: fixed, 6: fixed },
  )
  expect(overlays?.find(({ viewport }) => viewport === 'mobile')).toMatchObject({ kind: 'newsletter', closable: false })
})

test('a fixed header is a sticky bar; what scrolls away is no overlay', () => {
  const { overlays } = renderedFacts(
    '<html lang=en><body><header data-sl=1><a data-sl=2 href="/">Mill</a></header><main data-sl=3><p data-sl=4>Text</p></main></body></html>',
    { 1: { ...fixed, box: [0, 0, 1366, 60] }, 2: fixed, 3: {}, 4: {} },
  )
  expect(overlays?.map(({ kind }) => kind)).toEqual(['sticky-bar', 'sticky-bar'])
})

test('a log-in that fills the screen asks for no newsletter', () => {
  const { overlays } = renderedFacts(
    '<html lang=en><body><div data-sl=1><h1 data-sl=2>Log in</h1><form data-sl=3><input data-sl=4 type=email name=email><input data-sl=5 type=password name=password><button data-sl=6>Log in</button></form></div></body></html>',
    { 1: { ...fixed, box: [0, 0, 390, 844] }, 2: fixed, 3: fixed, 4: fixed, 5: fixed, 6: fixed },
  )
  expect(overlays?.some(({ kind }) => kind === 'newsletter')).toBe(false)
})

test('a page that scrolls inside of a fixed box lies over nothing', () => {
  const { overlays } = renderedFacts(
    '<html lang=en><body><div id=smooth data-sl=1><header data-sl=2><a data-sl=3 href="/">Mill</a></header><main data-sl=4><h1 data-sl=5>Flour</h1><form data-sl=6><h2 data-sl=7>Join our newsletter</h2><input data-sl=8 type=email name=email><button data-sl=9>Subscribe</button></form></main></div></body></html>',
    Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((node) => [node, { ...fixed, box: [0, 0, 390, 844] }])),
  )
  expect(overlays).toEqual([])
})

const marked = (page: string): string[] => (factsOf(page).overlayMarkup ?? []).map(({ kind }) => kind)

test('a bar for cookies without a known vendor; a tick box under a comment and an empty basket are none', () =>
  expect(marked('overlay-cookie-bar')).toEqual(['consent']))
test('a notice that no class names, in a language without words of its own', () =>
  expect(marked('overlay-notice-without-name')).toEqual(['consent']))
test('boxes that open by themselves, not those that wait for a click', () =>
  expect(marked('overlay-exit-and-newsletter')).toEqual(['promotion', 'newsletter']))
test('a notice within a form for an address and a message about cookies are no banner', () =>
  expect(marked('overlay-cookie-parts')).toEqual([]))
