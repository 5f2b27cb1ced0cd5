import type { Element } from 'domhandler'
import { regionOf } from '../dom/regions.ts'
import { cardsAmong } from './cards.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { PagePlaces } from './places.ts'
import type { PriceInText } from './in-text.ts'

const priceMark = /price|prix|preis|prezzo|precio|prijs|cena|cost|amount|money/i
const currentMark =
  /(?:^|[\s_-])(?:sale|special|now|current|final|our|your|actual|today|offer|new|main|product-price|buy|selling|discounted)(?:$|[\s_-])/i
/** The box in which the deal is made, as shops and auctions call it. */
const dealMark =
  /price-?block|buy-?box|price_inside|bidding-?box|current-?bid|add-?to-?cart|product-?(?:main|info|detail|summary|form)|purchase/i
/** The sum before tax that some shops show below the price. */
const taxMark =
  /(?:^|[\s_-])(?:ex|excl|without|no|net|netto|before)?[_-]?(?:tax|vat|mwst|btw|iva|tva)(?:$|[\s_-])|(?:^|[\s_-])(?:netto|excl)(?:$|[\s_-])/i
const largeMark = /(?:^|[\s_-])(?:large|big|xl|xxl|h[1-3]|lead|huge|primary)(?:$|[\s_-])/i
const elsewhere =
  /related|recommend|similar|upsell|cross-?sell|recently|carousel|slider|also|bundle|minicart|mini-cart|cart-?(?:total|summary|count|widget|drawer)|basket|header|footer|nav|menu|accessor|suggest|compare|sponsored|review|widget-?products|product-?(?:card|tile|item|list|grid)|products-?grid|shipping|delivery|installment|financ|saving|you-?save|discount-?amount|subtotal|filter|facet|swatch|twister|variant-?(?:list|picker)|itemcard|item-card/i

/** What speaks for and against a sum being the price of what the page sells: 1 or a part of it where the cue is there. */
export type PriceCues = Record<(typeof cueNames)[number], number>

const cueNames = [
  'former',
  'zero',
  'marked',
  'current',
  'itemprop',
  'deal',
  'large',
  'away',
  'linked',
  'listed',
  'heading',
  'header',
  'footer',
  'aside',
  'afterTitle',
  'nearTitle',
  'beforeTitle',
  'noTitle',
  'nearCart',
  'late',
  'repeated',
  'shipping',
  'saving',
  'period',
  'unit',
  'signed',
  'long',
  'whole',
  'card',
  'inScript',
  'described',
  'first',
  'rangeEnd',
  'formerBeside',
  'tax',
] as const

/** The cues of each sum of a page, in order. */
export function cuesOf(texts: PriceInText[], places: PagePlaces, vocabulary: Vocabulary): PriceCues[] {
  const cards = cardsAmong(texts)
  const times = new Map<number, number>()
  for (const { money } of texts) times.set(money.amount, (times.get(money.amount) ?? 0) + 1)
  let firstMarked = false
  return texts.map((price, order) => {
    const cues = cuesOfOne(price, vocabulary, places)
    const { money, index } = price
    cues.late = Math.min(1, order / 20)
    cues.repeated = Math.min(1, ((times.get(money.amount) ?? 1) - 1) / 3)
    cues.card = cards.has(price) ? 1 : 0
    cues.inScript = places.scripted.has(money.amount) ? 1 : 0
    cues.described = places.described.has(money.amount) ? 1 : 0
    cues.formerBeside = texts.some(
      (other) =>
        other.former && other !== price && Math.abs(other.index - index) <= 2 && other.money.amount > money.amount,
    )
      ? 1
      : 0
    if (
      !firstMarked &&
      !price.former &&
      cues.card === 0 &&
      cues.marked === 1 &&
      cues.away === 0 &&
      cues.header === 0 &&
      money.amount > 0
    ) {
      firstMarked = true
      cues.first = 1
    }
    return cues
  })
}

function cuesOfOne(
  { money, element, run, index, former }: PriceInText,
  vocabulary: Vocabulary,
  places: PagePlaces,
): PriceCues {
  const cues = Object.fromEntries(cueNames.map((name) => [name, 0])) as PriceCues
  if (former) cues.former = 1
  if (money.amount === 0) cues.zero = 1
  for (let node: Element | null = element, steps = 0; node?.type === 'tag' && steps < 12; steps += 1) {
    const { attribs } = node
    const mark = `${attribs['class'] ?? ''} ${attribs['id'] ?? ''} ${attribs['itemprop'] ?? ''} ${attribs['data-testid'] ?? ''}`
    if (steps < 4 && priceMark.test(mark)) cues.marked = 1
    if (steps < 4 && currentMark.test(mark)) cues.current = 1
    if (steps < 4 && largeMark.test(mark)) cues.large = 1
    if (steps < 2 && taxMark.test(mark)) cues.tax = 1
    if (attribs['itemprop'] === 'price') cues.itemprop = 1
    if (steps < 8 && dealMark.test(mark)) cues.deal = 1
    if (mark.length < 300 && elsewhere.test(mark)) cues.away = 1
    if (steps < 8 && node.name === 'a') cues.linked = 1
    if (steps < 8 && node.name === 'li') cues.listed = 1
    if (steps < 3 && /^h[1-4]$/.test(node.name)) cues.heading = 1
    node = node.parent as Element | null
  }
  const region = regionOf(element)
  if (region === 'header' || region === 'nav') cues.header = 1
  if (region === 'footer') cues.footer = 1
  if (region === 'aside') cues.aside = 1
  if (places.title < 0) cues.noTitle = 1
  else if (index >= places.title) {
    const distance = index - places.title
    cues.afterTitle = distance < 100 ? 1 - distance / 100 : 0
    cues.nearTitle = distance < 15 ? 1 : 0
  } else cues.beforeTitle = places.title - index > 8 ? 1 : 0.5
  const nearest = Math.min(...places.carts.map((cart) => (index > cart ? 1.5 : 1) * Math.abs(cart - index)))
  cues.nearCart = nearest < 25 ? 1 - nearest / 25 : 0
  const before = run.text.slice(Math.max(0, money.start - 40), money.start)
  const behind = run.text.slice(money.end, money.end + 30)
  if (vocabulary.mentions('price.shipping', before) || vocabulary.mentions('price.shipping', behind)) cues.shipping = 1
  if (vocabulary.mentions('price.saving', before)) cues.saving = 1
  if (vocabulary.mentions('price.period', behind)) cues.period = 1
  if (/\d\s?[x×]\s?$/i.test(before) || /^\s?\/\s?\p{L}/u.test(behind)) cues.unit = 1
  if (/^\s?(?:%|\+)/.test(behind) || /[+-]\s?$/.test(before)) cues.signed = 1
  if (/\d\s?[-–]\s?$/.test(before)) cues.rangeEnd = 1
  if (run.text.length > 160) cues.long = 1
  if (run.text.trim().length <= money.text.length + 3) cues.whole = 1
  return cues
}
