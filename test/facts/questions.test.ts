import { expect, test } from 'vitest'
import { factsOfGiven } from './given-page.ts'

const asked = (html: string): string[] => factsOfGiven(html, 'service').questions!.map(({ question }) => question)
const answer = '<p>Two days, in most cases, and never more than a week.</p>'

test.each([
  ['headings above answers', `<main><h3>How long does it take?</h3>${answer}</main>`],
  ['folded lines', `<main><details><summary>How long does it take?</summary>${answer}</details></main>`],
  ['terms', `<main><dl><dt>How long does it take?</dt><dd>Two days.</dd></dl></main>`],
  ['buttons of an accordion', '<main><button aria-expanded="false">How long does it take?</button></main>'],
  ['boxes named for it', `<main><div class="faq-item"><p>How long does it take?</p>${answer}</div></main>`],
])('%s', (_, html) => {
  expect(asked(html)).toEqual(['How long does it take?'])
})

test.each([
  ['a call above a form', '<main><h2>Still a question?</h2><form><input name="q"></form></main>'],
  ['a sentence of the text', `<main><p>How long does it take?</p>${answer}</main>`],
  ['the menu', '<nav><h3>What do you look for?</h3><p>Lamps, tables and chairs in all sizes.</p></nav>'],
])('%s answers nothing', (_, html) => {
  expect(asked(html)).toEqual([])
})
