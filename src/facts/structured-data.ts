import { z } from 'zod'

export const StructuredItem = z
  .object({
    type: z.string().describe('schema.org type without prefix'),
    format: z.enum(['json-ld', 'microdata', 'rdfa']),
    name: z.string(),
    properties: z.array(z.string()).describe('Names of the properties that it has'),
    valid: z.boolean().describe('False for a block that could not be parsed'),
  })
  .meta({ id: 'StructuredItem' })
