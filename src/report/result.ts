import { z } from 'zod'
import { NextStep } from '../journey/site-facts.ts'
import { DeclaredWalk } from './declared-journeys.ts'
import { outcomes } from '../snapshot/schema.ts'
import {
  efforts,
  evidenceLevels,
  findingKinds,
  microConversions,
  pageTypes,
  profiles,
  severities,
  stages,
} from '../shared/taxonomy.ts'

/** Raise the first number when a name of the contract changes its meaning or goes. */
export const resultSchemaVersion = '1.0'

const Guess = z.object({ confidence: z.number(), cues: z.array(z.string()), declared: z.boolean() })

export const EvidenceItem = z.object({
  url: z.string(),
  selector: z.string(),
  snippet: z.string(),
  box: z.array(z.number()).describe('x, y, width, height on the page in CSS pixels; empty when not laid out'),
  viewport: z.enum(['desktop', 'mobile', 'none']),
  screenshot: z.string().describe('Key of a picture in run.sqlite that shows the box; empty when there is none'),
})

export const Finding = z.object({
  id: z.string().describe('Stable: hash of rule, scope, address pattern of the template and anchor'),
  rule: z.string(),
  kind: z.enum(findingKinds),
  title: z.string(),
  message: z.string().describe('What was seen, in one sentence'),
  verdict: z.enum(['fail', 'review']),
  stage: z.enum([...stages, 'none']),
  microConversion: z.enum([...microConversions, 'none']),
  severity: z.enum(severities),
  effort: z.enum(efforts),
  confidence: z.number(),
  evidenceLevel: z.enum(evidenceLevels),
  priority: z.number(),
  scope: z.enum(['page', 'template', 'component', 'site']),
  template: z.string(),
  pages: z.object({
    count: z.int(),
    of: z.int().describe('Pages that the rule was judged on'),
    sample: z.array(z.string()),
  }),
  evidence: z.array(EvidenceItem),
  why: z.string(),
  fix: z.string(),
  hypothesis: z.string(),
  metric: z.string(),
  gain: z
    .object({ stage: z.number(), overall: z.number() })
    .describe('Points that the scores rise by when it is fixed'),
  value: z.null().describe('Money, once a client gives figures'),
  sources: z.array(z.string()),
})
export type Finding = z.infer<typeof Finding>

/** What a rule says of laboratory figures: advice, in no score and no gate. */
export const LabFinding = Finding.pick({
  id: true,
  rule: true,
  kind: true,
  title: true,
  message: true,
  severity: true,
  effort: true,
  evidenceLevel: true,
  template: true,
  why: true,
  fix: true,
  hypothesis: true,
  metric: true,
  sources: true,
}).extend({ urls: z.array(z.string()) })
export type LabFinding = z.infer<typeof LabFinding>

export const Unit = z.object({
  microConversion: z.enum(microConversions),
  template: z.string(),
  expected: z.enum(['must', 'should']),
  status: z.enum(['offered', 'friction', 'missing', 'unknown']),
  weight: z.number(),
  score: z.number().nullable().describe('0 to 1; null when not judged'),
  rules: z.array(
    z.object({ rule: z.string(), state: z.enum(['pass', 'fail', 'unknown', 'review']), weight: z.number() }),
  ),
})

export const StageScore = z.object({
  id: z.enum(stages),
  score: z.number().nullable().describe('0 to 100; null when too little was judged'),
  judged: z.number().describe('Share of the weight that could be judged, 0 to 1'),
  units: z.array(Unit),
  foundations: z.object({
    score: z.number().nullable(),
    judged: z.number(),
    share: z.number(),
    rules: z.array(
      z.object({ rule: z.string(), weight: z.number(), passed: z.number().describe('Share of pages passed, 0 to 1') }),
    ),
  }),
  weight: z.number(),
  pages: z.int(),
  findings: z.array(z.string()),
})

export const AuditResult = z
  .object({
    schemaVersion: z.string(),
    tool: z.object({
      name: z.string(),
      version: z.string(),
      rulesDigest: z.string(),
      configDigest: z.string(),
      rulesChanged: z
        .array(
          z.object({
            rule: z.string(),
            change: z.enum(['off', 'severity', 'paths', 'review', 'left-out']),
            to: z.string().describe('The new severity, or the paths'),
            reason: z.string(),
          }),
        )
        .default([])
        .describe('What the config changed of the rules, and rules that had to be left out'),
    }),
    run: z.object({
      startedAt: z.string(),
      finishedAt: z.string(),
      status: z.enum(['complete', 'capped', 'interrupted', 'invalid', 'insufficient']),
      limits: z.record(z.string(), z.unknown()),
      notes: z.array(z.string()),
    }),
    site: z.object({
      origin: z.string(),
      name: z.string(),
      hosts: z.array(z.object({ host: z.string(), role: z.string(), pages: z.int() })),
      goals: z.array(
        z.object({
          microConversion: z.enum(microConversions),
          url: z.string(),
          selector: z.string(),
          host: z.string(),
          source: z.enum(['declared', 'inferred']),
          confidence: z.number(),
          cues: z.array(z.string()),
        }),
      ),
      profile: Guess.extend({ ids: z.array(z.enum(profiles)), trade: z.string() }),
      consideration: z.enum(['everyday', 'considered', 'unknown']),
      languages: z.array(z.object({ language: z.string(), pages: z.int(), audited: z.boolean() })),
    }),
    coverage: z.object({
      known: z.int(),
      audited: z.int(),
      rendered: z.int(),
      skipped: z.int(),
      blocked: z.int(),
      failed: z.int(),
      reasons: z.array(
        z.object({ state: z.string(), reason: z.string(), count: z.int(), sample: z.array(z.string()) }),
      ),
      absenceJudgeable: z.boolean(),
      absenceBlockers: z.array(z.string()),
    }),
    overall: z.number().nullable(),
    stages: z.array(StageScore),
    microConversions: z.array(
      z.object({
        id: z.enum(microConversions),
        stage: z.enum(stages),
        expected: z.enum(['must', 'should', 'could', 'no']),
        reason: z.string().describe('Why it is expected or not'),
        status: z.enum(['offered', 'friction', 'missing', 'unknown', 'not-applicable']),
        instances: z.array(z.object({ url: z.string(), how: z.string(), text: z.string(), pages: z.int() })),
        tracked: z.enum(['yes', 'other-name', 'no', 'unknown']),
        value: z.null(),
      }),
    ),
    findings: z.array(Finding).describe('By priority, then id'),
    strengths: z.array(
      z.object({ rule: z.string(), title: z.string(), stage: z.enum([...stages, 'none']), pages: z.int() }),
    ),
    unknowns: z.array(z.object({ rule: z.string(), title: z.string(), reason: z.string(), pages: z.int() })),
    pages: z.array(
      z.object({
        url: z.string(),
        title: z.string(),
        type: z.enum(pageTypes),
        typeConfidence: z.number(),
        template: z.string(),
        host: z.string(),
        language: z.string(),
        outcome: z.enum([...outcomes, 'not-visited']),
        state: z.enum(['audited', 'skipped', 'blocked', 'failed']),
        reason: z.string(),
        rendered: z.boolean(),
        depth: z.int(),
        importance: z.number(),
        nextSteps: z.array(NextStep),
        reachedBy: z
          .string()
          .default('')
          .describe('`journey:` and its name, `saved:` and the file; empty for pages that links led to'),
        findings: z.int(),
      }),
    ),
    templates: z.array(
      z.object({
        pattern: z.string(),
        pages: z.int(),
        rendered: z.int(),
        type: z.enum(pageTypes),
        sample: z.array(z.string()),
      }),
    ),
    journey: z.object({
      flows: z.array(
        z.object({
          from: z.enum([...stages, 'none']),
          to: z.enum([...stages, 'none']),
          steps: z.int(),
          pages: z.int(),
        }),
      ),
      deadEnds: z.array(z.object({ url: z.string(), importance: z.number() })),
      depthToGoal: z.int().describe('Clicks from the start page to the first goal; -1 when not reached'),
      depths: z
        .array(
          z.object({
            goal: z.enum(microConversions),
            url: z.string(),
            from: z.enum(['home', 'landing', 'article', 'outside']),
            pages: z.int(),
            reached: z.int().describe('Pages from which any way was found'),
            clicks: z.int().describe('Median clicks over any links; -1 when none was reached'),
            steps: z.int().describe('Median next steps, menus not counted; -1 when steps alone lead nowhere'),
            worst: z.string().describe('The one with the longest way, or with none'),
          }),
        )
        .default([])
        .describe('How far each goal is from the pages where visitors come in'),
      loops: z
        .array(z.object({ title: z.string(), urls: z.array(z.string()) }))
        .default([])
        .describe('Pages whose steps lead only to each other and never nearer to a goal'),
      leaks: z
        .array(z.object({ url: z.string(), text: z.string(), to: z.string(), isButton: z.boolean() }))
        .default([])
        .describe('Links of pages that sell to strangers’ sites'),
      hardSells: z
        .array(z.object({ url: z.string(), asks: z.int(), words: z.int(), prices: z.int() }))
        .default([])
        .describe('Pages whose content asks for the order or a talk with sales and offers nothing that informs'),
      orphans: z.array(z.string()).default([]).describe('Pages of a sitemap that no visited page links to'),
      declared: z.array(DeclaredWalk).default([]).describe('Journeys of the config, once for each viewport'),
      unseenSteps: z.int().default(0).describe('Next steps to pages that were not looked at'),
    }),
    tracking: z.object({
      tools: z.array(z.object({ vendor: z.string(), kind: z.string(), ids: z.array(z.string()), pages: z.int() })),
      events: z.array(z.unknown()),
      plan: z.array(z.object({ microConversion: z.enum(microConversions), event: z.string() })),
    }),
    sideEffects: z
      .array(
        z.object({
          kind: z.string(),
          host: z.string(),
          method: z.string(),
          pathPattern: z.string(),
          fate: z.enum(['held', 'refused', 'failed', 'sent']),
          pages: z.int(),
        }),
      )
      .describe('Requests that were no plain read, folded'),
    experiments: z.array(
      z.object({
        finding: z.string(),
        hypothesis: z.string(),
        metric: z.string(),
        ice: z.object({ impact: z.number(), confidence: z.number(), ease: z.number(), score: z.number() }),
      }),
    ),
    value: z.object({
      inputs: z.record(z.string(), z.unknown()),
      assumptions: z.array(z.string()),
      perMicroConversion: z.array(z.unknown()),
      toEnter: z.array(z.string()),
    }),
    measurements: z.object({
      lighthouse: z.array(
        z.object({
          url: z.string(),
          device: z.enum(['mobile', 'desktop']),
          error: z.string(),
          performance: z.number().nullable(),
          metrics: z.record(z.string(), z.number()),
          runs: z.int(),
        }),
      ),
      findings: z
        .array(LabFinding)
        .optional()
        .describe('Advice from the laboratory figures; absent when none was measured'),
      timings: z.record(z.string(), z.number()),
      requests: z.record(z.string(), z.number()).describe('What the proxy counted'),
      browser: z.record(z.string(), z.string()),
      storeBytes: z.record(z.string(), z.number()),
    }),
  })
  .meta({ id: 'AuditResult' })
export type AuditResult = z.infer<typeof AuditResult>
