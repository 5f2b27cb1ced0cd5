import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'
import { regionOf } from '../dom/regions.ts'
import { firstText, nested, structuredItems, type Item } from '../dom/structured-items.ts'
import { tagged, treeOf } from '../dom/tree.ts'
import type { PagePlaces } from './places.ts'

export const availabilities = ['in-stock', 'out-of-stock', 'preorder', 'unknown'] as const
export type Availability = (typeof availabilities)[number]

/** What a page tells machines of the stock of an offer. */
export function publishedAvailability(text: string): Availability {
  const word = text
    .replace(/^.*[/#]/, '')
    .replace(/[\s_-]/g, '')
    .toLowerCase()
  if (/^(?:instock|instoreonly|onlineonly|limitedavailability|available|instockonline|madetoorder)$/.test(word))
    return 'in-stock'
  if (/^(?:outofstock|soldout|discontinued|unavailable|oos|notavailable)$/.test(word)) return 'out-of-stock'
  return /^(?:preorder|presale|backorder|availablefororder|pending)$/.test(word) ? 'preorder' : 'unknown'
}

/**
 * Whether the thing that the page sells can be had: what structured data says of it, else words and class names near its
 * name, else a control that puts it in the cart.
 */
export function pageAvailability(places: PagePlaces, input: DetectorInput<Record<never, never>>): Availability {
  const told = fromItems(structuredItems(input.$))
  if (told !== 'unknown') return told
  const tree = treeOf(input.$)
  for (const { attribs } of tagged(tree, 'meta')) {
    if (!/^(?:product|og):availability$/i.test(attribs['property'] ?? attribs['name'] ?? '')) continue
    const meta = publishedAvailability(attribs['content'] ?? '')
    if (meta !== 'unknown') return meta
  }
  return fromWords(places, input)
}

function fromItems(items: Item[]): Availability {
  const product = items.find(({ types }) => types.some((type) => /Product/.test(type)))
  if (!product) return 'unknown'
  const offers = nested(product, 'offers')
  const all = [
    ...offers,
    ...offers.flatMap((offer) => nested(offer, 'offers')),
    ...nested(product, 'hasVariant').flatMap((variant) => nested(variant, 'offers')),
  ]
  const told = all.map((offer) => publishedAvailability(firstText(offer, 'availability')))
  return bestOf(told) ?? 'unknown'
}

/** One variant that can be had is enough. Undefined when nothing is said of any. */
export function bestOf(told: Availability[]): Availability | undefined {
  return (['in-stock', 'preorder', 'out-of-stock'] as const).find((one) => told.includes(one))
}

/** Runs around the name of the thing; the box with the button stands before it on some pages. */
const reach = { before: 70, behind: 120 }

function fromWords({ title, carts }: PagePlaces, { $, vocabulary }: DetectorInput<Record<never, never>>): Availability {
  const { runs } = treeOf($)
  const from = Math.max(0, title - reach.before)
  let found: Availability = 'unknown'
  for (const run of runs.slice(from, Math.max(0, title) + reach.behind)) {
    if (run.text.length > 80 || /^(?:header|nav|footer)$/.test(regionOf(run.block))) continue
    const mark = marksOf(run.block)
    if (vocabulary.mentions('stock.out', run.text) || vocabulary.code('stock.out', mark)) return 'out-of-stock'
    if (vocabulary.mentions('stock.preorder', run.text)) found = found === 'unknown' ? 'preorder' : found
    else if (vocabulary.mentions('stock.in', run.text) || vocabulary.code('stock.in', mark)) found = 'in-stock'
    if (found !== 'unknown') return found
  }
  return carts.some((cart) => cart >= from && cart <= Math.max(0, title) + reach.behind) ? 'in-stock' : 'unknown'
}

function marksOf(element: Element): string {
  const parent = element.parent as Element | null
  return [element, ...(parent?.type === 'tag' ? [parent] : [])]
    .map(({ attribs }) => `${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`)
    .join(' ')
    .slice(0, 200)
}
