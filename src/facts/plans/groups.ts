import type { Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import { regionOf } from '../dom/regions.ts'
import { treeOf, type TextRun } from '../dom/tree.ts'
import type { DetectorInput } from '../detector.ts'
import { moneyIn } from '../prices/money.ts'

/** One of several boxes side by side that each name a thing and what it costs. */
export interface PlanBox {
  element: Element
  name: string
  runs: TextRun[]
  /** The run with its price; undefined where it says that it is free or asks to talk. */
  price: TextRun | undefined
}

type Input = Pick<DetectorInput<Record<never, never>>, '$' | 'vocabulary'>

/** How far above a price its box may begin. */
const levels = 9
const fewest = 2
const most = 8

/** The boxes of a page's plans: siblings built alike, each with a name of its own, most with a price. */
export function planBoxes({ $, vocabulary }: Input): PlanBox[] {
  const { runs } = treeOf($)
  const priced = runs.flatMap((run, index) => (isPrice(run) ? [index] : []))
  if (priced.length < fewest || priced.length > 120) return []
  /** Each parent of boxes with prices: its boxes, and the run of the first price in it. */
  const parents = new Map<Element, { boxes: Set<Element>; first: number }>()
  for (const index of priced) {
    for (let node = runs[index]!.block, steps = 0; steps < levels; steps += 1) {
      const parent = node.parent as Element | null
      if (parent?.type !== 'tag' || parent.name === 'body' || parent.name === 'html') break
      const known = parents.get(parent) ?? { boxes: new Set<Element>(), first: index }
      known.boxes.add(node)
      parents.set(parent, known)
      node = parent
    }
  }
  let best: PlanBox[] = []
  for (const [parent, { boxes, first }] of parents) {
    if (boxes.size < fewest || boxes.size > most || parent.name === 'tr' || parent.name === 'tbody') continue
    const named = groupOf(parent, [...boxes][0]!.name, first, runs, vocabulary)
    // Of two groups of the same size the inner one; parents come from the inside out.
    if (named.length > best.length) best = named
  }
  return best
}

function groupOf(
  parent: Element,
  tag: string,
  first: number,
  runs: readonly TextRun[],
  vocabulary: Input['vocabulary'],
): PlanBox[] {
  const region = regionOf(parent)
  if (region === 'nav' || region === 'footer' || region === 'header') return []
  const boxes: PlanBox[] = []
  for (const [element, inside] of runsByChild(parent, first, runs)) {
    if (element.name !== tag || inside.length < 2) continue
    const price = inside.find((run) => isPrice(run))
    if (!price && !inside.some((run) => isAsked(run.text, vocabulary))) continue
    const name = nameOf(inside, vocabulary)
    if (name === '') return []
    boxes.push({ element, name, runs: inside, price })
  }
  const names = new Set(boxes.map(({ name }) => name.toLowerCase()))
  const isGroup = boxes.length >= fewest && boxes.length <= most && names.size === boxes.length
  return isGroup && boxes.filter(({ price }) => price).length * 2 >= boxes.length ? boxes : []
}

/** More text than this around a price is a page, not a row of plans. */
const longest = 700

/** The runs below an element by the child that holds them, from one of its runs outward. */
function runsByChild(parent: Element, first: number, runs: readonly TextRun[]): Map<Element, TextRun[]> {
  let from = first
  while (from > 0 && first - from < longest && childOf(parent, runs[from - 1]!.block)) from -= 1
  const found = new Map<Element, TextRun[]>()
  for (let at = from; at < runs.length && at - from < longest; at += 1) {
    const run = runs[at]!
    const child = childOf(parent, run.block)
    if (!child) {
      if (run.block === parent) continue
      break
    }
    const known = found.get(child)
    if (known) known.push(run)
    else found.set(child, [run])
  }
  return found
}

function childOf(parent: Element, node: Element): Element | undefined {
  for (let at = node; at.parent?.type === 'tag'; at = at.parent as Element) if (at.parent === parent) return at
  return undefined
}

/** A short text that starts with a sum, as plans show it: "€ 29 per user and month, set-up included". */
function isPrice({ text }: TextRun): boolean {
  return text.length < 140 && /\d/.test(text) && (moneyIn(text)[0]?.start ?? text.length) < 30
}

function isAsked(text: string, vocabulary: Input['vocabulary']): boolean {
  return text.length < 40 && (vocabulary.is('price.free', text) || vocabulary.is('plan.asked', text))
}

const nameClass = /(?:^|[\s_-])(?:name|title|heading|headline|plan|tier)(?:$|[\s_-])/i

/** What stands as the heading of a box, else its first short text that is no sum. */
function nameOf(runs: readonly TextRun[], vocabulary: Input['vocabulary']): string {
  const fits = ({ text }: TextRun): boolean =>
    text.trim().length > 1 && text.length < 60 && /\p{L}{2}/u.test(text) && moneyIn(text).length === 0
  const heading = runs.find((run) => fits(run) && /^h[1-6]$/.test(run.block.name))
  const classed = runs.find((run) => fits(run) && nameClass.test(run.block.attribs['class'] ?? ''))
  const named =
    heading ?? classed ?? runs.slice(0, 3).find((run) => fits(run) && !vocabulary.mentions('price.period', run.text))
  return named ? named.text.trim() : ''
}

/** Whether something in a box, or around it, can be pressed; what it is called and where it leads. */
export function actionOf(
  box: Element,
  buttonText: (element: Element) => string,
): { text: string; href: string } | undefined {
  for (let node = box.parent, steps = 0; node?.type === 'tag' && steps < 2; node = node.parent, steps += 1) {
    if (node.name === 'a') return { text: buttonText(node as Element), href: node.attribs['href'] ?? '' }
  }
  let found: { text: string; href: string } | undefined
  const stack: Element[] = [box]
  for (let node = stack.pop(); node; node = stack.pop()) {
    const { name, attribs } = node
    const pressed =
      (name === 'a' &&
        (attribs['href'] !== undefined || attribs['onclick'] !== undefined || attribs['role'] === 'button')) ||
      name === 'button' ||
      attribs['role'] === 'button' ||
      attribs['onclick'] !== undefined ||
      attribs['data-href'] !== undefined ||
      name === 'form' ||
      name === 'iframe' ||
      (name === 'input' && /^(?:submit|button|image|radio|checkbox)$/i.test(attribs['type'] ?? '')) ||
      name.includes('-')
    if (pressed)
      found ??= { text: buttonText(node) || readableText(node, { limit: 60 }) || name, href: attribs['href'] ?? '' }
    for (const child of [...node.children].toReversed()) if (child.type === 'tag') stack.push(child as Element)
  }
  return found
}
