import { describe, expect, it } from 'vitest'
import { SiteFacts } from '../../src/journey/site-facts.ts'
import { emptyValue, layOver } from '../../src/rules/fact-types.ts'
import { parseExpectations } from '../../src/rules/expectations.ts'
import { judgePage, judgeSite, type JudgedPage } from '../../src/rules/judge.ts'
import { pageNames } from '../../src/rules/languages.ts'
import { parseRules, type CompiledRule } from '../../src/rules/rule-file.ts'

const expectations = parseExpectations(
  '- { step: [newsletter-signup], on: [article], level: should, reason: r, source: s }',
  'expectations.yaml',
)
const context = { profiles: ['publisher'], trade: 'general', expectations } as const

function rule(lines: string): CompiledRule {
  const text = `id: a-rule
title: A rule
kind: bug
stage: by-target
severity: low
effort: S
evidence: C
why: w
fix: f
sources: [practice]
examples:
  pass: [{ name: a }]
  fail: [{ name: b }]
  skip: [{ name: c }]
${lines}`
  const [compiled] = parseRules([{ place: 'rules/evaluation/a-rule.yaml', text }])
  return compiled!
}

function page(given: Record<string, unknown>, rest: Partial<JudgedPage> = {}): JudgedPage {
  const facts: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(pageNames)) {
    if (name === 'screen' || name === 'overlays') continue
    facts[name] = layOver(schema, emptyValue(schema), given[name])
  }
  if (given['screen'])
    facts['screen'] = layOver(pageNames['screen']!, emptyValue(pageNames['screen']!), given['screen'])
  return { url: 'https://example.test/a', template: '/a', rendered: true, hostRole: 'main', facts, ...rest }
}

const known = { language: { used: 'en', known: true }, page: { type: 'article', typeConfidence: 1 } }

describe('absence', () => {
  const missing = rule(`claims: absence
micro-conversion: newsletter-signup
when: expected("newsletter-signup")
checks:
  - expect: size(newsletter) > 0
    otherwise: No sign-up.`)
  const stateOf = (judged: JudgedPage): string => judgePage([missing], judged, context)[0]!.state

  it('fails where it was looked for', () => {
    expect(stateOf(page(known))).toBe('fail')
  })
  it('passes where it is, even in a language without words', () => {
    expect(stateOf(page({ ...known, language: { used: 'xx', known: false }, newsletter: [{}] }))).toBe('pass')
  })
  it.each([
    ['no vocabulary', page({ ...known, language: { used: 'xx', known: false } })],
    ['not rendered', page(known, { rendered: false })],
    [
      'a held request could have brought it',
      page({ ...known, hints: [{ source: 'held-request', couldSupply: ['newsletter-signup'] }] }),
    ],
    [
      'an unreadable frame could hold anything',
      page({ ...known, hints: [{ source: 'unreadable-frame', couldSupply: ['any'] }] }),
    ],
    ['a log-in stands before it', page({ ...known, page: { type: 'article', typeConfidence: 1, loginWall: true } })],
    ['a bot challenge', page({ ...known, page: { type: 'article', typeConfidence: 1, challenge: true } })],
  ])('is unknown: %s', (_name, judged) => {
    expect(stateOf(judged)).toBe('unknown')
  })
  it('is not hidden by a source of something else', () => {
    expect(stateOf(page({ ...known, hints: [{ source: 'held-request', couldSupply: ['chat-start'] }] }))).toBe('fail')
  })
  it('is skipped where the kind of page is a poor guess', () => {
    expect(stateOf(page({ ...known, page: { type: 'article', typeConfidence: 0.4 } }))).toBe('skip')
  })
  it('is skipped where it is not expected', () => {
    expect(stateOf(page({ ...known, page: { type: 'legal', typeConfidence: 1 } }))).toBe('skip')
    expect(stateOf(page(known, { hostRole: 'docs' }))).toBe('skip')
  })
})

it('is unknown without the facts that it needs', () => {
  const compiled = rule(`checks:
  - expect: "!screen.mobile.scrollsSideways"
    otherwise: Scrolls.`)
  expect(judgePage([compiled], page(known), context)[0]).toMatchObject({ state: 'unknown' })
  expect(judgePage([compiled], page({ ...known, screen: {} }), context)[0]).toMatchObject({ state: 'pass' })
})

it('judges forms of each purpose apart, each in its own unit', () => {
  const compiled = rule(`about: forms
checks:
  - expect: forms.all(f, f.visibleFields <= 3)
    otherwise: "{visibleFields} fields."
show: forms.filter(f, f.visibleFields > 3)`)
  const forms = [
    { purpose: 'newsletter', visibleFields: 1 },
    { purpose: 'contact', visibleFields: 5, where: { anchor: 'main form contact', region: 'main' } },
  ]
  const verdicts = judgePage([compiled], page({ ...known, forms }), context)
  expect(verdicts.map(({ microConversion, state }) => [microConversion, state])).toEqual([
    ['newsletter-signup', 'pass'],
    ['contact-form', 'fail'],
  ])
  expect(verdicts[1]?.message).toBe('5 fields.')
  expect(verdicts[1]?.evidence[0]?.anchor).toBe('main form contact')
})

it('the facts of one site serve its pages and the site itself', () => {
  const onPage = rule(`checks:
  - expect: size(site.offers) == 0
    otherwise: Offers.`)
  const onSite = rule(`scope: site
checks:
  - expect: size(site.offers) == 0
    otherwise: Offers.`)
  const site = emptyValue(SiteFacts) as SiteFacts
  const judged = page(known)
  judged.facts['site'] = site
  expect(judgePage([onPage], judged, context)[0]?.state).toBe('pass')
  expect(judgeSite([onSite], site, [], context)[0]?.state).toBe('pass')
})

it('numbers compare as people write them', () => {
  const compiled = rule(`checks:
  - expect: page.words == 3 && page.words + 1 > 3.5 && size(links) == 0 && page.words / 2 < 2
    otherwise: Wrong.`)
  expect(judgePage([compiled], page({ ...known, page: { words: 3 } }), context)[0]?.state).toBe('pass')
})

it('an expression that goes wrong on some page is unknown there', () => {
  const compiled = rule(`checks:
  - expect: links[3].text == ""
    otherwise: Wrong.`)
  expect(judgePage([compiled], page(known), context)[0]).toMatchObject({ state: 'unknown' })
})
