import { z } from 'zod'
import { regions } from './where.ts'
import { Where } from './where.ts'

export const Link = z
  .object({
    text: z.string().describe('Accessible name; empty when it has none'),
    href: z.string().describe('Absolute address, or the raw value when it is none'),
    kind: z
      .enum(['internal', 'own-host', 'external', 'same-page', 'phone', 'mail', 'messenger', 'file', 'script', 'dead'])
      .describe('dead: "#", empty or a fragment that does not exist'),
    generic: z.boolean().describe('Its whole text says nothing of its target (read more, click here)'),
    region: z.enum(regions),
    rel: z.string(),
    where: Where,
  })
  .meta({ id: 'Link' })
