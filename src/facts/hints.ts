import { z } from 'zod'
import { microConversions } from '../shared/taxonomy.ts'

/** What might have been there: while such a source exists, the thing is `unknown`, never missing. */
export const Hint = z
  .object({
    source: z.enum([
      'held-request',
      'consent-placeholder',
      'lazy-region',
      'unreadable-frame',
      'unrendered',
      'failed-request',
    ]),
    couldSupply: z.array(z.enum([...microConversions, 'any'])).describe('Micro-conversions that may hide behind it'),
    detail: z.string(),
  })
  .meta({ id: 'Hint' })
