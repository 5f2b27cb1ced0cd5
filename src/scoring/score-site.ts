import type { PageFacts } from '../facts/index.ts'
import { formStep, intentStep } from '../facts/steps.ts'
import type { PageSummary, SiteFacts } from '../journey/site-facts.ts'
import { expectationFor, type Expectations } from '../rules/expectations.ts'
import type { RuleFinding } from '../rules/findings.ts'
import type { CompiledRule } from '../rules/rule-file.ts'
import type { Verdict } from '../rules/schema.ts'
import { stageOf } from '../rules/stage.ts'
import { compareText } from '../shared/digest.ts'
import { microConversions, type MicroConversion, type Stage } from '../shared/taxonomy.ts'
import { gainOf, type Gain } from './gains.ts'
import { iceOf, priorityOf, type PriorityParts } from './priority.ts'
import { scoreStages, tallyFoundations, type ScoreInput, type Scores } from './stage-scores.ts'
import { tallyUnits, type ScoredPage, type UnitTally } from './units.ts'
import type { Weights } from './weights.ts'

/** Pseudo template of what a site owes as a whole, on whichever page. */
export const siteTemplate = '(site)'

export interface ScoringInput {
  rules: readonly CompiledRule[]
  verdicts: readonly Verdict[]
  findings: readonly RuleFinding[]
  pages: readonly { summary: PageSummary; facts: PageFacts }[]
  site: SiteFacts
  goals: readonly MicroConversion[]
  expectations: Expectations
  weights: Weights
  stageWeights: Record<Stage, number>
}

export interface ScoredFinding extends RuleFinding {
  priority: number
  gain: Gain
  ice: ReturnType<typeof iceOf>
}

export interface SiteScores {
  scores: Scores
  units: UnitTally[]
  /** By priority, then id. */
  findings: ScoredFinding[]
}

/** Scores a judged site and puts its findings in order. */
export function scoreSite(input: ScoringInput): SiteScores {
  const { weights } = input
  const rules = new Map(input.rules.map((compiled) => [compiled.rule.id, compiled]))
  const types = new Map(input.pages.map(({ summary }) => [summary.url, summary.type]))
  const units = tallyUnits(scoredPages(input), rules, weights)
  const foundations = tallyFoundations(
    input.verdicts,
    rules,
    ({ rule, url, microConversion }) => {
      const compiled = rules.get(rule)
      if (!compiled) return 'none'
      return stageOf(compiled.rule, microConversion, types.get(url) ?? 'other', input.goals)
    },
    weights,
  )
  const scoring: ScoreInput = {
    units,
    foundations,
    stageWeights: input.stageWeights,
    goals: new Set(input.goals),
    weights,
  }
  const scores = scoreStages(scoring)
  const findings = input.findings
    .map((finding) => scoreFinding(finding, rules, scoring, scores, input))
    .toSorted((a, b) => b.priority - a.priority || compareText(a.id, b.id))
  return { scores, units, findings }
}

/** Pages with what they owe, and one more that stands for what the site owes somewhere. */
function scoredPages({ pages, verdicts, site, expectations, goals }: ScoringInput): ScoredPage[] {
  const byUrl = Map.groupBy(verdicts, ({ url }) => url)
  const owed = new Set<MicroConversion>()
  const scored = pages.map(({ summary, facts }): ScoredPage => {
    const expected = expectedOn(summary, site, expectations)
    for (const id of expected.keys()) owed.add(id)
    return {
      url: summary.url,
      template: summary.template,
      offers: new Set(summary.offers),
      expected,
      owners: ownersOf(facts),
      uncertain: uncertainOn(summary, facts, site),
      verdicts: byUrl.get(summary.url) ?? [],
    }
  })
  const somewhere = new Map<MicroConversion, 'must' | 'should'>()
  for (const id of microConversions) {
    const { level } = expectationFor(expectations, {
      profiles: site.profiles,
      trade: site.trade,
      page: 'site',
      microConversion: id,
    })
    if (owed.has(id)) continue
    if (goals.includes(id)) somewhere.set(id, 'must')
    else if (level === 'must' || level === 'should') somewhere.set(id, level)
  }
  scored.push({
    url: '',
    template: siteTemplate,
    offers: new Set(site.offers),
    expected: somewhere,
    owners: new Map(),
    uncertain: new Set(
      site.absenceJudgeable && !site.hints.includes('any')
        ? microConversions.filter((id) => site.hints.includes(id))
        : microConversions,
    ),
    // What is wrong with an offer wherever it stands counts in the site's unit, when no page type owes it.
    verdicts: verdicts.filter(
      ({ url, microConversion }) => url !== '' && microConversion !== 'none' && somewhere.has(microConversion),
    ),
  })
  return scored
}

/** What a page owes its visitors; documentation, help and app hosts owe no sales step. */
function expectedOn(
  page: PageSummary,
  site: SiteFacts,
  expectations: Expectations,
): Map<MicroConversion, 'must' | 'should'> {
  const expected = new Map<MicroConversion, 'must' | 'should'>()
  if (['docs', 'help', 'app'].includes(page.hostRole)) return expected
  for (const id of microConversions) {
    const { level } = expectationFor(expectations, {
      profiles: site.profiles,
      trade: site.trade,
      page: page.type,
      microConversion: id,
    })
    if (level === 'must' || level === 'should') expected.set(id, level)
  }
  return expected
}

/** What can't be called missing on a page: everything when it was not rendered or read, else what may hide on it. */
function uncertainOn(page: PageSummary, facts: PageFacts, site: SiteFacts): Set<MicroConversion> {
  const hidden = new Set((facts.hints ?? []).flatMap((hint) => hint.couldSupply))
  const readable =
    page.rendered && facts.language?.known === true && facts.page?.loginWall !== true && facts.page?.challenge !== true
  if (!readable || !site.absenceJudgeable || hidden.has('any')) return new Set(microConversions)
  return new Set(microConversions.filter((id) => hidden.has(id)))
}

/** Which micro-conversion the elements of a page belong to: fields to their form's purpose, calls to action to their intent. */
function ownersOf(facts: PageFacts): Map<number, MicroConversion> {
  const owners = new Map<number, MicroConversion>()
  const own = (node: number, id: MicroConversion | 'none'): void => {
    if (node > 0 && id !== 'none' && !owners.has(node)) owners.set(node, id)
  }
  for (const offer of facts.offers ?? []) own(offer.where.node, offer.microConversion)
  for (const form of facts.forms ?? []) {
    own(form.where.node, formStep[form.purpose])
    for (const field of form.fields) own(field.where.node, formStep[form.purpose])
  }
  for (const cta of facts.ctas ?? []) own(cta.where.node, intentStep[cta.intent])
  return owners
}

function scoreFinding(
  finding: RuleFinding,
  rules: ReadonlyMap<string, CompiledRule>,
  scoring: ScoreInput,
  scores: Scores,
  { pages, weights, site }: ScoringInput,
): ScoredFinding {
  const compiled = rules.get(finding.rule)
  if (!compiled) throw new Error(`finding of an unknown rule: ${finding.rule}`)
  const parts: PriorityParts = {
    severity: finding.severity,
    confidence: compiled.rule.confidence,
    evidence: finding.evidenceLevel,
    effort: finding.effort,
    reach: reachOf(finding, pages, site),
  }
  const templates = new Set(finding.template ? [finding.template, siteTemplate] : [])
  const fix = { rule: compiled, microConversion: finding.microConversion, templates }
  const { at, ...gain } =
    finding.verdict === 'fail'
      ? gainOf(fix, finding.stage, scoring, scores)
      : { at: finding.stage, stage: 0, overall: 0 }
  return { ...finding, stage: at, priority: priorityOf(parts, weights), gain, ice: iceOf(parts, weights) }
}

/** Share of the importance of all judged pages that a finding touches; a site-wide absence touches all. */
function reachOf(finding: RuleFinding, pages: ScoringInput['pages'], site: SiteFacts): number {
  if (finding.scope === 'site' && finding.pages.count === 0) return 1
  if (site.pages === 0) return 0
  const total = pages.reduce((sum, { summary }) => sum + summary.importance, 0)
  if (total === 0) return 0
  if (finding.scope === 'site' || finding.scope === 'component') return Math.min(1, finding.pages.count / site.pages)
  const touched = pages
    .filter(({ summary }) => summary.template === finding.template)
    .reduce((sum, { summary }) => sum + summary.importance, 0)
  return (touched / total) * Math.min(1, finding.pages.count / Math.max(1, finding.pages.of))
}
