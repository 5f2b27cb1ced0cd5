import { z } from 'zod'
import {
  confidences,
  efforts,
  evidenceLevels,
  findingKinds,
  microConversions,
  pageTypes,
  profiles,
  severities,
  stages,
  type MicroConversion,
} from '../shared/taxonomy.ts'

const Example = z.strictObject({
  name: z.string().describe('What is special about it'),
  page: z
    .strictObject({
      url: z.string().optional(),
      type: z.enum(pageTypes).optional(),
      language: z.string().optional(),
      profiles: z.array(z.enum(profiles)).optional(),
    })
    .optional()
    .describe('What detectors would otherwise have to guess from so little HTML'),
  html: z.string().optional(),
  facts: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Laid over what the detectors found, fact by fact; the only way to give layout'),
  site: z.record(z.string(), z.unknown()).optional().describe('Site facts, laid over empty ones (scope: site)'),
  pages: z
    .array(z.record(z.string(), z.unknown()))
    .optional()
    .describe('Page summaries, each laid over an empty one (scope: site)'),
})

/** One rule file. Expressions are CEL over facts; every name is checked when the file is read. */
export const RuleFile = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .describe('The problem; the same as the file name'),
  title: z.string().max(90).describe('The problem as a client reads it'),
  kind: z
    .enum(findingKinds)
    .describe('bug: broken; friction: harder than it need be; opportunity: expected and missing; idea: worth a try'),
  scope: z.enum(['page', 'site']).default('page').describe('site: judged once, over all pages'),
  stage: z
    .enum([...stages, 'by-target'])
    .describe('by-target: the stage of the micro-conversion, else of the page type'),
  'micro-conversion': z
    .enum(microConversions)
    .optional()
    .describe('The unit that this rule belongs to; without one it is a foundation'),
  claims: z
    .enum(['presence', 'absence'])
    .default('presence')
    .describe('absence: a fail says that something is missing, the hardest claim'),
  about: z
    .enum(['page', 'forms', 'controls'])
    .default('page')
    .describe(
      'forms: judged once for each purpose of form on the page, over the forms of that purpose; belongs to its micro-conversion. ' +
        'controls: what it shows are things that visitors act with; counts in the unit that each belongs to, not in the foundations',
    ),
  fold: z
    .enum(['template', 'site'])
    .default('template')
    .describe(
      'site: its fails are one finding for the whole site, because they are mended in one place (the page head, say)',
    ),
  'needs-words': z
    .boolean()
    .default(false)
    .describe('Can’t be judged in a language that we have no vocabulary for; rules that claim absence never can'),
  severity: z.enum(severities).describe('What it costs visitors; the points stand in rules/stages.yaml'),
  effort: z.enum(efforts).describe('To mend it: S a line, M some days, L a project'),
  confidence: z
    .enum(confidences)
    .default('high')
    .describe('Expected precision of the detectors behind it; low always asks for review'),
  evidence: z.enum(evidenceLevels).describe('That the topic matters: A several studies, B a good one, C practice'),
  review: z.boolean().default(false).describe('Only asks the consultant to look; never scores'),
  profiles: z.array(z.enum(profiles)).default([]).describe('Only for these; empty for all'),
  'page-types': z.array(z.enum(pageTypes)).default([]).describe('Only on these; empty for all'),
  when: z.string().default('true').describe('CEL: does the rule apply here?'),
  checks: z
    .array(
      z.strictObject({
        expect: z.string().describe('CEL: what is true of a good page'),
        otherwise: z
          .string()
          .describe('One sentence when it is not; {count}, {item} and parts of the first thing shown fill blanks'),
      }),
    )
    .min(1)
    .describe('In order: the first that does not hold is what the finding says'),
  show: z.string().optional().describe('CEL: list of the things to point at when it fails'),
  praise: z.string().max(90).optional().describe('What a client reads among the strengths when it passes everywhere'),
  why: z.string().describe('What it does to visitors, in words that a client accepts'),
  fix: z.string().describe('What to do, concretely'),
  hypothesis: z
    .string()
    .optional()
    .describe('Because …, we believe … will …, measured by …; friction and opportunity only'),
  metric: z.string().optional().describe('The analytics event that would show it'),
  sources: z.array(z.string()).min(1).describe('Addresses that you have read, or: practice'),
  examples: z.strictObject({
    pass: z.array(Example).min(1),
    fail: z.array(Example).min(1),
    skip: z.array(Example).default([]),
  }),
})
export type RuleFile = z.infer<typeof RuleFile>
export type RuleExample = z.infer<typeof Example>

export interface Rule extends RuleFile {
  /** Where it was read from, relative to the rules folder. */
  file: string
}

export type VerdictState = 'pass' | 'fail' | 'unknown' | 'skip'

/** What one rule says of one page, or of the site (`url` empty). */
export interface Verdict {
  rule: string
  url: string
  template: string
  /** The unit that it belongs to; `none` for a foundation. */
  microConversion: MicroConversion | 'none'
  state: VerdictState
  /** Why it is unknown, or which check failed (`otherwise`, with its blanks filled). */
  message: string
  /** For a fail: what to point at; of a page at most 5 in its own content and 5 in its header, menu and footer. */
  evidence: Evidence[]
}

export interface Evidence {
  url: string
  selector: string
  snippet: string
  node: number
  region: string
  anchor: string
  /** The verdict's message, its blanks filled from this thing; counts what stands in the same part of the page. */
  message: string
  /** The same, counting everything that the rule shows on the page: said where parts are not told apart. */
  whole: string
}
