import { describe, expect, test } from 'vitest'
import { acceptedOf, changesSince, isFall } from '../../tools/accuracy/compare.ts'
import { judgePresence, judgeSet, none, score, worstConfusions } from '../../tools/accuracy/score.ts'
import { valueOf } from '../../tools/accuracy/targets.ts'

const answers = [
  ['search', 'search'],
  ['search', 'search'],
  ['search', 'other'],
  ['login', 'login'],
  ['login', 'search'],
  ['other', 'other'],
].map(([truth, guess]) => ({ truth: truth!, guess: guess! }))

describe('figures', () => {
  test('precision, recall and F1 of a class by hand', () => {
    const { classes, accuracy, macroF1 } = score(answers)
    expect(classes['search']).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 })
    expect(classes['login']).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3, support: 2 })
    expect(accuracy).toBe(4 / 6)
    expect(macroF1).toBeCloseTo((2 / 3 + 2 / 3 + 2 / 3) / 3)
  })

  test('nothing found where nothing is, is right and no class', () => {
    const { classes, accuracy } = score([
      judgePresence('chat', 'a', false, false),
      judgePresence('chat', 'b', true, true),
      judgePresence('chat', 'c', false, true),
    ])
    expect(Object.keys(classes)).toEqual(['yes'])
    expect(classes['yes']).toMatchObject({ precision: 0.5, recall: 1 })
    expect(accuracy).toBeCloseTo(2 / 3)
  })

  test('one thing too many and one missed both count', () => {
    const judged = judgeSet('phone', 'page', 'phone', {
      truths: ['111', '222'],
      found: ['222', '333'],
      same: (one, other) => one === other,
    })
    expect(judged.map(({ truth, guess }) => [truth, guess])).toEqual([
      ['phone', none],
      ['phone', 'phone'],
      [none, 'phone'],
    ])
  })

  test('who is taken for whom, most often first', () => {
    expect(worstConfusions(score([...answers, { truth: 'login', guess: 'search' }]), 1)).toEqual([
      { truth: 'login', guess: 'search', times: 2 },
    ])
  })
})

describe('against the accepted figures', () => {
  const before = acceptedOf({ forms: score(answers) })

  test('one more wrong answer is a fall', () => {
    const worse = answers.map((answer, index) => (index === 0 ? { ...answer, guess: 'other' } : answer))
    const { changes } = changesSince(before, acceptedOf({ forms: score(worse) }))
    expect(changes.filter(isFall).map(({ figure }) => figure)).toContain('accuracy')
  })

  test('the same answers are no change', () => {
    expect(changesSince(before, acceptedOf({ forms: score(answers) }))).toEqual({ changes: [], notCompared: [] })
  })

  test('other pages are not compared', () => {
    const fewer = acceptedOf({ forms: score(answers.slice(1)) })
    expect(changesSince(before, fewer)).toEqual({ changes: [], notCompared: ['forms'] })
  })

  test('a class that no answer is about has no figure', () => {
    expect(valueOf(score(answers), 'f1 order')).toBeUndefined()
    expect(valueOf(score(answers), 'recall login')).toBe(0.5)
  })
})
