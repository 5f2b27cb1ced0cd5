import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readReportTemplate } from '../../src/config/report-templates.ts'
import { createTranslator, loadStrings } from '../../src/report/strings.ts'
import { bounds, buildView, type Variant } from '../../src/report/view.ts'
import type { AuditResult } from '../../src/report/result.ts'
import { sampleResult, samplePictures } from './sample-result.ts'

const layers = await readReportTemplate([fileURLToPath(new URL('../../report-templates/default', import.meta.url))])
const translator = createTranslator('en', loadStrings(layers, 'en'))

function view(result: AuditResult, variant: Variant = 'client') {
  const pictures = samplePictures(() => new Uint8Array(100))
  return buildView({ result, pictures, translator, ruleTexts: new Map() }, variant, bounds[variant])
}

describe('the view of a result', () => {
  test('each rule is told once before one is told again', () => {
    const result = sampleResult({ findings: 40 })
    const told = view(result)
      .full.flatMap(({ findings }) => findings)
      .toSorted((a, b) => a.number - b.number)
    const distinct = new Set(result.findings.map(({ rule }) => rule)).size
    expect(new Set(told.slice(0, distinct).map(({ rule }) => rule)).size).toBe(Math.min(distinct, 10))
    expect(told.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('no finding is told twice or lost', () => {
    const result = sampleResult({ findings: 40 })
    const { full, rest, review } = view(result, 'client')
    const ids = [...full, ...rest].flatMap(({ findings }) => findings.map(({ id }) => id))
    const failed = result.findings.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
    expect(ids.toSorted()).toEqual(failed.toSorted())
    expect(review).toEqual([])
    expect(view(result, 'worklist').review.length).toBe(40 - failed.length)
  })

  test('headlines follow the priority', () => {
    const { found, quickWins } = view(sampleResult({ findings: 40 })).headlines
    expect(found.map(({ rule }) => rule)).toEqual([
      'newsletter-missing',
      'dead-link',
      'form-too-many-fields',
      'phone-not-callable',
      'cta-below-fold',
    ])
    expect(quickWins).toHaveLength(3)
    expect(quickWins.every(({ effort }) => effort === 'S')).toBe(true)
  })

  test('most is to be won where score and weight leave most room', () => {
    const result = sampleResult()
    expect(view(result).mostToWin).toBe('purchase')
    const stages = result.stages.map((stage) => ({ ...stage, weight: stage.id === 'evaluation' ? 9 : 1 }))
    expect(view({ ...result, stages }).mostToWin).toBe('evaluation')
    expect(view(sampleResult({ stages: 'unscored' })).mostToWin).toBe('')
  })

  test('the place of a finding is said without nonsense numbers', () => {
    const result = sampleResult({ findings: 1 })
    const place = (change: Partial<AuditResult['findings'][number]>) =>
      view({ ...result, findings: result.findings.map((finding) => ({ ...finding, ...change })) }).full[0]?.findings[0]
        ?.place
    expect(place({ scope: 'site', pages: { count: 0, of: 0, sample: [] } })).toBe('This is about the site as a whole.')
    expect(place({ scope: 'template', pages: { count: 1, of: 1, sample: [] } })).toBe(
      'On the one page of its kind that we judged.',
    )
    expect(place({ scope: 'template', pages: { count: 4, of: 4, sample: [] } })).toBe('On all 4 pages judged.')
    expect(place({ scope: 'template', pages: { count: 1, of: 4, sample: [] } })).toBe('On one of 4 pages judged.')
    expect(place({ scope: 'component', pages: { count: 500, of: 600, sample: [] } })).toBe(
      'In a part that 500 pages share.',
    )
  })

  test('a desktop picture stands before that of a phone', () => {
    const shots = view(sampleResult()).full[0]?.findings[0]?.shots ?? []
    expect(shots.map(({ viewport }) => viewport)).toEqual(['desktop', 'mobile'])
  })

  test('a code without a sentence is for the consultant only', () => {
    const result = sampleResult()
    const noted = {
      ...result,
      run: { ...result.run, notes: ['odd-thing https://a.test/', 'sitemap-cut https://a.test'] },
    }
    expect(view(noted).notes).toEqual(['The sitemaps of https://a.test were longer than we read.'])
    expect(view(noted, 'worklist').notes).toContain('odd-thing https://a.test/')
  })

  test('praise stays praise, though the same rule could not be judged elsewhere', () => {
    const result = sampleResult()
    const unknowns = [{ rule: 'strength-0', title: 'Pages have no title', reason: 'not rendered', pages: 1 }]
    expect(view({ ...result, unknowns }).strengths[0]?.title).toBe('Each page has a title of its own')
  })

  test('held media are no side effect for a client', () => {
    const result = sampleResult()
    const media = {
      kind: 'media',
      host: 'a.test',
      method: 'GET',
      pathPattern: '/*.mp4',
      fate: 'held' as const,
      pages: 3,
    }
    const more = { ...result, sideEffects: [...result.sideEffects, media] }
    expect(view(more).held).toBe(view(result).held)
  })
})
