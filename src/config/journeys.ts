import { z } from 'zod'
import { nearest } from '../shared/nearest.ts'
import { microConversions, pageTypes } from '../shared/taxonomy.ts'

/** What a step can tell a visitor to do; each step says exactly one of them. */
export const stepVerbs = ['open', 'click', 'fill', 'choose', 'expect', 'stop-before'] as const
export type StepVerb = (typeof stepVerbs)[number]

const words = z.string().trim().min(1, 'needs the words that a visitor would look for').max(200)
const isFilled = (fields: object): boolean => Object.keys(fields).length > 0
const values = z
  .record(words, z.union([z.string(), z.number(), z.boolean()]))
  .refine(isFilled, 'needs at least one field')

const Expectation = z.union([
  words,
  z.strictObject({ text: words }),
  z.strictObject({ address: words }),
  z.strictObject({ items: z.int().min(0).max(10_000) }),
])

const Step = z
  .strictObject({
    open: words.optional().describe('A path of the site, or a whole address'),
    click: words.optional().describe('What it is called: a button, a link, a tab'),
    fill: values.optional().describe('What each field is called, and what to type; a value may be env:NAME'),
    choose: z
      .union([words, z.record(words, words).refine(isFilled, 'needs at least one choice')])
      .optional()
      .describe('Which option, or of which group which option'),
    expect: Expectation.optional().describe('A text, a part of the address (begins with /), or a number of items'),
    'stop-before': words.optional().describe('What a visitor would press now, and we never do'),
    page: z
      .enum(pageTypes, { error: ({ input }) => `is no type of page. ${nearest(String(input), pageTypes)}` })
      .optional()
      .describe('What the page is that this step leads to'),
    nth: z.int().min(1).max(200).optional().describe('Which, where several are called so'),
  })
  .superRefine((step, context) => {
    const said = stepVerbs.filter((verb) => step[verb] !== undefined)
    // A key that we don't know is a verb misspelt, most likely; that was told already.
    if (said.length === 1 || context.issues.some(({ code }) => code === 'unrecognized_keys')) return
    const message =
      said.length === 0
        ? `a step says one of: ${stepVerbs.join(', ')}`
        : `a step says one thing; this one says ${said.join(' and ')}: make them steps of their own`
    context.addIssue({ code: 'custom', message })
  })
export type Step = z.infer<typeof Step>

/** A way through the site that a visitor should be able to go, in plain words. */
export const Journey = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    goal: z
      .enum(microConversions, {
        error: ({ input }) => `is no micro-conversion. ${nearest(String(input), microConversions)}`,
      })
      .optional()
      .describe('The micro-conversion that it leads to'),
    start: words.optional().describe('Where it begins; by default the start page'),
    steps: z.array(Step).min(1, 'needs at least one step').max(60),
  })
  .superRefine(({ steps }, context) => {
    const stop = steps.findIndex((step) => step['stop-before'] !== undefined)
    if (stop < 0 || stop === steps.length - 1) return
    context.addIssue({
      code: 'custom',
      path: ['steps', stop + 1],
      message: 'nothing is ever done after stop-before: leave this step out, or move stop-before to the end',
    })
  })
export type Journey = z.infer<typeof Journey>

/** Journeys by names of their own. */
export const Journeys = z.array(Journey).superRefine((journeys, context) => {
  const names = journeys.map(({ name }) => name.toLowerCase())
  for (const [place, name] of names.entries()) {
    if (names.indexOf(name) === place) continue
    context.addIssue({ code: 'custom', path: [place, 'name'], message: `a second journey is called "${name}"` })
  }
})

/** Hosts that may be written to: `shop.example.com`, or with its port. */
export const AllowedHost = z
  .string()
  .toLowerCase()
  .regex(
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/,
    'is no host: write it without https:// and path, each host by itself',
  )

/** Saved pages by what they are. */
export const SavedPages = z.partialRecord(z.enum(pageTypes), z.string().min(1))

type Value = string | number | boolean

/** The journeys with what is typed into fields changed. */
export function withValues(journeys: readonly Journey[], change: (value: Value) => Value): Journey[] {
  const changed = (fill: Record<string, Value>): Record<string, Value> =>
    Object.fromEntries(Object.entries(fill).map(([field, value]) => [field, change(value)]))
  return journeys.map((journey) => ({
    ...journey,
    steps: journey.steps.map((step) => (step.fill ? { ...step, fill: changed(step.fill) } : step)),
  }))
}

/** What is typed is nobody's business but the site's: what is kept of journeys holds none of it. */
export function withoutValues(journeys: readonly Journey[]): Journey[] {
  return withValues(journeys, () => '•')
}
