import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'
import { publishedAvailability, type Availability } from './availability.ts'
import { amountOf, currencyOf } from './money.ts'
import { firstText, nested, structuredItems, type Item } from '../dom/structured-items.ts'
import { tagged, treeOf } from '../dom/tree.ts'

/** A price that the page tells machines. */
export interface PublishedPrice {
  text: string
  amount: number
  currency: string
  source: 'structured-data' | 'meta'
  element: Element
  /** Name of the product it belongs to; empty when not given. */
  product: string
  /** Belongs to the first product that the page describes. */
  first: boolean
  /** Lowest of a span of prices. */
  from: boolean
  availability: Availability
}

const productTypes = new Set([
  'Product',
  'IndividualProduct',
  'ProductModel',
  'ProductGroup',
  'SoftwareApplication',
  'Vehicle',
  'Car',
  'Book',
  'Course',
  'Event',
  'Service',
  'Hotel',
])

/** Prices of products in structured data, then in meta tags. */
export function publishedPrices({ $ }: Pick<DetectorInput<Record<never, never>>, '$'>): PublishedPrice[] {
  const found: PublishedPrice[] = []
  const items = structuredItems($)
  let products = 0
  for (const item of items) {
    if (!item.types.some((type) => productTypes.has(type))) continue
    products += 1
    const offers = [
      ...nested(item, 'offers'),
      ...nested(item, 'hasVariant').flatMap((variant) => nested(variant, 'offers')),
    ]
    const product = firstText(item, 'name')
    for (const offer of offers.length > 0 ? offers : [item]) {
      const price = priceOf(offer, item)
      if (price) found.push({ ...price, product, first: products === 1 })
    }
  }
  if (found.length === 0) {
    for (const item of items) {
      const price = item.types.some((type) => type.endsWith('Offer')) ? priceOf(item, item) : undefined
      if (price) found.push({ ...price, product: '', first: found.length === 0 })
    }
  }
  const metas = tagged(treeOf($), 'meta')
  const metaCurrency =
    metas.find(({ attribs }) => (attribs['property'] ?? '').endsWith('price:currency'))?.attribs['content'] ?? ''
  for (const element of metas) {
    const name = element.attribs['property'] ?? element.attribs['name'] ?? ''
    const stray = found.length === 0 && element.attribs['itemprop'] === 'price'
    if (!stray && !/^(?:product|og):(?:sale_)?price(?::amount)?$|^twitter:data1$/i.test(name)) continue
    const content = element.attribs['content'] ?? ''
    const amount = amountOf(content)
    if (!/\d/.test(content) || !Number.isFinite(amount) || amount === 0) continue
    if (/twitter/i.test(name) && !/[\p{Sc}]/u.test(content)) continue
    found.push({
      text: content,
      amount,
      currency: currencyOf(metaCurrency || (/\p{Sc}/u.exec(content)?.[0] ?? '')),
      source: 'meta',
      element,
      product: '',
      first: true,
      from: false,
      availability: 'unknown',
    })
  }
  return found
}

function priceOf(offer: Item, product: Item): Omit<PublishedPrice, 'product' | 'first'> | undefined {
  const specification = nested(offer, 'priceSpecification')[0]
  const exact = firstText(offer, 'price') || (specification ? firstText(specification, 'price') : '')
  const raw = exact || firstText(offer, 'lowPrice') || firstText(offer, 'highPrice')
  const text = (/\d[\d.,'\u00a0\u202f ]*/.exec(raw)?.[0] ?? '').trim()
  const amount = amountOf(text)
  if (!/\d/.test(text) || !Number.isFinite(amount) || amount <= 0) return undefined
  const currency =
    firstText(offer, 'priceCurrency') ||
    (specification ? firstText(specification, 'priceCurrency') : '') ||
    firstText(product, 'priceCurrency')
  const signed = /\p{Sc}/u.exec(raw)?.[0] ?? ''
  return {
    text,
    amount: /^\d+\.\d+$/.test(text.trim()) ? Number(text) : amount,
    currency: currencyOf(currency || signed),
    source: 'structured-data',
    element: offer.element,
    from: exact === '',
    availability: publishedAvailability(firstText(offer, 'availability')),
  }
}
