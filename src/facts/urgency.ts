import { z } from 'zod'
import { defineDetector, type DetectorInput } from './detector.ts'
import { page } from './page.ts'
import { readableText } from '../snapshot/document.ts'
import { regionOf } from './dom/regions.ts'
import { matchingClasses, tagged, treeOf, type Tree } from './dom/tree.ts'
import { newestYear, yearsIn } from './urgency/years.ts'
import { Where } from './dom/where.ts'

export const Urgency = z
  .object({
    kind: z
      .enum(['low-stock', 'others', 'countdown', 'ended'])
      .describe(
        'low-stock: only so many left. others: so many people look or have bought. countdown: time runs out. ended: an offer ' +
          'whose last day lies in a year before the newest one that the page names as its own',
      ),
    text: z.string(),
    where: Where,
  })
  .meta({ id: 'Urgency' })
export type Urgency = z.infer<typeof Urgency>

type Input = DetectorInput<{ page: typeof page }>

const limit = 30
const countdownClass = /(?:^|[\s_-])count-?downs?(?:$|[\s_-]|timer|clock)/i
/** Built as a text to read: what it quotes of offers was true when it was written. */
const dated = new Set<string>(['article', 'documentation', 'forum'])

/** What presses visitors to decide now: scarce stock, other buyers, a clock; and offers that are over. */
export const urgency = defineDetector({
  version: 1,
  reads: 'html',
  needs: { page },
  schema: z
    .array(Urgency)
    .describe('What presses visitors to decide now: scarce stock, other buyers, a clock; and offers that are over.'),
  detect(input) {
    const tree = treeOf(input.$)
    const found: Urgency[] = []
    const seen = new Set<string>()
    const add = (kind: Urgency['kind'], text: string, element: Parameters<Input['where']>[0]): void => {
      const told = text.replace(/\s+/g, ' ').trim().slice(0, 160)
      if (found.length === limit || seen.has(`${kind} ${told}`)) return
      seen.add(`${kind} ${told}`)
      found.push({ kind, text: told, where: input.where(element, kind) })
    }
    const prose = dated.has(input.facts.page.shape) || input.facts.page.type === 'article'
    let newest: number | undefined
    for (const { text, block } of tree.runs) {
      if (text.length > 300 || !/\d/.test(text)) continue
      const region = regionOf(block)
      if (region === 'nav') continue
      const topics = input.vocabulary.topicsIn(text)
      if (topics.size === 0) continue
      if (!prose && text.length < 100 && topics.has('urgency.only') && topics.has('urgency.left') && isFew(text))
        add('low-stock', text, block)
      if (!prose && text.length < 160 && topics.has('urgency.others')) add('others', text, block)
      if (prose || !topics.has('offer.until') || !topics.has('offer.reduced')) continue
      const last = Math.max(0, ...yearsIn(text))
      if (last === 0) continue
      newest ??= newestYear(tree)
      if (last < newest) add('ended', text, block)
    }
    for (const element of clocks(tree)) {
      const text = readableText(element, { limit: 120 })
      if (/\d\D+\d/.test(text)) add('countdown', text, element)
    }
    return found
  },
})

/** A small number and no sum: of stock, not of years or prices. */
function isFew(text: string): boolean {
  const numbers = text.match(/\d+/g) ?? []
  return numbers.length === 1 && Number(numbers[0]) >= 1 && Number(numbers[0]) <= 20 && !/\p{Sc}|%/u.test(text)
}

/** The outermost elements that call themselves a countdown and hold numbers or parts to fill. */
function clocks(tree: Tree): Tree['elements'] {
  const named = matchingClasses(tree, countdownClass)
  if (!named.includes(true)) return []
  const chosen = tree.elements.filter(
    (element, place) => named[tree.classes[place]!] && !tree.hidden.has(element) && element.children.length > 0,
  )
  const inside = new Set<unknown>(chosen)
  const scripts = new Set<unknown>(tagged(tree, 'script', 'style', 'link'))
  return chosen.filter((element) => {
    if (scripts.has(element)) return false
    for (let node = element.parent; node; node = node.parent) if (inside.has(node)) return false
    return true
  })
}
