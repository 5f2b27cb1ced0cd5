import { placeOf, type UnitRule, type UnitTally } from './units.ts'
import { scoreStages, type FoundationTally, type ScoreInput, type Scores } from './stage-scores.ts'
import type { CompiledRule } from '../rules/rule-file.ts'
import type { MicroConversion, Stage } from '../shared/taxonomy.ts'

export interface Fix {
  rule: CompiledRule
  microConversion: MicroConversion | 'none'
  /** Templates on which the finding stands; empty for the whole site. */
  templates: ReadonlySet<string>
  /** Landmark of the shared component in which it stands; empty when it stands in none. */
  component: string
}

export interface Gain {
  /** Points that the stage's score rises by. */
  stage: number
  overall: number
}

/**
 * What the scores rise by when one finding is fixed: found by scoring again as if its rule passed where the finding
 * stands, never by estimate. An absence that is fixed is an offer on each page where it was missing. What is wrong with
 * controls of several offers is charged to the stage where fixing it brings most.
 */
export function gainOf(
  fix: Fix,
  stage: Stage | 'none',
  input: ScoreInput,
  before: Scores,
): Gain & { at: Stage | 'none' } {
  const after = scoreStages({
    ...input,
    units: input.units.map((unit) => fixUnit(unit, fix)),
    foundations: input.foundations.map((tally) => fixFoundation(tally, fix)),
  })
  const rises = before.stages.map(({ stage: id, score }, index) => ({
    id,
    rise: difference(after.stages[index]?.score ?? 0, score ?? 0),
  }))
  const most = rises.reduce((best, next) => (next.rise > best.rise ? next : best))
  const own = rises.find(({ id }) => id === stage)?.rise ?? 0
  const moves = placeOf(fix.rule, fix.microConversion) === 'owners' && most.rise > own
  return {
    at: moves ? most.id : stage,
    stage: moves ? most.rise : own,
    overall: difference(after.overall ?? 0, before.overall ?? 0),
  }
}

function fixUnit(unit: UnitTally, fix: Fix): UnitTally {
  const { rule: compiled, microConversion, templates } = fix
  const { rule } = compiled
  if (templates.size > 0 && !templates.has(unit.template)) return unit
  if (rule.claims === 'absence') {
    if (microConversion !== unit.microConversion) return unit
    return {
      ...unit,
      pages: unit.pages.map((page) => (page.state === 'missing' ? { state: 'offered', rules: [] } : page)),
    }
  }
  const place = placeOf(compiled, microConversion)
  if (place === 'unit' ? microConversion !== unit.microConversion : place !== 'owners') return unit
  return {
    ...unit,
    pages: unit.pages.map((page) => ({
      ...page,
      rules: page.rules.map((entry) => (entry.rule === rule.id ? fixed(entry, fix) : entry)),
    })),
  }
}

/** What fails by components alone passes once all of them are mended, or the whole site is; what fails by itself is another finding. */
function fixed(entry: UnitRule, { component, templates }: Fix): UnitRule {
  const mended = { ...entry, passed: true, components: [], elsewhere: false }
  if (component === '') return templates.size > 0 && entry.components.length > 0 ? entry : mended
  const left = entry.components.filter((other) => other !== component)
  if (left.length === entry.components.length) return entry
  return left.length === 0 ? mended : { ...entry, components: left }
}

/** A component without its fault is no place any more; a template, or each place of the site, passes. */
function fixFoundation(tally: FoundationTally, { rule: { rule }, templates, component }: Fix): FoundationTally {
  if (tally.rule !== rule.id) return tally
  if (component !== '')
    return { ...tally, places: tally.places.filter(({ isComponent, key }) => !isComponent || key !== component) }
  if (templates.size === 0) {
    const own = tally.places.filter(({ isComponent }) => !isComponent)
    return { ...tally, places: own.map((place) => ({ ...place, passed: 1 })) }
  }
  return {
    ...tally,
    places: tally.places.map((place) =>
      !place.isComponent && templates.has(place.key) ? { ...place, passed: 1 } : place,
    ),
  }
}

function difference(after: number, before: number): number {
  return Math.max(0, Math.round((after - before) * 10) / 10)
}
