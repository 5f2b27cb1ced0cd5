import { flowsOf, deadEndsOf, troublesOf } from '../journey/flows.ts'
import type { Journey } from '../journey/journey.ts'
import type { Goal } from '../journey/goals.ts'
import type { ProfileGuess } from '../journey/profile.ts'
import type { PageSummary, SiteFacts } from '../journey/site-facts.ts'
import type { PageFacts } from '../facts/index.ts'
import type { Expectations } from '../rules/expectations.ts'
import type { CompiledRule } from '../rules/rule-file.ts'
import type { Evidence, Verdict } from '../rules/schema.ts'
import { stageOf } from '../rules/stage.ts'
import { unitScore, type UnitTally } from '../scoring/units.ts'
import type { ScoredFinding, SiteScores } from '../scoring/score-site.ts'
import { shareOfFoundation, type StageTally } from '../scoring/stage-scores.ts'
import type { Weights } from '../scoring/weights.ts'
import { compareText } from '../shared/digest.ts'
import { microConversions, type MicroConversion } from '../shared/taxonomy.ts'
import type { LedgerEntry } from '../snapshot/ledger.ts'
import type { WalkRecord } from '../snapshot/walk-record.ts'
import { declaredWalks } from './declared-journeys.ts'
import { outcomes, type Picture } from '../snapshot/schema.ts'
import { microConversionOf, statusOf } from './steps.ts'
import { resultSchemaVersion, type AuditResult, type EvidenceItem } from './result.ts'
import type { z } from 'zod'

/** Everything that the stages before found out, ready to be put into one result. */
export interface AssembleInput {
  tool: AuditResult['tool']
  run: AuditResult['run']
  siteName: string
  hosts: AuditResult['site']['hosts']
  languages: AuditResult['site']['languages']
  goals: readonly Goal[]
  profile: ProfileGuess
  site: SiteFacts
  ledger: readonly LedgerEntry[]
  pages: readonly { summary: PageSummary; facts: PageFacts; key: string }[]
  templates: AuditResult['templates']
  rules: readonly CompiledRule[]
  verdicts: readonly Verdict[]
  scored: SiteScores
  expectations: Expectations
  weights: Weights
  events: Record<MicroConversion, string>
  journey: Pick<Journey, 'depthToGoal' | 'depths'>
  sideEffects: AuditResult['sideEffects']
  measurements: AuditResult['measurements']
  /** Declared journeys as they were walked. */
  walks: { records: readonly WalkRecord[]; pictures: readonly Picture[] }
  /** Boxes and pictures of a piece of evidence, from its page's snapshot. */
  locate: (evidence: Evidence, finding: ScoredFinding) => z.infer<typeof EvidenceItem>[]
}

const reasonSample = 5

/** Puts the result together. Pure; every list has a stated order. */
export function assembleResult(input: AssembleInput): AuditResult {
  const { scored, site, goals, profile } = input
  const goalIds = new Set(goals.map(({ microConversion }) => microConversion))
  const findings = scored.findings.map((finding) => findingOf(finding, input))
  const perPage = Map.groupBy(
    input.verdicts.filter(({ state, url }) => state === 'fail' && url !== ''),
    ({ url }) => url,
  )
  return {
    schemaVersion: resultSchemaVersion,
    tool: input.tool,
    run: input.run,
    site: {
      origin: site.origin,
      name: input.siteName,
      hosts: input.hosts,
      goals: [...goals],
      profile: {
        ids: profile.profiles,
        confidence: profile.confidence,
        cues: profile.cues,
        declared: profile.declared,
        trade: site.trade,
      },
      consideration: site.consideration,
      languages: input.languages,
    },
    coverage: coverageOf(input),
    overall: scored.scores.overall,
    stages: scored.scores.stages.map((stage) => ({
      id: stage.stage,
      score: stage.score,
      judged: stage.judged,
      units: stage.units.map((unit) => unitOf(unit, input.weights)),
      foundations: {
        score: stage.foundations.score,
        judged: stage.foundations.judged,
        share: stage.foundations.share,
        rules: stage.foundations.rules.map((tally) => ({
          rule: tally.rule,
          weight: tally.weight,
          passed: round(shareOfFoundation(tally)),
        })),
      },
      weight: stage.weight,
      pages: pagesOf(stage, input),
      findings: findings
        .filter((finding) => finding.stage === stage.stage && finding.verdict === 'fail')
        .map(({ id }) => id),
    })),
    microConversions: microConversions.map((id) => microConversionOf(id, input, goalIds)),
    findings,
    strengths: strengthsOf(input),
    unknowns: unknownsOf(input),
    pages: inventoryOf(input, perPage),
    templates: input.templates,
    journey: {
      flows: flowsOf(input.pages.map(({ summary }) => summary)),
      deadEnds: deadEndsOf(input.pages.map(({ summary }) => summary)),
      depthToGoal: input.journey.depthToGoal,
      declared: declaredWalks(
        input.walks.records,
        input.walks.pictures,
        (key) => input.pages.find((page) => page.key === key)?.summary.type,
      ),
      depths: input.journey.depths,
      ...troublesOf(
        input.pages.map(({ summary }) => summary),
        site,
      ),
    },
    tracking: { tools: toolsOf(input), events: [], plan: planOf(input) },
    sideEffects: input.sideEffects,
    experiments: scored.findings
      .filter(
        ({ verdict, kind, hypothesis }) =>
          verdict === 'fail' && hypothesis !== '' && (kind === 'friction' || kind === 'opportunity'),
      )
      .map(({ id, hypothesis, metric, ice }) => ({ finding: id, hypothesis, metric, ice })),
    value: { inputs: {}, assumptions: [], perMicroConversion: [], toEnter: toEnterOf(input, goalIds) },
    measurements: input.measurements,
  }
}

function findingOf(finding: ScoredFinding, { locate }: AssembleInput): AuditResult['findings'][number] {
  const { ice: _ice, component: _component, evidence, ...rest } = finding
  return { ...rest, value: null, evidence: evidence.flatMap((piece) => locate(piece, finding)) }
}

function coverageOf({ ledger, site }: AssembleInput): AuditResult['coverage'] {
  const count = (state: LedgerEntry['state']): number => ledger.filter((entry) => entry.state === state).length
  const groups = Map.groupBy(
    ledger.filter(({ state }) => state !== 'audited'),
    ({ state, reason }) => `${state}\n${reason}`,
  )
  return {
    known: ledger.length,
    audited: count('audited'),
    rendered: site.renderedPages,
    skipped: count('skipped'),
    blocked: count('blocked'),
    failed: count('failed'),
    reasons: [...groups.values()]
      .map((entries) => ({
        state: entries[0]?.state ?? '',
        reason: entries[0]?.reason ?? '',
        count: entries.length,
        sample: entries
          .map(({ url }) => url)
          .toSorted(compareText)
          .slice(0, reasonSample),
      }))
      .toSorted((a, b) => b.count - a.count || compareText(a.reason, b.reason)),
    absenceJudgeable: site.absenceJudgeable,
    absenceBlockers: site.absenceBlockers,
  }
}

function unitOf(unit: UnitTally, weights: Weights): AuditResult['stages'][number]['units'][number] {
  const { judged, earned } = unitScore(unit, weights)
  return {
    microConversion: unit.microConversion,
    template: unit.template,
    expected: unit.expected,
    status: statusOf(unit),
    weight: unit.weight,
    score: judged === 0 ? null : round(earned / judged),
    rules: [
      ...Map.groupBy(
        unit.pages.flatMap(({ rules }) => rules),
        ({ rule }) => rule,
      ),
    ]
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([rule, entries]) => ({
        rule,
        weight: entries[0]?.weight ?? 0,
        state: entries.every(({ passed }) => passed) ? 'pass' : 'fail',
      })),
  }
}

/** Pages that a stage's units and foundations stand on. */
function pagesOf(stage: StageTally, { pages }: AssembleInput): number {
  const templates = new Set(stage.units.map(({ template }) => template))
  return pages.filter(({ summary }) => templates.has(summary.template)).length
}

/** What works: rules that passed wherever they could be judged, told in their own words of praise. */
function strengthsOf({ rules, verdicts, goals, pages, weights }: AssembleInput): AuditResult['strengths'] {
  const byRule = Map.groupBy(verdicts, ({ rule }) => rule)
  const types = new Map(pages.map(({ summary }) => [summary.url, summary.type]))
  const goalIds = goals.map(({ microConversion }) => microConversion)
  return rules
    .flatMap(({ rule }) => {
      if (!rule.praise) return []
      const own = byRule.get(rule.id) ?? []
      const passed = own.filter(({ state }) => state === 'pass')
      const first = passed[0]
      if (!first || own.some(({ state }) => state === 'fail')) return []
      const stage = stageOf(rule, first.microConversion, types.get(first.url) ?? 'other', goalIds)
      const weight = weights.severity[rule.severity] * weights.evidence[rule.evidence]
      return [{ rule: rule.id, title: rule.praise, stage, pages: new Set(passed.map(({ url }) => url)).size, weight }]
    })
    .toSorted((a, b) => b.weight - a.weight || b.pages - a.pages || compareText(a.rule, b.rule))
    .map(({ weight: _weight, ...strength }) => strength)
}

/** What could not be judged, by rule and reason, the most pages first. */
function unknownsOf({ rules, verdicts }: AssembleInput): AuditResult['unknowns'] {
  const titles = new Map(rules.map(({ rule }) => [rule.id, rule.title]))
  const groups = Map.groupBy(
    verdicts.filter(({ state }) => state === 'unknown'),
    ({ rule, message }) => `${rule}\n${message}`,
  )
  return [...groups.values()]
    .map((list) => ({
      rule: list[0]?.rule ?? '',
      title: titles.get(list[0]?.rule ?? '') ?? '',
      reason: list[0]?.message ?? '',
      pages: list.length,
    }))
    .toSorted((a, b) => b.pages - a.pages || compareText(a.rule, b.rule) || compareText(a.reason, b.reason))
}

function inventoryOf(
  { ledger, pages }: AssembleInput,
  fails: ReadonlyMap<string, readonly Verdict[]>,
): AuditResult['pages'] {
  const byKey = new Map(pages.map((page) => [page.key, page]))
  return ledger
    .map((entry): AuditResult['pages'][number] => {
      const page = byKey.get(entry.key)?.summary
      const url = page?.url ?? entry.url
      return {
        url,
        title: page?.title ?? '',
        type: page?.type ?? 'other',
        typeConfidence: page?.typeConfidence ?? 0,
        template: page?.template ?? '',
        host: page?.host ?? new URL(entry.url).host,
        language: page?.language ?? '',
        outcome: outcomeOf(entry),
        state: entry.state,
        reason: entry.reason,
        rendered: page?.rendered ?? false,
        depth: entry.depth,
        importance: page?.importance ?? 0,
        nextSteps: page?.nextSteps ?? [],
        reachedBy: page?.reachedBy ?? '',
        findings: new Set((fails.get(url) ?? []).map(({ rule }) => rule)).size,
      }
    })
    .toSorted((a, b) => b.importance - a.importance || compareText(a.url, b.url))
}

function outcomeOf(entry: LedgerEntry): AuditResult['pages'][number]['outcome'] {
  if (entry.state === 'audited') return 'ok'
  return outcomes.find((outcome) => outcome === entry.reason) ?? 'not-visited'
}

function toolsOf({ pages }: AssembleInput): AuditResult['tracking']['tools'] {
  const tags = Map.groupBy(
    pages.flatMap(({ summary, facts }) => (facts.tags ?? []).map((tag) => ({ ...tag, url: summary.url }))),
    ({ vendor, kind }) => `${vendor}\n${kind}`,
  )
  return [...tags.values()]
    .map((list) => ({
      vendor: list[0]?.vendor ?? '',
      kind: list[0]?.kind ?? '',
      ids: [...new Set(list.map(({ id }) => id).filter(Boolean))].toSorted(compareText),
      pages: new Set(list.map(({ url }) => url)).size,
    }))
    .toSorted((a, b) => b.pages - a.pages || compareText(a.vendor, b.vendor))
}

/** Events to track: for what the site offers. */
function planOf({ site, events }: AssembleInput): AuditResult['tracking']['plan'] {
  return site.offers.map((microConversion) => ({ microConversion, event: events[microConversion] }))
}

/** What the client would have to enter to see money. */
function toEnterOf({ site }: AssembleInput, goals: ReadonlySet<MicroConversion>): string[] {
  const steps = [...new Set([...goals, ...site.offers])].slice(0, 6)
  return ['visits-per-month', 'order-value', 'close-rate', ...steps.map((id) => `completions-per-month:${id}`)]
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
