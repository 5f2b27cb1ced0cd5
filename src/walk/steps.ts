import { setTimeout as wait } from 'node:timers/promises'
import type { Step } from '../config/journeys.ts'
import type { WalkStep } from '../snapshot/walk-record.ts'
import { clear, findForStep, Obstacle, press, type, type WalkWords } from './acts.ts'
import { choose } from './choices.ts'
import { nearestNames } from './match-words.ts'
import type { FormField, Moment, SeenText } from './page-looks.ts'
import type { NamedThing } from './page-names.ts'
import type { WalkTab } from './walk-tab.ts'

/** What a step needs besides the tab. */
export interface StepTools {
  vocabulary: WalkWords
  /** Where an `open` leads. */
  resolve(address: string): URL
  /** A visitor does something now that no plain link does. */
  acts(): void
  /** @throws Obstacle when opening this address would do something that is not allowed */
  mayOpen(url: URL, text: string): void
  /** Pictures the window as it is, and remembers the picture for this step. */
  shoot(): Promise<void>
  /** Takes note of the form that a visitor faces. */
  facesForm(fields: readonly FormField[], url: string): void
}

const expectMs = 6_000

/** Does what a step says, and writes into `record` what was found and what it took. @throws Obstacle */
export async function takeStep(walk: WalkTab, step: Step, record: WalkStep, tools: StepTools): Promise<void> {
  const { vocabulary } = tools
  const nth = step.nth === undefined ? {} : { nth: step.nth }
  if (step.open !== undefined) return open(walk, step.open, tools)
  if (step.click !== undefined) {
    const match = await findForStep(walk, record, step.click, { kinds: ['control', 'choice'], vocabulary, ...nth })
    const { thing, name } = match
    const fields = await walk.see<FormField[]>(`formAround(${thing.index})`)
    const frames = await walk.see<string[]>('frames()')
    await show(walk, record, thing.index, tools)
    const isButton = thing.kind === 'control' && thing.tag !== 'label' && thing.tag !== 'summary'
    const codes = [...fields.map(({ code }) => code), ...frames]
    if (isButton && vocabulary.isOrder({ name, isLink: thing.tag === 'a', submits: thing.submits, fields: codes }))
      throw new Obstacle('order', name)
    if (URL.canParse(thing.address)) tools.mayOpen(new URL(thing.address), name)
    if (thing.address === '') tools.acts()
    if (thing.submits) tools.facesForm(fields, walk.tab.page.url())
    if (thing.disabled) throw new Obstacle('switched-off', name)
    return press(walk, record, thing.index, vocabulary)
  }
  if ((step.fill ?? step.choose) !== undefined) tools.acts()
  if (step.fill !== undefined) {
    for (const [label, value] of Object.entries(step.fill)) {
      const match = await findForStep(walk, record, label, { kinds: ['field', 'choice'], vocabulary, ...nth })
      if (record.fields === 0) {
        tools.facesForm(await walk.see<FormField[]>(`formAround(${match.thing.index})`), walk.tab.page.url())
        await show(walk, record, match.thing.index, tools)
      }
      await type(walk, record, match, value, vocabulary)
    }
    return
  }
  if (step.choose !== undefined) {
    const choices = typeof step.choose === 'string' ? [['', step.choose]] : Object.entries(step.choose)
    for (const [group = '', option = ''] of choices) await choose(walk, record, { group, option, ...nth }, vocabulary)
    return tools.shoot()
  }
  if (step['stop-before'] !== undefined) {
    const match = await findForStep(walk, record, step['stop-before'], {
      kinds: ['control', 'choice'],
      vocabulary,
      ...nth,
    })
    tools.facesForm(await walk.see<FormField[]>(`formAround(${match.thing.index})`), walk.tab.page.url())
    await clear(walk, record, match.thing.index, vocabulary)
    await show(walk, record, match.thing.index, tools)
    record.state = 'stopped'
    return
  }
  if (step.expect !== undefined) await meet(walk, step.expect, record, tools)
}

async function open(walk: WalkTab, address: string, tools: StepTools): Promise<void> {
  const url = tools.resolve(address)
  tools.mayOpen(url, '')
  const status = await walk.open(url.href)
  if (status === undefined) throw new Obstacle('no-answer', url.href)
  await walk.rest()
  await tools.shoot()
}

/** Brings a thing into sight for its picture, and notes where it is. */
async function show(walk: WalkTab, record: WalkStep, index: number, tools: StepTools): Promise<void> {
  const placed = await walk.see<{ box: [number, number, number, number]; scrolls: number } | null>(`place(${index})`)
  const found = record.found.at(-1)
  if (placed && found) {
    found.box = roundBox(placed.box)
    record.scrolls += placed.scrolls
  }
  await tools.shoot()
}

/** Waits for what is expected. @throws Obstacle */
async function meet(
  walk: WalkTab,
  expected: NonNullable<Step['expect']>,
  record: WalkStep,
  tools: StepTools,
): Promise<void> {
  const deadline = performance.now() + expectMs
  const wanted = typeof expected === 'string' ? asExpected(expected) : expected
  for (;;) {
    const seen = await isMet(walk, wanted, record, tools.vocabulary)
    const late = performance.now() >= deadline
    if (seen === '' || late) await tools.shoot()
    if (seen === '') return
    if (late) throw new Obstacle('unmet', seen)
    await wait(300)
  }
}

type Expected = { text: string } | { address: string } | { items: number }

function asExpected(words: string): Expected {
  return /^(https?:\/)?\//.test(words) ? { address: words } : { text: words }
}

/** Empty when it is met, else what there is instead. */
async function isMet(walk: WalkTab, wanted: Expected, record: WalkStep, vocabulary: WalkWords): Promise<string> {
  if ('address' in wanted) {
    const { url } = await walk.see<Moment>('moment()')
    return url.includes(wanted.address) ? '' : url
  }
  if ('text' in wanted) {
    const text = await walk.see<SeenText | null>(`seenText(${JSON.stringify(wanted.text)})`)
    if (!text) {
      const { title, headings } = await walk.see<Moment>('moment()')
      record.nearest = [title, ...headings].filter(Boolean).slice(0, 5)
      return title || '–'
    }
    const { box, selector, snippet, region } = text
    record.found = [
      { name: wanted.text, by: 'text', match: 'contained', others: 0, selector, snippet, region, box: roundBox(box) },
    ]
    return ''
  }
  const things = await walk.see<NamedThing[]>('list()')
  const quantities = things.filter(({ kind, code }) => kind === 'field' && vocabulary.isQuantity(code))
  const removers = things.filter(({ names }) => names.some(({ text }) => vocabulary.removes(text)))
  const places = (list: readonly NamedThing[]): string => JSON.stringify(list.map(({ index }) => index))
  const count = await walk.see<number>(`items(${places(quantities)}, ${places(removers)})`)
  if (count !== wanted.items) record.nearest = nearestNames(things, '', 5)
  return count === wanted.items ? '' : String(count)
}

function roundBox([x, y, width, height]: readonly [number, number, number, number]): [number, number, number, number] {
  return [Math.round(x), Math.round(y), Math.round(width), Math.round(height)]
}
