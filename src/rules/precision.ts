import { z } from 'zod'
import { digest, stableJson } from '../shared/digest.ts'
import type { CompiledRule } from './rule-file.ts'

const key = z
  .string()
  .regex(/^[\da-f]{8}-[\da-f]{8}-[\da-f]{8}@[\da-f]{6}$/)
  .describe('Digests of site, template or page, and thing; then the form of the rule')

/**
 * One verdict on one firing, or one ablation of one site, as `rules/judged/<rule>.jsonl` keeps it. No address and no text of
 * the page: other people's pages are not ours to publish.
 */
export const JudgedLine = z.strictObject({
  kind: z.enum(['firing', 'ablation']).default('firing'),
  key,
  right: z.boolean(),
  unknown: z.boolean().default(false).describe('Of an ablation: the rule could not tell'),
  settled: z.boolean().default(false).describe('Said after the verdicts that disagree were looked at again'),
  by: z.string().min(1).describe('Who judged'),
  on: z.iso.date(),
  note: z.string().max(300).default('').describe('In our own words'),
})
export type JudgedLine = z.infer<typeof JudgedLine>

/** From how many judgements on, and from which share of right ones, a rule may say `fail`. */
export const shipping = { firings: 20, ablations: 20, precision: 0.9 } as const

/** What is known of how often a rule is right. */
export interface Precision {
  rule: string
  scope: 'page' | 'site'
  /** Firings judged, each on another site or template. */
  judged: number
  right: number
  sites: number
  /** Share of right ones; 0 when none was judged. */
  precision: number
  /** With 95% confidence it is no less than this (Wilson). */
  atLeast: number
  /** Firings on which judges disagree and which nobody settled: counted as wrong. */
  disagreements: number
  /** Sites on which the step was taken out and put back. */
  ablations: { tried: number; right: number; unknown: number }
  /** Judged on the rule as it was before its expressions changed; in no other number here. */
  olderForm: number
  mayFail: boolean
  /** Why it may not; empty when it may. */
  reason: string
}

/**
 * The form of a rule: a digest of what decides whether it fires. Its sentences may be mended without losing what was
 * judged; the detectors behind it may change, too, which nobody sees here.
 */
export function ruleForm({ rule }: CompiledRule): string {
  const { scope, claims, about, profiles, when, checks, show } = rule
  const decides = { scope, claims, about, profiles, when, checks: checks.map(({ expect }) => expect), show: show ?? '' }
  return digest(stableJson({ ...decides, pageTypes: rule['page-types'], words: rule['needs-words'] }), 6)
}

/** How often a rule was right, by what was judged of it in its present form. */
export function precisionOf(compiled: CompiledRule, lines: readonly JudgedLine[]): Precision {
  const { id, scope } = compiled.rule
  const form = ruleForm(compiled)
  const current = lines.filter((line) => line.key.endsWith(`@${form}`))
  const places = onePerPlace(current.filter(({ kind }) => kind === 'firing'))
  const right = places.filter((verdicts) => settle(verdicts) === 'right').length
  const tries = [
    ...Map.groupBy(
      current.filter(({ kind }) => kind === 'ablation'),
      siteOf,
    ).values(),
  ].map((each) => each.at(-1)!)
  const ablations = {
    tried: tries.length,
    right: tries.filter((each) => each.right).length,
    unknown: tries.filter((each) => !each.right && each.unknown).length,
  }
  const judged = places.length
  const precision = judged === 0 ? 0 : right / judged
  const reason =
    scope === 'site' ? siteReason(ablations) || wrongReason(judged, precision) : pageReason(judged, precision)
  return {
    rule: id,
    scope,
    judged,
    right,
    sites: new Set(places.map((verdicts) => siteOf(verdicts[0]!))).size,
    precision,
    atLeast: wilson(right, judged),
    disagreements: places.filter((verdicts) => settle(verdicts) === 'disagreement').length,
    ablations,
    olderForm: new Set(lines.filter((line) => !current.includes(line)).map((line) => line.key)).size,
    mayFail: reason === '',
    reason,
  }
}

function siteOf({ key: text }: JudgedLine): string {
  return text.slice(0, 8)
}

/** Verdicts by firing, one firing for each site and template: the one that most judges looked at. */
function onePerPlace(lines: readonly JudgedLine[]): JudgedLine[][] {
  const byPlace = Map.groupBy(lines, (line) => line.key.slice(0, 17))
  return [...byPlace.values()].map((here) => {
    const firings = [...Map.groupBy(here, (line) => line.key).values()]
    return firings.toSorted((a, b) => b.length - a.length)[0]!
  })
}

function settle(verdicts: readonly JudgedLine[]): 'right' | 'wrong' | 'disagreement' {
  const settled = verdicts.findLast((verdict) => verdict.settled)
  const heard = settled ? [settled] : verdicts
  if (heard.every((verdict) => verdict.right)) return 'right'
  return heard.some((verdict) => verdict.right) ? 'disagreement' : 'wrong'
}

function pageReason(judged: number, precision: number): string {
  if (judged < shipping.firings) return `${judged} of ${shipping.firings} firings judged`
  return wrongReason(judged, precision)
}

function siteReason({ tried, right, unknown }: Precision['ablations']): string {
  const told = tried - unknown
  if (told < shipping.ablations) return `${told} of ${shipping.ablations} ablations`
  return right / told < shipping.precision ? `right in ${right} of ${told} ablations` : ''
}

function wrongReason(judged: number, precision: number): string {
  return judged > 0 && precision < shipping.precision
    ? `right in ${Math.round(precision * 100)}% of ${judged} firings`
    : ''
}

/** Lower end of Wilson's 95% interval of a share. */
function wilson(right: number, of: number): number {
  if (of === 0) return 0
  const z95 = 1.96
  const share = right / of
  const square = (z95 * z95) / of
  const spread = z95 * Math.sqrt((share * (1 - share)) / of + square / (4 * of))
  return Math.max(0, (share + square / 2 - spread) / (1 + square))
}
