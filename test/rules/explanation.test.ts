import { describe, expect, it } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import { readKnowledge } from '../../src/knowledge.ts'
import { explainOnPage, explainOnSite, type Explanation } from '../../src/rules/explanation.ts'
import type { Expectations } from '../../src/rules/expectations.ts'
import { emptyValue } from '../../src/rules/fact-types.ts'
import { parseRules, type CompiledRule } from '../../src/rules/rule-file.ts'
import { SiteFacts } from '../../src/journey/site-facts.ts'
import type { Step } from '../../src/rules/trace.ts'
import { explanationText } from '../../src/commands/explain/explanation-text.ts'
import { newRuleText } from '../../src/rules/new-rule-text.ts'

const { vocabularies } = await readKnowledge()
const expectations: Expectations = [
  { step: ['newsletter-signup'], level: 'should', reason: 'They come back.', source: 'practice' },
]
const url = 'https://example.test/lamps'

function ruleWith(changes: Record<string, string>): CompiledRule {
  const text = newRuleText({ id: 'price-hidden', stage: 'evaluation', kind: 'bug', schema: 'x' })
  const changed = Object.entries(changes).reduce((all, [from, to]) => {
    expect(all).toContain(from)
    return all.replace(from, to)
  }, text)
  return parseRules([{ place: 'rules/evaluation/price-hidden.yaml', text: changed }])[0]!
}

function explain(compiled: CompiledRule, html: string, profiles: ('saas' | 'local')[] = []): Explanation {
  const { facts } = extractFacts({ url, html, vocabularies, given: { language: 'en', pageType: 'product' } })
  const page = { url, template: '', rendered: true, hostRole: 'main' as const, facts }
  return explainOnPage(compiled, page, { profiles, trade: 'general', expectations })
}

function sources({ source, thing, holds, steps }: Step): unknown[] {
  return [[thing || source, holds], ...steps.flatMap(sources)]
}

const lamps = '<main><h1>Lamps</h1><a href="/a">Desk lamp</a> <a href="/b">Floor lamp</a> <a href="/c"></a></main>'

describe('an explanation', () => {
  it('says of each part what it came to, and stops where nothing more was looked at', () => {
    const compiled = ruleWith({ 'size(page.headings) > 0': 'page.title == "x" && size(links) > 0' })
    const { runs } = explain(compiled, lamps)
    expect(runs[0]?.verdict.state).toBe('skip')
    expect(runs[0]?.when?.steps.map(({ source, holds, note }) => [source, holds, note])).toEqual([
      ['page.title == "x"', false, 'page.title is ""'],
    ])
    expect(runs[0]?.checks).toEqual([])
  })

  it('of a list names the things that decided', () => {
    const compiled = ruleWith({ 'expect: size(prices) > 0': 'expect: links.all(l, l.text != "" && l.href != "x")' })
    const [run] = explain(compiled, lamps).runs
    expect(run?.verdict.state).toBe('fail')
    const [check] = run!.checks
    expect(check?.expect.note).toBe('links: 3 things; 2 fit')
    expect(check?.expect.steps).toHaveLength(1)
    expect(check?.expect.steps[0]).toMatchObject({ holds: false, thing: expect.stringContaining('/c') as string })
    expect(check?.expect.steps[0]?.steps).toMatchObject([
      { source: 'l.text != ""', holds: false, note: 'l.text is ""' },
    ])
  })

  it('goes into loops inside of loops and of comparisons', () => {
    const html =
      '<main><h1>Lamps</h1><form><label>Name <input name="n"></label><label>Mail <input type="email" name="e"></label></form></main>'
    const expression = 'forms.exists(f, size(f.fields.filter(x, x.purpose == "email")) > 1)'
    const compiled = ruleWith({ 'expect: size(prices) > 0': `expect: ${expression}` })
    const [check] = explain(compiled, html).runs[0]!.checks
    const [form] = check!.expect.steps
    expect(form).toMatchObject({ holds: false, note: 'size(f.fields.filter(x, x.purpose == "email")) is 1' })
    expect(form?.steps[0]).toMatchObject({
      source: 'f.fields.filter(x, x.purpose == "email")',
      note: 'f.fields: 2 things; 1 fits',
    })
    expect(sources(form!.steps[0]!)).toContainEqual([expect.stringContaining('"e"'), true])
  })

  it('brackets stay where they belong', () => {
    const compiled = ruleWith({
      'size(page.headings) > 0': '>-\n  (size(links) > 5 || size(links) < 2) && !(page.title == ")")',
    })
    const [run] = explain(compiled, lamps).runs
    expect(sources(run!.when!).map((each) => (each as string[])[0])).toEqual([
      '(size(links) > 5 || size(links) < 2) && !(page.title == ")")',
      'size(links) > 5 || size(links) < 2',
      'size(links) > 5',
      'size(links) < 2',
    ])
  })

  it('says why something is expected', () => {
    const compiled = ruleWith({ 'size(page.headings) > 0': 'expectedOnSite("newsletter-signup") && profile("saas")' })
    const steps = explain(compiled, lamps, ['saas']).runs[0]!.when!.steps
    expect(steps[0]?.note).toMatch('should (saas, anywhere on the site): They come back. [practice]')
    expect(steps[1]).toMatchObject({ holds: true, note: 'profiles held: saas' })
  })

  it('names what is not known, and an index past the end', () => {
    const compiled = ruleWith({ 'expect: size(prices) > 0': 'expect: screen.desktop.scrollsSideways' })
    const [run] = explain(compiled, lamps).runs
    expect(run?.verdict.state).toBe('unknown')
    expect(run?.checks[0]?.expect.value).toBe('error: not known of this page: screen')
    const far = ruleWith({ 'expect: size(prices) > 0': 'expect: links[9].text == ""' })
    expect(explain(far, lamps).runs[0]?.checks[0]?.expect.value).toMatch(/^error: /)
  })

  it('tells what was asked before: profile and page type', () => {
    const compiled = ruleWith({ 'page-types: [service, product]': 'page-types: [article]\nprofiles: [saas]' })
    const { gates, runs } = explain(compiled, lamps)
    expect(gates).toEqual([
      { asks: 'profile: saas', holds: false, found: 'none known' },
      { asks: 'page type: article', holds: false, found: 'product' },
    ])
    expect(runs[0]?.when).toBeUndefined()
  })

  it('reads well on a terminal', () => {
    const text = explanationText(explain(ruleWith({}), lamps))
    expect(text).toContain('price-hidden')
    expect(text).toContain('Does it apply?')
    expect(text).toContain('FAIL')
    expect(text.split('\n').every((line) => line.length <= 120)).toBe(true)
  })
})

it('a site is explained over its pages', () => {
  const compiled = ruleWith({
    'severity: medium': 'scope: site\nseverity: medium',
    'page-types: [service, product]': '',
    'size(page.headings) > 0': 'site.pages > 0',
    'expect: size(prices) > 0': 'expect: pages.exists(p, p.prices > 0)',
    ' “{page.title}”': '',
  })
  const site = { ...(emptyValue(SiteFacts) as SiteFacts), pages: 2, origin: 'https://example.test' }
  const { runs, subject } = explainOnSite(compiled, site, [], { profiles: [], trade: 'general', expectations })
  expect(subject.url).toBe('https://example.test')
  expect(runs[0]?.checks[0]?.expect.note).toBe('pages: there is none; so none fits')
})
