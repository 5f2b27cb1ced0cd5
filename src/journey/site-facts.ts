import { z } from 'zod'
import { microConversions, pageTypes, profiles, stages } from '../shared/taxonomy.ts'

/** A step that the main content of a page offers toward somewhere. */
export const NextStep = z
  .object({
    to: z.string().describe('Address it leads to; empty when it happens on the page'),
    text: z.string(),
    microConversion: z.enum([...microConversions, 'none']),
    stage: z.enum([...stages, 'none']).describe('Stage of where it leads'),
    strength: z.enum(['strong', 'weak']).describe('weak: only a header or sticky action'),
  })
  .meta({ id: 'NextStep' })

/** One page as site rules see it: under 1 KB. */
export const PageSummary = z
  .object({
    url: z.string(),
    type: z.enum(pageTypes),
    typeConfidence: z.number(),
    template: z.string().describe('Address pattern of its template'),
    host: z.string(),
    hostRole: z.enum(['main', 'docs', 'help', 'app', 'shop', 'vendor', 'other']),
    language: z.string(),
    title: z.string(),
    description: z.string(),
    indexable: z.boolean(),
    rendered: z.boolean(),
    depth: z.int().describe('Clicks from the start page'),
    importance: z.number().describe('0 to 1'),
    linksIn: z.int().describe('Pages that link to it from their main content'),
    inMenu: z.boolean().describe('Linked from the home page’s header, main or footer'),
    offers: z.array(z.enum(microConversions)).describe('Micro-conversions offered on or one click from this page'),
    here: z.array(z.enum(microConversions)).describe('Those that can be done on this very page'),
    nextSteps: z.array(NextStep).describe('At most 8'),
    deadEnd: z.boolean().describe('Its main content offers no next step and no header or sticky action leads on'),
    words: z.int(),
    videos: z.int(),
    prices: z.int(),
    trust: z.int(),
  })
  .meta({ id: 'PageSummary' })
export type PageSummary = z.infer<typeof PageSummary>

/** What one page can't know. */
export const SiteFacts = z
  .object({
    origin: z.string(),
    profiles: z.array(z.enum(profiles)),
    trade: z.string().describe('medical, legal, financial, public, restaurant … or general'),
    consideration: z.enum(['everyday', 'considered', 'unknown']),
    languages: z.array(z.string()),
    offers: z.array(z.enum(microConversions)).describe('Offered somewhere on the site'),
    widgets: z.array(z.string()).describe('Vendors seen'),
    tags: z.array(z.string()).describe('Tracking vendors seen'),
    pages: z.int(),
    renderedPages: z.int(),
    absenceJudgeable: z.boolean().describe('Enough was judged rendered to say that something is missing'),
    absenceBlockers: z.array(z.string()).describe('Why not, in short phrases'),
    hints: z.array(z.enum([...microConversions, 'any'])).describe('What might be there but could not be seen'),
    types: z.array(z.enum(pageTypes)).describe('Page types that exist'),
    deadLinks: z
      .array(
        z
          .object({
            to: z.string(),
            status: z.int(),
            reason: z.string(),
            from: z.string(),
            text: z.string(),
            pages: z.int(),
          })
          .meta({ id: 'DeadLink' }),
      )
      .describe('Internal links whose target answered 404 or 410, one per target'),
    duplicateTitles: z.array(z.object({ title: z.string(), urls: z.array(z.string()) }).meta({ id: 'DuplicateTitle' })),
    orphanPages: z.array(z.string()).describe('In the sitemap, linked from no visited page'),
  })
  .meta({ id: 'SiteFacts' })
export type SiteFacts = z.infer<typeof SiteFacts>
