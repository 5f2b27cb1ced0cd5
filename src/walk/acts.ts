import { setTimeout as wait } from 'node:timers/promises'
import type { FoundThing, StepReason, WalkStep } from '../snapshot/walk-record.ts'
import { matchWords, nearestNames, type Match } from './match-words.ts'
import type { Placed } from './page-acts.ts'
import type { NamedThing } from './page-names.ts'
import type { WalkTab } from './walk-tab.ts'

/** What the words of many languages tell, handed in by whoever has the vocabulary. */
export interface WalkWords {
  /** A button that closes what lies over the page. */
  closes(name: string): boolean
  /** A button that opens a menu. */
  opensMenu(name: string): boolean
  /** A button that takes something out of a list. */
  removes(name: string): boolean
  /** A field for how many, by its name for developers. */
  isQuantity(code: string): boolean
  /** Pressing it looks like ordering or paying for good. */
  isOrder(button: { name: string; isLink: boolean; submits: boolean; fields: readonly string[] }): boolean
  /** Opening this address by this link does something: adds, removes, logs out. */
  actsWhenOpened(url: URL, text: string): boolean
  /** An address that only counts what visitors do. */
  isTelemetry(path: string): boolean
}

/** Why something could not be done, thrown inside a step and written down at its end. */
export class Obstacle extends Error {
  override name = 'Obstacle'
  readonly reason: StepReason
  readonly detail: string
  constructor(reason: StepReason, detail = '') {
    super(reason)
    this.reason = reason
    this.detail = detail
  }
}

/** How long a visitor would look for something before giving up. */
const lookMs = 4_000
const askAgainMs = 250
/** After this a visitor scrolls on. */
const patienceMs = 750
const mostCovers = 3

/** Which things a verb is about. */
export type Kind = NamedThing['kind']

/** Looks until something fits and can be seen; when time is up, the best that there is. */
export async function find(
  walk: WalkTab,
  words: string,
  { kinds, nth = 1, waitMs = lookMs }: { kinds: readonly Kind[]; nth?: number; waitMs?: number },
): Promise<{ match: Match | undefined; ties: number; things: NamedThing[] }> {
  const started = performance.now()
  let wentThere = false
  for (;;) {
    const things = (await walk.see<NamedThing[]>('list()')).filter(({ kind }) => kinds.includes(kind))
    const { list, ties } = matchWords(things, words)
    const match = list[nth - 1]
    const isSure = match?.thing.visible === true && match.match !== 'alike'
    const waited = performance.now() - started
    if (isSure || waited >= waitMs) return { match, ties: nth > 1 ? 0 : ties, things }
    // What fades in when a visitor comes by is not hidden from one who scrolls.
    if (match?.thing.visible === false && !wentThere && waited >= patienceMs) {
      wentThere = true
      await walk.see<Placed | null>(`place(${match.thing.index})`)
    }
    await wait(askAgainMs)
  }
}

/** The thing that words mean, in sight; notes in the step what was found. @throws Obstacle */
export async function findForStep(
  walk: WalkTab,
  step: WalkStep,
  words: string,
  options: { kinds: readonly Kind[]; nth?: number; vocabulary: WalkWords },
): Promise<Match> {
  const { match, ties, things } = await find(walk, words, options)
  if (!match) {
    step.nearest = nearestNames(things, words, 5)
    throw new Obstacle('nothing-called-so', words === step.words ? '' : words)
  }
  const inSight = match.thing.visible ? match : await uncover(walk, step, words, match, options)
  step.found.push(foundThing(inSight, ties))
  return inSight
}

/** Opens the menu that hides a thing, as a visitor would. */
async function uncover(
  walk: WalkTab,
  step: WalkStep,
  words: string,
  hidden: Match,
  options: { kinds: readonly Kind[]; nth?: number; vocabulary: WalkWords },
): Promise<Match> {
  const all = await walk.see<NamedThing[]>('list()')
  const menus = all
    .filter(
      ({ visible, names, region }) =>
        visible && region !== 'main' && names.some(({ text }) => options.vocabulary.opensMenu(text)),
    )
    .map(({ index }) => index)
  const again = matchWords(all, words).list.find(({ thing }) => thing.selector === hidden.thing.selector) ?? hidden
  const opener = await walk.see<number>(`opener(${again.thing.index}, ${JSON.stringify(menus)})`)
  if (opener < 0) throw new Obstacle('out-of-sight', again.name)
  await press(walk, step, opener, options.vocabulary)
  await walk.rest()
  const { match } = await find(walk, words, { ...options, waitMs: 1_500 })
  if (!match?.thing.visible) throw new Obstacle('out-of-sight', again.name)
  return match
}

/** Brings a thing into sight, presses it, and counts what that took. @throws Obstacle */
export async function press(walk: WalkTab, step: WalkStep, index: number, vocabulary: WalkWords): Promise<void> {
  const placed = await clear(walk, step, index, vocabulary)
  await walk.see<boolean>(`keepHere(${index})`)
  const [x, y, width, height] = placed.box
  const { view } = await walk.see<{ view: [number, number, number, number] }>('moment()')
  step.clicks++
  await walk.press(placed.point ?? [x - view[0] + width / 2, y - view[1] + height / 2])
}

/** Scrolls to a thing and closes what lies over it. @throws Obstacle */
export async function clear(walk: WalkTab, step: WalkStep, index: number, vocabulary: WalkWords): Promise<Placed> {
  for (let covers = 0; ; covers++) {
    const placed = await walk.see<Placed | null>(`place(${index})`)
    if (!placed || placed.box[2] < 1 || placed.box[3] < 1) throw new Obstacle('out-of-sight')
    if (covers === 0) step.scrolls += placed.scrolls
    const { cover } = placed
    // What stands in the page itself and lies over a thing is how it is drawn; pressing there does what it does for a visitor.
    if (placed.point || !cover?.afloat) return placed
    if (!step.overlays.includes(cover.name)) step.overlays.push(cover.name)
    if (covers === mostCovers) throw new Obstacle('covered', cover.name)
    const close = cover.controls.find(({ names }) => names.some((name) => isClosing(name, vocabulary)))
    const way = close && (await walk.see<Placed | null>(`place(${close.index})`))
    if (way?.point) {
      step.clicks++
      await walk.press(way.point)
    } else {
      // Many close at this key what shows no way to close it.
      if (covers > 0) throw new Obstacle('covered', cover.name)
      await walk.tab.page.keyboard.press('Escape')
    }
    await wait(500)
  }
}

/** A picture of a cross has no words but those of its makers. */
function isClosing({ text, by }: NamedThing['names'][number], vocabulary: WalkWords): boolean {
  return by === 'icon' ? text.split(' ').some((word) => vocabulary.closes(word)) : vocabulary.closes(text)
}

const typedElsewhere = new Set(['date', 'time', 'month', 'week', 'datetime-local', 'range', 'color'])

/** Types a value into a field, or sets it where nobody types. @throws Obstacle */
export async function type(
  walk: WalkTab,
  step: WalkStep,
  { thing }: Match,
  value: string | number | boolean,
  vocabulary: WalkWords,
): Promise<void> {
  if (thing.disabled) throw new Obstacle('switched-off', thing.names[0]?.text ?? '')
  if (thing.kind === 'choice') {
    const wanted = value === true || value === 'true' || value === 'yes'
    if ((await walk.see<boolean>(`isChosen(${thing.index})`)) !== wanted)
      await press(walk, step, thing.index, vocabulary)
    step.fields++
    return
  }
  if (thing.tag === 'select') return pick(walk, step, thing, String(value))
  let kept: string
  if (typedElsewhere.has(thing.type)) {
    await clear(walk, step, thing.index, vocabulary)
    kept = await walk.see<string>(`set(${thing.index}, ${JSON.stringify(String(value))})`)
  } else {
    await press(walk, step, thing.index, vocabulary)
    step.clicks-- // going to a field is part of filling it in
    if (!(await walk.see<boolean>(`focus(${thing.index})`)))
      throw new Obstacle('field-refuses', thing.names[0]?.text ?? '')
    // A line break would be the Enter key, which sends forms.
    await walk.tab.page.keyboard.type(String(value).replace(/\s+/g, ' '))
    kept = await walk.see<string>(`leaveField(${thing.index})`)
  }
  if (kept === '' && String(value) !== '') throw new Obstacle('field-refuses', thing.names[0]?.text ?? '')
  step.fields++
}

/** Picks an option of a `<select>`. @throws Obstacle */
export async function pick(walk: WalkTab, step: WalkStep, thing: NamedThing, option: string): Promise<void> {
  const options = thing.options.map((text, index) => ({
    ...thing,
    index,
    visible: true,
    region: 'main',
    names: [{ text, by: 'text' }],
  }))
  const best = matchWords(options, option).list[0]
  if (!best) {
    step.nearest = thing.options.slice(0, 8)
    throw new Obstacle('no-such-option', option)
  }
  if (!(await walk.see<boolean>(`pick(${thing.index}, ${best.thing.index})`)))
    throw new Obstacle('switched-off', best.name)
  step.fields++
}

/** What was found, for the record. */
export function foundThing({ thing, name, by, match }: Match, others: number): FoundThing {
  const { selector, snippet, region } = thing
  return { name: name.slice(0, 120), by, match, others, selector, snippet, region, box: [0, 0, 0, 0] }
}
