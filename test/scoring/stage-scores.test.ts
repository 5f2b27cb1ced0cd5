import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readYaml } from '../../src/config/yaml-file.ts'
import { scoreStages, type FoundationTally, type ScoreInput } from '../../src/scoring/stage-scores.ts'
import type { UnitPage, UnitTally } from '../../src/scoring/units.ts'
import { stageWeights, Weights } from '../../src/scoring/weights.ts'
import { microConversions, stages } from '../../src/shared/taxonomy.ts'

const place = 'rules/stages.yaml'
const weights = readYaml(readFileSync(place, 'utf8'), place, Weights, 'bad-rules')
const config = { consideration: 'unknown' as const }

const ruleArbitrary = fc.record({
  rule: fc.constantFrom('a', 'b', 'c', 'd'),
  weight: fc.constantFrom(1, 2, 5, 10),
  passed: fc.boolean(),
  components: fc.constant([]),
  elsewhere: fc.boolean(),
})
const pageArbitrary: fc.Arbitrary<UnitPage> = fc.oneof(
  fc.record({ state: fc.constant('offered' as const), rules: fc.array(ruleArbitrary, { maxLength: 4 }) }),
  fc.record({ state: fc.constantFrom('missing' as const, 'unknown' as const), rules: fc.constant([]) }),
)
const unitArbitrary: fc.Arbitrary<UnitTally> = fc.record({
  microConversion: fc.constantFrom(...microConversions),
  template: fc.constantFrom('/', '/blog/*', '/shop/* (product)'),
  expected: fc.constantFrom('must' as const, 'should' as const),
  weight: fc.constantFrom(1, 2),
  pages: fc.array(pageArbitrary, { minLength: 1, maxLength: 9 }),
})

const foundationArbitrary: fc.Arbitrary<FoundationTally> = fc.record({
  rule: fc.constantFrom('x', 'y', 'z'),
  stage: fc.constantFrom(...stages),
  weight: fc.constantFrom(1, 2, 5),
  places: fc.array(
    fc.oneof(
      fc.record({
        key: fc.constantFrom('/', '/blog/*', '/shop/*'),
        isComponent: fc.constant(false),
        passed: fc.constantFrom(0, 0.5, 1),
      }),
      fc.record({
        key: fc.constantFrom('header', 'footer'),
        isComponent: fc.constant(true),
        passed: fc.constant(0),
      }),
    ),
    { minLength: 1, maxLength: 9 },
  ),
})

const inputArbitrary: fc.Arbitrary<ScoreInput> = fc.record({
  units: fc.array(unitArbitrary, { minLength: 1, maxLength: 12 }),
  foundations: fc.array(foundationArbitrary, { maxLength: 6 }),
  stageWeights: fc.constant(stageWeights(weights, ['saas'], config)),
  goals: fc.subarray(microConversions.slice(0, 4)).map((ids) => new Set(ids)),
  weights: fc.constant(weights),
})

function scoresOf(input: ScoreInput): (number | null)[] {
  const { overall, stages: scored } = scoreStages(input)
  return [overall, ...scored.map(({ score }) => score)]
}

/** Null means not judged: it is neither higher nor lower. */
function noneFell(before: (number | null)[], after: (number | null)[]): boolean {
  return before.every((score, index) => score === null || after[index] === null || (after[index] ?? 0) >= score - 1e-9)
}

/** The input with one page of one unit changed from a state to another; undefined when the unit has no such page. */
function changePage(input: ScoreInput, pick: number, from: UnitPage['state'], to: UnitPage): ScoreInput | undefined {
  const index = pick % input.units.length
  const unit = input.units[index]!
  const place = unit.pages.findIndex(({ state }) => state === from)
  if (place < 0) return undefined
  return { ...input, units: input.units.with(index, { ...unit, pages: unit.pages.with(place, to) }) }
}

describe('stage scores', () => {
  it('stay within 0 and 100', () => {
    fc.assert(
      fc.property(inputArbitrary, (input) =>
        scoresOf(input).every((score) => score === null || (score >= 0 && score <= 100)),
      ),
    )
  })

  it('do not depend on order', () => {
    fc.assert(
      fc.property(inputArbitrary, (input) => {
        const turned = { ...input, units: input.units.toReversed(), foundations: input.foundations.toReversed() }
        expect(scoresOf(turned)).toEqual(scoresOf(input))
      }),
    )
  })

  it('never rise when an offered step is taken away', () => {
    fc.assert(
      fc.property(inputArbitrary, fc.nat(), (input, pick) => {
        const change = changePage(input, pick, 'offered', { state: 'missing', rules: [] })
        fc.pre(change !== undefined)
        expect(noneFell(scoresOf(change!), scoresOf(input))).toBe(true)
      }),
    )
  })

  it('never fall when a missing step is added, however much friction it has', () => {
    fc.assert(
      fc.property(inputArbitrary, fc.nat(), (input, pick) => {
        const change = changePage(input, pick, 'missing', {
          state: 'offered',
          rules: [{ rule: 'friction', weight: 10, passed: false, components: [], elsewhere: false }],
        })
        fc.pre(change !== undefined)
        expect(noneFell(scoresOf(input), scoresOf(change!))).toBe(true)
      }),
    )
  })

  it('never fall when friction is removed', () => {
    fc.assert(
      fc.property(inputArbitrary, fc.nat(), (input, pick) => {
        const index = pick % input.units.length
        const unit = input.units[index]!
        const smooth = {
          ...unit,
          pages: unit.pages.map((page) => ({ ...page, rules: page.rules.map((rule) => ({ ...rule, passed: true })) })),
        }
        expect(noneFell(scoresOf(input), scoresOf({ ...input, units: input.units.with(index, smooth) }))).toBe(true)
      }),
    )
  })

  it('are null overall while the stage of a goal is', () => {
    const unit: UnitTally = {
      microConversion: 'newsletter-signup',
      template: '/',
      expected: 'must',
      weight: 2,
      pages: [{ state: 'offered', rules: [] }],
    }
    const input: ScoreInput = {
      units: [unit],
      foundations: [],
      stageWeights: stageWeights(weights, ['publisher'], config),
      goals: new Set(['donation']),
      weights,
    }
    expect(scoreStages(input).overall).toBeNull()
    expect(scoreStages({ ...input, goals: new Set() }).overall).toBe(100)
  })

  it('are null for a stage of which too little was seen', () => {
    const seen: UnitTally = {
      microConversion: 'contact-form',
      template: '/',
      expected: 'should',
      weight: 1,
      pages: [{ state: 'offered', rules: [] }],
    }
    const unseen: UnitTally = {
      ...seen,
      microConversion: 'demo-request',
      weight: 2,
      pages: [{ state: 'unknown', rules: [] }],
    }
    const input: ScoreInput = {
      units: [seen, unseen],
      foundations: [],
      stageWeights: stageWeights(weights, ['saas'], config),
      goals: new Set(),
      weights,
    }
    expect(scoreStages(input).stages.find(({ stage }) => stage === 'evaluation')?.score).toBeNull()
  })
})
