import { z } from 'zod'
import type { Element } from 'domhandler'

export const regions = ['header', 'nav', 'main', 'aside', 'footer', 'dialog', 'body'] as const

/** Where a thing is on its page: well enough for a person to find it, and to know it again on the next audit. */
export const Where = z
  .object({
    node: z.int().describe('Node number in the snapshot; joins layout and pictures. 0 when it has none'),
    selector: z.string().describe('CSS selector for a person with developer tools'),
    snippet: z.string().describe('Its HTML, shortened to 300 characters, values of fields and tokens masked'),
    region: z.enum(regions).describe('Landmark that holds it; body when none does'),
    anchor: z.string().describe('Landmark, kind and name without digits: the same after a redesign of classes'),
    frame: z.string().describe('Address of the frame that holds it; empty for the page itself'),
  })
  .meta({ id: 'Where' })
export type Where = z.infer<typeof Where>

/** `name` is what the thing is known by (its text, label, purpose); it ends up in `anchor`. */
export type Locate = (element: Element, name?: string) => Where
