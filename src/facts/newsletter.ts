import { z } from 'zod'
import { Where } from './where.ts'

export const NewsletterOffer = z
  .object({
    how: z
      .enum(['form', 'formless', 'vendor', 'pop-up', 'opt-in', 'link'])
      .describe('link: only a link to a sign-up page'),
    fields: z.int().describe('Fields as a person counts them; 0 when not known'),
    benefit: z.boolean().describe('Says what subscribers get or how often'),
    where: Where,
  })
  .meta({ id: 'NewsletterOffer' })
