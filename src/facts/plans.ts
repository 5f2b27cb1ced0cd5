import type { Element } from 'domhandler'
import { z } from 'zod'
import { accessibleName } from './dom/accessible-name.ts'
import { tagged, treeOf, type TextRun } from './dom/tree.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { ctas } from './ctas.ts'
import { page } from './page.ts'
import { actionOf, planBoxes, type PlanBox } from './plans/groups.ts'
import { moneyIn } from './prices/money.ts'
import { Where } from './dom/where.ts'

export const Plan = z
  .object({
    name: z.string(),
    price: z.string().describe('As it stands there; empty when it is free or to be asked for'),
    amount: z.number().describe('0 when no sum is named'),
    period: z
      .boolean()
      .describe('Says for how long or for what unit the price is, in the plan or just above the plans'),
    action: z.string().describe('What of it can be pressed; empty when nothing'),
    href: z.string(),
    closed: z.boolean().describe('Said to be sold out, coming soon or the current one'),
    where: Where,
  })
  .meta({ id: 'Plan' })
export type Plan = z.infer<typeof Plan>

type Input = DetectorInput<{ page: typeof page; ctas: typeof ctas }>

const read = new Set<string>(['pricing', 'home', 'landing', 'service', 'comparison'])

/** Plans that stand side by side: two to eight boxes built alike, each with a name and most with a price. */
export const plans = defineDetector({
  version: 1,
  reads: 'html',
  needs: { page, ctas },
  schema: z
    .array(Plan)
    .describe('Plans that stand side by side: two to eight boxes built alike, each with a name and most with a price.'),
  detect(input) {
    if (!read.has(input.facts.page.type)) return []
    const { $, where, vocabulary } = input
    const tree = treeOf($)
    const boxes = planBoxes(input)
    const spoken = boxes.length > 0 && saysPeriod(above(tree.runs, boxes[0]!.runs[0]!), vocabulary)
    const shared = boxes.length > 0 ? sharedAction(boxes, input) : undefined
    const found = boxes.map(({ element, name, runs, price }) => {
      const action = actionOf(element, (control) => accessibleName(control, tree, 80)) ?? shared
      const sum = price ? moneyIn(price.text)[0] : undefined
      return {
        name,
        price: price ? price.text.trim().slice(0, 60) : '',
        amount: sum?.amount ?? 0,
        period: spoken || saysPeriod(runs, vocabulary),
        action: (action?.text ?? '').slice(0, 80),
        href: action?.href ?? '',
        closed: runs.some((run) => run.text.length < 60 && vocabulary.mentions('plan.closed', run.text)),
        where: where(element, name),
      }
    })
    // Elsewhere than on a page of prices, boxes with sums are goods unless they say for how long.
    const timed = found.filter(({ period }) => period).length * 2 >= found.length
    return timed || input.facts.page.type === 'pricing' ? found : []
  },
})

/** Steps up from the row of plans to the part of the page that is about them. */
const sectionSteps = 3
const acting = new Set<string>([
  'trial',
  'demo',
  'sign-up',
  'buy',
  'cart',
  'checkout',
  'subscribe',
  'book',
  'quote',
  'contact',
  'call',
  'download',
])

/** One button for all of them, beside the plans. */
function sharedAction(
  boxes: readonly PlanBox[],
  { $, facts, nodeOf }: Input,
): { text: string; href: string } | undefined {
  const actions = new Map(facts.ctas.filter(({ intent }) => acting.has(intent)).map((cta) => [cta.where.node, cta]))
  const inBox = new Set(boxes.map(({ element }) => element))
  let section = boxes[0]!.element.parent
  for (
    let steps = 0;
    steps < sectionSteps && section?.parent?.type === 'tag' && !/^(?:body|main)$/.test(section.parent.name);
    steps += 1
  )
    section = section.parent
  for (const element of tagged(treeOf($), 'a', 'button', 'input')) {
    const cta = actions.get(nodeOf(element))
    if (!cta || !section) continue
    let [boxed, near] = [false, false]
    for (let node = element.parent; node; node = node.parent) {
      boxed ||= inBox.has(node as Element)
      near ||= node === section
    }
    if (near && !boxed) return { text: cta.text, href: cta.href }
  }
  return undefined
}

/** What stands just above the plans: a switch between monthly and yearly, a heading. */
function above(runs: readonly TextRun[], first: TextRun): TextRun[] {
  const at = runs.indexOf(first)
  return runs.slice(Math.max(0, at - 8), at)
}

const slashed = /\/\s?(?:mo|yr|m|y|h|hr|d|pp|ea|user|seat|month|year)\b/i

function saysPeriod(runs: readonly TextRun[], vocabulary: Input['vocabulary']): boolean {
  return runs.some(
    ({ text }) =>
      text.length < 400 &&
      (vocabulary.inAnyLanguage('price.period', text) ||
        vocabulary.inAnyLanguage('time.unit', text) ||
        slashed.test(text)),
  )
}
