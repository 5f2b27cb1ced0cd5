import { homeOf, type ComponentOf } from '../rules/components.ts'
import type { CompiledRule } from '../rules/rule-file.ts'
import type { Verdict } from '../rules/schema.ts'
import type { MicroConversion } from '../shared/taxonomy.ts'
import { compareText } from '../shared/digest.ts'
import type { Weights } from './weights.ts'

/** What scoring needs of one judged page. */
export interface ScoredPage {
  url: string
  template: string
  /** Offered on this page or one click away; from its summary. */
  offers: ReadonlySet<string>
  /** Micro-conversions that are expected here. */
  expected: ReadonlyMap<MicroConversion, 'must' | 'should'>
  /** Which micro-conversion an element belongs to, by node number: a form's fields to the form's purpose. */
  owners: ReadonlyMap<number, MicroConversion>
  /** What a rule calls missing here. What is neither offered nor missing can't be told (held, not rendered, no words …). */
  missing: ReadonlySet<MicroConversion>
  /** What the rules that could call it missing are content with, be it for another step that does the same. */
  answered: ReadonlySet<MicroConversion>
  verdicts: readonly Verdict[]
}

/** One page of a unit: is it offered there, and which friction rules did it pass? */
export interface UnitPage {
  state: 'offered' | 'missing' | 'unknown'
  rules: readonly UnitRule[]
}

export interface UnitRule {
  rule: string
  weight: number
  passed: boolean
  /** It fails here by nothing but these components, which pages share; empty when the fault is the page's own. */
  components: readonly string[]
  /** That fault is counted in the unit of another template, and here not at all. */
  elsewhere: boolean
}

/** One expected micro-conversion on one template. */
export interface UnitTally {
  microConversion: MicroConversion
  template: string
  expected: 'must' | 'should'
  weight: number
  pages: UnitPage[]
}

/** Where a verdict counts: in its unit, in the units that its evidence belongs to, in the foundations, or not at all. */
export function placeOf(
  { rule }: CompiledRule,
  microConversion: Verdict['microConversion'],
): 'unit' | 'owners' | 'foundations' | 'none' {
  if (rule.review || rule.confidence === 'low' || rule.kind === 'idea') return 'none'
  // That an offer is absent is what the unit says already.
  if (microConversion !== 'none') return rule.claims === 'absence' ? 'none' : 'unit'
  return rule.about === 'page' ? 'foundations' : 'owners'
}

/**
 * The units of a site, sorted by micro-conversion and template. Pages of one template are one unit, and a fault that stands
 * wholly in what templates share is counted in one of their units only: what is shared costs once.
 */
export function tallyUnits(
  pages: readonly ScoredPage[],
  rules: ReadonlyMap<string, CompiledRule>,
  weights: Weights,
  componentOf: ComponentOf,
): UnitTally[] {
  const units = new Map<string, UnitTally>()
  for (const page of pages) {
    for (const [microConversion, expected] of page.expected) {
      const id = `${microConversion} ${page.template}`
      const { template } = page
      const unit = units.get(id) ?? {
        microConversion,
        template,
        expected,
        weight: weights.expectation[expected],
        pages: [],
      }
      units.set(id, unit)
      if (page.offers.has(microConversion) || page.answered.has(microConversion))
        unit.pages.push({ state: 'offered', rules: frictionOn(page, microConversion, rules, weights, componentOf) })
      else unit.pages.push({ state: page.missing.has(microConversion) ? 'missing' : 'unknown', rules: [] })
    }
  }
  const sorted = [...units.entries()].toSorted(([a], [b]) => compareText(a, b)).map(([, unit]) => unit)
  return countSharedOnce(sorted)
}

/** The heaviest unit carries the fault of a component, among equals the first; in the others it is counted elsewhere. */
function countSharedOnce(units: readonly UnitTally[]): UnitTally[] {
  const carriers = new Map<string, UnitTally>()
  const keysOf = ({ microConversion }: UnitTally, { rule, components }: UnitRule): string[] =>
    components.map((component) => `${microConversion} ${rule} ${component}`)
  for (const unit of units.toSorted((a, b) => b.weight - a.weight || compareText(a.template, b.template))) {
    for (const entry of unit.pages.flatMap(({ rules }) => rules))
      for (const key of keysOf(unit, entry)) if (!carriers.has(key)) carriers.set(key, unit)
  }
  return units.map((unit) => ({
    ...unit,
    pages: unit.pages.map((page) => ({
      ...page,
      rules: page.rules.map((entry) => {
        const keys = keysOf(unit, entry)
        return { ...entry, elsewhere: keys.length > 0 && keys.every((key) => carriers.get(key) !== unit) }
      }),
    })),
  }))
}

function frictionOn(
  page: ScoredPage,
  microConversion: MicroConversion,
  rules: ReadonlyMap<string, CompiledRule>,
  weights: Weights,
  componentOf: ComponentOf,
): UnitPage['rules'] {
  const owned = [...page.owners.values()].includes(microConversion)
  return page.verdicts.flatMap((verdict) => {
    const compiled = rules.get(verdict.rule)
    if (!compiled || (verdict.state !== 'pass' && verdict.state !== 'fail')) return []
    const place = placeOf(compiled, verdict.microConversion)
    // A rule about all controls of a page counts in the unit of each offer that has such controls, and fails only in
    // those that its evidence points at: so taking one offer away changes no other unit.
    if (place === 'unit' ? verdict.microConversion !== microConversion : place !== 'owners' || !owned) return []
    const evidence =
      place === 'unit'
        ? verdict.evidence
        : verdict.evidence.filter(({ node }) => page.owners.get(node) === microConversion)
    const failed = verdict.state === 'fail' && (place === 'unit' || evidence.length > 0)
    const home = failed ? homeOf({ ...verdict, evidence }, componentOf) : undefined
    return [
      {
        rule: verdict.rule,
        weight: weights.severity[compiled.rule.severity],
        passed: !failed,
        components: home && !home.own ? home.components : [],
        elsewhere: false,
      },
    ]
  })
}

/** Stands for what a site owes as a whole, on whichever page. */
export const siteTemplate = '(site)'

/**
 * What a unit earned, and what it could have: the mean over its pages that could be judged. A page is worth half for the
 * offer and half for its friction; where that could not be judged, only the first half counts, on both sides. What is
 * owed somewhere on the site counts where it is offered best, so that one more offer never lowers a score.
 */
export function unitScore(unit: UnitTally, weights: Weights): { judged: number; earned: number } {
  const parts = unit.pages.filter(({ state }) => state !== 'unknown').map((page) => pageScore(page, weights))
  if (parts.length === 0) return { judged: 0, earned: 0 }
  const counted =
    unit.template === siteTemplate ? [parts.reduce((best, next) => (next.earned > best.earned ? next : best))] : parts
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    judged: unit.weight * mean(counted.map(({ judged }) => judged)),
    earned: unit.weight * mean(counted.map(({ earned }) => earned)),
  }
}

function pageScore(page: UnitPage, weights: Weights): { judged: number; earned: number } {
  const share = weights['offered-share']
  if (page.state !== 'offered') return { judged: 1, earned: 0 }
  const friction = frictionShare(page)
  return friction === undefined
    ? { judged: share, earned: share }
    : { judged: 1, earned: share + (1 - share) * friction }
}

/** Weighted share of a page's friction rules passed; undefined when none could be judged, or all are counted elsewhere. */
export function frictionShare(page: UnitPage): number | undefined {
  const rules = page.rules.filter(({ elsewhere }) => !elsewhere)
  const weight = rules.reduce((sum, rule) => sum + rule.weight, 0)
  const passed = rules.reduce((sum, rule) => sum + (rule.passed ? rule.weight : 0), 0)
  return weight === 0 ? undefined : passed / weight
}
