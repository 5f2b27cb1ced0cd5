import { z } from 'zod'
import { Where } from './where.ts'

export const Price = z
  .object({
    text: z.string(),
    amount: z.number(),
    currency: z.string().describe('ISO 4217, or the sign when it is ambiguous'),
    main: z.boolean().describe('The price of what this page sells, as far as can be told'),
    former: z.boolean().describe('Struck out, replaced by another'),
    source: z.enum(['text', 'structured-data', 'meta']),
    where: Where,
  })
  .meta({ id: 'Price' })
