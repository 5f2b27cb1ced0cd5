import { z } from 'zod'
import { RuleFile } from './schema.ts'

/** JSON Schema of a rule file, for editors; kept at `rules/rule.schema.json`. */
export function ruleSchemaJson(): string {
  const schema = z.toJSONSchema(RuleFile, { io: 'input' })
  return `${JSON.stringify({ title: 'Stagelight rule', ...schema }, null, 2)}\n`
}
