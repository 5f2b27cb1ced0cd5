/** One answer beside the truth. `none` on either side: nothing was there, or nothing was found. */
export interface Judged {
  /** What is measured, e.g. `form purpose`. */
  task: string
  /** Where: page, form or field. */
  id: string
  truth: string
  guess: string
  /** For a reader of the wrong ones. */
  note?: string
}

/** How a class of a task did. Shares are 0 to 1. */
export interface ClassScore {
  precision: number
  recall: number
  f1: number
  /** How often it is the truth. */
  support: number
}

/** How a task did. */
export interface Score {
  answers: number
  right: number
  /** Right answers of all answers. */
  accuracy: number
  macroF1: number
  /** F1 of each class, weighted by its support. */
  weightedF1: number
  classes: Record<string, ClassScore>
  /** Truth → guess → how often, right ones included. */
  confusion: Record<string, Record<string, number>>
}

/** Stands for "nothing there" and "nothing found"; it is no class of its own. */
export const none = '(none)'

/** Precision, recall and F1 of each class with their means, and who was taken for whom. */
export function score(judged: readonly Pick<Judged, 'truth' | 'guess'>[]): Score {
  const confusion: Record<string, Record<string, number>> = {}
  for (const { truth, guess } of judged) {
    const row = (confusion[truth] ??= {})
    row[guess] = (row[guess] ?? 0) + 1
  }
  const names = [...new Set(judged.map(({ truth }) => truth))].filter((name) => name !== none).toSorted()
  const classes: Record<string, ClassScore> = {}
  for (const name of names) {
    const row = confusion[name] ?? {}
    const hits = row[name] ?? 0
    const support = total(Object.values(row))
    const guessed = total(Object.values(confusion).map((guesses) => guesses[name] ?? 0))
    classes[name] = {
      precision: guessed === 0 ? 0 : hits / guessed,
      recall: hits / support,
      // Harmonic mean of both: 2h / (guessed + support).
      f1: (2 * hits) / (guessed + support),
      support,
    }
  }
  const right = judged.filter(({ truth, guess }) => truth === guess).length
  const rows = Object.values(classes)
  const supported = total(rows.map(({ support }) => support))
  return {
    answers: judged.length,
    right,
    accuracy: judged.length === 0 ? 0 : right / judged.length,
    macroF1: rows.length === 0 ? 0 : total(rows.map(({ f1 }) => f1)) / rows.length,
    weightedF1: supported === 0 ? 0 : total(rows.map(({ f1, support }) => f1 * support)) / supported,
    classes,
    confusion,
  }
}

/** Everything that a page holds (`truths`) against everything found, as answers of one class: hits, misses, extras. */
export function judgeSet(
  task: string,
  id: string,
  kind: string,
  { truths, found, same }: { truths: string[]; found: string[]; same: (one: string, other: string) => boolean },
): Judged[] {
  const hits = truths.filter((truth) => found.some((one) => same(one, truth)))
  const extras = found.filter((one) => !truths.some((truth) => same(one, truth)))
  return [
    ...truths.map((truth) => ({
      task,
      id: `${id} ${truth}`,
      truth: kind,
      guess: hits.includes(truth) ? kind : none,
    })),
    ...extras.map((one) => ({ task, id: `${id} ${one}`, truth: none, guess: kind })),
  ]
}

/** A yes-or-no question: the one class is `yes`. */
export function judgePresence(task: string, id: string, truth: boolean, found: boolean): Judged {
  return { task, id, truth: truth ? 'yes' : none, guess: found ? 'yes' : none }
}

/** The pairs most often confused, e.g. `subject → other 39`. */
export function worstConfusions(
  { confusion }: Score,
  count: number,
): { truth: string; guess: string; times: number }[] {
  return Object.entries(confusion)
    .flatMap(([truth, row]) => Object.entries(row).map(([guess, times]) => ({ truth, guess, times })))
    .filter(({ truth, guess }) => truth !== guess)
    .toSorted((a, b) => b.times - a.times || (a.truth + a.guess < b.truth + b.guess ? -1 : 1))
    .slice(0, count)
}

function total(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
