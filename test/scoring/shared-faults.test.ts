import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readYaml } from '../../src/config/yaml-file.ts'
import { findComponents } from '../../src/rules/components.ts'
import { parseRules } from '../../src/rules/rule-file.ts'
import type { Evidence, Verdict } from '../../src/rules/schema.ts'
import { shareOfFoundation, tallyFoundations } from '../../src/scoring/stage-scores.ts'
import { frictionShare, tallyUnits, type ScoredPage, type UnitTally } from '../../src/scoring/units.ts'
import { Weights } from '../../src/scoring/weights.ts'

const place = 'rules/stages.yaml'
const weights = readYaml(readFileSync(place, 'utf8'), place, Weights, 'bad-rules')
const compiled = parseRules([
  {
    place: 'rules/evaluation/a-rule.yaml',
    text: `id: a-rule
title: A rule
kind: bug
stage: evaluation
severity: low
effort: S
evidence: C
checks: [{ expect: size(links) == 0, otherwise: Links. }]
why: w
fix: f
sources: [practice]
examples: { pass: [{ name: a }], fail: [{ name: b }] }
`,
  },
])
const rules = new Map(compiled.map((each) => [each.rule.id, each]))

interface MadePage {
  template: number
  own: boolean
  footer: boolean
}

function verdictOf(
  { template, own, footer }: MadePage,
  index: number,
  microConversion: Verdict['microConversion'],
): Verdict {
  const url = `https://example.test/${template}/${index}`
  const piece = (region: string, anchor: string): Evidence => ({
    url,
    selector: 'a',
    snippet: '<a>',
    node: 1,
    region,
    anchor,
    message: 'Links.',
    whole: 'Links.',
  })
  const evidence = [
    ...(own ? [piece('main', `main/link/of page ${index}`)] : []),
    ...(footer ? [piece('footer', 'footer/link/imprint')] : []),
  ]
  const state = evidence.length > 0 ? 'fail' : 'pass'
  return { rule: 'a-rule', url, template: `/${template}/*`, microConversion, state, message: 'Links.', evidence }
}

const pageArbitrary: fc.Arbitrary<MadePage> = fc.record({
  template: fc.integer({ min: 0, max: 4 }),
  own: fc.boolean(),
  footer: fc.boolean(),
})
const pagesArbitrary = fc.array(pageArbitrary, { minLength: 1, maxLength: 15 })

/** Share of the foundation rule on these pages. */
function shareOf(pages: readonly MadePage[], turned = false): number {
  const verdicts = pages.map((page, index) => verdictOf(page, index, 'none'))
  const said = turned ? verdicts.toReversed() : verdicts
  const [tally] = tallyFoundations(said, rules, () => 'evaluation', weights, findComponents(said))
  return shareOfFoundation(tally!)
}

/** Units of a newsletter that stands on every page. */
function unitsOf(pages: readonly MadePage[]): UnitTally[] {
  const verdicts = pages.map((page, index) => verdictOf(page, index, 'newsletter-signup'))
  const scored = verdicts.map((verdict): ScoredPage => ({
    url: verdict.url,
    template: verdict.template,
    offers: new Set(['newsletter-signup']),
    expected: new Map([['newsletter-signup', 'should']]),
    owners: new Map(),
    missing: new Set(),
    answered: new Set(),
    verdicts: [verdict],
  }))
  return tallyUnits(scored, rules, weights, findComponents(verdicts))
}

describe('a fault in a shared footer', () => {
  const everywhere = (templates: number): MadePage[] =>
    [...Array(templates * 2).keys()].map((n) => ({ template: n % templates, own: false, footer: true }))

  it('costs one place among the foundations, however many templates share it', () => {
    expect(shareOf(everywhere(4))).toBeCloseTo(4 / 5)
    expect(shareOf(everywhere(9))).toBeCloseTo(9 / 10)
    // The same fault in each page's own content costs each of them.
    expect(shareOf(everywhere(4).map((page) => ({ ...page, own: true, footer: false })))).toBe(0)
  })

  it('is counted in one unit of the step that it belongs to', () => {
    const units = unitsOf(everywhere(4))
    const failing = units.filter(({ pages }) => pages.some((page) => frictionShare(page) === 0))
    expect(units).toHaveLength(4)
    expect(failing).toHaveLength(1)
  })

  it('never costs less once it is mended, nor does what is the page’s own', () => {
    fc.assert(
      fc.property(pagesArbitrary, (pages) => {
        const before = shareOf(pages)
        expect(shareOf(pages.map((page) => ({ ...page, footer: false })))).toBeGreaterThanOrEqual(before - 1e-9)
        const template = pages[0]!.template
        const mended = pages.map((page) => (page.template === template ? { ...page, own: false } : page))
        expect(shareOf(mended)).toBeGreaterThanOrEqual(before - 1e-9)
      }),
    )
  })

  it('costs the same in whichever order pages are read', () => {
    fc.assert(
      fc.property(pagesArbitrary, (pages) => {
        expect(shareOf(pages, true)).toBeCloseTo(shareOf(pages), 9)
      }),
    )
  })
})
