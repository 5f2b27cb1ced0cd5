import { stages, type Stage } from '../shared/taxonomy.ts'
import { linkView, type LinkView } from './link-view.ts'
import type { AuditResult } from './result.ts'
import { excerpt } from './text.ts'

/** A stage of the journey with what its score is made of. */
export interface StageView {
  id: Stage
  /** Rounded; 0 where not scored. */
  score: number
  scored: boolean
  judged: number
  /** Small steps that its score is made of. */
  steps: number
  weightShare: number
  pages: number
  findings: number
  /** Where the overall score could rise most, if there is something to compare it with. */
  mostToWin: boolean
  units: {
    microConversion: string
    template: string
    expected: string
    status: string
    weight: number
    score: number
    judged: boolean
  }[]
  foundations: { rule: string; title: string; weight: number; passed: number }[]
  foundationsShare: number
  /** Rows that were left out. */
  more: number
}

const mostRows = 60

/** The five stages, always in the order of the journey. */
export function stageViews(result: AuditResult, titles: ReadonlyMap<string, string>): StageView[] {
  const weights = result.stages.reduce((sum, { weight }) => sum + weight, 0)
  const scored = result.stages.filter(({ score }) => score !== null)
  const toWin = ({ score, weight }: AuditResult['stages'][number]) => (score === null ? 0 : (100 - score) * weight)
  const most = Math.max(0, ...scored.map(toWin))
  return stages.flatMap((id) => {
    const stage = result.stages.find((candidate) => candidate.id === id)
    if (!stage) return []
    const rounded = Math.round(stage.score ?? 0)
    return {
      id,
      score: rounded,
      scored: stage.score !== null,
      judged: stage.judged,
      steps: new Set(stage.units.map(({ microConversion }) => microConversion)).size,
      weightShare: weights === 0 ? 0 : stage.weight / weights,
      pages: stage.pages,
      findings: stage.findings.length,
      mostToWin: scored.length > 1 && most > 0 && scored.find((candidate) => toWin(candidate) === most) === stage,
      units: stage.units.slice(0, mostRows).map((unit) => ({
        microConversion: unit.microConversion,
        template: excerpt(unit.template, 80),
        expected: unit.expected,
        status: unit.status,
        weight: unit.weight,
        score: unit.score ?? 0,
        judged: unit.score !== null,
      })),
      foundations: stage.foundations.rules.slice(0, mostRows).map(({ rule, weight, passed }) => ({
        rule,
        title: titles.get(rule) ?? rule,
        weight,
        passed,
      })),
      foundationsShare: stage.foundations.share,
      more: Math.max(0, stage.units.length - mostRows) + Math.max(0, stage.foundations.rules.length - mostRows),
    }
  })
}

/** A line of the matrix: one small step, and what became of it. */
export interface StepView {
  id: string
  expected: 'must' | 'should' | 'could' | 'no'
  status: 'offered' | 'friction' | 'missing' | 'unknown' | 'not-applicable'
  reason: string
  tracked: 'yes' | 'other-name' | 'no' | 'unknown'
  where: LinkView[]
  places: number
}

/** Stage × micro-conversion. Steps that nobody expects here and nobody offers are only named. */
export function matrixView(result: AuditResult): { groups: { stage: Stage; steps: StepView[] }[]; left: string[] } {
  const counts = (status: string) => status === 'offered' || status === 'friction'
  const shown = result.microConversions.filter(
    ({ expected, status }) =>
      status !== 'not-applicable' && (expected === 'must' || expected === 'should' || counts(status)),
  )
  const groups = stages.map((stage) => ({
    stage,
    steps: shown
      .filter((step) => step.stage === stage)
      .map((step) => ({
        id: step.id,
        expected: step.expected,
        status: step.status,
        reason: step.reason,
        tracked: step.tracked,
        where: step.instances.slice(0, 2).map(({ url }) => linkView(url, result.site.origin)),
        places: step.instances.reduce((sum, { pages }) => sum + pages, 0),
      })),
  }))
  const ids = new Set(shown.map(({ id }) => id))
  return {
    groups: groups.filter(({ steps }) => steps.length > 0),
    left: result.microConversions.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
  }
}
