import type { Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import type { DetectorInput } from '../detector.ts'
import type { page } from '../page.ts'
import { tagged, treeOf, type Tree } from '../dom/tree.ts'
import { hasGaps } from '../page/half-made.ts'

type Input = DetectorInput<{ page: typeof page }>

/** So many blocks that wait for their content; one or two may be left over from a row that is done. */
const severalBlocks = 5
/** A page of so many elements (some 50 KB) without a single script has lost them: small ones may never have had any. */
const large = 700
/** No shop of our days shows a product with so much around it and without any script. */
const shopPage = 250
const severalIdle = 2

/** Why this copy of the page was kept before its parts arrived; empty when it seems complete. */
export function unfinishedBy(input: Input): string {
  const tree = treeOf(input.$)
  if (tagged(tree, 'script').length === 0) {
    if (asksForScripts(input, tree)) return 'the page asks for scripts and was kept without them'
    if (isShop(tree)) return 'a page of a shop system, kept without its scripts'
    if (input.facts.page.type === 'product' && tree.elements.length > shopPage)
      return 'a product page, kept without its scripts'
    if (tree.elements.length > large && idleButtons(tree) >= severalIdle)
      return 'buttons that only scripts can answer, kept without scripts'
  }
  if (waiting(input, tree) >= severalBlocks) return 'blocks that still wait for their content'
  const slot = tree.elements.find((element) => isSlot(element) && isEmpty(element) && !tree.hidden.has(element))
  if (slot) return 'an empty place where price or button is to appear'
  if (hasGaps(tree)) return 'a template whose gaps are not filled in'
  const busy = tree.elements.some(
    (element) => element.attribs['aria-busy'] === 'true' && isEmpty(element) && !tree.hidden.has(element),
  )
  return busy ? 'a part that says it is still loading' : ''
}

function asksForScripts({ $, vocabulary }: Input, tree: Tree): boolean {
  return tagged(tree, 'noscript').some((element) =>
    vocabulary.inAnyLanguage('page.no-script', $(element).text().slice(0, 400)),
  )
}

const shopAddress =
  /\/\/cdn\.shopify\.com\/|\/cdn\/shop\/|\/plugins\/woocommerce|\/demandware\.|\.bigcommerce\.com\/|\/static\/(?:version\d+\/)?frontend\//
const looked = 300

/** Pictures and styles that lie where a well-known shop system keeps them. */
function isShop(tree: Tree): boolean {
  return tagged(tree, 'link', 'img')
    .slice(0, looked)
    .some(({ attribs }) => shopAddress.test(attribs['href'] ?? attribs['src'] ?? ''))
}

/** Buttons outside a form that carry no handler and open nothing by themselves. */
function idleButtons(tree: Tree): number {
  return tagged(tree, 'button').filter(({ attribs, parent }) => {
    if (Object.keys(attribs).some((name) => /^(?:on|popovertarget|commandfor$|form$)/.test(name))) return false
    for (let node = parent as Element | null; node?.type === 'tag'; node = node.parent as Element | null)
      if (node.name === 'form') return false
    return true
  }).length
}

const skeleton = /(?:^|[\s_-])(?:skeleton|shimmer)(?:$|[\s_-])/i

/** Skeletons without a word, as far as they are shown. */
function waiting({ layout, nodeOf }: Input, tree: Tree): number {
  const bears = tree.classLists.map((list) => skeleton.test(list))
  return tree.elements.filter((element, index) => {
    if (!bears[tree.classes[index]!] || tree.hidden.has(element) || !isEmpty(element)) return false
    return !layout || layout.desktop.nodes[String(nodeOf(element))]?.shown !== false
  }).length
}

/** The place of a price or of a buy button, by its names for those who build the page. */
function isSlot({ name, attribs }: Element): boolean {
  if (name !== 'div' && name !== 'span' && name !== 'p') return false
  const names = `${attribs['data-test'] ?? ''} ${attribs['data-testid'] ?? ''} ${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`
  return (
    names.length < 400 &&
    /(?:price|add-?to-?cart|buy-?box)[\w]*-(?:[\w-]+-)?(?:placeholder|skeleton)(?:$|[\s_])/i.test(names)
  )
}

/** Nothing to read and nothing to see in it. */
function isEmpty(element: Element): boolean {
  if (element.children.length === 0) return true
  const stack = element.children.filter((child) => child.type === 'tag') as Element[]
  for (let node = stack.pop(), steps = 0; node; node = stack.pop(), steps += 1) {
    if (steps > 60 || /^(?:img|video|iframe|picture|input|canvas)$/.test(node.name)) return false
    for (const child of node.children) if (child.type === 'tag') stack.push(child as Element)
  }
  return readableText(element, { limit: 4 }) === ''
}
