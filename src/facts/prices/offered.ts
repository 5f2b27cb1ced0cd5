import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'
import { regionOf } from '../dom/regions.ts'
import { structuredItems } from '../dom/structured-items.ts'
import { tagged, treeOf } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { Money } from './money.ts'

const priceMark =
  /(?:^|[\s_-])(?:prices?|pricing|prix|preis|prezzo|precio|preco|prijs|cena|amount|cost|fee)(?:$|[\s_-]|\d)|[a-z]Price|price[A-Z_-]/i
const cartMark =
  /(?:^|[\s_-])(?:mini-?cart|cart|basket|bag|warenkorb|panier|carrito|carrello|winkelwagen|subtotal)(?:$|[\s_-])/i
const voucherMark = /(?:^|[\s_-])(?:coupon|voucher|discount)s?(?:$|[\s_-])/i
const recipeMark = /recipe|ingredient/i
const longest = 150

/**
 * A sum of money that something costs here: not a turnover in the news, a discount, a threshold of free delivery, an
 * empty basket or a share capital.
 */
export function isOffered(
  money: Money,
  text: string,
  element: Element,
  { vocabulary }: DetectorInput<Record<never, never>>,
  editorial: boolean,
): boolean {
  const behind = text.slice(money.end, money.end + 24)
  const before = text.slice(Math.max(0, money.start - 24), money.start)
  const next = /^\s?[\p{L}]+/u.exec(behind)?.[0] ?? ''
  if (next !== '' && vocabulary.is('price.magnitude', next)) return false
  const marked = isMarked(element, priceMark)
  if (money.amount === 0 && (isMarked(element, cartMark) || before.trim() !== '')) return false
  if (
    vocabulary.mentions('price.saving', nearWords(before, -3)) ||
    vocabulary.mentions('price.saving', nearWords(behind, 2))
  )
    return marked && !vocabulary.mentions('price.saving', text)
  if (
    !marked &&
    vocabulary.mentions('price.shipping', text) &&
    text.length < 120 &&
    !vocabulary.mentions('price.now', before)
  )
    return false
  const region = regionOf(element)
  if ((region === 'nav' || region === 'header' || region === 'footer') && (!marked || isMarked(element, cartMark)))
    return false
  // What an article says of prices is another firm's, unless it stands in a box made for a price.
  if (editorial && (!marked || isMarked(element, recipeMark)) && !isShortOffer(money, text, vocabulary)) return false
  if (isMarked(element, voucherMark, 2) && !isMarked(element, priceMark, 2)) return false
  if (marked) return true
  if (isSentence(money, text)) return saysOffer(money, text, vocabulary)
  if (text.length > longest) return saysOffer(money, text, vocabulary)
  if (vocabulary.mentions('price.limit', nearWords(before, -2)) && behind.trim() === '') return false
  return isFrom(before, vocabulary) || !isArticleLink(element, text, money)
}

/** A few words with the sum and what it is the price of: “Starting at $99”, “$7/hour”. */
function isShortOffer(money: Money, text: string, vocabulary: Vocabulary): boolean {
  return text.length < 60 && (saysOffer(money, text, vocabulary) || /^\s?\/\s?\p{L}/u.test(text.slice(money.end)))
}

function saysOffer(money: Money, text: string, vocabulary: Vocabulary): boolean {
  const before = nearWords(text.slice(Math.max(0, money.start - 24), money.start), -3)
  const behind = nearWords(text.slice(money.end, money.end + 24), 3)
  return (
    vocabulary.mentions('price.period', behind) ||
    vocabulary.mentions('price.from', before) ||
    vocabulary.mentions('price.now', before)
  )
}

/** A sum inside a sentence that goes on or ends behind it. */
function isSentence(money: Money, text: string): boolean {
  const [before, behind] = [text.slice(0, money.start), text.slice(money.end)]
  const words = (part: string): number => part.match(/\p{L}{2,}/gu)?.length ?? 0
  return words(before) > 3 && (/^[.!?]/.test(behind.trim()) || words(behind) > 2) && words(text) > 7
}

/** True when the page tells machines, or its address says, that it is an article, a post or a recipe. */
export function isEditorial({ $, url, vocabulary }: DetectorInput<Record<never, never>>): boolean {
  if (structuredItems($).some(({ types }) => types.some((type) => /Product|Offer$/.test(type)))) return false
  const folders = url.pathname.split('/').slice(1, -1)
  return (
    folders.some((folder) => vocabulary.wholeTopics(folder).has('url.article')) ||
    tagged(treeOf($), 'meta').some(({ attribs }) => attribs['property'] === 'article:published_time') ||
    structuredItems($).some(
      ({ types, top }) => top && types.some((type) => /Article$|BlogPosting$|^Recipe$/.test(type)),
    )
  )
}

/** “As low as $12.99”, in a heading or a link, too. */
function isFrom(before: string, vocabulary: Vocabulary): boolean {
  return before.length < 24 && vocabulary.is('price.from', before.replace(/[\s:]+$/, ''))
}

function isMarked(element: Element, pattern: RegExp, levels = 4): boolean {
  for (
    let node: Element | null = element, steps = 0;
    node?.type === 'tag' && steps < levels;
    node = node.parent as Element | null, steps += 1
  ) {
    const mark = `${node.attribs['class'] ?? ''} ${node.attribs['id'] ?? ''} ${node.attribs['itemprop'] ?? ''}`
    if (mark.length < 300 && pattern.test(mark)) return true
  }
  return false
}

/** The first words of a text, or with a negative number its last ones. */
function nearWords(text: string, count: number): string {
  const words = text.split(/\s+/).filter((word) => word !== '')
  return (count < 0 ? words.slice(count) : words.slice(0, count)).join(' ')
}

/** A headline that names a sum, or leads somewhere; not the name of a thing with its price at one end. */
function isArticleLink(element: Element, text: string, money: Money): boolean {
  for (
    let node: Element | null = element, steps = 0;
    node?.type === 'tag' && steps < 3;
    node = node.parent as Element | null, steps += 1
  ) {
    if (node.name === 'h1')
      return !(/(?:^|[-–·|:(])\s*$/.test(text.slice(0, money.start)) || /^\s*[-–·|]/.test(text.slice(money.end)))
    if (/^h[2-6]$/.test(node.name)) return true
    if (node.name !== 'a') continue
    const letters = textLength(node)
    return letters > 45
  }
  return false
}

function textLength(element: Element): number {
  let length = 0
  for (const child of element.children) {
    if (child.type === 'text') length += child.data.trim().length
    else if (child.type === 'tag') length += textLength(child)
  }
  return length
}
