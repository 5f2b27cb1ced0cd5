import { z } from 'zod'
import { Where } from './where.ts'

export const ctaIntents = [
  'buy',
  'cart',
  'checkout',
  'trial',
  'demo',
  'sign-up',
  'subscribe',
  'contact',
  'call',
  'quote',
  'book',
  'download',
  'donate',
  'apply',
  'search',
  'log-in',
  'learn-more',
  'share',
  'follow',
  'watch',
  'compare',
  'wishlist',
  'directions',
  'other',
] as const

export const Cta = z
  .object({
    text: z.string().describe('What a visitor reads, or the accessible name'),
    intent: z.enum(ctaIntents),
    element: z.enum(['link', 'button', 'submit']),
    href: z.string().describe('Absolute address; empty for buttons'),
    target: z
      .enum(['page', 'same-page', 'other-site', 'phone', 'mail', 'messenger', 'file', 'script', 'dead'])
      .describe('What it leads to'),
    rank: z
      .enum(['primary', 'secondary', 'text', 'unknown'])
      .describe('By what the eye is drawn to; unknown without layout'),
    guess: z.boolean().describe('The rank is a best guess made without layout'),
    vague: z.boolean().describe('Its whole label says nothing of what happens (more, click here, send)'),
    count: z.int().describe('How many like it stand on the page (repeated cards)'),
    where: Where,
  })
  .meta({ id: 'Cta' })
