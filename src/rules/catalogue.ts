import { z } from 'zod'
import { readYaml } from '../config/yaml-file.ts'
import { UsageError, type Mistake } from '../shared/errors.ts'
import { nearest } from '../shared/nearest.ts'
import type { Rule } from './schema.ts'

const Considered = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  tier: z.enum(['static', 'rendered', 'graph', 'network', 'lighthouse', 'probe']),
  became: z.array(z.string()).min(1).optional().describe('Rules that it became'),
  note: z.string().min(1).optional().describe('What to know of how it became them'),
  'left-out': z.string().min(1).optional().describe('Why it is no rule'),
  later: z.string().min(1).optional().describe('What it waits for'),
})

/** One thing that could be a rule, and what became of it. */
export interface Decision {
  id: string
  title: string
  tier: z.infer<typeof Considered>['tier']
  /** Rules that it became; empty when it became none. */
  rules: readonly string[]
  outcome: 'fail' | 'review' | 'left-out' | 'later'
  reason: string
}

/**
 * Reads `rules/catalogue.yaml`: every rule that was considered, with what became of it. What became a rule counts as
 * `fail` as soon as one of its rules says so.
 * @throws UsageError for a rule that does not exist, a clash, or an entry without a decision
 */
export function parseCatalogue(text: string, place: string, rules: readonly Rule[]): Decision[] {
  const entries = readYaml(text, place, z.array(Considered), 'bad-rules')
  const known = new Map(rules.map((rule) => [rule.id, rule]))
  const seen = new Set<string>()
  const mistakes: Mistake[] = []
  const decisions = entries.map((entry): Decision => {
    const { id, title, tier, became = [] } = entry
    if (seen.has(id)) mistakes.push({ place, message: `"${id}" is decided twice` })
    seen.add(id)
    const given = [became.length > 0, entry['left-out'] !== undefined, entry.later !== undefined]
    if (given.filter(Boolean).length !== 1) {
      mistakes.push({ place, message: `"${id}" needs exactly one of: became, left-out, later` })
    }
    for (const rule of became) {
      if (!known.has(rule)) {
        mistakes.push({
          place,
          message: `"${id}" names no rule of ours: ${rule}`,
          hint: nearest(rule, [...known.keys()]),
        })
      }
    }
    const outcome = entry.later
      ? 'later'
      : entry['left-out']
        ? 'left-out'
        : became.some((rule) => known.get(rule)?.review === false && known.get(rule)?.confidence !== 'low')
          ? 'fail'
          : 'review'
    return { id, title, tier, rules: became, outcome, reason: entry['left-out'] ?? entry.later ?? entry.note ?? '' }
  })
  if (mistakes.length > 0) throw new UsageError('bad-rules', mistakes)
  return decisions
}
