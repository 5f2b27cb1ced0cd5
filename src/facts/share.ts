import { z } from 'zod'
import { Where } from './where.ts'

export const Share = z
  .object({
    controls: z
      .array(
        z
          .object({
            network: z.string().describe('facebook, x, linkedin, whatsapp, mail, copy-link, native, print …'),
            where: Where,
          })
          .meta({ id: 'ShareControl' }),
      )
      .describe('Controls that share this page; profile links are not among them'),
    openGraph: z
      .object({
        title: z.string(),
        description: z.string(),
        image: z.string().describe('Absolute'),
        type: z.string(),
        url: z.string(),
        siteName: z.string(),
      })
      .describe('og: properties; empty texts where missing'),
    twitter: z.object({ card: z.string(), title: z.string(), image: z.string() }),
    previewTitle: z.string().describe('What a shared link would show as title'),
    previewDescription: z.string(),
    previewImage: z.string().describe('Absolute address of the preview image; empty when there is none'),
    previewImageValid: z.boolean().describe('The address is absolute http(s) in the markup itself'),
  })
  .meta({ id: 'Share' })

export const SocialProfile = z
  .object({ network: z.string(), href: z.string(), where: Where })
  .meta({ id: 'SocialProfile' })
