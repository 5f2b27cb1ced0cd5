import { z } from 'zod'
import { microConversions } from '../shared/taxonomy.ts'
import { Where } from './where.ts'

export const widgetKinds = [
  'form',
  'newsletter',
  'booking',
  'chat',
  'reviews',
  'shop',
  'video',
  'map',
  'consent',
  'search',
  'survey',
  'donation',
] as const

export const Widget = z
  .object({
    vendor: z.string().describe('calendly, hubspot, intercom …'),
    kind: z.enum(widgetKinds),
    microConversion: z
      .enum([...microConversions, 'none'])
      .describe('What it offers; such an offer counts, its friction is unknown'),
    how: z.enum(['frame', 'script', 'markup', 'link']),
    where: Where,
  })
  .meta({ id: 'Widget' })

export const Tag = z
  .object({
    vendor: z.string(),
    kind: z.enum(['analytics', 'tag-manager', 'advertising', 'heatmap', 'testing', 'crm', 'consent']),
    id: z.string().describe('Measurement or container id; empty when not seen'),
  })
  .meta({ id: 'Tag' })
