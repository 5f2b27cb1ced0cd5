import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'
import type { Money } from './money.ts'

const priceMark =
  /(?:^|[\s_-])(?:prices?|pricing|prix|preis|prezzo|precio|preco|prijs|cena|amount|cost|fee)(?:$|[\s_-]|\d)|[a-z]Price|price[A-Z_-]/i
const cartMark =
  /(?:^|[\s_-])(?:mini-?cart|cart|basket|bag|warenkorb|panier|carrito|carrello|winkelwagen|subtotal)(?:$|[\s_-])/i
const longest = 150

/**
 * A sum of money that something costs here: not a turnover in the news, a discount, a threshold of free delivery, an
 * empty basket or a share capital.
 */
export function isOffered(
  money: Money,
  text: string,
  element: Element,
  { vocabulary, where }: DetectorInput<Record<never, never>>,
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
  const { region } = where(element, '')
  if ((region === 'nav' || region === 'header' || region === 'footer') && (!marked || isMarked(element, cartMark)))
    return false
  if (marked) return true
  if (text.length > longest)
    return (
      vocabulary.mentions('price.period', nearWords(behind, 3)) ||
      vocabulary.mentions('price.from', nearWords(before, -2))
    )
  return !isArticleLink(element)
}

function isMarked(element: Element, pattern: RegExp): boolean {
  for (
    let node: Element | null = element, steps = 0;
    node?.type === 'tag' && steps < 4;
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

/** A headline that names a sum and leads somewhere. */
function isArticleLink(element: Element): boolean {
  for (
    let node: Element | null = element, steps = 0;
    node?.type === 'tag' && steps < 3;
    node = node.parent as Element | null, steps += 1
  ) {
    if (/^h[1-6]$/.test(node.name)) return true
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
