import { z } from 'zod'
import type { Config } from '../config/config.ts'
import {
  confidences,
  efforts,
  evidenceLevels,
  profiles,
  severities,
  stages,
  type Profile,
  type Stage,
} from '../shared/taxonomy.ts'

/** The shape of `rules/stages.yaml`: every number of scoring that is an opinion. */
export const Weights = z.strictObject({
  severity: z.record(z.enum(severities), z.number().positive()),
  effort: z.record(z.enum(efforts), z.number().positive()),
  confidence: z.record(z.enum(confidences), z.number().min(0).max(1)),
  evidence: z.record(z.enum(evidenceLevels), z.number().min(0).max(1)),
  expectation: z.strictObject({ must: z.number().positive(), should: z.number().positive() }),
  'offered-share': z.number().min(0).max(1),
  'foundations-share': z.number().min(0).max(0.3),
  'least-judged': z.number().min(0).max(1),
  'quick-win': z.strictObject({ effort: z.array(z.enum(efforts)), 'least-confidence': z.number() }),
  'stage-weights': z.record(z.enum(profiles), z.record(z.enum(stages), z.number().min(0))),
  consideration: z.strictObject({
    everyday: z.partialRecord(z.enum(stages), z.number()),
    considered: z.partialRecord(z.enum(stages), z.number()),
  }),
})
export type Weights = z.infer<typeof Weights>

/** Share of the overall score per stage: the mean of the site's profiles, shifted by a declared consideration. */
export function stageWeights(
  weights: Weights,
  siteProfiles: readonly Profile[],
  config: Pick<Config, 'consideration' | 'stageWeights'>,
): Record<Stage, number> {
  const chosen = siteProfiles.length > 0 ? siteProfiles : profiles
  const shift = config.consideration === 'unknown' ? {} : weights.consideration[config.consideration]
  return Object.fromEntries(
    stages.map((stage) => {
      const mean = chosen.reduce((sum, profile) => sum + weights['stage-weights'][profile][stage], 0) / chosen.length
      return [stage, config.stageWeights?.[stage] ?? Math.max(0, mean + (shift[stage] ?? 0))]
    }),
  ) as Record<Stage, number> // every stage is listed above
}
