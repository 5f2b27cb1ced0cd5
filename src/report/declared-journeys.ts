import { z } from 'zod'
import { stepVerbs } from '../config/journeys.ts'
import { stepAddress } from '../journey/declared.ts'
import { microConversions, pageTypes, type PageType } from '../shared/taxonomy.ts'
import type { Picture } from '../snapshot/schema.ts'
import type { WalkRecord, WalkStep } from '../snapshot/walk-record.ts'

const Step = z.object({
  number: z.int().describe('As in the config; 0 for the way in, where the config names none'),
  verb: z.enum(stepVerbs),
  words: z.string().describe('What the config says; typed values are left out'),
  state: z.enum(['done', 'failed', 'held', 'stopped', 'not-reached']),
  reason: z.string().describe('Why it is not simply done, as a code'),
  detail: z.string(),
  found: z.array(
    z.object({
      name: z.string(),
      by: z.string().describe('Where the name stands: its text, a label, a placeholder …'),
      match: z.enum(['exact', 'contained', 'alike']),
      others: z.int().describe('How many others would have fitted as well'),
      region: z.string(),
      selector: z.string(),
      snippet: z.string(),
    }),
  ),
  nearest: z.array(z.string()).describe('Where nothing was found: what there is instead'),
  ms: z.int(),
  clicks: z.int(),
  fields: z.int(),
  scrolls: z.int().describe('Screens scrolled before it was in sight'),
  overlays: z.array(z.string()),
  messages: z.array(z.string()).describe('What the page said was wrong'),
  requests: z.array(
    z.object({ method: z.string(), host: z.string(), pathPattern: z.string(), fate: z.string(), why: z.string() }),
  ),
  url: z.string(),
  title: z.string(),
  pageType: z.enum([...pageTypes, 'none']).describe('Of the page that the step led to; none when it led to no other'),
  evidence: z.object({
    url: z.string(),
    selector: z.string(),
    snippet: z.string(),
    box: z.array(z.number()),
    viewport: z.enum(['desktop', 'mobile', 'none']),
    screenshot: z.string(),
  }),
})

/** Journeys that the config declares, as they were walked. */
export const DeclaredWalk = z.object({
  name: z.string(),
  goal: z.enum([...microConversions, 'none']),
  viewport: z.enum(['desktop', 'mobile']),
  outcome: z.enum(['completed', 'broken', 'held', 'unfinished']),
  formFields: z.int().describe('Fields that a visitor sees in the forms on the way'),
  steps: z.array(Step),
})
export type DeclaredWalk = z.infer<typeof DeclaredWalk>

/** Walks as results tell them. */
export function declaredWalks(
  walks: readonly WalkRecord[],
  pictures: readonly Picture[],
  typeOf: (page: string) => PageType | undefined,
): DeclaredWalk[] {
  const boxes = new Map(pictures.map(({ key, box }) => [key, box]))
  return walks.map((walk) => ({
    name: walk.name,
    goal: walk.goal,
    viewport: walk.viewport,
    outcome: walk.outcome,
    formFields: walk.formFields,
    steps: walk.steps.map((step) => stepOf(walk, step, boxes.get(step.picture), typeOf)),
  }))
}

function stepOf(
  walk: WalkRecord,
  step: WalkStep,
  window: Picture['box'] | undefined,
  typeOf: (page: string) => PageType | undefined,
): DeclaredWalk['steps'][number] {
  const { picture, page, pageType, found, requests, ...told } = step
  const shown = found.findLast(({ box }) => box[2] > 0)
  return {
    ...told,
    found: found.map(({ box: _box, ...thing }) => thing),
    requests: requests.map(({ method, host, pathPattern, fate, why }) => ({ method, host, pathPattern, fate, why })),
    pageType: pageType || (page === '' ? 'none' : (typeOf(page) ?? 'none')),
    evidence: {
      url: stepAddress(walk, step),
      selector: shown?.selector ?? '',
      snippet: shown?.snippet ?? '',
      box: [...(shown?.box ?? window ?? [])],
      viewport: window ? walk.viewport : 'none',
      screenshot: window ? picture : '',
    },
  }
}
