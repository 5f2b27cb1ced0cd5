import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'
import { tagged, treeOf } from '../dom/tree.ts'

/** Nodes of the forms whose picture to press is PayPal's for gifts: the same address and names take orders, too. */
export function paypalGifts({ $, formOwner, nodeOf }: DetectorInput<Record<never, never>>): Set<number> {
  const given = tagged(treeOf($), 'input').filter(({ attribs }) => /btn_donate/i.test(attribs['src'] ?? ''))
  return new Set(given.flatMap((control) => formOwner(control) ?? []).map((form) => nodeOf(form)))
}

/** Nodes of the links in paragraphs that say much more than the link. */
export function linksInProse({ $, nodeOf }: DetectorInput<Record<never, never>>): Set<number> {
  const tree = treeOf($)
  const found = new Set<number>()
  for (const paragraph of tagged(tree, 'p')) {
    const links = paragraph.children.filter((child): child is Element => child.type === 'tag' && child.name === 'a')
    if (links.length === 0) continue
    const said = paragraph.children.map((child) => (child.type === 'text' ? child.data.trim() : '')).join('')
    if (said.length > 60) for (const link of links) found.add(nodeOf(link))
  }
  return found
}
