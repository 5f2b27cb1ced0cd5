import { expect, it } from 'vitest'
import { ruleSchemaJson } from '../../src/rules/rule-schema-json.ts'

it('rules/rule.schema.json is current (npx vitest run test/rules/rule-schema.test.ts -u writes it again)', async () => {
  await expect(ruleSchemaJson()).toMatchFileSnapshot('../../rules/rule.schema.json')
})
