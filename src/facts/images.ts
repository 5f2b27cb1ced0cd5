import { z } from 'zod'
import { Where } from './where.ts'

export const Image = z
  .object({
    src: z.string(),
    alt: z.string(),
    hasAlt: z.boolean(),
    linked: z.boolean().describe('Sole content of a link or button'),
    decorative: z.boolean(),
    where: Where,
  })
  .meta({ id: 'Image' })
