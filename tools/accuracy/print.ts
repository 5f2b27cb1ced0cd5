import type { PagesRead } from './read-pages.ts'
import { worstConfusions, type Score } from './score.ts'
import { targets, valueOf } from './targets.ts'

/** How many pages were read, how long it took beside the bare parse, and what failed. */
export function printPages(parts: PagesRead[]): void {
  const sum = (pick: (part: PagesRead) => number): number => parts.reduce((total, part) => total + pick(part), 0)
  const pages = sum((part) => part.pages)
  const [parse, facts] = [sum((part) => part.parse), sum((part) => part.facts)]
  console.log(
    `${pages} pages: parse ${(parse / pages).toFixed(1)} ms, parse and facts ${(facts / pages).toFixed(1)} ms a page, ${(facts / parse).toFixed(2)} times the parse`,
  )
  const slowest = parts.flatMap((part) => part.slowest).toSorted((a, b) => b.facts - a.facts)
  console.log(
    `slowest: ${slowest
      .slice(0, 3)
      .map((page) => `${page.id} ${page.facts.toFixed(0)} ms (parse ${page.parse.toFixed(0)})`)
      .join(', ')}`,
  )
  const trouble = parts.flatMap((part) => part.trouble)
  console.log(`detectors that failed, values that a schema refuses: ${trouble.length === 0 ? 'none' : ''}`)
  for (const line of trouble) console.log(`  ${line}`)
}

/** One task: its means, its classes, and its confusion table, rows being the truth. */
export function printScore(task: string, figures: Score, crossValidated: boolean): void {
  const { answers, right, accuracy, macroF1, weightedF1, classes, confusion } = figures
  const rows = Object.entries(classes).toSorted(([, a], [, b]) => b.support - a.support)
  console.log(
    `\n${task}${crossValidated ? ', cross-validated over sites' : ''}: ${right} of ${answers} right, ${accuracy.toFixed(3)}; macro F1 ${macroF1.toFixed(3)}, weighted ${weightedF1.toFixed(3)}`,
  )
  for (const [name, { precision, recall, f1, support }] of rows)
    console.log(
      `  ${name.padEnd(24)} precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}  F1 ${f1.toFixed(3)}  of ${support}`,
    )
  const names = rows.map(([name]) => name)
  const guesses = [...new Set(Object.values(confusion).flatMap((row) => Object.keys(row)))]
  const columns = [...names, ...guesses.filter((name) => !names.includes(name))]
  if (names.length > 2 && columns.length < 17) printConfusion(columns, confusion)
  else if (names.length > 2)
    console.log(
      `  ${worstConfusions(figures, 12)
        .map(({ truth, guess, times }) => `${truth} → ${guess} ${times}`)
        .join(', ')}`,
    )
}

function printConfusion(columns: string[], confusion: Score['confusion']): void {
  const width = 7
  const cut = (name: string): string => name.slice(0, width - 1).padStart(width)
  console.log(`  ${'truth ↓  answer →'.padEnd(24)}${columns.map(cut).join('')}`)
  for (const truth of columns.filter((name) => name in confusion)) {
    const row = columns.map((guess) => String(confusion[truth]?.[guess] ?? '·').padStart(width))
    console.log(`  ${truth.padEnd(24)}${row.join('')}`)
  }
}

/** Each figure that we have an aim for. */
export function printTargets(scores: Record<string, Score>): void {
  console.log(`\n${'figure'.padEnd(56)}${'to beat'.padStart(8)}${'aim'.padStart(8)}${'is'.padStart(8)}`)
  for (const { task, figure, toBeat, aim } of targets) {
    const value = scores[task] && valueOf(scores[task], figure)
    if (value === undefined) continue
    console.log(
      `${`${task}: ${figure}`.padEnd(56)}${(toBeat?.toFixed(3) ?? '').padStart(8)}${aim.toFixed(3).padStart(8)}${value.toFixed(3).padStart(8)}${value < aim ? '  short' : ''}`,
    )
  }
}
