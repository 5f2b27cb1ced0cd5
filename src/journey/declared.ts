import { z } from 'zod'
import { Where } from '../facts/dom/where.ts'
import { microConversions } from '../shared/taxonomy.ts'
import { regions } from '../facts/dom/regions.ts'
import type { WalkRecord, WalkStep } from '../snapshot/walk-record.ts'

/** A journey that the config declares, as it was walked in one viewport. */
export const DeclaredJourney = z
  .object({
    name: z.string(),
    goal: z.enum([...microConversions, 'none']),
    viewport: z.enum(['desktop', 'mobile']),
    outcome: z
      .enum(['completed', 'broken', 'held', 'unfinished'])
      .describe('held: what it would have written was not let out; unfinished: time ran out'),
    url: z.string().describe('Where it broke off, else where something lay in the way, else where it ended'),
    step: z.int().describe('Number of the step that failed; 0 when none did'),
    does: z
      .enum(['open', 'click', 'fill', 'choose', 'expect', 'stop-before', 'none'])
      .describe('What that step was to do'),
    words: z.string().describe('With what, as the config says'),
    reason: z.string().describe('Why it failed, as a code'),
    nearest: z.string().describe('What is there instead, if anything is like it'),
    clicks: z.int(),
    mostClicks: z.int().describe('What rules/journey.yaml grants a journey to this goal'),
    fields: z.int().describe('Fields that a visitor sees in the forms on the way'),
    mostFields: z.int().describe('What rules/journey.yaml grants a journey to this goal'),
    scrolls: z.int().describe('Screens scrolled to reach what the next step needs'),
    overlays: z.array(z.string()).describe('What lay over something that a step needed'),
    closed: z.int().describe('How many of them had to be closed'),
    seconds: z.number(),
    where: Where.describe('What failed, or where it was last'),
  })
  .meta({ id: 'DeclaredJourney' })
export type DeclaredJourney = z.infer<typeof DeclaredJourney>

/** How much a declared journey may ask of a visitor. */
export const WalkNumbers = z.strictObject({
  clicks: z.partialRecord(z.enum(microConversions), z.int()),
  fields: z.partialRecord(z.enum(microConversions), z.int()),
  'usual-clicks': z.int(),
  'usual-fields': z.int(),
})
export type WalkNumbers = z.infer<typeof WalkNumbers>

/** What site rules see of the walks, in their order. */
export function declaredJourneysOf(walks: readonly WalkRecord[], numbers: WalkNumbers): DeclaredJourney[] {
  return walks.map((walk) => {
    const failed = walk.steps.find(({ state }) => state === 'failed')
    const sum = (count: (step: WalkStep) => number): number =>
      walk.steps.reduce((total, step) => total + count(step), 0)
    const granted = (kind: 'clicks' | 'fields'): number =>
      (walk.goal === 'none' ? undefined : numbers[kind][walk.goal]) ?? numbers[`usual-${kind}`]
    const last =
      failed ?? walk.steps.find(({ overlays }) => overlays.length > 0) ?? walk.steps.findLast(({ url }) => url !== '')
    return {
      name: walk.name,
      goal: walk.goal,
      viewport: walk.viewport,
      outcome: walk.outcome,
      url: last ? stepAddress(walk, last) : '',
      step: failed?.number ?? 0,
      does: failed?.verb ?? 'none',
      words: failed?.words ?? '',
      reason: failed?.reason ?? '',
      nearest: failed?.nearest[0] ?? '',
      clicks: sum(({ clicks }) => clicks),
      mostClicks: granted('clicks'),
      fields: walk.formFields,
      mostFields: granted('fields'),
      scrolls: sum(({ scrolls }) => scrolls),
      overlays: [...new Set(walk.steps.flatMap(({ overlays }) => overlays))],
      closed: sum(({ overlays }) => overlays.length),
      seconds: Math.round(sum(({ ms }) => ms) / 1000),
      where: whereOf(last),
    }
  })
}

/** Address of a step's page, told apart from that of the page itself: the picture is another. */
export function stepAddress(walk: WalkRecord, step: WalkStep): string {
  const slug = walk.name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')
  return `${step.url.split('#', 1)[0]}#${slug}-step-${step.number}-${walk.viewport}`
}

/** Number under which a step's element stands in what is shown of the step. */
export const stepNode = 1

function whereOf(step: WalkStep | undefined): Where {
  const found = step?.found.at(-1)
  const { selector = '', snippet = '' } = found ?? {}
  const region = regions.find((one) => one === found?.region) ?? 'body'
  return { node: stepNode, selector, snippet, region, anchor: '', frame: '' }
}
