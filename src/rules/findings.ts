import type { PageSummary } from '../journey/site-facts.ts'
import { compareText, digest } from '../shared/digest.ts'
import type { Confidence, MicroConversion, Stage } from '../shared/taxonomy.ts'
import { chooseEvidence } from './chosen-evidence.ts'
import { findComponents } from './components.ts'
import type { CompiledRule } from './rule-file.ts'
import type { Evidence, Rule, Verdict } from './schema.ts'
import { stageOf } from './stage.ts'

/** A finding as rules know it; scoring adds priority and gain, the report its pictures. */
export interface RuleFinding {
  id: string
  rule: string
  kind: Rule['kind']
  title: string
  message: string
  verdict: 'fail' | 'review'
  stage: Stage | 'none'
  microConversion: MicroConversion | 'none'
  severity: Rule['severity']
  effort: Rule['effort']
  confidence: number
  evidenceLevel: Rule['evidence']
  scope: 'page' | 'template' | 'component' | 'site'
  template: string
  /** Landmark of the component that it stands in; empty for every other scope. */
  component: string
  pages: { count: number; of: number; sample: string[] }
  evidence: Evidence[]
  why: string
  fix: string
  hypothesis: string
  metric: string
  sources: string[]
}

export interface FoldContext {
  pages: readonly Pick<PageSummary, 'url' | 'template' | 'type' | 'importance' | 'rendered'>[]
  goals: readonly MicroConversion[]
  /** Points of `rules/stages.yaml`. */
  confidence: Record<Confidence, number>
}

const sampleSize = 10

/** Where a fail happened: one verdict, or the part of it that lies in a shared component. */
interface Place {
  url: string
  template: string
  message: string
  evidence: Evidence[]
}

interface Group {
  rule: Rule
  microConversion: MicroConversion | 'none'
  scope: 'template' | 'component' | 'site'
  /** Address pattern of the template, or landmark of the component. */
  key: string
  places: Place[]
}

/**
 * Folds fails into findings: what stands in a shared header, menu or footer is one finding per rule and landmark, what
 * pages of one template share is one per rule and template; what is mended in one place for all pages, and what the site
 * lacks as a whole, is one. In order of id.
 */
export function foldFindings(
  rules: readonly CompiledRule[],
  verdicts: readonly Verdict[],
  context: FoldContext,
): RuleFinding[] {
  const byId = new Map(rules.map(({ rule }) => [rule.id, rule]))
  const summaries = new Map(context.pages.map((page) => [page.url, page]))
  const fails = verdicts.filter(({ state }) => state === 'fail')
  const judged = countJudged(verdicts)
  const componentOf = findComponents(fails)
  const groups = new Map<string, Group>()

  function add(verdict: Verdict, scope: Group['scope'], key: string, place: Place): void {
    const rule = byId.get(verdict.rule)
    if (!rule) throw new Error(`A verdict names a rule that does not exist: ${verdict.rule}`)
    const { microConversion } = verdict
    const id = findingId(rule.id, scope, key, microConversion)
    const group = groups.get(id) ?? { rule, microConversion, scope, key, places: [] }
    group.places.push(place)
    groups.set(id, group)
  }

  for (const verdict of fails) {
    const { url, template, message, evidence } = verdict
    if (url === '' || byId.get(verdict.rule)?.fold === 'site') {
      add(verdict, 'site', '', { url, template, message, evidence: together(pieces(verdict)) })
      continue
    }
    const parts = Map.groupBy(evidence, (piece) => componentOf(verdict, piece))
    for (const [component, shared] of parts) {
      if (component !== '')
        add(verdict, 'component', component, {
          url,
          template,
          message,
          evidence: shared,
        })
    }
    const own = parts.get('')
    if (own || parts.size === 0) {
      // Where nothing of it is told with a component, all of it is told here.
      const here = own && parts.size > 1 ? own : together(own ?? pieces(verdict))
      add(verdict, 'template', template, { url, template, message, evidence: here })
    }
  }
  return [...groups].map(([id, group]) => makeFinding(id, group)).toSorted((a, b) => compareText(a.id, b.id))

  function makeFinding(id: string, { rule, microConversion, scope, key, places }: Group): RuleFinding {
    const ordered = places.toSorted(
      (a, b) =>
        (summaries.get(b.url)?.importance ?? 0) - (summaries.get(a.url)?.importance ?? 0) || compareText(a.url, b.url),
    )
    const evidence = chooseEvidence(
      ordered.flatMap((place) => place.evidence),
      (url) => summaries.get(url)?.rendered === true,
    )
    // The site's own verdict names no page; what it points at does.
    const urls = places.some(({ url }) => url === '')
      ? [...new Set(places.flatMap((place) => place.evidence.map(({ url }) => url)))]
      : ordered.map(({ url }) => url)
    const unit = `${rule.id} ${microConversion}`
    const ofSite = ordered[0]?.url === ''
    const of = ofSite ? undefined : judged.get(scope === 'template' ? `${unit} ${key}` : unit)
    const alone = scope === 'template' && context.pages.filter(({ template }) => template === key).length <= 1
    return {
      id,
      rule: rule.id,
      kind: rule.kind,
      title: rule.title,
      // What is said first must be what is shown first.
      message: evidence[0]?.message || (ordered[0]?.message ?? ''),
      verdict: rule.review || rule.confidence === 'low' ? 'review' : 'fail',
      stage: stageOf(rule, microConversion, summaries.get(ordered[0]?.url ?? '')?.type ?? 'other', context.goals),
      microConversion,
      severity: rule.severity,
      effort: rule.effort,
      confidence: context.confidence[rule.confidence],
      evidenceLevel: rule.evidence,
      scope: alone ? 'page' : scope,
      template: scope === 'template' ? key : '',
      component: scope === 'component' ? key : '',
      pages: {
        count: urls.length,
        of: Math.max(of ?? context.pages.length, urls.length),
        sample: urls.slice(0, sampleSize),
      },
      evidence,
      why: rule.why,
      fix: rule.fix,
      hypothesis: rule.hypothesis ?? '',
      metric: rule.metric ?? '',
      sources: rule.sources,
    }
  }
}

/**
 * The same on the next audit though classes, texts or the number of pages changed: made of the rule, whether it is about
 * a template, a component or the site, the template's address pattern or the component's landmark, and the unit.
 */
function findingId(rule: string, scope: Group['scope'], key: string, microConversion: string): string {
  return digest([rule, scope, key.replace(/\d+/g, ''), microConversion].join('\n'), 16)
}

/** Pages on which each rule said pass or fail, for the site and for each template. */
function countJudged(verdicts: readonly Verdict[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { rule, template, microConversion, state } of verdicts) {
    if (state !== 'pass' && state !== 'fail') continue
    for (const key of [`${rule} ${microConversion}`, `${rule} ${microConversion} ${template}`]) {
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return counts
}

/** What a verdict points at; the page itself where it points at nothing in it. */
function pieces({ url, message, evidence }: Verdict): Evidence[] {
  if (evidence.length > 0 || url === '') return evidence
  return [{ url, selector: '', snippet: '', node: 0, region: 'body', anchor: '', message, whole: message }]
}

/** Pieces whose sentences count all of the page. */
function together(evidence: readonly Evidence[]): Evidence[] {
  return evidence.map((piece) => ({ ...piece, message: piece.whole }))
}
