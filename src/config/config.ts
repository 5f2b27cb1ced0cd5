import { z } from 'zod'
import { RuleSettings } from './rule-settings.ts'
import { microConversions, profiles, stages } from '../shared/taxonomy.ts'
import { AllowedHost, Journeys, SavedPages } from './journeys.ts'

const hostRoles = ['main', 'docs', 'help', 'app', 'shop', 'vendor', 'other'] as const

/** What a client may set. Names match the command line's options. Unknown keys are refused. */
export const Config = z.strictObject({
  url: z.string().optional().describe('Where to start'),
  goals: z
    .array(
      z.strictObject({
        microConversion: z.enum(microConversions),
        url: z.string().optional(),
        selector: z.string().optional(),
      }),
    )
    .default([])
    .describe('What the site is for, and where that happens; counts as purchase'),
  profile: z.array(z.enum(profiles)).default([]).describe('Overrides the inferred profile; at most two'),
  trade: z.string().optional(),
  traffic: z
    .string()
    .optional()
    .describe('A table of visits by page (CSV, or an export of GA4): it replaces the guess how much pages matter'),
  consideration: z.enum(['everyday', 'considered', 'unknown']).default('unknown'),
  hosts: z.record(z.string(), z.enum(hostRoles)).default({}).describe('Roles of hosts'),
  maxPages: z.int().min(1).max(1_000_000).default(1000).describe('Pages by HTTP'),
  maxRendered: z.int().min(0).max(100_000).default(150).describe('Pages rendered in the browser'),
  maxDepth: z.int().min(0).max(100).default(20),
  maxTime: z.number().min(10).default(900).describe('Seconds for the whole run'),
  include: z.array(z.string()).default([]).describe('Only paths that match one of these patterns (* and **)'),
  exclude: z.array(z.string()).default([]),
  sitemap: z.array(z.string()).default([]).describe('More sitemaps'),
  urlList: z.array(z.string()).default([]).describe('Addresses to visit besides those found'),
  concurrency: z.int().min(1).max(16).default(4).describe('HTTP requests at a time; the browser uses at most 2 tabs'),
  rps: z.number().min(0.05).max(100).default(8).describe('Requests per second and host, for pages'),
  headers: z.record(z.string(), z.string()).default({}).describe('Sent to the audited hosts only'),
  cookies: z.array(z.string()).default([]).describe('name=value, for the audited hosts'),
  auth: z.string().optional().describe('user:password for the audited hosts'),
  locale: z.string().default('en').describe('Language of the report'),
  browserLocale: z.string().optional().describe('Accept-Language; by default that of the start page'),
  owner: z.boolean().default(false).describe('The owner agreed to more than reading'),
  robots: z.enum(['obey', 'owner']).default('obey'),
  allow: z.array(AllowedHost).default([]).describe('Hosts that journeys may write to; needs the owner’s consent'),
  journeys: Journeys.default([]).describe('Ways through the site that visitors should be able to go'),
  pages: SavedPages.default({}).describe('Saved pages in place of those that reading does not reach, by what they are'),
  lighthouse: z.boolean().default(true),
  browser: z.string().optional().describe('Path of a Chromium'),
  format: z.array(z.enum(['html', 'json', 'csv'])).default(['html', 'json', 'csv']),
  outputDir: z.string().default('stagelight-report'),
  rules: RuleSettings.prefault({}),
  stageWeights: z.partialRecord(z.enum(stages), z.number().min(0)).optional(),
  minCoverage: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Share of the pages within the limits that must be judged'),
})
export type Config = z.infer<typeof Config>
export type ConfigInput = z.input<typeof Config>
