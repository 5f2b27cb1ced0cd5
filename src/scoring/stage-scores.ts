import { homeOf, type ComponentOf } from '../rules/components.ts'
import type { CompiledRule } from '../rules/rule-file.ts'
import type { Verdict } from '../rules/schema.ts'
import { compareText } from '../shared/digest.ts'
import { microConversionStage, stages, type MicroConversion, type Stage } from '../shared/taxonomy.ts'
import { placeOf, unitScore, type UnitTally } from './units.ts'
import type { Weights } from './weights.ts'

/** One page-level hygiene rule of a stage: the share of its places that passed. */
export interface FoundationTally {
  rule: string
  stage: Stage
  weight: number
  places: readonly FoundationPlace[]
}

/** A template, however many pages it has; or a component that templates share and in which the rule fails. */
export interface FoundationPlace {
  /** Address pattern of the template, or landmark of the component. */
  key: string
  isComponent: boolean
  /** Share of its pages that passed, 0 to 1. */
  passed: number
}

export interface StageTally {
  stage: Stage
  /** 0 to 100; null when too little could be judged. */
  score: number | null
  /** Share of the stage's weight that was judged, 0 to 1. */
  judged: number
  units: UnitTally[]
  foundations: { score: number | null; judged: number; share: number; rules: FoundationTally[] }
  weight: number
}

export interface Scores {
  overall: number | null
  stages: StageTally[]
}

export interface ScoreInput {
  units: readonly UnitTally[]
  foundations: readonly FoundationTally[]
  stageWeights: Record<Stage, number>
  /** Micro-conversions that are goals: they count as purchase, and without their stage there is no overall score. */
  goals: ReadonlySet<MicroConversion>
  weights: Weights
}

/** The stage that a unit belongs to: a goal counts as purchase whatever its kind. */
export function stageOfUnit(microConversion: MicroConversion, goals: ReadonlySet<MicroConversion>): Stage {
  return goals.has(microConversion) ? 'purchase' : microConversionStage[microConversion]
}

/**
 * Tallies the rules that belong to no unit. A template counts as one place, and so does a component with a fault: pages
 * that fail by a shared footer alone do not each pay for it.
 */
export function tallyFoundations(
  verdicts: readonly Verdict[],
  rules: ReadonlyMap<string, CompiledRule>,
  stageOf: (verdict: Verdict) => Stage | 'none',
  weights: Weights,
  componentOf: ComponentOf,
): FoundationTally[] {
  const tallies = new Map<string, Omit<FoundationTally, 'places'> & { places: Map<string, Place> }>()
  for (const verdict of verdicts) {
    const compiled = rules.get(verdict.rule)
    if (!compiled || (verdict.state !== 'pass' && verdict.state !== 'fail')) continue
    const stage = stageOf(verdict)
    if (stage === 'none' || placeOf(compiled, verdict.microConversion) !== 'foundations') continue
    const id = `${stage} ${verdict.rule}`
    const weight = weights.severity[compiled.rule.severity]
    const tally = tallies.get(id) ?? { rule: verdict.rule, stage, weight, places: new Map<string, Place>() }
    tallies.set(id, tally)
    const home = verdict.state === 'fail' ? homeOf(verdict, componentOf) : undefined
    count(tally.places, verdict.template, false, !home?.own)
    for (const component of home?.components ?? []) count(tally.places, component, true, false)
  }
  return [...tallies.entries()]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, { places, ...tally }]) => ({
      ...tally,
      places: [...places.entries()]
        .toSorted(([a], [b]) => compareText(a, b))
        .map(([, { key, isComponent, judged, passed }]) => ({ key, isComponent, passed: passed / judged })),
    }))
}

interface Place {
  key: string
  isComponent: boolean
  judged: number
  passed: number
}

function count(places: Map<string, Place>, key: string, isComponent: boolean, passed: boolean): void {
  const id = `${isComponent ? 'component' : 'template'} ${key}`
  const place = places.get(id) ?? { key, isComponent, judged: 0, passed: 0 }
  place.judged += 1
  if (passed) place.passed += 1
  places.set(id, place)
}

/** Share of its places in which a rule passed. */
export function shareOfFoundation({ places }: FoundationTally): number {
  return places.reduce((sum, { passed }) => sum + passed, 0) / places.length
}

/** Scores of all stages and overall, by the formula of docs/scores.md. Pure arithmetic: order never matters. */
export function scoreStages(input: ScoreInput): Scores {
  const scored = stages.map((stage) => scoreStage(stage, input))
  const needed = new Set([...input.goals].map((goal) => stageOfUnit(goal, input.goals)))
  const missing = scored.some(({ stage, score }) => needed.has(stage) && score === null)
  const parts = scored.flatMap((stage) => overallPart(stage, input.weights))
  const weight = parts.reduce((sum, part) => sum + part.weight, 0)
  const total = parts.reduce((sum, part) => sum + part.weight * part.score, 0)
  return { overall: missing || weight === 0 ? null : round(total / weight), stages: scored }
}

/**
 * What a stage brings to the overall score. One in which nothing is owed, or too little could be told, has no score; its
 * foundations still count, with the share of its weight that they have in any stage.
 */
function overallPart(
  { score, foundations, weight }: StageTally,
  weights: Weights,
): { weight: number; score: number }[] {
  if (score !== null) return [{ weight, score }]
  if (foundations.score === null) return []
  return [{ weight: weight * weights['foundations-share'], score: foundations.score }]
}

function scoreStage(stage: Stage, { units, foundations, stageWeights, goals, weights }: ScoreInput): StageTally {
  const ours = units.filter((unit) => stageOfUnit(unit.microConversion, goals) === stage)
  const rules = foundations.filter((tally) => tally.stage === stage)
  let unitWeight = 0
  let judged = 0
  let earned = 0
  for (const unit of ours) {
    const part = unitScore(unit, weights)
    unitWeight += unit.weight
    judged += part.judged
    earned += part.earned
  }
  const ruleWeight = rules.reduce((sum, rule) => sum + rule.weight, 0)
  const rulePassed = rules.reduce((sum, rule) => sum + rule.weight * shareOfFoundation(rule), 0)
  const foundation = ruleWeight === 0 ? null : rulePassed / ruleWeight
  const share = foundation === null ? 0 : weights['foundations-share']
  const judgedShare = unitWeight === 0 ? 0 : judged / unitWeight
  const enough = unitWeight > 0 && judgedShare >= weights['least-judged']
  const score = enough ? round(100 * ((1 - share) * (earned / judged) + share * (foundation ?? 0))) : null
  return {
    stage,
    score,
    judged: Math.round(judgedShare * 100) / 100,
    units: ours,
    foundations: {
      score: foundation === null ? null : round(100 * foundation),
      judged: rules.length === 0 ? 0 : 1,
      share,
      rules,
    },
    weight: stageWeights[stage],
  }
}

/** To one decimal. Sums made in another order differ in their last bits, which must not decide a half. */
function round(value: number): number {
  return Math.round(Number((value * 10).toFixed(6))) / 10
}
