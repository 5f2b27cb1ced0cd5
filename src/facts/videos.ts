import { z } from 'zod'
import { Where } from './where.ts'

export const Video = z
  .object({
    provider: z.string().describe('youtube, vimeo, wistia, file …'),
    autoplay: z.boolean(),
    muted: z.boolean(),
    controls: z.boolean().describe('A visitor can stop it'),
    captions: z.enum(['yes', 'no', 'unknown']),
    poster: z.boolean(),
    title: z.string(),
    decorative: z.boolean().describe('A muted loop without controls: background, not content'),
    where: Where,
  })
  .meta({ id: 'Video' })
