import type { Element } from 'domhandler'
import { z } from 'zod'
import { readableText } from '../snapshot/document.ts'
import { resolve } from './dom/address.ts'
import { defineDetector } from './detector.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { Where } from './dom/where.ts'

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
export type Image = z.infer<typeof Image>

const limit = 500

/** Pictures of the page; those that only count visits are left out. */
export const images = defineDetector({
  version: 1,
  reads: 'html',
  schema: z.array(Image).describe('Pictures of the page; those that only count visits are left out.'),
  detect({ $, base, where }) {
    const tree = treeOf($)
    const found: Image[] = []
    for (const element of tagged(tree, 'img')) {
      if (found.length === limit) break
      const { attribs } = element
      const raw = attribs['src'] || attribs['data-src'] || attribs['data-lazy-src'] || ''
      if (isPixel(attribs) || tree.hidden.has(element)) continue
      const alt = (attribs['alt'] ?? '').replace(/\s+/g, ' ').trim().slice(0, 200)
      const hasAlt = attribs['alt'] !== undefined
      const linked = isSoleContent(element)
      found.push({
        src: raw.startsWith('data:') ? '' : (resolve(raw, base)?.href ?? raw).slice(0, 500),
        alt,
        hasAlt,
        linked,
        decorative:
          (hasAlt && alt === '' && !linked) ||
          attribs['role'] === 'presentation' ||
          attribs['role'] === 'none' ||
          attribs['aria-hidden'] === 'true',
        where: where(element, alt),
      })
    }
    return found
  },
})

function isPixel(attribs: Record<string, string>): boolean {
  const tiny = (value: string | undefined): boolean => value === '0' || value === '1' || value === '1px'
  return tiny(attribs['width']) && tiny(attribs['height'])
}

function isSoleContent(element: Element): boolean {
  let current = element.parent
  for (let steps = 0; steps < 6 && current?.type === 'tag'; steps += 1) {
    if (current.name === 'a' || current.name === 'button') {
      return (
        readableText(current, { limit: 20 }) === '' &&
        !current.attribs['aria-label'] &&
        !current.attribs['aria-labelledby'] &&
        !current.attribs['title']
      )
    }
    current = current.parent as typeof current
  }
  return false
}
