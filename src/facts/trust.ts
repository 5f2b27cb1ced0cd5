import { z } from 'zod'
import { Where } from './where.ts'

export const TrustMark = z
  .object({
    kind: z.enum([
      'review',
      'rating',
      'testimonial',
      'guarantee',
      'returns',
      'badge',
      'client-logos',
      'certificate',
      'award',
      'secure-payment',
      'delivery',
      'reassurance',
      'case-study',
      'people',
    ]),
    text: z.string(),
    nearAction: z.boolean().describe('In the same block as a call to action or a form'),
    where: Where,
  })
  .meta({ id: 'TrustMark' })
