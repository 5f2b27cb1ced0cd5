import { expect, it } from 'vitest'
import { createExtract } from '../src/example-extract.ts'
import { rulesFolder } from '../src/config/installation.ts'
import { readExpectationsText, readRuleTexts } from '../src/config/rule-files.ts'
import { tryExamples } from '../src/rules/examples.ts'
import { parseExpectations } from '../src/rules/expectations.ts'
import { parseRules } from '../src/rules/rule-file.ts'
import { stages } from '../src/shared/taxonomy.ts'

const rules = parseRules(await readRuleTexts(rulesFolder))
const { text, place } = await readExpectationsText(rulesFolder)
const expectations = parseExpectations(text, place)
const extract = await createExtract()

it.each(rules.map((compiled) => [compiled.rule.id, compiled] as const))(
  '%s: its examples, one that fails for each of its checks',
  (_id, compiled) => {
    const { id } = compiled.rule
    expect(tryExamples(compiled, expectations, extract)).toEqual({ rule: id, failures: [], untried: [] })
  },
)

it('covers all five stages with rules that fail, not only ask', () => {
  const failing = rules.filter(({ rule }) => !rule.review && rule.confidence !== 'low')
  expect(failing.length).toBeGreaterThanOrEqual(40)
  for (const stage of stages) expect(failing.some(({ rule }) => rule.file.includes(`/${stage}/`))).toBe(true)
})
