import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseExpectations } from '../../src/rules/expectations.ts'
import { labFindings, readsLab } from '../../src/rules/lab-rules.ts'
import { parseRules } from '../../src/rules/rule-file.ts'
import { labFacts, medianOf, type LabRecord } from '../../src/snapshot/lab.ts'

const places = [
  'information-search/main-content-late',
  'purchase/decisive-page-slowest',
  'information-search/title-missing',
]
const rules = parseRules(
  places.map((place) => ({ place: `rules/${place}.yaml`, text: readFileSync(`rules/${place}.yaml`, 'utf8') })),
)
const expectations = parseExpectations(readFileSync('rules/expectations.yaml', 'utf8'), 'rules/expectations.yaml')

type Measured = LabRecord & { performance: number | null }

function measured(path: string, largestPaint: number, over: Partial<Measured> = {}): Measured {
  const metrics = { 'largest-contentful-paint': largestPaint, 'total-blocking-time': 100 }
  return { url: `https://example.test${path}`, device: 'mobile', error: '', performance: 60, metrics, runs: 1, ...over }
}

function judge(records: readonly LabRecord[]) {
  return labFindings(rules, records, {
    pages: records.map(({ url }, index) => ({
      url,
      template: new URL(url).pathname,
      type: index === 1 ? 'pricing' : 'home',
      typeConfidence: 1,
      importance: 1 - index / 10,
      rendered: true,
    })),
    goals: [],
    profiles: ['saas'],
    trade: 'general',
    expectations,
    confidence: { high: 1, medium: 0.7, low: 0.4 },
  })
}

describe('rules about laboratory figures', () => {
  it('are known by the fact that they read', () => {
    expect(rules.filter((compiled) => readsLab(compiled)).map(({ rule }) => rule.id)).toEqual([
      'decisive-page-slowest',
      'main-content-late',
    ])
  })

  it('fail for what was measured, and are silent about all else', () => {
    const findings = judge([
      measured('/', 5200),
      measured('/prices', 2100),
      measured('/broken', 9000, { error: 'NO_FCP' }),
    ])
    expect(findings.map(({ rule, pages }) => [rule, pages.sample])).toEqual([
      ['main-content-late', ['https://example.test/']],
    ])
  })

  it('compare a decisive page with what is usual on the site', () => {
    const three = [measured('/', 2000), measured('/prices', 3900), measured('/a', 2100)]
    expect(judge(three)).toEqual([])
    expect(judge([...three, measured('/b', 2200)]).map(({ rule }) => rule)).toEqual(['decisive-page-slowest'])
  })
})

describe('several measurements of a page', () => {
  it('become their medians, with how far they lay apart', () => {
    const all = medianOf([measured('/', 3000, { performance: 50 }), measured('/', 5000), measured('/', 4000)])
    expect(all).toMatchObject({ performance: 60, runs: 3, metrics: { 'largest-contentful-paint': 4000 } })
    expect(all.metrics['largest-contentful-paint-spread']).toBe(0.5)
    expect(labFacts([all]).get('https://example.test/')).toMatchObject({ runs: 3, spread: 0.5, largestPaint: 4000 })
  })

  it('leave out those that failed, and are a failure when all did', () => {
    const failed = measured('/', 0, { error: 'NO_FCP', metrics: {}, performance: null })
    expect(medianOf([measured('/', 3000), failed])).toMatchObject({ error: '', runs: 1 })
    expect(medianOf([failed, failed])).toEqual(failed)
  })
})
