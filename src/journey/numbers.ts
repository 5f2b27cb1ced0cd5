import { z } from 'zod'
import { WalkNumbers } from './declared.ts'
import { TrafficColumns } from './traffic.ts'
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
  'hard-asks': z.array(z.enum(microConversions)).min(1),
  'hard-sell': z.strictObject({ types: z.array(z.enum(pageTypes)), words: z.int() }),
  frame: z.strictObject({ share: z.number().min(0).max(1), pages: z.int().min(2) }),
  traffic: TrafficColumns,
  walks: WalkNumbers,
  importance: z.strictObject({
    home: z.number(),
    goal: z.number(),
    base: z.number(),
    'in-menu': z.number(),
    'links-in': z.number(),
    'per-depth': z.number(),
    type: z.partialRecord(z.enum(pageTypes), z.number()),
    none: z.array(z.enum(pageTypes)),
    unlisted: z.number().min(0).max(1),
  }),
  trades: z.record(z.string(), z.array(z.string())),
})
export type JourneyNumbers = z.infer<typeof JourneyNumbers>
