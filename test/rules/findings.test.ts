import { expect, it } from 'vitest'
import { PageSummary } from '../../src/journey/site-facts.ts'
import { emptyValue, layOver } from '../../src/rules/fact-types.ts'
import { foldFindings, type RuleFinding } from '../../src/rules/findings.ts'
import { parseRules } from '../../src/rules/rule-file.ts'
import type { Evidence, Verdict } from '../../src/rules/schema.ts'
import { compareText } from '../../src/shared/digest.ts'

const rules = parseRules([
  {
    place: 'rules/evaluation/a-rule.yaml',
    text: `id: a-rule
title: A rule
kind: bug
stage: by-target
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

function summary(path: string, template: string, importance: number): PageSummary {
  const base = emptyValue(PageSummary)
  return layOver(PageSummary, base, {
    url: `https://example.test${path}`,
    template,
    importance,
    type: 'product',
  }) as PageSummary
}

function piece(path: string, region: string, anchor: string): Evidence {
  return {
    url: `https://example.test${path}`,
    selector: 'a',
    snippet: '<a>',
    node: 1,
    region,
    anchor,
    message: `${anchor}.`,
    whole: `${anchor} of all.`,
  }
}

function fail(path: string, template: string, evidence: Evidence[]): Verdict {
  const url = `https://example.test${path}`
  return { rule: 'a-rule', url, template, microConversion: 'none', state: 'fail', message: 'Links.', evidence }
}

function fold(verdicts: Verdict[], pages: PageSummary[], goals: ['contact-form'] | [] = []): RuleFinding[] {
  return foldFindings(rules, verdicts, { pages, goals, confidence: { high: 1, medium: 0.7, low: 0.4 } })
}

it('folds pages of one template into one finding, the most important first', () => {
  const pages = [summary('/p/1', '/p/*', 0.2), summary('/p/2', '/p/*', 0.9), summary('/p/3', '/p/*', 0.1)]
  const verdicts = [1, 2, 3].map((n) =>
    fail(`/p/${n}`, '/p/*', [piece(`/p/${n}`, 'main', `main link ${'abc'[n - 1]}`)]),
  )
  const [finding, ...others] = fold(verdicts, pages)
  expect(others).toEqual([])
  expect(finding).toMatchObject({
    scope: 'template',
    template: '/p/*',
    stage: 'evaluation',
    verdict: 'fail',
    pages: { count: 3, of: 3 },
  })
  expect(finding?.pages.sample[0]).toBe('https://example.test/p/2')
  expect(finding?.evidence.map(({ anchor }) => anchor)).toEqual(['main link b', 'main link a', 'main link c'])
  expect(finding?.message).toBe('main link b of all.')
})

it('folds what stands in a shared footer into one finding for all templates', () => {
  const pages = [summary('/', '/', 1), summary('/p/1', '/p/*', 0.2)]
  const verdicts = [
    fail('/', '/', [piece('/', 'footer', 'footer link x'), piece('/', 'main', 'main link own')]),
    fail('/p/1', '/p/*', [piece('/p/1', 'footer', 'footer link x')]),
  ]
  const findings = fold(verdicts, pages)
  expect(findings.map(({ scope, pages: { count } }) => `${scope} ${count}`).toSorted(compareText)).toEqual([
    'component 2',
    'page 1',
  ])
})

it('folds a block that repeats in the content of three templates, and keeps what stands in two of them apart', () => {
  const names = ['', 'blog/', 'shop/']
  const pages = names.map((name) => summary(`/${name}1`, `/${name}*`, 0.5))
  const card = (name: string): Verdict =>
    fail(`/${name}1`, `/${name}*`, [piece(`/${name}1`, 'main', 'main/link/read more')])
  const kinds = (count: number): string[] =>
    fold(names.slice(0, count).map(card), pages).map(({ scope, component }) => `${scope} ${component}`.trim())
  expect(kinds(3)).toEqual(['component main'])
  expect(kinds(2)).toEqual(['page', 'page'])
})

it('knows a thing without a name only by its kind, which folds nothing outside of header, menu and footer', () => {
  const names = ['', 'blog/', 'shop/']
  const pages = names.map((name) => summary(`/${name}1`, `/${name}*`, 0.5))
  const findings = fold(
    names.map((name) => fail(`/${name}1`, `/${name}*`, [piece(`/${name}1`, 'main', 'main/link/')])),
    pages,
  )
  expect(findings.map(({ scope }) => scope)).toEqual(['page', 'page', 'page'])
})

it('keeps ids when pages are added and the order changes', () => {
  const pages = [summary('/p/1', '/p/*', 0.2), summary('/p/2', '/p/*', 0.9)]
  const verdicts = [1, 2].map((n) => fail(`/p/${n}`, '/p/*', [piece(`/p/${n}`, 'main', 'main link')]))
  const before = fold(verdicts.slice(0, 1), pages.slice(0, 1)).map(({ id }) => id)
  expect(fold(verdicts.toReversed(), pages).map(({ id }) => id)).toEqual(before)
})

it('gives a different page or unit a different id', () => {
  const pages = [summary('/a', '/a', 1), summary('/b', '/b', 1)]
  const verdicts = [
    fail('/a', '/a', []),
    fail('/b', '/b', []),
    { ...fail('/b', '/b', []), microConversion: 'contact-form' as const },
  ]
  const findings = fold(verdicts, pages, ['contact-form'])
  expect(new Set(findings.map(({ id }) => id)).size).toBe(3)
  expect(findings.find(({ microConversion }) => microConversion === 'contact-form')?.stage).toBe('purchase')
})

it('makes one finding of what is mended in one place, whatever the template', () => {
  const [sitewide] = rules.map((compiled) => ({ ...compiled, rule: { ...compiled.rule, fold: 'site' as const } }))
  const pages = [summary('/', '/', 1), summary('/p/1', '/p/*', 0.2)]
  const verdicts = [fail('/p/1', '/p/*', []), fail('/', '/', [])]
  const findings = foldFindings([sitewide!], verdicts, {
    pages,
    goals: [],
    confidence: { high: 1, medium: 0.7, low: 0.4 },
  })
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({
    scope: 'site',
    pages: { count: 2, of: 2, sample: ['https://example.test/', 'https://example.test/p/1'] },
  })
  expect(findings[0]?.evidence.map(({ url }) => url)).toEqual(['https://example.test/', 'https://example.test/p/1'])
})

it('counts a page’s part beside a component of its own, and all of it where nothing is told apart', () => {
  const footer = (path: string): Evidence => piece(path, 'footer', 'footer link x')
  const main = piece('/p/1', 'main', 'main link b')
  const pages = [summary('/p/1', '/p/*', 0.5), summary('/q/2', '/q/*', 0.5)]
  const apart = fold([fail('/p/1', '/p/*', [main, footer('/p/1')]), fail('/q/2', '/q/*', [footer('/q/2')])], pages)
  expect(apart.map(({ message }) => message).toSorted()).toEqual(['footer link x.', 'main link b.'])
  const alone = fold([fail('/p/1', '/p/*', [main, footer('/p/1')])], pages)
  expect(alone.map(({ message }) => message)).toEqual(['main link b of all.'])
})
