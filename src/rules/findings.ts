import type { PageSummary } from '../journey/site-facts.ts'
import { compareText, digest } from '../shared/digest.ts'
import type { Confidence, MicroConversion, Stage } from '../shared/taxonomy.ts'
import { isSharedRegion } from './evidence.ts'
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
  pages: { count: number; of: number; sample: string[] }
  evidence: Evidence[]
  why: string
  fix: string
  hypothesis: string
  metric: string
  sources: string[]
}

export interface FoldContext {
  pages: readonly PageSummary[]
  goals: readonly MicroConversion[]
  /** Points of `rules/stages.yaml`. */
  confidence: Record<Confidence, number>
}

const piecesOfEvidence = 3
const sampleSize = 10
/** Outside of header, menu and footer a thing must stand in this many templates to count as a component. */
const templatesOfComponent = 3

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
  const isComponent = componentTest(fails)
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
      // What is said first must be what is shown first.
      add(verdict, 'site', '', { url, template, message: evidence[0]?.message ?? message, evidence: pieces(verdict) })
      continue
    }
    const shared = evidence.filter((piece) => isComponent(verdict, piece))
    const own = evidence.filter((piece) => !shared.includes(piece))
    for (const [region, pieces] of Map.groupBy(shared, (piece) => piece.region)) {
      add(verdict, 'component', region, { url, template, message: pieces[0]?.message ?? message, evidence: pieces })
    }
    if (own.length > 0 || shared.length === 0) {
      const piecesHere = own.length > 0 ? own : pieces(verdict)
      add(verdict, 'template', template, { url, template, message: own[0]?.message ?? message, evidence: piecesHere })
    }
  }
  return [...groups].map(([id, group]) => makeFinding(id, group)).toSorted((a, b) => compareText(a.id, b.id))

  function makeFinding(id: string, { rule, microConversion, scope, key, places }: Group): RuleFinding {
    const ordered = places.toSorted(
      (a, b) =>
        (summaries.get(b.url)?.importance ?? 0) - (summaries.get(a.url)?.importance ?? 0) || compareText(a.url, b.url),
    )
    const evidence = chooseEvidence(ordered)
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
      message: ordered[0]?.message ?? '',
      verdict: rule.review || rule.confidence === 'low' ? 'review' : 'fail',
      stage: stageOf(rule, microConversion, summaries.get(ordered[0]?.url ?? '')?.type ?? 'other', context.goals),
      microConversion,
      severity: rule.severity,
      effort: rule.effort,
      confidence: context.confidence[rule.confidence],
      evidenceLevel: rule.evidence,
      scope: alone ? 'page' : scope,
      template: scope === 'template' ? key : '',
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

/** Tells whether a piece of evidence belongs to something that pages share: same rule, landmark and anchor on several. */
function componentTest(fails: readonly Verdict[]): (verdict: Verdict, piece: Evidence) => boolean {
  const seen = new Map<string, { urls: Set<string>; templates: Set<string> }>()
  const keyOf = ({ rule, microConversion }: Verdict, { region, anchor }: Evidence): string =>
    [rule, microConversion, region, anchor].join('\n')
  for (const verdict of fails) {
    for (const piece of verdict.evidence) {
      const key = keyOf(verdict, piece)
      const entry = seen.get(key) ?? { urls: new Set(), templates: new Set() }
      entry.urls.add(verdict.url)
      entry.templates.add(verdict.template)
      seen.set(key, entry)
    }
  }
  return (verdict, piece) => {
    const entry = seen.get(keyOf(verdict, piece))
    if (!entry || piece.anchor === '' || piece.region === 'main') return false
    if (isSharedRegion(piece.region)) return entry.urls.size > 1
    return entry.templates.size >= templatesOfComponent
  }
}

/** What a verdict points at; the page itself where it points at nothing in it. */
function pieces({ url, message, evidence }: Verdict): Evidence[] {
  if (evidence.length > 0 || url === '') return evidence
  return [{ url, selector: '', snippet: '', node: 0, region: 'body', anchor: '', message }]
}

/** Three pieces at most: different things first, from the most important pages. */
function chooseEvidence(places: readonly Place[]): Evidence[] {
  const fresh = new Map<string, Evidence>()
  const again: Evidence[] = []
  for (const piece of places.flatMap(({ evidence }) => evidence)) {
    const key = piece.anchor || piece.url
    if (fresh.has(key)) again.push(piece)
    else fresh.set(key, piece)
  }
  return [...fresh.values(), ...again].slice(0, piecesOfEvidence)
}
