import { expect, it } from 'vitest'
import { rulesFolder } from '../../src/config/installation.ts'
import { readCatalogueText, readRuleTexts } from '../../src/config/rule-files.ts'
import { parseCatalogue } from '../../src/rules/catalogue.ts'
import { parseRules } from '../../src/rules/rule-file.ts'

const rules = parseRules(await readRuleTexts(rulesFolder)).map(({ rule }) => rule)

it('decides on everything that was considered, and says why of what became no rule', async () => {
  const { text, place } = await readCatalogueText(rulesFolder)
  const decisions = parseCatalogue(text, place, rules)
  expect(decisions).toHaveLength(140)
  for (const { outcome, reason } of decisions)
    if (outcome === 'left-out' || outcome === 'later') expect(reason).not.toBe('')
})

it('refuses a rule that is not there, a second decision, and none', () => {
  const entry = '- { id: a, title: A, tier: static'
  expect(() => parseCatalogue(`${entry}, became: [newsletter-mising] }`, 'x.yaml', rules)).toThrow(/newsletter-missing/)
  expect(() => parseCatalogue(`${entry}, later: x }\n${entry}, later: y }`, 'x.yaml', rules)).toThrow(/twice/)
  expect(() => parseCatalogue(`${entry} }`, 'x.yaml', rules)).toThrow(/exactly one/)
  expect(() => parseCatalogue(`${entry}, later: x, left-out: y }`, 'x.yaml', rules)).toThrow(/exactly one/)
})

it('counts as fail what has one rule that fails', () => {
  const [decision] = parseCatalogue('- { id: a, title: A, tier: graph, became: [newsletter-missing] }', 'x.yaml', rules)
  expect(decision).toMatchObject({ outcome: 'fail', rules: ['newsletter-missing'] })
})
