import { expect, it } from 'vitest'
import { openForeignRules, type ForeignLimits, type ForeignRules } from '../../src/foreign-rules.ts'
import { extractFacts } from '../../src/facts/extract.ts'
import { readKnowledge } from '../../src/knowledge.ts'
import type { JudgeContext, JudgedPage } from '../../src/rules/judge.ts'
import { parseRules, type RuleText } from '../../src/rules/rule-file.ts'

const knowledge = await readKnowledge()
const context: JudgeContext = { profiles: [], trade: 'general', expectations: knowledge.expectations }

function rule(id: string, expression: string, scope = 'page'): RuleText {
  const place = `theirs/evaluation/${id}.yaml`
  const text = `id: ${id}
title: A rule of somebody else
kind: bug
scope: ${scope}
stage: evaluation
severity: low
effort: S
evidence: C
checks: [{ expect: ${JSON.stringify(expression)}, otherwise: It is so. }]
why: Because.
fix: Do.
sources: [practice]
examples:
  pass: [{ name: a, html: <p>a</p> }]
  fail: [{ name: b, html: <p>b</p> }]
`
  return { place, text, isForeign: true }
}

function open(texts: RuleText[], limits?: ForeignLimits): ForeignRules {
  return openForeignRules(
    parseRules(texts),
    { texts, context, site: undefined, summaries: [], withExamples: true },
    limits,
  )
}

function pageOf(html: string): JudgedPage {
  const url = 'https://example.test/'
  const { facts } = extractFacts({ url, html, vocabularies: knowledge.vocabularies })
  return { url, template: '', rendered: true, hostRole: 'main', facts }
}

const small = pageOf('<title>Lamps</title><a href="/a">Lamps</a>')
const links = Array.from({ length: 4000 }, (_, index) => `<a href="/lamp-${index}">Lamp ${index}</a>`)
const large = pageOf(`<title>Lamps</title><main>${links.join(' ')}</main>`)

it('judges as ours are judged', async () => {
  await using rules = open([rule('one', 'size(links) > 1'), rule('two', 'page.title == "Lamps"')])
  expect((await rules.judgePage(small)).map(({ rule: id, state }) => [id, state])).toEqual([
    ['one', 'fail'],
    ['two', 'pass'],
  ])
  expect(rules.leftOut).toEqual([])
})

it('an endless expression ends, is named and left out; what stands beside it is judged', async () => {
  const slow = rule('endless', 'links.all(a, (links + links + links + links).all(b, a.text + "x" != b.text))')
  await using rules = open([rule('fine', 'size(links) > 1'), slow], { pageMs: 500 })
  expect((await rules.judgePage(large)).map(({ rule: id, state }) => [id, state])).toEqual([['fine', 'pass']])
  expect(rules.leftOut).toEqual([
    {
      rule: 'endless',
      change: 'left-out',
      to: '',
      reason: 'It took longer than 0.5 s on https://example.test/; it was left out.',
    },
  ])
  expect((await rules.judgePage(small)).map(({ rule: id }) => id)).toEqual(['fine'])
})

it('memory is bounded', async () => {
  const greedy = rule('greedy', 'size(links.map(a, links.map(b, a.text + b.text + page.title))) > 0')
  await using rules = open([greedy], { memory: 64, pageMs: 20_000 })
  expect(await rules.judgePage(large)).toEqual([])
  expect(rules.leftOut[0]?.reason).toMatch(/more than 64 MB of memory/)
})

it('a folder of slow rules is given up as a whole', async () => {
  const slow = Array.from({ length: 4 }, (_, index) =>
    rule(`slow-${index}`, 'links.all(a, (links + links + links + links).all(b, a.text + "x" != b.text))'),
  )
  await using rules = open(slow, { pageMs: 300, searchMs: 500 })
  expect(await rules.judgePage(large)).toEqual([])
  expect(rules.leftOut).toHaveLength(4)
  expect(rules.leftOut.at(-1)?.reason).toMatch('belongs to a folder whose rules are too slow')
})

it('examples run under the same limits', async () => {
  await using rules = open([rule('one', 'size(links) > 1')])
  expect((await rules.tryExamples()).flatMap(({ failures }) => failures.map(({ wanted }) => wanted))).toEqual(['pass'])
})
