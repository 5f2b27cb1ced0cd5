import type { Score } from './score.ts'
import { valueOf, type Figure } from './targets.ts'

/** Figures that people have accepted: of each task the shares that a change must not lower. */
export type Accepted = Record<string, { answers: number; figures: Record<string, number> }>

/** What may differ by chance of one answer or by rounding. */
const slack = 0.005

/** The figures of a task that are kept: right answers and means, precision and recall of each class. */
export function acceptedOf(scores: Record<string, Score>): Accepted {
  return Object.fromEntries(
    Object.entries(scores).map(([task, score]) => {
      const names: Figure[] = [
        'accuracy',
        'macroF1',
        ...Object.keys(score.classes).flatMap((name): Figure[] => [`precision ${name}`, `recall ${name}`]),
      ]
      const figures = names.map((name) => [name, Math.round((valueOf(score, name) ?? 0) * 1000) / 1000] as const)
      return [task, { answers: score.answers, figures: Object.fromEntries(figures) }]
    }),
  )
}

export interface Change {
  task: string
  figure: string
  before: number
  now: number
}

/** Figures that moved since they were accepted, those that fell first. Tasks with other pages than then are not compared. */
export function changesSince(accepted: Accepted, now: Accepted): { changes: Change[]; notCompared: string[] } {
  const changes: Change[] = []
  const notCompared: string[] = []
  for (const [task, { answers, figures }] of Object.entries(now)) {
    const before = accepted[task]
    if (before === undefined || before.answers !== answers) {
      notCompared.push(task)
      continue
    }
    for (const [figure, value] of Object.entries(figures)) {
      const old = before.figures[figure] ?? 0
      if (Math.abs(value - old) > slack) changes.push({ task, figure, before: old, now: value })
    }
  }
  return { changes: changes.toSorted((a, b) => a.now - a.before - (b.now - b.before)), notCompared }
}

/** Whether a change is a fall of what counts: right answers and means. One class may pay for another. */
export function isFall({ figure, before, now }: Change): boolean {
  return now < before && (figure === 'accuracy' || figure === 'macroF1')
}
