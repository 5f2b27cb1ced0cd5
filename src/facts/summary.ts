import type { Element } from 'domhandler'
import { z } from 'zod'
import { defineDetector, type DetectorInput } from './detector.ts'
import { contentOf, insideTag, wordCount, type ContentRun } from './dom/content.ts'
import { Where } from './dom/where.ts'

export const SummaryPart = z
  .object({
    kind: z
      .enum(['lead', 'key-points', 'key-facts'])
      .describe('lead: a sentence or two that open the page; key-points: a list; key-facts: names and values'),
    text: z.string(),
    words: z.int().describe('Words of a lead, or of the whole list'),
    items: z.int().describe('Points or facts; 1 for a lead'),
    before: z.int().describe('Words of the page’s own content that a reader passes first'),
    where: Where,
  })
  .meta({ id: 'SummaryPart' })
export type SummaryPart = z.infer<typeof SummaryPart>

type Input = DetectorInput<Record<never, never>>

/** Nobody in a hurry reads on from here, whatever a rule thinks of the distance. */
const reach = 600
const limit = 12
const shortestLead = 8
const longestLead = 90
const longestItem = 25
const fewest = 3

/** What a reader in a hurry gets from the beginning of a page: an opening line, a list of points, a table of facts. */
export const summary = defineDetector({
  version: 3,
  reads: 'html',
  schema: z
    .array(SummaryPart)
    .describe(
      'What a reader in a hurry gets from the beginning of a page: an opening line, a list of points, a table of facts.',
    ),
  detect(input) {
    const content = contentOf(input.$)
    const start = content.findIndex(({ heading }) => heading === 1)
    const from = content[start]?.before ?? 0
    const near = content.slice(Math.max(0, start)).filter(({ before }) => before - from <= reach)
    return [...leads(near, from, input), ...lists(near, from, input), ...cards(near, from, input)]
      .toSorted((a, b) => a.before - b.before)
      .slice(0, limit)
  },
})

function part(
  kind: SummaryPart['kind'],
  said: string,
  given: Pick<SummaryPart, 'words' | 'items' | 'before'>,
  element: Element,
  input: Input,
): SummaryPart {
  const text = said.replace(/\s+/g, ' ').trim().slice(0, 200)
  return { kind, text, ...given, where: input.where(element, text.slice(0, 60)) }
}

/** Sentences of some substance that are not yet a long paragraph. */
function leads(near: readonly ContentRun[], from: number, input: Input): SummaryPart[] {
  return near
    .filter(
      ({ run, words, heading }) =>
        words >= shortestLead &&
        words <= longestLead &&
        heading !== 1 &&
        !listAround(run.block) &&
        !insideTag(run.block, 'form', 4),
    )
    .slice(0, 4)
    .map(({ run, words, before }) =>
      part('lead', run.text, { words, items: 1, before: before - from }, run.block, input),
    )
}

/** Lists of points and tables of facts. */
function lists(near: readonly ContentRun[], from: number, input: Input): SummaryPart[] {
  const groups = Map.groupBy(near, ({ run }) => listAround(run.block))
  return [...groups].flatMap(([list, runs]) => {
    const first = runs[0]
    if (!list || !first) return []
    const items = itemsOf(list)
    const words = runs.reduce((sum, run) => sum + run.words, 0)
    if (items < fewest || words / items > longestItem || runs.length < items / 2) return []
    const kind = list.name === 'ul' || list.name === 'ol' ? ('key-points' as const) : ('key-facts' as const)
    const said = runs.map(({ run }) => run.text.trim()).join(' · ')
    return [part(kind, said, { words, items, before: first.before - from }, list, input)]
  })
}

function listAround(block: Element): Element | undefined {
  for (let node: Element | null = block, step = 0; node?.type === 'tag' && step < 8; step += 1) {
    if (node.name === 'ul' || node.name === 'ol' || node.name === 'dl' || node.name === 'table') return node
    node = node.parent as Element | null
  }
  return undefined
}

function itemsOf(list: Element): number {
  const rows = list.name === 'table' ? 'tr' : list.name === 'dl' ? 'dt' : 'li'
  return count(list, rows, 0)
}

function count(element: Element, name: string, depth: number): number {
  return element.children.reduce((sum, child) => {
    if (child.type !== 'tag') return sum
    if (child.name === name) return sum + 1
    return depth < 4 && child.name !== 'ul' && child.name !== 'ol' ? sum + count(child, name, depth + 1) : sum
  }, 0)
}

/** Small headings in a row with a few words below each: the benefits that a page lists as cards. */
function cards(near: readonly ContentRun[], from: number, input: Input): SummaryPart[] {
  const found: SummaryPart[] = []
  let row: ContentRun[] = []
  let below = 0
  const close = (): void => {
    const first = row[0]
    if (first && row.length >= fewest) {
      const said = row.map(({ run }) => run.text.trim()).join(' · ')
      found.push(
        part(
          'key-points',
          said,
          { words: wordCount(said) + below, items: row.length, before: first.before - from },
          first.run.block,
          input,
        ),
      )
    }
    row = []
    below = 0
  }
  let since = 0
  for (const each of near) {
    if (each.heading > 1 && each.words <= longestItem) {
      if (row.length > 0 && (row[0]!.heading !== each.heading || since > longestItem * 2)) close()
      row.push(each)
      since = 0
    } else {
      since += each.words
      below += each.words
    }
  }
  close()
  return found
}
