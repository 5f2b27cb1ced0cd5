import { expect, test } from 'vitest'
import { measured, predictByBlocks } from '../../src/facts/model/block-model.ts'
import { trainBlocks } from '../../tools/models/block-training.ts'
import type { Sample } from '../../tools/models/learner.ts'

const settings = { shares: { title: 1, text: 1, [measured]: 2 }, parts: 4, sites: 2, decay: 0.05, passes: 100 }

function sample(index: number, label: string, words: string[], links: number): Sample {
  return {
    id: `${label}-${index}`,
    group: `site-${index}`,
    label,
    features: new Set(),
    blocks: new Map([
      ['title', new Set([words[0]!])],
      ['text', new Set([...words, `own-${index}`])],
    ]),
    measures: new Map([['links', links]]),
    scored: true,
    set: 'toy',
  }
}

const samples = Array.from({ length: 24 }, (_, index) => [
  sample(index, 'tea', ['leaf', 'cup'], index % 4),
  sample(index, 'boat', ['sail', 'mast'], 20 + (index % 4)),
]).flat()

test('words of a block and measures decide, each by as much as was learnt', () => {
  const model = trainBlocks(samples, settings)
  const guess = (title: string, links: number): string =>
    predictByBlocks(model, new Map([['title', new Set([title])]]), new Map([['links', links]])).best
  expect([guess('leaf', 1), guess('sail', 25), guess('unheard of', 1), guess('unheard of', 25)]).toEqual([
    'tea',
    'boat',
    'tea',
    'boat',
  ])
})

test('the same samples make the same model, in which no word of theirs can be read', () => {
  const [first, second] = [trainBlocks(samples, settings), trainBlocks(samples, settings)].map((model) =>
    JSON.stringify(model),
  )
  expect(second).toBe(first)
  expect(first).not.toMatch(/leaf|sail|own-/)
})

test('a word of one site alone is not learnt, and a page without any known word is guessed by the bias', () => {
  const model = trainBlocks(samples, settings)
  const empty = predictByBlocks(model, new Map([['text', new Set(['own-3'])]]), new Map())
  const none = predictByBlocks(model, new Map(), new Map())
  expect(empty.probabilities).toEqual(none.probabilities)
})
