import type { CompiledRule } from '../../rules/rule-file.ts'
import { tierOf } from '../../rules/tier.ts'

const columns = [
  'id',
  'stage',
  'kind',
  'severity',
  'effort',
  'evidence',
  'tier',
  'as',
  'micro-conversion',
  'title',
] as const

/** What one line of the table says of a rule. */
export type RuleRow = Record<(typeof columns)[number], string>

/** A rule in short. */
export function ruleRow(compiled: CompiledRule): RuleRow {
  const { rule } = compiled
  return {
    id: rule.id,
    stage: rule.stage,
    kind: rule.kind,
    severity: rule.severity,
    effort: rule.effort,
    evidence: rule.evidence,
    tier: tierOf(compiled),
    as: rule.review || rule.confidence === 'low' ? 'review' : 'fail',
    'micro-conversion': rule['micro-conversion'] ?? (rule.about === 'forms' ? 'of the form' : '–'),
    title: rule.title,
  }
}

/** Rules as a table with columns as wide as they need to be. */
export function rulesTable(rules: readonly CompiledRule[]): string {
  const rows = [Object.fromEntries(columns.map((column) => [column, column])) as RuleRow, ...rules.map(ruleRow)]
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)))
  const lines = rows.map((row) =>
    columns
      .map((column, index) => row[column].padEnd(widths[index]!))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}
