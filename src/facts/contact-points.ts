import { z } from 'zod'
import { Where } from './where.ts'

export const ContactPoint = z
  .object({
    kind: z.enum(['phone', 'fax', 'email', 'address', 'hours', 'messenger', 'chat', 'map']),
    value: z.string().describe('As the visitor sees it'),
    normalized: z.string().describe('Digits with + for a phone, lower case for a mail address'),
    callable: z.boolean().describe('A tap starts the call, mail or chat'),
    label: z.string(),
    where: Where,
  })
  .meta({ id: 'ContactPoint' })
