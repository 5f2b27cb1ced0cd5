import { z } from 'zod'
import { severities } from '../shared/taxonomy.ts'

const reason = z.string().trim().min(1, 'a reason is needed: the report can show it')
const patterns = z.array(z.string().min(1)).min(1)

/** The `rules` part of a config: rules of one's own, and what is changed of any rule, each with a reason. */
export const RuleSettings = z.strictObject({
  folder: z.string().optional().describe('A folder of rules beside ours, with expectations.yaml and stages.yaml'),
  folders: z.array(z.string()).default([]).describe('More such folders'),
  off: z.record(z.string(), reason).default({}).describe('Rules that are not asked: id to reason'),
  severity: z
    .record(z.string(), z.strictObject({ to: z.enum(severities), reason }))
    .default({})
    .describe('Rules that weigh more or less'),
  paths: z
    .record(
      z.string(),
      z
        .strictObject({ only: patterns.optional(), not: patterns.optional(), reason })
        .refine(({ only, not }) => only !== undefined || not !== undefined, 'needs "only" or "not"'),
    )
    .default({})
    .describe('Rules that are asked only on some paths, or not on some (* and **)'),
  review: z.record(z.string(), reason).default({}).describe('Rules that only ask the consultant: id to reason'),
})
export type RuleSettings = z.infer<typeof RuleSettings>
