import { compareText } from '../shared/digest.ts'
import { pageTypeStage, type Stage } from '../shared/taxonomy.ts'
import type { PageSummary, SiteFacts } from './site-facts.ts'

export interface Flow {
  from: Stage | 'none'
  to: Stage | 'none'
  steps: number
  pages: number
}

/** Strong next steps from stage to stage, the most used first. */
export function flowsOf(summaries: readonly PageSummary[]): Flow[] {
  const flows = new Map<string, Flow>()
  for (const page of summaries) {
    const from = pageTypeStage[page.type]
    const seen = new Set<string>()
    for (const step of page.nextSteps) {
      if (step.strength !== 'strong') continue
      const id = `${from} ${step.stage}`
      const flow = flows.get(id) ?? { from, to: step.stage, steps: 0, pages: 0 }
      flow.steps += 1
      if (!seen.has(id)) flow.pages += 1
      seen.add(id)
      flows.set(id, flow)
    }
  }
  return [...flows.entries()]
    .toSorted(([a, x], [b, y]) => y.pages - x.pages || compareText(a, b))
    .map(([, flow]) => flow)
}

/** Pages that lead nowhere, the most important first. */
export function deadEndsOf(summaries: readonly PageSummary[]): { url: string; importance: number }[] {
  return summaries
    .filter((page) => page.deadEnd && page.importance > 0)
    .map(({ url, importance }) => ({ url, importance }))
    .toSorted((a, b) => b.importance - a.importance || compareText(a.url, b.url))
}

export interface Troubles {
  loops: SiteFacts['loops']
  leaks: { url: string; text: string; to: string; isButton: boolean }[]
  hardSells: { url: string; asks: number; words: number; prices: number }[]
  orphans: string[]
  unseenSteps: number
}

/** Where the way breaks off or leads astray, the most important pages first. */
export function troublesOf(summaries: readonly PageSummary[], site: SiteFacts): Troubles {
  const ranked = summaries.toSorted((a, b) => b.importance - a.importance || compareText(a.url, b.url))
  return {
    loops: site.loops,
    leaks: ranked.flatMap(({ url, leaks }) => leaks.map(({ text, to, isButton }) => ({ url, text, to, isButton }))),
    hardSells: ranked
      .filter((page) => page.hardSell)
      .map(({ url, hardAsks, words, prices }) => ({ url, asks: hardAsks, words, prices })),
    orphans: site.orphanPages,
    unseenSteps: summaries.flatMap(({ nextSteps }) => nextSteps).filter(({ seen, to }) => !seen && to !== '').length,
  }
}
