import type { Element } from 'domhandler'
import { z } from 'zod'
import { defineDetector, type DetectorInput } from './detector.ts'
import { isOffered } from './prices/offered.ts'
import { mainPrice, type PriceInText } from './prices/choice.ts'
import { publishedPrices } from './prices/published.ts'
import { moneyIn, type Money } from './prices/money.ts'
import { elementAt, treeOf, type TextRun } from './dom/tree.ts'
import { Where } from './dom/where.ts'

export const Price = z
  .object({
    text: z.string(),
    amount: z.number(),
    currency: z.string().describe('ISO 4217, or the sign when it is ambiguous'),
    main: z.boolean().describe('The price of what this page sells, as far as can be told'),
    former: z.boolean().describe('Struck out, replaced by another'),
    source: z.enum(['text', 'structured-data', 'meta']),
    where: Where,
  })
  .meta({ id: 'Price' })
export type Price = z.infer<typeof Price>

const limit = 100

/** Sums of money on the page; at most one of them is the main price. */
export const prices = defineDetector({
  version: 2,
  reads: 'html',
  schema: z.array(Price),
  detect(input) {
    const texts = pricesInText(input)
    const published = publishedPrices(input)
    const main = mainPrice(texts, published, input)
    const listed: Price[] = []
    const chosen = texts.includes(main as PriceInText) ? texts.indexOf(main as PriceInText) : -1
    texts.forEach((price, index) => {
      if (index >= limit && index !== chosen) return
      const { money, element, former } = price
      listed.push({
        text: money.text.slice(0, 60),
        amount: money.amount,
        currency: money.currency,
        main: index === chosen,
        former,
        source: 'text',
        where: input.where(element, 'price'),
      })
    })
    for (const price of published.slice(0, 20)) {
      listed.push({
        text: price.text.slice(0, 60),
        amount: price.amount,
        currency: price.currency,
        main: price === main,
        former: false,
        source: price.source,
        where: input.where(price.element, 'price'),
      })
    }
    return listed
  },
})

function pricesInText(input: DetectorInput<Record<never, never>>): PriceInText[] {
  const { runs } = treeOf(input.$)
  const found: PriceInText[] = []
  runs.forEach((run, index) => {
    if (run.text.length > 5000 || found.length >= 400) return
    const next = runs[index + 1]
    for (const money of moneyIn(joined(run))) {
      const place = Math.min(money.start, run.text.length - 1)
      const element = elementAt(run, place)
      if (!isOffered(money, joined(run), element, input)) continue
      found.push({ money, element, run, index, former: isFormer(money, run, element, input) })
    }
    const split = next && splitMoney(run, next)
    if (split)
      found.push({ money: split, element: run.block, run, index, former: isFormer(split, run, run.block, input) })
  })
  return found
}

const cents = /(?:^|[\s_-])(?:cents?|frac(?:tion)?|decimals?|penny|pence|minor|sup|centavos)(?:$|[\s_-])/i

/** Text of a run with the point that a design leaves out before small cents, and a gap where a number only touches what stands before it. */
function joined(run: TextRun): string {
  let text = run.text
  for (const part of run.parts.toReversed()) {
    const small = part.element.name === 'sup' || cents.test(part.element.attribs['class'] ?? '')
    const touches =
      /[\p{L}\d]$/u.test(text.slice(Math.max(0, part.start - 2), part.start)) &&
      /^\d/.test(text.slice(part.start, part.start + 1))
    if (small && /\d\s?$/.test(text.slice(0, part.start)) && /^\d{2}(?!\d)/.test(text.slice(part.start))) {
      text = `${text.slice(0, part.start).trimEnd()}.${text.slice(part.start)}`
    } else if (touches) text = `${text.slice(0, part.start)} | ${text.slice(part.start)}`
  }
  return text
}

/** A currency's sign in a block of its own beside a block with the number. */
function splitMoney(run: TextRun, next: TextRun): Money | undefined {
  if (run.text.length > 12 || next.text.length > 16) return undefined
  if (!/\d\s*$|^\s*\p{Sc}\s*$/u.test(run.text) || /^\s*\d/.test(next.text) === /\d/.test(run.text)) return undefined
  const text = `${run.text.trim()} ${next.text.trim()}`
  const money = moneyIn(text)
  const first = money[0]
  return money.length === 1 &&
    first &&
    first.text.length >= text.length - 2 &&
    moneyIn(run.text).length === 0 &&
    moneyIn(next.text).length === 0
    ? first
    : undefined
}

const formerMark =
  /(?:^|[\s_-])(?:was|old|rrp|msrp|uvp|crossed|strike|striked|strikethrough|previous)(?:$|[\s_-])|(?:was|old|list|retail|original|before|compare(?:-at)?|previous|std|standard|high)[-_]?price|price[-_]{0,2}(?:was|old|list|retail|original|before|compare|previous|rrp|crossed)/i

function isFormer(
  money: Money,
  run: TextRun,
  element: Element,
  { vocabulary }: DetectorInput<Record<never, never>>,
): boolean {
  if (run.struck.some(({ start, end }) => money.start >= start - 1 && money.start < end)) return true
  const before = run.text.slice(Math.max(0, money.start - 24), money.start)
  if (vocabulary.mentions('price.former', before) && !vocabulary.mentions('price.now', before)) return true
  for (let node: Element | null = element, steps = 0; node?.type === 'tag' && steps < 3; steps += 1) {
    if (node.name === 'del' || node.name === 's' || node.name === 'strike') return true
    const mark = `${node.attribs['class'] ?? ''} ${node.attribs['id'] ?? ''}`
    // WooCommerce and others put "price" and "sale" words on the wrapper; only the innermost two levels speak of this sum.
    if (
      mark.length < 200 &&
      formerMark.test(mark) &&
      !/special|sale|now|current|final|our-?price|your-?price/i.test(mark)
    )
      return true
    if (/line-through/.test(node.attribs['style'] ?? '')) return true
    node = node.parent as Element | null
  }
  return false
}
