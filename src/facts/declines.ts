import type { Element } from 'domhandler'
import { z } from 'zod'
import { accessibleName } from './dom/accessible-name.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { Where } from './dom/where.ts'
import { defineDetector } from './detector.ts'

export const Decline = z
  .object({
    text: z.string().describe('What the control says'),
    where: Where,
  })
  .meta({ id: 'Decline' })
export type Decline = z.infer<typeof Decline>

const shortest = 10
const longest = 120
const limit = 10
const tags = ['a', 'button', 'input', 'div', 'span']

/** Controls that turn an offer down in the first person, with what the visitor is said to lose or dislike. */
export const declines = defineDetector({
  version: 1,
  reads: 'html',
  schema: z
    .array(Decline)
    .describe(
      'Controls that turn an offer down in the first person, with what the visitor is said to lose or dislike.',
    ),
  detect({ $, vocabulary, where }) {
    const tree = treeOf($)
    const found: Decline[] = []
    for (const element of tags.flatMap((name) => tagged(tree, name).filter(isPressed))) {
      if (found.length >= limit) break
      const text = accessibleName(element, tree)
      if (text.length < shortest || text.length > longest) continue
      if (vocabulary.mentions('decline.shaming', text)) found.push({ text, where: where(element, text) })
    }
    return found
  },
})

function isPressed({ name, attribs }: Element): boolean {
  if (name === 'a' || name === 'button') return true
  if (name === 'input') return /^(?:button|submit)$/i.test(attribs['type'] ?? '')
  return attribs['role'] === 'button'
}
