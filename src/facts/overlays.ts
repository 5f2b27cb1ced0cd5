import { z } from 'zod'
import { Where } from './where.ts'

export const Overlay = z
  .object({
    kind: z.enum(['consent', 'promotion', 'newsletter', 'chat', 'sticky-bar', 'other']),
    viewport: z.enum(['desktop', 'mobile']),
    coverage: z.number().describe('Share of the first viewport that it covers, 0 to 1'),
    closable: z.boolean().describe('Has a control that closes it'),
    where: Where,
  })
  .meta({ id: 'Overlay' })
