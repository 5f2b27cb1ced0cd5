import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'
import { tagged, treeOf, type TextRun, type Tree } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { amountOf, moneyIn } from './money.ts'
import type { PriceInText } from './in-text.ts'

/** Where on a page the thing that it sells is named and put in the cart, and what is told of its price elsewhere. */
export interface PagePlaces {
  /** Run with the name of the thing; -1 when none is found. */
  title: number
  /** Runs where something is put in the cart. */
  carts: number[]
  /** Sums that scripts call a price. */
  scripted: Set<number>
  /** Sums in the page's own title and description. */
  described: Set<number>
}

const scriptsLimit = 400_000
const cartMark =
  /add-?_?to-?_?(?:cart|basket|bag|trolley)|buy-?_?now|btn-?_?(?:cart|buy)|(?:cart|buy)-?_?(?:btn|button)|button-cart|single_add/i

const buttonMark = /btn|button|cart|buy|basket|cta|add|order|purchase/i

/** Looks for these places once a page. */
export function pagePlaces(texts: PriceInText[], input: DetectorInput<Record<never, never>>): PagePlaces {
  const tree = treeOf(input.$)
  const metas = tagged(tree, 'meta')
  const told = metas.filter(({ attribs }) =>
    /^(?:og:|twitter:)?(?:title|description)$/i.test(attribs['property'] ?? attribs['name'] ?? ''),
  )
  const titles = [textOf(tagged(tree, 'title')[0]), ...told.map(({ attribs }) => attribs['content'] ?? '')]
  return {
    title: titleRun(tree.runs, titles.slice(0, 3).join(' ').toLowerCase()),
    carts: cartRuns(tree, input.vocabulary),
    scripted: scriptedAmounts(tree, texts),
    described: new Set(titles.flatMap((title) => moneyIn(title.slice(0, 500)).map(({ amount }) => amount))),
  }
}

function textOf(element: Element | undefined): string {
  const first = element?.children[0]
  return first?.type === 'text' ? first.data : ''
}

/** A heading of the first level that the page's title repeats, else the first one, else a text that the title repeats. */
function titleRun(runs: TextRun[], titles: string): number {
  let first = -1
  let repeated = -1
  for (const [index, run] of runs.entries()) {
    const heading = isHeading(run.block)
    const text = run.text.trim().toLowerCase()
    const named = text.length > 5 && text.length < 200 && titles.includes(text.slice(0, 40))
    if (heading && named) return index
    if (heading && first < 0) first = index
    if (named && text.length > 11 && repeated < 0) repeated = index
  }
  return first >= 0 ? first : repeated
}

function isHeading(block: Element): boolean {
  for (let node: Element | null = block, steps = 0; node?.type === 'tag' && steps < 5; steps += 1) {
    if (node.name === 'h1') return true
    node = node.parent as Element | null
  }
  return false
}

function cartRuns({ elements, runs }: Tree, vocabulary: Vocabulary): number[] {
  const found: number[] = []
  const order = new Map(runs.map((run, index) => [run.block, index]))
  let last = 0
  for (const element of elements) {
    last = order.get(element) ?? last
    const { name, attribs } = element
    const button =
      name === 'button' ||
      name === 'a' ||
      (name === 'input' && /^(?:submit|button|image)$/i.test(attribs['type'] ?? ''))
    if (!button || found.length > 40) continue
    const mark = `${attribs['class'] ?? ''} ${attribs['id'] ?? ''} ${attribs['name'] ?? ''}`
    const label = attribs['value'] ?? ''
    // Of all the links only those drawn as buttons are read.
    if (name === 'a' && attribs['role'] !== 'button' && !buttonMark.test(mark)) continue
    if (cartMark.test(mark) || vocabulary.is('cta.cart', label) || isCartText(element, vocabulary)) found.push(last)
  }
  return found
}

function isCartText(element: Element, vocabulary: Vocabulary): boolean {
  const text = shortText(element)
  return text.length > 2 && text.length < 40 && (vocabulary.is('cta.cart', text) || vocabulary.is('cta.buy', text))
}

function shortText(element: Element): string {
  let text = ''
  const stack: Element[] = [element]
  for (let steps = 0; stack.length > 0 && steps < 12; steps += 1) {
    const node = stack.pop()!
    for (const child of node.children) {
      if (child.type === 'text') text += `${child.data} `
      else if (child.type === 'tag') stack.push(child as Element)
    }
  }
  return text.replace(/\s+/g, ' ').trim()
}

function scriptedAmounts(tree: Tree, texts: PriceInText[]): Set<number> {
  if (texts.length === 0) return new Set()
  const wanted = new Set(texts.map(({ money }) => money.amount))
  const found = new Set<number>()
  let budget = scriptsLimit
  for (const element of tagged(tree, 'script')) {
    // Structured data has a weight of its own.
    if (/ld\+json/i.test(element.attribs['type'] ?? '')) continue
    const text = textOf(element).slice(0, Math.max(0, budget))
    budget -= text.length
    for (const match of text.matchAll(/price[a-z_]{0,20}["']?\s*[:=,]\s*["']?(\d[\d.,]{0,12})/gi)) {
      const amount = amountOf((match[1] ?? '').replace(/[.,]$/, ''))
      if (wanted.has(amount)) found.add(amount)
    }
  }
  return found
}
