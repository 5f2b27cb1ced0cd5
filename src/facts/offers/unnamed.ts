import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'
import { accessibleName } from '../dom/accessible-name.ts'
import type { Offer } from '../offers.ts'
import { tagged, treeOf } from '../dom/tree.ts'

/** Controls without a word, drawn by the styling alone, that their class calls the ones that fill the cart. */
export function unnamedCartControls({ $, vocabulary, where }: DetectorInput<Record<never, never>>): Offer[] {
  const tree = treeOf($)
  const read = new Map<string, boolean>()
  const found = tagged(tree, 'a', 'button', 'input').filter((element) => {
    const { attribs, name } = element
    const classes = attribs['class'] ?? ''
    if (classes === '' || tree.hidden.has(element)) return false
    if (name === 'input' && !/^(?:image|submit|button)$/i.test(attribs['type'] ?? '')) return false
    // Pages repeat their classes; to read each once is enough.
    const fills = read.get(classes) ?? vocabulary.topicsInCode(classes).has('class.cart')
    read.set(classes, fills)
    return fills && accessibleName(element, tree, 20) === ''
  })
  return found.slice(0, 6).map((element) => ({
    microConversion: 'add-to-cart',
    how: 'control',
    text: '',
    href: '',
    here: true,
    where: where(element, 'add to cart'),
  }))
}

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
