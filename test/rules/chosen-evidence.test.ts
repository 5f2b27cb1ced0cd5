import { expect, it } from 'vitest'
import { chooseEvidence } from '../../src/rules/chosen-evidence.ts'
import type { Evidence } from '../../src/rules/schema.ts'

function piece(over: Partial<Evidence>): Evidence {
  return {
    url: 'https://example.test/',
    selector: 'main > a',
    snippet: '<a>',
    node: 1,
    region: 'main',
    anchor: 'main/link/read more',
    message: 'The link “Read more” says little.',
    whole: 'The link “Read more” says little.',
    ...over,
  }
}

it('shows cards of one list once while there is something else', () => {
  const card = (n: number): Evidence =>
    piece({
      selector: `main > ul > li:nth-of-type(${n}) > a`,
      anchor: `main/link/lamp ${'abcd'[n]}`,
      snippet: `<a ${n}>`,
    })
  const aside = piece({ selector: '#offer > a', anchor: 'aside/link/more', region: 'aside' })
  const chosen = chooseEvidence([card(1), card(2), card(3), aside], () => true)
  expect(chosen.map(({ selector }) => selector)).toEqual([
    'main > ul > li:nth-of-type(1) > a',
    '#offer > a',
    'main > ul > li:nth-of-type(2) > a',
  ])
})

it('puts what names a thing and can be pictured first', () => {
  const nameless = piece({ message: 'The link “” says little.', selector: 'main > p > a', anchor: 'main/link/' })
  const unseen = piece({ url: 'https://example.test/plain', selector: 'header > a', anchor: 'header/link/x' })
  const clear = piece({ selector: 'footer > a', anchor: 'footer/link/y' })
  const chosen = chooseEvidence([nameless, unseen, clear], (url) => url === 'https://example.test/')
  expect(chosen.map(({ selector }) => selector)).toEqual(['footer > a', 'header > a', 'main > p > a'])
})

it('never shows the same piece twice', () => {
  expect(chooseEvidence([piece({}), piece({})], () => true)).toHaveLength(1)
})
