import { readableText } from '../../snapshot/document.ts'
import type { DetectorInput } from '../detector.ts'
import { tagged, treeOf } from '../dom/tree.ts'
import { cuesOf, type PriceCues } from './cues.ts'
import type { PriceInText } from './in-text.ts'
import type { PagePlaces } from './places.ts'
import type { PublishedPrice } from './published.ts'

/** How much each cue speaks for a sum: fitted to 135 product pages, held near to what one would guess. */
const weights: PriceCues = {
  former: -1.7,
  zero: -2,
  marked: 0.8,
  current: 0.6,
  itemprop: 1.2,
  deal: 1.3,
  large: 0.1,
  away: -1.4,
  linked: -0.3,
  listed: -0.1,
  heading: 0.1,
  header: -0.5,
  footer: -1,
  aside: -0.3,
  afterTitle: 0.1,
  nearTitle: 1.6,
  beforeTitle: -0.1,
  noTitle: 0,
  nearCart: 0.3,
  late: -0.5,
  repeated: 0.2,
  shipping: -0.9,
  saving: -1,
  period: -0.5,
  unit: -1,
  signed: -1,
  long: -0.5,
  whole: 0.1,
  card: -2,
  inScript: 1.3,
  described: 0.4,
  first: 0.5,
  rangeEnd: -1.1,
  formerBeside: 0.3,
  tax: -1.5,
}
const least = 0
/** What it adds that the page tells machines the same sum. */
const inStructuredData = 4
const inMeta = 3
/** More different sums than these that are nearly as good as the best make a list, not a price. */
const mostRivals = 6

/**
 * The price of what the page sells: the text's best candidate by marks, place and agreement with structured data, else
 * what structured data says. Undefined on pages that sell nothing or many things alike.
 */
export function mainPrice(
  texts: PriceInText[],
  published: PublishedPrice[],
  places: PagePlaces,
  input: DetectorInput<Record<never, never>>,
): PriceInText | PublishedPrice | undefined {
  const official = officialPrice(published, input)
  const meta = published.find(({ source }) => source === 'meta')
  const cues = cuesOf(texts, places, input.vocabulary)
  const scored = texts.map((price, index) => {
    const { amount } = price.money
    const agreed =
      (same(official, amount) ? inStructuredData : 0) + (meta !== official && same(meta, amount) ? inMeta : 0)
    return { price, score: scoreOf(cues[index]!) + agreed }
  })
  // A page whose only prices carry the mark of a former one names its classes oddly.
  const own = scored.filter((_, index) => cues[index]!.card + cues[index]!.tax === 0)
  if (own.length > 0 && own.every(({ price }) => price.former)) for (const entry of own) entry.score -= weights.former
  let best: { price: PriceInText; score: number } | undefined
  for (const entry of scored) if (!best || entry.score > best.score) best = entry
  if (official) {
    const backed = best && best.score >= least && [official, meta].some((price) => same(price, best.price.money.amount))
    return backed ? best?.price : official
  }
  if (!best || best.score < least) return undefined
  const { price, score } = best
  const rivals = scored.filter((other) => other.score >= score - 0.5 && other.price.money.amount !== price.money.amount)
  return new Set(rivals.map((other) => other.price.money.amount)).size > mostRivals ? undefined : price
}

function same(price: PublishedPrice | undefined, amount: number): boolean {
  return price !== undefined && Math.abs(price.amount - amount) < 0.005
}

function scoreOf(cues: PriceCues): number {
  let score = 0
  for (const name in weights) score += weights[name as keyof PriceCues] * cues[name as keyof PriceCues]
  return score
}

function officialPrice(
  published: PublishedPrice[],
  { $ }: DetectorInput<Record<never, never>>,
): PublishedPrice | undefined {
  const products = new Set(
    published.filter((price) => price.source === 'structured-data').map((price) => price.product),
  )
  if (products.size <= 1) return published[0]
  const tree = treeOf($)
  const title = [tagged(tree, 'h1')[0], tagged(tree, 'title')[0]]
    .map((element) => (element ? readableText(element, { limit: 300 }) : ''))
    .join(' ')
    .toLowerCase()
  const named = published.find(
    (price) => price.product.length > 3 && title.includes(price.product.toLowerCase().replace(/\s+/g, ' ')),
  )
  const meta = published.find((price) => price.source === 'meta')
  return named ?? meta ?? (products.size <= 3 ? published.find((price) => price.first) : undefined)
}
