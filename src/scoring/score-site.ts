import type { PageFacts } from '../facts/index.ts'
import { formStep, intentStep } from '../facts/offers/steps.ts'
import type { PageSummary, SiteFacts } from '../journey/site-facts.ts'
import { expectationFor, type Expectations } from '../rules/expectations.ts'
import type { RuleFinding } from '../rules/findings.ts'
import type { CompiledRule } from '../rules/rule-file.ts'
import type { Rule, Verdict } from '../rules/schema.ts'
import { findComponents } from '../rules/components.ts'
import { stageOf } from '../rules/stage.ts'
import { compareText } from '../shared/digest.ts'
import { microConversions, type MicroConversion, type PageType, type Profile, type Stage } from '../shared/taxonomy.ts'
import { gainOf, type Gain } from './gains.ts'
import { iceOf, priorityOf, type PriorityParts } from './priority.ts'
import { scoreStages, tallyFoundations, type ScoreInput, type Scores } from './stage-scores.ts'
import { siteTemplate, tallyUnits, type ScoredPage, type UnitTally } from './units.ts'
import type { Weights } from './weights.ts'

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
  const componentOf = findComponents(input.verdicts)
  const units = tallyUnits(scoredPages(input), rules, weights, componentOf)
  const foundations = tallyFoundations(
    input.verdicts,
    rules,
    ({ rule, url, microConversion }) => {
      const compiled = rules.get(rule)
      if (!compiled) return 'none'
      return stageOf(compiled.rule, microConversion, types.get(url) ?? 'other', input.goals)
    },
    weights,
    componentOf,
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

/**
 * Pages with what they owe, and one more that stands for what the site owes somewhere. A page owes what is expected of its
 * type and what a rule can call missing there, so that every point lost leads to a finding.
 */
function scoredPages({ pages, rules, verdicts, site, expectations, goals }: ScoringInput): ScoredPage[] {
  const byUrl = Map.groupBy(verdicts, ({ url }) => url)
  const absences = rules.map(({ rule }) => rule).filter((rule) => canMiss(rule, site.profiles))
  const misses = new Set(absences.map(({ id }) => id))
  const saying = (said: readonly Verdict[], states: readonly Verdict['state'][]): Set<MicroConversion> =>
    new Set(
      said.flatMap(({ rule, state, microConversion }) =>
        states.includes(state) && microConversion !== 'none' && misses.has(rule) ? [microConversion] : [],
      ),
    )
  const answeredBy = (said: readonly Verdict[]): Set<MicroConversion> => {
    const open = saying(said, ['fail', 'unknown'])
    return new Set([...saying(said, ['pass'])].filter((id) => !open.has(id)))
  }
  /** Without what no rule had a word on here: neither offered nor asked for. */
  const narrow = (
    expected: Map<MicroConversion, 'must' | 'should'>,
    offers: ReadonlySet<string>,
    said: readonly Verdict[],
  ): Map<MicroConversion, 'must' | 'should'> => {
    const asked = saying(said, ['pass', 'fail', 'unknown'])
    return new Map([...expected].filter(([id]) => offers.has(id) || asked.has(id) || goals.includes(id)))
  }
  const expectedOn = (page: PageType | 'site'): Map<MicroConversion, 'must' | 'should'> => {
    const expected = new Map<MicroConversion, 'must' | 'should'>()
    // What the site owes somewhere is what is expected of it as a whole, or of a type of page that it has.
    const places = page === 'site' ? (['site', ...site.types] as const) : [page]
    for (const id of microConversions) {
      if (!absences.some((rule) => asksFor(rule, id, page))) continue
      const levels = places.map(
        (place) =>
          expectationFor(expectations, { profiles: site.profiles, trade: site.trade, page: place, microConversion: id })
            .level,
      )
      if (levels.includes('must')) expected.set(id, 'must')
      else if (levels.includes('should')) expected.set(id, 'should')
    }
    return expected
  }

  const owed = new Set<MicroConversion>()
  const scored = pages.map(({ summary, facts }): ScoredPage => {
    const owesSteps = !['docs', 'help', 'app'].includes(summary.hostRole)
    const expected = owesSteps ? expectedOn(summary.type) : new Map<MicroConversion, 'must' | 'should'>()
    const said = byUrl.get(summary.url) ?? []
    const offers = new Set(summary.offers)
    const asked = narrow(expected, offers, said)
    for (const id of asked.keys()) owed.add(id)
    return {
      url: summary.url,
      template: summary.template,
      offers,
      expected: asked,
      owners: ownersOf(facts),
      missing: saying(said, ['fail']),
      answered: answeredBy(said),
      verdicts: said,
    }
  })
  const somewhere = expectedOn('site')
  for (const id of goals) somewhere.set(id, 'must')
  for (const id of owed) somewhere.delete(id)
  const offers = new Set<string>(site.offers)
  const said = byUrl.get('') ?? []
  const wanted = narrow(somewhere, offers, said)
  const whole: ScoredPage = {
    url: '',
    template: siteTemplate,
    offers,
    expected: wanted,
    owners: new Map(),
    missing: saying(said, ['fail']),
    answered: answeredBy(said),
    verdicts: [],
  }
  // What is wrong with an offer counts where it stands, when no page type owes it.
  const standing = scored.flatMap((page): ScoredPage[] => {
    const here = [...wanted].filter(
      ([id]) =>
        page.offers.has(id) && page.verdicts.some((verdict) => isWord(verdict) && verdict.microConversion === id),
    )
    return here.length > 0 ? [{ ...page, template: siteTemplate, expected: new Map(here) }] : []
  })
  const judgedThere = new Set(standing.flatMap(({ expected }) => [...expected.keys()]))
  return [...scored, ...standing, { ...whole, expected: new Map([...wanted].filter(([id]) => !judgedThere.has(id))) }]
}

function isWord({ state }: Verdict): boolean {
  return state === 'pass' || state === 'fail'
}

/** A rule whose fail says that its micro-conversion is missing, and that counts. */
function canMiss(rule: Rule, siteProfiles: readonly Profile[]): boolean {
  const counts = !rule.review && rule.confidence !== 'low' && rule.kind !== 'idea'
  const fits = rule.profiles.length === 0 || rule.profiles.some((profile) => siteProfiles.includes(profile))
  return rule.claims === 'absence' && rule['micro-conversion'] !== undefined && counts && fits
}

function asksFor(rule: Rule, id: MicroConversion, page: PageType | 'site'): boolean {
  if (rule['micro-conversion'] !== id) return false
  if (page === 'site') return rule.scope === 'site'
  return rule.scope === 'page' && (rule['page-types'].length === 0 || rule['page-types'].includes(page))
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
  const { microConversion, component } = finding
  const fix = { rule: compiled, microConversion, templates, component }
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
