import { z } from 'zod'
import { defineDetector } from './detector.ts'
import { firstText, structuredItems } from './dom/structured-items.ts'

export const StructuredItem = z
  .object({
    type: z.string().describe('schema.org type without prefix'),
    format: z.enum(['json-ld', 'microdata', 'rdfa']),
    name: z.string(),
    properties: z.array(z.string()).describe('Names of the properties that it has'),
    valid: z.boolean().describe('False for a block that could not be parsed'),
  })
  .meta({ id: 'StructuredItem' })

const limit = 200

/** What the page tells machines about itself, nested things included. */
export const structuredData = defineDetector({
  version: 2,
  reads: 'html',
  schema: z.array(StructuredItem).describe('What the page tells machines about itself, nested things included.'),
  detect({ $ }) {
    return structuredItems($)
      .filter((item) => item.types.length > 0 || !item.valid)
      .slice(0, limit)
      .map((item) => ({
        type: item.types[0] ?? '',
        format: item.format,
        name: firstText(item, 'name', 'headline').slice(0, 200),
        properties: [...item.properties.keys()].filter((name) => !name.startsWith('@')).sort(),
        valid: item.valid,
      }))
  },
})
