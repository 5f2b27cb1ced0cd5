import { expect, test } from 'vitest'
import { factsOf, renderedFacts } from './page-facts.ts'

test('an opening sentence and a list of points, behind the trail of links', () => {
  const { summary } = factsOf('offer-with-summary-and-proof')
  expect(summary?.[0]).toMatchObject({ kind: 'lead', before: 2, items: 1 })
  expect(summary?.[1]).toMatchObject({ kind: 'key-points', items: 3 })
  expect(summary?.some(({ kind }) => kind === 'key-facts')).toBe(true)
})

test('a long paragraph is no summary, and a menu no list of points', () => {
  const { summary } = factsOf('offer-that-only-talks')
  expect(summary?.map(({ kind }) => kind)).toEqual(['lead'])
  expect(summary?.[0]?.before).toBeGreaterThan(80)
})

test('small headings in a row with a few words below are points', () => {
  const cards = ['Quick', 'Quiet', 'Clean'].map((name) => `<div><h3>${name}</h3><p>More of it every day.</p></div>`)
  const { summary } = renderedFacts(
    `<html lang="en"><body><main><h1>Lamps</h1>${cards.join('')}</main></body></html>`,
    {},
  )
  expect(summary).toMatchObject([{ kind: 'key-points', items: 3, text: 'Quick · Quiet · Clean' }])
})
