import { z } from 'zod'
import { microConversions } from '../shared/taxonomy.ts'
import { Where } from './where.ts'

export const Offer = z
  .object({
    microConversion: z.enum(microConversions),
    how: z
      .enum(['form', 'call-to-action', 'link', 'widget', 'control', 'text', 'media'])
      .describe('What carries the offer'),
    text: z.string(),
    href: z.string().describe('Where it leads; empty when it happens here'),
    here: z.boolean().describe('It can be done on this very page; false for a link to where it can'),
    where: Where,
  })
  .meta({ id: 'Offer' })
