import type { Element } from 'domhandler'
import { z } from 'zod'
import { accessibleName } from './dom/accessible-name.ts'
import { regionOf } from './dom/regions.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { page } from './page.ts'
import { moneyIn } from './prices/money.ts'

export const Cart = z
  .object({
    shown: z.boolean().describe('This is a cart with something in it'),
    quantities: z.int().describe('Fields, lists or buttons to change how many'),
    removals: z.int().describe('Ways to take a thing out'),
    total: z.boolean().describe('A line says what it all costs'),
    extras: z.boolean().describe('Something is said of delivery or tax, be it that it comes later'),
  })
  .meta({ id: 'Cart', description: 'What a cart in hand lets its visitor see and change.' })
export type Cart = z.infer<typeof Cart>

type Input = DetectorInput<{ page: typeof page }>

/** What a cart in hand lets its visitor see and change. */
export const cart = defineDetector({
  version: 1,
  reads: 'html',
  needs: { page },
  schema: Cart,
  detect(input) {
    if (input.facts.page.type !== 'cart')
      return { shown: false, quantities: 0, removals: 0, total: false, extras: false }
    const { vocabulary } = input
    const { runs } = treeOf(input.$)
    const own = runs.filter(({ block }) => !/^(?:header|nav|footer)$/.test(regionOf(block)))
    const empty = own.some(({ text }) => text.length < 200 && vocabulary.inAnyLanguage('cart.empty', text))
    const priced = own.some(({ text }) => text.length < 80 && isSum(text))
    const total = own.some(
      ({ text }, index) =>
        text.length < 80 &&
        vocabulary.inAnyLanguage('cart.total', text) &&
        own.slice(index, index + 4).some((run) => run.text.length < 120 && isSum(run.text)),
    )
    const extras = own.some(({ text }) => {
      if (text.length > 300) return false
      const topics = vocabulary.topicsInAnyLanguage(text)
      return topics.has('terms.delivery') || topics.has('price.tax') || topics.has('price.shipping')
    })
    return { shown: priced && !empty, ...controlsOf(input), total, extras }
  },
})

function isSum(text: string): boolean {
  return /[1-9]/.test(text) && moneyIn(text).some(({ amount }) => amount > 0)
}

const countMark =
  /qty|quant|menge|anzahl|stueck|cantid|aantal|qtde|qtd|hoeveel|plus|minus|increment|decrement|stepper|spinner/i
const removeMark =
  /remove|delete|trash|rubbish|\bbin\b|clear|entfern|loesch|supprim|elimin|verwijder|excluir|rimuovi|borrar|quitar/i

function controlsOf({ $, vocabulary }: Input): Pick<Cart, 'quantities' | 'removals'> {
  const tree = treeOf($)
  let quantities = 0
  let removals = 0
  for (const element of tagged(tree, 'input', 'select', 'button', 'a', 'span', 'div', 'i', 'svg')) {
    const mark = markOf(element)
    const { name, attribs } = element
    const field = name === 'select' || (name === 'input' && /^(?:number|text|tel|)$/i.test(attribs['type'] ?? ''))
    if ((field && attribs['type'] === 'number') || countMark.test(mark)) quantities += 1
    else if (removeMark.test(mark)) removals += 1
    else if (name === 'a' || name === 'button') {
      const label = accessibleName(element, tree, 60)
      if (label !== '' && vocabulary.inAnyLanguage('cart.remove', label)) removals += 1
    }
  }
  return { quantities, removals }
}

function markOf({ attribs }: Element): string {
  return ['id', 'name', 'class', 'href', 'aria-label', 'data-action', 'title']
    .map((key) => attribs[key] ?? '')
    .join(' ')
    .slice(0, 400)
}
