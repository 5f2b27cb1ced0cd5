import { expect, test } from 'vitest'
import { JudgedLine, precisionOf, ruleForm } from '../../src/rules/precision.ts'
import { parseRules, type CompiledRule } from '../../src/rules/rule-file.ts'

function compiled(scope: 'page' | 'site', more = ''): CompiledRule {
  const expect = scope === 'page' ? 'page.title != ""' : '"phone-call" in site.offers'
  const text = `
id: thing-missing
title: A thing is missing
kind: bug
scope: ${scope}
stage: evaluation
severity: low
effort: S
evidence: C
checks: [{ expect: '${expect}', otherwise: It is missing.${more} }]
why: It matters.
fix: Add it.
sources: [practice]
examples:
  pass: [{ name: there, html: <title>Lamps</title> }]
  fail: [{ name: not there, html: <p>Lamps</p> }]
`
  return parseRules([{ place: 'rules/evaluation/thing-missing.yaml', text }])[0]!
}

const page = compiled('page')

function line(site: number, more: Partial<JudgedLine> = {}, rule = page): JudgedLine {
  const part = String(site).padStart(8, '0')
  return JudgedLine.parse({
    key: `${part}-${part}-${part}@${ruleForm(rule)}`,
    right: true,
    by: 'anna',
    on: '2026-11-25',
    ...more,
  })
}

const lines = (count: number, more: Partial<JudgedLine> = {}, rule = page): JudgedLine[] =>
  Array.from({ length: count }, (_, site) => line(site, more, rule))

test('a page rule may fail from twenty firings on, nine of ten right', () => {
  expect(precisionOf(page, lines(19))).toMatchObject({ judged: 19, mayFail: false, reason: '19 of 20 firings judged' })
  const two = lines(20).map((each, index) => ({ ...each, right: index > 1 }))
  expect(precisionOf(page, two)).toMatchObject({ judged: 20, right: 18, sites: 20, precision: 0.9, mayFail: true })
  expect(precisionOf(page, two).atLeast).toBeCloseTo(0.699, 3)
  const three = lines(20).map((each, index) => ({ ...each, right: index > 2 }))
  expect(precisionOf(page, three)).toMatchObject({ mayFail: false, reason: 'right in 85% of 20 firings' })
})

test('judges who disagree count as wrong until it is settled', () => {
  const other = line(0, { by: 'berta', right: false })
  expect(precisionOf(page, [...lines(20), other])).toMatchObject({ judged: 20, right: 19, disagreements: 1 })
  const settled = line(0, { by: 'clara', settled: true })
  expect(precisionOf(page, [...lines(20), other, settled])).toMatchObject({ right: 20, disagreements: 0 })
})

test('firings of one template count once, and those of another form of the rule apart', () => {
  const sameTemplate = { ...line(0), key: `00000000-00000000-ffffffff@${ruleForm(page)}` }
  const older = { ...line(5), key: line(5).key.replace(/@.*/, '@000000') }
  expect(precisionOf(page, [line(0), sameTemplate, older])).toMatchObject({ judged: 1, olderForm: 1 })
})

test('the form of a rule is what decides whether it fires, not its sentences', () => {
  expect(ruleForm(compiled('page', ' Really.'))).toBe(ruleForm(page))
  expect(ruleForm(compiled('site'))).not.toBe(ruleForm(page))
})

test('a site rule is tried by ablations; what could not be told is left out', () => {
  const site = compiled('site')
  const tried = lines(22, { kind: 'ablation' }, site).map((each, index) =>
    index < 2 ? { ...each, right: false, unknown: true } : each,
  )
  expect(precisionOf(site, tried)).toMatchObject({ ablations: { tried: 22, right: 20, unknown: 2 }, mayFail: true })
  expect(precisionOf(site, tried.slice(1))).toMatchObject({ mayFail: true })
  expect(precisionOf(site, tried.slice(3))).toMatchObject({ mayFail: false, reason: '19 of 20 ablations' })
  const wrong = line(0, { right: false }, site)
  expect(precisionOf(site, [...tried, wrong])).toMatchObject({ mayFail: false, reason: 'right in 0% of 1 firings' })
})
