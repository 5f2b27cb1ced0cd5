import { z } from 'zod'
import { termTopics } from '../facts/terms.ts'
import { reasonKinds } from '../facts/reasons.ts'
import { supportKinds } from '../facts/support.ts'
import { Where } from '../facts/dom/where.ts'
import { microConversions, pageTypes, profiles, stages } from '../shared/taxonomy.ts'
import { DeclaredJourney } from './declared.ts'
import { Measuring } from './measuring.ts'
import { SamePreview } from './same-previews.ts'

/** What a page may tell of its offers. */
export const told = [...termTopics, 'questions'] as const

/** A step that the main content of a page offers toward somewhere. */
export const NextStep = z
  .object({
    to: z.string().describe('Address it leads to; empty when it happens on the page'),
    text: z.string(),
    microConversion: z.enum([...microConversions, 'none']),
    stage: z.enum([...stages, 'none']).describe('Stage of where it leads; purchase for what the site is for'),
    strength: z
      .enum(['strong', 'weak'])
      .describe('weak: only a header or sticky action, or a list of related things beside the content'),
    rank: z
      .enum(['primary', 'form', 'secondary', 'offer', 'text', 'link'])
      .describe('What carries it: the main button, a form, another button, an offer in words, a link'),
    seen: z.boolean().describe('False when it leads to a page that was not looked at, or to another site'),
  })
  .meta({ id: 'NextStep' })

/** A link of a page that sells, or of the way to pay, to a stranger’s site. */
export const Leak = z
  .object({ text: z.string(), to: z.string(), isButton: z.boolean().describe('Looks like an action'), where: Where })
  .meta({ id: 'Leak' })

/** A call to action whose page holds nothing of what its words promise. */
export const BrokenPromise = z
  .object({
    text: z.string(),
    promise: z.enum(microConversions),
    to: z.string(),
    toTitle: z.string().describe('Title of the page that it leads to'),
    where: Where,
  })
  .meta({ id: 'BrokenPromise' })

/** Whether a page leads on. Absent where that can’t be told, because something of it was not looked at. */
export const WayOn = z
  .object({
    strength: z
      .enum(['strong', 'weak', 'none'])
      .describe('none: neither a step in its content nor a header or sticky action'),
    strongSteps: z.int(),
    weakSteps: z.int(),
  })
  .meta({ id: 'WayOn', description: 'Where the page leads its visitor next.' })
export type WayOn = z.infer<typeof WayOn>

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
    mayLeadOn: z
      .boolean()
      .describe(
        'Something in its content may be a step and could not be judged: a page that was not looked at, a button',
      ),
    hardAsks: z.int().describe('Strong steps that ask for an order, a payment or a talk with sales'),
    softSteps: z.int().describe('Strong steps that inform or commit to less'),
    hardSell: z
      .boolean()
      .describe(
        'It only asks for an order or a talk with sales, and has hardly informed: few words, no price, no softer step',
      ),
    stepsToGoal: z.int().describe('Next steps from here to the nearest goal; -1 when they lead to none'),
    promises: z
      .int()
      .describe('Calls to action that promise a trial, demo, quote, booking, download or contact on another page'),
    brokenPromises: z.array(BrokenPromise).describe('Those whose page was looked at and has nothing of it; at most 5'),
    leaks: z.array(Leak).describe('On pages that sell: links of the content to strangers’ sites; at most 5'),
    words: z.int(),
    videos: z.int(),
    prices: z.int(),
    trust: z.int(),
    reachedBy: z.string().describe('`journey:` and its name, `saved:` and the file; empty for pages that links led to'),
    tells: z.array(z.enum(told)).describe('Conditions that it tells or links to; questions: it answers three or more'),
  })
  .meta({ id: 'PageSummary', description: 'What the crawl tells of a page, in short.' })
export type PageSummary = z.infer<typeof PageSummary>

/** Ways to reach or find a firm, by what a page shows or marks up. */
export const contactKinds = ['phone', 'fax', 'email', 'address', 'hours', 'messenger', 'chat', 'map'] as const

/** What one page can't know. */
export const SiteFacts = z
  .object({
    origin: z.string(),
    profiles: z.array(z.enum(profiles)).describe('Kinds of site; empty when nothing spoke for one'),
    profileConfidence: z.number().describe('0 to 1; 1 when the config declares it'),
    trade: z.string().describe('medical, legal, crafts, restaurant … or general: `trades` of rules/journey.yaml'),
    consideration: z.enum(['everyday', 'considered', 'unknown']),
    languages: z.array(z.string()),
    offers: z.array(z.enum(microConversions)).describe('Offered somewhere on the site'),
    widgets: z.array(z.string()).describe('Vendors seen'),
    tags: z.array(z.string()).describe('Tracking vendors seen'),
    measuring: Measuring,
    pages: z.int(),
    renderedPages: z.int(),
    absenceJudgeable: z.boolean().describe('Enough was judged rendered to say that something is missing'),
    absenceBlockers: z.array(z.string()).describe('Why not, in short phrases'),
    hints: z.array(z.enum([...microConversions, 'any'])).describe('What might be there but could not be seen'),
    types: z.array(z.enum(pageTypes)).describe('Page types that exist'),
    tells: z.array(z.enum(told)).describe('What some page of the site tells or links to'),
    samePreviews: z
      .array(SamePreview)
      .describe(
        'The title and the picture that most previews of shared articles, products, services and cases have in common',
      ),
    contacts: z.array(z.enum(contactKinds)).describe('Ways to reach or find the firm that some page shows or marks up'),
    reasons: z.array(z.enum(reasonKinds)).describe('Reasons to buy here and not elsewhere that some page gives'),
    support: z.array(z.enum(supportKinds)).describe('Kinds of supporting evidence that some page shows'),
    appOnly: z
      .boolean()
      .describe('Its home page leads to a shop for apps; nothing is sold or tried on the site itself'),
    samplePhone: z.boolean().describe('Some page shows a phone number that is only a sample'),
    deadProfiles: z.boolean().describe('Links that call themselves by a social network lead nowhere'),
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
            onPath: z
              .boolean()
              .describe('Stands in the menu, on the home page, or in the content of a page that sells or takes orders'),
          })
          .meta({ id: 'DeadLink' }),
      )
      .describe('Internal links whose target answered 404 or 410, one per target'),
    duplicateTitles: z.array(z.object({ title: z.string(), urls: z.array(z.string()) }).meta({ id: 'DuplicateTitle' })),
    orphanPages: z.array(z.string()).describe('In the sitemap, linked from no visited page'),
    moneyOrphans: z
      .array(z.string())
      .describe(
        'Of those, the ones that sell or take enquiries and are open to search engines; empty where a cap ended the crawl',
      ),
    loops: z
      .array(z.object({ title: z.string(), urls: z.array(z.string()) }).meta({ id: 'Loop' }))
      .describe('Sets of pages whose next steps lead only to each other and never nearer to a goal; at most 10'),
    servedStages: z.array(z.enum(stages)).describe('Stages that a page or a step of the site serves'),
    declaredJourneys: z.array(DeclaredJourney).describe('Journeys of the config, once for each viewport'),
    cutShort: z.boolean().describe('A cap on pages, depth or time ended the crawl before all known pages were read'),
    continuity: z
      .array(
        z
          .object({
            type: z.enum(pageTypes),
            pages: z.int(),
            leading: z
              .int()
              .describe('Those whose content offers a step of a later stage, or one that can be taken there'),
            share: z.int().describe('Percent'),
            urls: z.array(z.string()).describe('Up to 5 that don’t'),
          })
          .meta({ id: 'Continuity' }),
      )
      .describe('For types with five pages or more: do they lead to the next stage?'),
  })
  .meta({ id: 'SiteFacts', description: 'What one page can’t know: the site as a whole.' })
export type SiteFacts = z.infer<typeof SiteFacts>
