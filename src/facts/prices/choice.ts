import type { Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import type { DetectorInput } from '../detector.ts'
import type { Money } from './money.ts'
import type { PublishedPrice } from './published.ts'
import { tagged, treeOf, type TextRun } from '../dom/tree.ts'

/** A sum of money in the readable text. */
export interface PriceInText {
  money: Money
  element: Element
  run: TextRun
  /** Place of the run among all runs of the page. */
  index: number
  former: boolean
}

const priceMark = /price|prix|preis|prezzo|precio|prijs|cena|cost|amount|money/i
const currentMark =
  /(?:^|[\s_-])(?:sale|special|now|current|final|our|your|actual|today|offer|new|main|product-price|buy|selling|discounted)(?:$|[\s_-])/i
/** The box in which the deal is made, as shops and auctions call it. */
const dealMark = /price-?block|buy-?box|price_inside|bidding-?box|current-?bid/i
const elsewhere =
  /related|recommend|similar|upsell|cross-?sell|recently|carousel|slider|also|bundle|minicart|mini-cart|cart-?(?:total|summary|count|widget|drawer)|basket|header|footer|nav|menu|accessor|suggest|compare|sponsored|review|widget-?products|product-?(?:card|tile|item|list|grid)|products-?grid|shipping|delivery|installment|financ|saving|you-?save|discount-?amount|subtotal|filter|facet|swatch|twister|variant-?(?:list|picker)|itemcard|item-card/i
const least = 3.5
const formerPenalty = 6

/**
 * The price of what the page sells: the text's best candidate by marks, place and agreement with structured data, else
 * what structured data says. Undefined on pages that sell nothing or many things alike.
 */
export function mainPrice(
  texts: PriceInText[],
  published: PublishedPrice[],
  input: DetectorInput<Record<never, never>>,
): PriceInText | PublishedPrice | undefined {
  const official = officialPrice(published, input)
  const { runs } = treeOf(input.$)
  const heading = runs.findIndex((run) => run.block.name === 'h1' || hasAncestor(run.block, 'h1'))
  const times = new Map<number, number>()
  for (const { money } of texts) times.set(money.amount, (times.get(money.amount) ?? 0) + 1)
  const scored = texts.map((price, order) => {
    const repeated = Math.min(2, ((times.get(price.money.amount) ?? 1) - 1) * 0.5)
    return { price, score: scoreOf(price, order, heading, official, input) + repeated }
  })
  // A page whose only prices carry the mark of a former one names its classes oddly.
  if (scored.length > 0 && scored.every(({ price }) => price.former))
    for (const entry of scored) entry.score += formerPenalty
  let best: { price: PriceInText; score: number } | undefined
  for (const entry of scored) if (!best || entry.score > best.score) best = entry
  if (official)
    return best && best.score >= least && best.price.money.amount === official.amount ? best.price : official
  if (!best || best.score < least) return undefined
  const rivals = scored.filter(
    ({ price, score }) => score >= best.score - 1 && price.money.amount !== best.price.money.amount,
  )
  return rivals.length > 6 ? undefined : best.price
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

function scoreOf(
  { money, element, run, index, former }: PriceInText,
  order: number,
  heading: number,
  official: PublishedPrice | undefined,
  { vocabulary, where }: DetectorInput<Record<never, never>>,
): number {
  let score = 0
  if (former) score -= formerPenalty
  if (money.amount === 0) score -= 6
  if (official && Math.abs(official.amount - money.amount) < 0.005) score += 5
  let marked = false
  let dealt = false
  let away = false
  for (let node: Element | null = element, steps = 0; node?.type === 'tag' && steps < 12; steps += 1) {
    const mark = `${node.attribs['class'] ?? ''} ${node.attribs['id'] ?? ''} ${node.attribs['itemprop'] ?? ''} ${node.attribs['data-testid'] ?? ''}`
    if (steps < 4 && !marked && priceMark.test(mark)) {
      marked = true
      score += 3
    }
    if (steps < 4 && currentMark.test(mark)) score += steps < 2 ? 1 : 0.5
    if (node.attribs['itemprop'] === 'price') score += 3
    if (steps < 7 && !dealt && dealMark.test(mark)) {
      dealt = true
      score += 3
    }
    if (mark.length < 300 && elsewhere.test(mark)) away = true
    if (steps < 8 && (node.name === 'li' || node.name === 'a')) score -= node.name === 'a' ? 2 : 0.5
    node = node.parent as Element | null
  }
  if (away) score -= 4
  const region = away ? 'main' : where(element, '').region
  if (region === 'header' || region === 'nav' || region === 'footer') score -= 4
  if (region === 'aside') score -= 1
  if (heading >= 0) {
    const distance = index - heading
    if (distance >= 0) score += distance < 12 ? 3 : distance < 40 ? 2 : distance < 100 ? 1 : 0
    else score -= distance > -8 ? 0 : 1
  }
  score -= Math.min(2, order * 0.1)
  const before = run.text.slice(Math.max(0, money.start - 40), money.start)
  const behind = run.text.slice(money.end, money.end + 30)
  if (vocabulary.mentions('price.shipping', before) || vocabulary.mentions('price.shipping', behind)) score -= 3
  if (vocabulary.mentions('price.saving', before)) score -= 4
  if (vocabulary.mentions('price.period', behind)) score -= 1
  if (/\d\s?[x×]\s?$/i.test(before) || /^\s?\/\s?\p{L}/u.test(behind)) score -= 3
  if (/^\s?(?:%|\+)/.test(behind) || /[+-]\s?$/.test(before)) score -= 3
  if (run.text.length > 160) score -= 3
  else if (run.text.trim().length <= money.text.length + 3) score += 1
  return score
}

function hasAncestor(element: Element, name: string): boolean {
  for (let node = element.parent, steps = 0; node?.type === 'tag' && steps < 5; node = node.parent, steps += 1) {
    if (node.name === name) return true
  }
  return false
}
