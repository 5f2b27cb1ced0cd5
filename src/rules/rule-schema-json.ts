import { z } from 'zod'
import { functionNames, pageNames, siteNames } from './languages.ts'
import { RuleFile } from './schema.ts'

type Json = Record<string, unknown>

/**
 * JSON Schema of a rule file, for editors; kept at `rules/rule.schema.json`. Where an expression goes it names the facts
 * and functions, and where an example gives facts it knows which there are.
 */
export function ruleSchemaJson(): string {
  const schema = z.toJSONSchema(RuleFile, { io: 'input' }) as Json
  const properties = schema['properties'] as Record<string, Json>
  describe(properties['when'])
  describe(properties['show'])
  const check = (properties['checks']!['items'] as Json)['properties'] as Record<string, Json>
  describe(check['expect'])
  const examples = properties['examples']!['properties'] as Record<string, Json>
  for (const list of Object.values(examples)) {
    const given = ((list['items'] as Json)['properties'] as Record<string, Json>)['facts']!
    Object.assign(given, { properties: factKeys(), additionalProperties: false })
    delete given['propertyNames']
  }
  return `${JSON.stringify({ title: 'Stagelight rule', ...schema }, null, 2)}\n`
}

const language = `Facts of a page: ${Object.keys(pageNames).join(', ')}. Facts of a site (scope: site): ${Object.keys(siteNames).join(', ')}. Functions: ${functionNames.join(', ')}, size(…). What each holds: docs/facts.md.`

function describe(property: Json | undefined): void {
  if (!property) throw new Error('The schema of a rule file has lost an expression')
  property['description'] = [property['description'], language].filter(Boolean).join('. ')
}

function factKeys(): Json {
  return Object.fromEntries(
    Object.entries(pageNames).map(([name, schema]) => [
      name,
      schema.description ? { description: schema.description } : {},
    ]),
  )
}
