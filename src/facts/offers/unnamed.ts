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
