import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'
import { elementAt, tagged, treeOf, type TextRun } from '../dom/tree.ts'
import { bareSum, currencyOf, moneyIn, type Money } from './money.ts'
import { isEditorial, isOffered } from './offered.ts'

/** A sum of money in the readable text. */
export interface PriceInText {
  money: Money
  element: Element
  run: TextRun
  /** Place of the run among all runs of the page. */
  index: number
  former: boolean
}

/** Sums in the text that something costs, in order. */
export function pricesInText(input: DetectorInput<Record<never, never>>): PriceInText[] {
  const { runs } = treeOf(input.$)
  const editorial = isEditorial(input)
  const found: PriceInText[] = []
  runs.forEach((run, index) => {
    if (run.text.length > 5000 || found.length >= 400) return
    const next = runs[index + 1]
    const text = run.parts.length > 1 && /\d/.test(run.text) ? joined(run) : run.text
    for (const money of sumsIn(text, run, input)) {
      const place = Math.min(money.start, run.text.length - 1)
      const element = elementAt(run, place)
      if (!isOffered(money, text, element, input, editorial)) continue
      found.push({ money, element, run, index, former: isFormer(money, run, element, input) })
    }
    const split = next && splitMoney(run, next)
    if (split)
      found.push({ money: split, element: run.block, run, index, former: isFormer(split, run, run.block, input) })
  })
  return found
}

/** The sums of a text, or the number alone that the markup calls a price. */
function sumsIn(text: string, { block, parts }: TextRun, { $ }: DetectorInput<Record<never, never>>): Money[] {
  const signed = moneyIn(text)
  if (signed.length > 0 || text.length > 16 || !/\d/.test(text)) return signed
  const named = [parts[0]?.element, block].some((element) => element?.attribs['itemprop'] === 'price')
  if (!named) return signed
  const currency = tagged(treeOf($), 'meta', 'span').find(({ attribs }) => attribs['itemprop'] === 'priceCurrency')
  const sum = bareSum(text, currencyOf(currency?.attribs['content'] ?? ''))
  return sum && sum.amount > 0 ? [sum] : []
}

const cents = /(?:^|[\s_-])(?:cents?|frac(?:tion)?|decimals?|penny|pence|minor|sup|centavos)(?:$|[\s_-])/i

/** Text of a run with the point that a design leaves out before small cents, and a gap where a sum only touches what stands before it. */
function joined(run: TextRun): string {
  let text = run.text
  for (const [index, part] of [...run.parts.entries()].toReversed()) {
    const own = run.text.slice(part.start, run.parts[index + 1]?.start)
    const [before, behind] = [text.slice(0, part.start), text.slice(part.start)]
    const small = part.element.name === 'sup' || cents.test(part.element.attribs['class'] ?? '')
    const pair = index > 0 && /^\d\d\s*$/.test(own) && wholeSum.test(before)
    if (pair || (small && /\d\s?$/.test(before) && /^\d{2}(?!\d)/.test(behind))) text = `${before.trimEnd()}.${behind}`
    else if (/[\p{L}\d]$/u.test(before.slice(-2)) && /^(?:\d|\p{Sc}|[A-Z]{1,3}[$£]?\s?\d)/u.test(behind))
      text = `${before} | ${behind}`
  }
  return text
}

/** A sign and a sum without cents, that small cents may follow. */
const wholeSum = /\p{Sc}\s?(?:\d{1,3}(?:[.,\s]\d{3})+|\d{1,5})$/u

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
