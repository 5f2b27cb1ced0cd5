import type { FindingView } from './finding-view.ts'
import type { AuditResult, Finding } from './result.ts'

/** What stands on the first screen: the most important findings, and what is quickly done. */
export interface Headlines {
  found: FindingView[]
  quickWins: FindingView[]
}

/** The first screen shows few things, and only such as will stand when somebody checks. */
export function headlines({ findings, coverage }: AuditResult, views: ReadonlyMap<string, FindingView>): Headlines {
  const sure = findings.filter((finding) => maySay(finding, coverage.absenceJudgeable))
  const distinct = firstOfEachRule(sure)
  const view = (list: Finding[], most: number) => list.flatMap(({ id }) => views.get(id) ?? []).slice(0, most)
  return {
    found: view(
      distinct.filter(({ kind }) => kind !== 'idea'),
      5,
    ),
    quickWins: view(
      distinct.filter(({ kind, effort }) => kind !== 'idea' && effort === 'S'),
      3,
    ),
  }
}

/** The first finding of each rule, in the order given. */
export function firstOfEachRule(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ rule }) => !seen.has(rule) && seen.add(rule))
}

/** That something is likely missing is no headline: absence must have been judged, with high confidence. */
function maySay({ verdict, kind, confidence }: Finding, absenceJudgeable: boolean): boolean {
  if (verdict !== 'fail') return false
  return kind !== 'opportunity' || (absenceJudgeable && confidence >= 0.9)
}
