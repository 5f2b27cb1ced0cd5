import { z } from 'zod'
import { microConversions, pageTypes, profiles } from '../shared/taxonomy.ts'

/** The shape of `rules/journey.yaml`. */
export const JourneyNumbers = z.strictObject({
  profiles: z.strictObject({
    least: z.number(),
    second: z.number(),
    cues: z.record(z.enum(profiles), z.record(z.string(), z.number())),
  }),
  goals: z.record(z.enum(profiles), z.array(z.enum(microConversions)).min(1)),
  'default-profile': z.enum(profiles),
  importance: z.strictObject({
    home: z.number(),
    goal: z.number(),
    base: z.number(),
    'in-menu': z.number(),
    'links-in': z.number(),
    'per-depth': z.number(),
    type: z.partialRecord(z.enum(pageTypes), z.number()),
    none: z.array(z.enum(pageTypes)),
  }),
  trades: z.record(z.string(), z.array(z.string())),
})
export type JourneyNumbers = z.infer<typeof JourneyNumbers>
