import { expect, test } from 'vitest'
import { factsOf, renderedFacts } from './page-facts.ts'

const kindsOf = (body: string): string[] =>
  renderedFacts(`<html lang="en"><body><main><h1>Lamp</h1>${body}</main></body></html>`, {}).support!.map(
    ({ kind }) => kind,
  )

test('a table of names and values, a figure, a document and text at length', () => {
  const { support } = factsOf('offer-with-summary-and-proof')
  expect(new Set(support?.map(({ kind }) => kind))).toEqual(
    new Set(['specifications', 'figures', 'downloads', 'detail']),
  )
})

test('claims support nothing', () => {
  expect(factsOf('offer-that-only-talks').support).toEqual([])
})

test('columns side by side compare; a table in a table lays out a page', () => {
  const row = '<tr><td>Light</td><td>400 lm</td><td>800 lm</td></tr>'
  expect(kindsOf(`<table>${row}${row}${row}</table>`)).toEqual(['comparison'])
  expect(kindsOf(`<table><tr><td><table>${row}</table></td><td>a</td></tr></table>`)).toEqual([])
})

test('three pictures show the thing, and questions that unfold answer', () => {
  expect(kindsOf('<img src="a.jpg" alt="front"><img src="b.jpg" alt="side"><img src="c.jpg" alt="back">')).toEqual([
    'pictures',
  ])
  const question = '<details><summary>Is it bright?</summary>Yes.</details>'
  expect(kindsOf(question.repeat(3))).toEqual(['questions'])
})

test('a price is no figure that proves something', () => {
  expect(kindsOf('<p>Now $1,200 for the set</p>')).toEqual([])
})
