import type { FindingView } from './finding-view.ts'
import { firstOfEachRule } from './headlines.ts'
import type { Finding } from './result.ts'

/** Findings of one kind, so that bugs stand apart from matters of opinion. */
export interface FindingGroup {
  kind: Finding['kind']
  findings: FindingView[]
}

/**
 * Findings in the order of telling: by priority, but each rule once before one is told again. Ten cards that say the
 * same of ten kinds of pages would hide nine other things.
 */
export function toldFirst(findings: Finding[], most: number): Finding[] {
  const told = new Set(firstOfEachRule(findings).slice(0, most))
  return [...told, ...findings.filter((finding) => !told.has(finding))]
}

/** Groups in the order in which a client should read them. */
export function byKind(findings: FindingView[]): FindingGroup[] {
  return (['bug', 'friction', 'opportunity', 'idea'] as const)
    .map((kind) => ({ kind, findings: findings.filter((finding) => finding.kind === kind) }))
    .filter((group) => group.findings.length > 0)
}
