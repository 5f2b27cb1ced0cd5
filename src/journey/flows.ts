import { compareText } from '../shared/digest.ts'
import { pageTypeStage, type Stage } from '../shared/taxonomy.ts'
import type { PageSummary } from './site-facts.ts'

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
