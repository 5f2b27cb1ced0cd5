import type { Element } from 'domhandler'
import { z } from 'zod'
import { defineDetector, type DetectorInput } from './detector.ts'
import { page } from './page.ts'
import { moneyIn } from './prices/money.ts'
import { treeOf, type TextRun, type Tree } from './dom/tree.ts'
import { Where } from './dom/where.ts'

export const termTopics = [
  'delivery',
  'delivery-cost',
  'returns',
  'tax',
  'reviews',
  'trial',
  'trial-length',
  'trial-card',
  'when-next',
  'reference',
  'lead-time',
  'digital',
  'no-analytics',
] as const
export type TermTopic = (typeof termTopics)[number]

export const Term = z
  .object({
    topic: z
      .enum(termTopics)
      .describe(
        'delivery-cost: what delivery costs, from when it is free, or that it is. reviews: a heading, a tab or a count of opinions. trial: one is offered by that name. trial-length: how long one may try. trial-card: ' +
          'whether trying takes a card. lead-time: days until it is sent or arrives; digital: goods that are downloaded or run on a computer; no-analytics: visits are not measured, or no cookies are set. when-next and reference: on a confirmation, what comes when, and a number or an e-mail to keep',
      ),
    how: z.enum(['text', 'link']).describe('link: its page tells'),
    text: z.string(),
    where: Where,
  })
  .meta({ id: 'Term' })
export type Term = z.infer<typeof Term>

type Input = DetectorInput<{ page: typeof page }>

const perTopic = 5
/** Longer texts are terms and conditions, or an article. */
const longest = 1200
/** Runs around a word on trying, in which its length may be told. */
const around = 3

/** Conditions of buying and of trying that the page tells, or links to, in whichever of its parts. */
export const terms = defineDetector({
  version: 3,
  reads: 'html',
  needs: { page },
  schema: z
    .array(Term)
    .describe('Conditions of buying and of trying that the page tells, or links to, in whichever of its parts.'),
  detect(input) {
    const tree = treeOf(input.$)
    const { runs } = tree
    const found: Term[] = []
    const counts = new Map<TermTopic, number>()
    const add = (topic: TermTopic, run: TextRun): void => {
      const count = counts.get(topic) ?? 0
      if (count === perTopic) return
      counts.set(topic, count + 1)
      const text = run.text.trim().slice(0, 160)
      found.push({ topic, how: isLinked(run) ? 'link' : 'text', text, where: input.where(run.block, topic) })
    }
    const confirms = input.facts.page.type === 'confirmation'
    const trials: number[] = []
    runs.forEach((run, index) => {
      if (run.text.length > longest) return
      // Of an absence it is safer to believe a word of any language.
      const topics = input.vocabulary.topicsInAnyLanguage(run.text)
      if (topics.size === 0) return
      if (topics.has('terms.returns')) add('returns', run)
      if (topics.has('price.tax')) add('tax', run)
      if (tellsReviews(run.text, topics)) add('reviews', run)
      if (topics.has('terms.delivery')) {
        add('delivery', run)
        if (tellsSum(run.text, topics) || tellsSumBeside(runs, index, input)) add('delivery-cost', run)
      }
      if (topics.has('terms.lead-time') && !topics.has('terms.returns') && tellsLength(run.text, input))
        add('lead-time', run)
      if (topics.has('terms.digital')) add('digital', run)
      if (topics.has('terms.no-analytics') && isAboutThisSite(run, input)) add('no-analytics', run)
      if (topics.has('terms.card')) add('trial-card', run)
      if (topics.has('terms.trial-length')) add('trial-length', run)
      if (topics.has('terms.trial-named') && run.text.length < 200) add('trial', run)
      if (topics.has('terms.trial')) trials.push(index)
      if (!confirms) return
      if (topics.has('confirm.when')) add('when-next', run)
      if (topics.has('confirm.reference')) add('reference', run)
    })
    for (const { text, element } of foldedTexts(tree)) {
      const topics = input.vocabulary.topicsInAnyLanguage(text)
      if (topics.size === 0) continue
      const run = { text, block: element, parts: [], struck: [] }
      if (topics.has('terms.returns')) add('returns', run)
      if (tellsReviews(text, topics)) add('reviews', run)
      if (topics.has('terms.card')) add('trial-card', run)
      if (!topics.has('terms.delivery')) continue
      add('delivery', run)
      if (tellsSum(text, topics)) add('delivery-cost', run)
    }
    for (const index of trials) {
      if (counts.has('trial-length')) break
      const near = runs.slice(Math.max(0, index - around), index + around + 1)
      const told = near.find((run) => run.text.length < longest && tellsLength(run.text, input))
      if (told) add('trial-length', told)
    }
    return found
  },
})

/** Letters of folded text that are read. */
const foldedLimit = 60_000

/** Texts that show only when something is pressed: a tab, a line to open. What stands there is not missing. */
function foldedTexts({ hidden }: Tree): { text: string; element: Element }[] {
  const found: { text: string; element: Element }[] = []
  let letters = 0
  for (const element of hidden) {
    if (letters > foldedLimit || silent.has(element.name)) continue
    for (const child of element.children) {
      if (child.type !== 'text' || child.data.length > longest) continue
      const text = child.data.replace(/\s+/g, ' ').trim()
      if (text.length < 4) continue
      letters += text.length
      found.push({ text, element })
    }
  }
  return found
}

const silent = new Set(['script', 'style', 'template', 'noscript', 'option', 'textarea', 'svg', 'title'])

/** A short text on opinions of others, or an invitation to give the first; not that there are none. */
function tellsReviews(text: string, topics: ReadonlySet<string>): boolean {
  if (text.length >= 60) return false
  return topics.has('cta.review') || (topics.has('terms.reviews') && !topics.has('trust.no-review'))
}

/** A policy of the site, or a short line of its own such as “No cookies, no tracking”. */
function isAboutThisSite({ text }: TextRun, { facts }: Input): boolean {
  return facts.page.type === 'legal' || (text.length < 200 && facts.page.type !== 'article')
}

/** A sum, or that it is free. */
function tellsSum(text: string, topics: ReadonlySet<string>): boolean {
  return topics.has('price.free') || (/\d/.test(text) && moneyIn(text).length > 0)
}

/** A label whose value stands in the next block: "Delivery", "€4.90". */
function tellsSumBeside(runs: readonly TextRun[], index: number, { vocabulary }: Input): boolean {
  const run = runs[index]!
  if (run.text.length > 60) return false
  return runs
    .slice(index + 1, index + 3)
    .some(({ text }) => text.length < 60 && tellsSum(text, vocabulary.topicsInAnyLanguage(text)))
}

/** A number and days, weeks or months: "14-day", "30 Tage". */
function tellsLength(text: string, { vocabulary }: Input): boolean {
  for (const [, word] of text.matchAll(/\d[\s\u00a0–-]*(\p{L}+)/gu)) {
    if (vocabulary.inAnyLanguage('time.unit', word ?? '')) return true
  }
  return false
}

/** The text, or a part of it, leads somewhere. */
function isLinked({ block, parts }: TextRun): boolean {
  return [block, ...parts.map(({ element }) => element)].some(isInLink)
}

function isInLink(element: Element): boolean {
  for (let node: Element | null = element, steps = 0; node?.type === 'tag' && steps < 4; steps += 1) {
    if (node.name === 'a') return true
    node = node.parent as Element | null
  }
  return false
}
