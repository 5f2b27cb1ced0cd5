import type { Stage } from '../shared/taxonomy.ts'
import { boundedResult } from './bounded-result.ts'
import { journeyChart, journeyColumn, scoreRing } from './charts.ts'
import { entryText, noteText } from './coded-texts.ts'
import { declaredView, type DeclaredView } from './declared-view.ts'
import { byKind, toldFirst, type FindingGroup } from './finding-groups.ts'
import { findingView, ruleLanguage, type FindingContext, type FindingView, type RuleText } from './finding-view.ts'
import { headlines } from './headlines.ts'
import { flowPicture, journeyPoints } from './journey-view.ts'
import { labView, type LabAdvice, type LabRow } from './lab-view.ts'
import { linkView, type LinkView } from './link-view.ts'
import type { Markup } from './markup.ts'
import { inventoryView, type Inventory } from './page-view.ts'
import { createPictureBook, type EmbeddedPicture, type StoredPicture } from './picture-book.ts'
import type { AuditResult, Finding } from './result.ts'
import { matrixView, stageViews, type StageView } from './stage-view.ts'
import type { Translator } from './strings.ts'

/** Who a report is for. `worklist` holds what only the consultant should see. */
export type Variant = 'client' | 'worklist'

/** How much a report may hold. */
export interface Bounds {
  /** Findings that are told in full. */
  full: number
  /** Findings in all; the tables hold the rest. */
  findings: number
  rows: number
  pictureBytes: number
  evidence: number
  shots: number
  experiments: number
}

export const bounds: Record<Variant, Bounds> = {
  client: { full: 10, findings: 500, rows: 2000, pictureBytes: 950_000, evidence: 2, shots: 1, experiments: 20 },
  worklist: { full: 500, findings: 500, rows: 0, pictureBytes: 2_500_000, evidence: 8, shots: 2, experiments: 500 },
}

/** What a view is made from. */
export interface ViewInput {
  result: AuditResult
  pictures: ReadonlyMap<string, StoredPicture>
  translator: Translator
  ruleTexts: ReadonlyMap<string, RuleText>
}

/** All that a template may say. Bounded, cleaned, every field present. */
export interface View {
  variant: Variant
  locale: string
  site: {
    name: string
    origin: LinkView
    host: string
    profiles: string[]
    profileDeclared: boolean
    profileCues: string[]
    consideration: string
  }
  date: string
  status: string
  notes: string[]
  goals: { id: string; link: LinkView; inferred: boolean; cues: string[] }[]
  overall: { score: number; scored: boolean; stages: number; whole: boolean; ring: Markup }
  stages: StageView[]
  mostToWin: Stage | ''
  journeyWide: Markup
  journeyTall: Markup
  headlines: ReturnType<typeof headlines>
  strengths: { title: string; textLanguage: string; stage: string; pages: number }[]
  toEnter: string[]
  matrix: ReturnType<typeof matrixView>
  counts: Record<Finding['kind'] | 'all' | 'review' | 'strengths', number>
  toldCount: number
  full: FindingGroup[]
  rest: FindingGroup[]
  review: FindingView[]
  /** Findings that are only in the tables. */
  left: number
  pictures: EmbeddedPicture[]
  flows: { from: string; to: string; steps: number; pages: number; share: number }[]
  flowPicture: Markup
  deadEnds: { link: LinkView; importance: number }[]
  deadEndCount: number
  declared: DeclaredView[]
  depthToGoal: number
  inventory: Inventory
  tracking: {
    tools: { vendor: string; kind: string; ids: string; pages: number }[]
    plan: { id: string; event: string; tracked: string }[]
  }
  experiments: {
    title: string
    textLanguage: string
    anchor: string
    hypothesis: string
    metric: string
    ice: number
    impact: number
    confidence: number
    ease: number
    effort: string
  }[]
  lab: LabRow[]
  labAdvice: LabAdvice[]
  coverage: AuditResult['coverage'] & {
    share: number
    rows: { state: string; reason: string; count: number; sample: LinkView[] }[]
  }
  unknowns: { title: string; textLanguage: string; reason: string; pages: number }[]
  hosts: AuditResult['site']['hosts']
  languages: AuditResult['site']['languages']
  sideEffects: { kind: string; host: string; method: string; path: string; fate: string; pages: number }[]
  held: number
  tool: AuditResult['tool']
  limits: { name: string; value: string }[]
  glossary: { name: string; meaning: string }[]
}

/** One result as one reader should see it. `result` is masked already. */
export function buildView(input: ViewInput, variant: Variant, limit: Bounds): View {
  const { translator } = input
  const result = boundedResult(input.result)
  const { site, coverage } = result
  const book = createPictureBook(input.pictures, limit.pictureBytes)
  const context: FindingContext = { origin: site.origin, translator, ruleTexts: input.ruleTexts, book }
  const failed = toldFirst(
    result.findings.filter(({ verdict }) => verdict === 'fail'),
    limit.full,
  )
  const doubtful = variant === 'worklist' ? result.findings.filter(({ verdict }) => verdict === 'review') : []
  const evidence = { evidence: limit.evidence, shots: limit.shots }
  const told = failed.slice(0, limit.full).map((finding, index) => findingView(finding, index + 1, context, evidence))
  const rest = failed
    .slice(limit.full, limit.findings)
    .map((finding, index) => findingView(finding, limit.full + index + 1, context, { evidence: 1, shots: 0 }))
  const review = doubtful
    .slice(0, limit.findings)
    .map((finding, index) => findingView(finding, failed.length + index + 1, context, evidence))
  const declared = declaredView(result.journey.declared ?? [], site.origin, book)
  const views = new Map([...told, ...rest].map((view) => [view.id, view]))
  const titles = new Map(
    // A strength's title is praise; it names a rule only where no problem's title does.
    [...result.strengths, ...result.findings, ...result.unknowns].map(({ rule, title }) => [
      rule,
      input.ruleTexts.get(rule)?.title ?? title,
    ]),
  )
  const stages = stageViews(result, titles)
  const points = journeyPoints(stages, translator)
  const label = translator.t('journey.alternative', {
    list: points.map(({ name, value, scored, note }) => `${name}: ${scored ? value : note}`).join('; '),
  })
  const flowTotal = result.journey.flows.reduce((most, { pages }) => Math.max(most, pages), 1)
  // Media are held to save time; that is no side effect that a client need hear of.
  const sideEffects = result.sideEffects.filter(
    ({ fate, kind }) => fate !== 'failed' && (variant === 'worklist' || kind !== 'media'),
  )
  const lines = headlines(result, views)
  const score = Math.round(result.overall ?? 0)
  return {
    variant,
    locale: translator.locale,
    site: {
      name: site.name || hostOf(site.origin),
      origin: linkView(site.origin, ''),
      host: hostOf(site.origin),
      profiles: site.profile.ids,
      profileDeclared: site.profile.declared,
      profileCues: site.profile.cues,
      consideration: site.consideration,
    },
    date: translator.date(result.run.finishedAt),
    status: result.run.status,
    notes: result.run.notes.flatMap((note) => noteText(note, translator, variant === 'client')),
    goals: site.goals.map((goal) => ({
      id: goal.microConversion,
      link: linkView(goal.url, site.origin),
      inferred: goal.source === 'inferred',
      cues: goal.cues,
    })),
    overall: {
      score,
      scored: result.overall !== null,
      stages: stages.filter((stage) => stage.scored).length,
      whole: stages.every((stage) => stage.scored),
      ring: scoreRing(score, result.overall !== null),
    },
    stages,
    mostToWin: stages.find(({ mostToWin }) => mostToWin)?.id ?? '',
    journeyWide: journeyChart(points, label),
    journeyTall: journeyColumn(points, label),
    headlines: lines,
    strengths: result.strengths.map(({ rule, title, stage, pages }) => ({
      title: input.ruleTexts.get(rule)?.praise ?? title,
      textLanguage: input.ruleTexts.get(rule)?.praise ? '' : ruleLanguage(translator),
      stage,
      pages,
    })),
    toEnter: result.value.toEnter.map((code) => entryText(code, translator)),
    matrix: matrixView(result),
    counts: {
      all: failed.length,
      bug: failed.filter(({ kind }) => kind === 'bug').length,
      friction: failed.filter(({ kind }) => kind === 'friction').length,
      opportunity: failed.filter(({ kind }) => kind === 'opportunity').length,
      idea: failed.filter(({ kind }) => kind === 'idea').length,
      review: doubtful.length,
      strengths: result.strengths.length,
    },
    toldCount: told.length,
    full: byKind(told),
    rest: byKind(rest),
    review,
    left: Math.max(0, failed.length - limit.findings),
    pictures: book.embedded(),
    flows: result.journey.flows.slice(0, 25).map((flow) => ({ ...flow, share: flow.pages / flowTotal })),
    flowPicture: flowPicture(result, translator),
    deadEnds: result.journey.deadEnds
      .slice(0, 15)
      .map(({ url, importance }) => ({ link: linkView(url, site.origin), importance })),
    deadEndCount: result.journey.deadEnds.length,
    declared,
    depthToGoal: result.journey.depthToGoal,
    inventory: inventoryView(result, limit.rows),
    tracking: {
      tools: result.tracking.tools.slice(0, 60).map(({ ids, ...tool }) => ({ ...tool, ids: ids.join(', ') })),
      plan: result.tracking.plan.map(({ microConversion, event }) => ({
        id: microConversion,
        event,
        tracked: result.microConversions.find(({ id }) => id === microConversion)?.tracked ?? 'unknown',
      })),
    },
    experiments: result.experiments.slice(0, limit.experiments).flatMap((experiment) => {
      const view = views.get(experiment.finding)
      if (!view) return []
      const { ice } = experiment
      return {
        title: view.title,
        textLanguage: view.textLanguage,
        anchor: view.anchor,
        hypothesis: view.hypothesis || experiment.hypothesis,
        metric: experiment.metric,
        ice: ice.score,
        impact: ice.impact,
        confidence: ice.confidence,
        ease: ice.ease,
        effort: view.effort,
      }
    }),
    ...labView(result, translator, input.ruleTexts),
    coverage: {
      ...coverage,
      share: coverage.known === 0 ? 0 : coverage.audited / coverage.known,
      rows: coverage.reasons.slice(0, 80).map(({ sample, reason, ...row }) => ({
        ...row,
        reason: reason,
        sample: sample.slice(0, 2).map((url) => linkView(url, site.origin)),
      })),
    },
    unknowns: result.unknowns.slice(0, 100).map(({ rule, title, reason, pages }) => ({
      title: titles.get(rule) ?? title,
      textLanguage: input.ruleTexts.get(rule)?.title ? '' : ruleLanguage(translator),
      reason,
      pages,
    })),
    hosts: site.hosts.slice(0, 40),
    languages: site.languages.slice(0, 40),
    sideEffects: sideEffects
      .slice(0, variant === 'worklist' ? 300 : 25)
      .map(({ pathPattern, ...effect }) => ({ ...effect, path: pathPattern })),
    held: sideEffects.filter(({ fate }) => fate === 'held' || fate === 'refused').length,
    tool: result.tool,
    limits: Object.entries(result.run.limits).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    glossary: glossaryWords.map((word) => ({
      name: translator.t(`glossary.${word}.name`),
      meaning: translator.t(`glossary.${word}.meaning`),
    })),
  }
}

const glossaryWords = [
  'goal', 'microConversion', 'stage', 'score', 'judged', 'finding', 'bug', 'friction', 'opportunity', 'idea', 'template', 'evidence', 'unknown', 'ice', 'hypothesis',
] // prettier-ignore

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin
}
