import type { Journey } from '../config/journeys.ts'
import type { Guard } from '../isolation/guard.ts'
import type { Picture, RequestRecord, Target } from '../snapshot/schema.ts'
import type { StepReason, WalkRecord, WalkStep } from '../snapshot/walk-record.ts'
import { within } from '../visit/browser-pool.ts'
import { bounded, endingOfFailure } from '../visit/visit-bounds.ts'
import type { VisitResult } from '../visit/visit.ts'
import { Obstacle, type WalkWords } from './acts.ts'
import { changeOf, heldWrites, isPageOfItsOwn, missingParts, sideEffectsOf, troubleAfter } from './aftermath.ts'
import { emptyStep, stepsOf } from './empty-steps.ts'
import type { FormField, Moment } from './page-looks.ts'
import { takeStep, type StepTools } from './steps.ts'
import type { WalkTab } from './walk-tab.ts'

/** What a walk brings home: the record, pictures of its steps, and the pages that it came to. */
export interface Walked {
  record: WalkRecord
  /** Everything that was asked for on the way. */
  requests: RequestRecord[]
  pictures: { list: Picture[]; bytes: Map<string, Uint8Array> }
  pages: { target: Target; result: VisitResult }[]
}

export interface WalkSurroundings {
  guard: Guard
  vocabulary: WalkWords
  /** Where visitors come in. */
  startUrl: string
  /** Identity of an address. */
  keyOf: (url: string) => string
  /** Why an address may not be read, as a reason of a step; empty when it may. */
  objectionTo: (url: URL) => Promise<'' | 'robots' | 'off-site'>
  /** The owner allowed to write there. */
  mayWrite: (url: URL) => boolean
  /** Writes down the page that is shown; undefined when it can't be. */
  recordPage: (tab: WalkTab, key: string, status: number) => Promise<Walked['pages'][number] | undefined>
}

const stepMs = 45_000
const restMs = 8_000

/** Walks one journey in a tab of its own, step after step, until one is in the way. */
export async function walkJourney(
  tab: WalkTab,
  journey: Journey,
  key: string,
  around: WalkSurroundings,
  signal: AbortSignal,
): Promise<Walked> {
  const { guard, vocabulary, startUrl, keyOf } = around
  const steps = stepsOf(journey, startUrl)
  const added = steps.length - journey.steps.length
  const records = steps.map((step, place) => emptyStep(step, place + 1 - added))
  const record: WalkRecord = {
    key,
    name: journey.name,
    goal: journey.goal ?? 'none',
    viewport: tab.viewport,
    outcome: 'completed',
    steps: records,
    formFields: 0,
  }
  const walked: Walked = { record, requests: [], pictures: { list: [], bytes: new Map() }, pages: [] }
  const forms = new Map<string, number>()
  let before: Moment | undefined
  let wasHeld = false
  /** Somebody did more than follow links: pages may be others than the crawl saw. */
  let hasActed = false

  for (const [place, step] of steps.entries()) {
    const own = records[place]!
    if (signal.aborted) return end(place, 'out-of-time', 'unfinished')
    using watch = await guard.watch(tab.tab.page)
    const started = performance.now()
    tab.forgetStatus()
    const shoot = (): Promise<void> => shootInto(tab, `${key} ${place}`, walked, own)
    let obstacle: Obstacle | undefined
    let after: Moment | undefined
    try {
      after = await bounded(tab.tab, stepMs, signal, async () => {
        const tools: StepTools = {
          vocabulary,
          resolve: (address) => new URL(address, startUrl),
          acts() {
            hasActed = true
          },
          mayOpen(url, text) {
            if (!vocabulary.actsWhenOpened(url, text)) return
            hasActed = true
            if (!around.mayWrite(url)) throw new Obstacle('write-held', `GET ${url.host}${url.pathname}`)
          },
          shoot,
          facesForm(fields: readonly FormField[], url: string) {
            forms.set(keyOf(url), Math.max(forms.get(keyOf(url)) ?? 0, fields.length))
          },
        }
        await takeStep(tab, step, own, tools)
        const rested = await tab.rest()
        const window = tab.takeWindow()
        if (!window || !/^https?:/.test(window)) return rested
        tools.mayOpen(new URL(window), '')
        await tab.open(window)
        return tab.rest()
      })
    } catch (error) {
      obstacle = obstacleOf(error, signal)
      after = signal.aborted ? undefined : await unlessLate(tab.rest())
    }
    own.ms = Math.round(performance.now() - started)
    own.requests = sideEffectsOf(watch.records())
    walked.requests.push(...watch.records())
    const known = before?.messages ?? []
    if (after)
      Object.assign(own, {
        url: after.url,
        title: after.title,
        messages: after.messages.filter((text) => !known.includes(text)),
      })
    const change = changeOf(before, after, keyOf)
    const held = step.open === undefined ? heldWrites(own.requests, after?.url ?? startUrl, vocabulary) : []
    wasHeld ||= held.length > 0
    hasActed ||= own.requests.some(({ why }) => why === '' || why === 'write')
    const objection = after && /^https?:/.test(after.url) ? await around.objectionTo(new URL(after.url)) : ''
    if (objection === 'robots') obstacle ??= new Obstacle('robots', after?.url)
    obstacle ??= troubleAfter(step, own, tab.status(), change)
    if (obstacle) {
      Object.assign(own, { reason: obstacle.reason, detail: obstacle.detail })
      if (own.picture === '') await shoot()
      return stopped(obstacle, place, after)
    }
    if (held.length > 0 && !change.moved)
      Object.assign(own, { state: 'held', reason: 'write-held', detail: held.join(', ') })
    if (after && objection === '' && isPageOfItsOwn(step, hasActed, change)) {
      const page = await around.recordPage(tab, `${key.replace(/\/\w+$/, '')}/${place + 1}`, tab.status())
      if (page) {
        page.result.snapshot.requests = own.requests
        walked.pages.push(page)
        Object.assign(own, { page: page.target.key, pageType: step.page ?? '' })
      }
    }
    before = after ?? before
  }
  return end(steps.length, '', records.at(-1)?.state === 'held' ? 'held' : 'completed')

  /** What it means for the journey that a step could not be taken. */
  function stopped({ reason }: Obstacle, place: number, after: Moment | undefined): Walked {
    const own = records[place]!
    if (signal.aborted || reason === 'out-of-time') return end(place, 'out-of-time', 'unfinished')
    if (reason === 'order' || reason === 'robots' || reason === 'write-held') {
      own.state = 'held'
      return end(place + 1, 'after-hold', 'held')
    }
    if (wasHeld) {
      own.reason = 'after-hold'
      return end(place, 'after-hold', 'held')
    }
    own.state = 'failed'
    const lacking = missingParts(walked.requests, after?.url ?? startUrl)
    if (lacking === '' || reason === 'error-page') return end(place + 1, 'after-failure', 'broken')
    Object.assign(own, { reason: 'parts-missing', detail: lacking })
    return end(place + 1, 'after-failure', 'unfinished')
  }

  function end(from: number, reason: StepReason, outcome: WalkRecord['outcome']): Walked {
    for (const step of records.slice(from)) Object.assign(step, { state: 'not-reached', reason: step.reason || reason })
    record.outcome = outcome
    record.formFields = [...forms.values()].reduce((sum, count) => sum + count, 0)
    return walked
  }
}

async function shootInto(tab: WalkTab, name: string, { pictures }: Walked, step: WalkStep): Promise<void> {
  const moment = await tab.see<Moment>('moment()').catch(() => undefined) // a page that is gone has no picture
  const taken = moment && (await tab.picture(name, moment.view))
  if (!taken) return
  const old = pictures.list.findIndex(({ key }) => key === step.picture)
  if (old >= 0) {
    pictures.list.splice(old, 1)
    pictures.bytes.delete(step.picture)
  }
  pictures.list.push(taken.picture)
  pictures.bytes.set(taken.picture.key, taken.bytes)
  step.picture = taken.picture.key
}

/** Waits a while for something that may never come. */
async function unlessLate<Value>(work: Promise<Value>): Promise<Value | undefined> {
  let result: Value | undefined
  await within(
    restMs,
    work.then((value) => (result = value)),
  )
  return result
}

function obstacleOf(error: unknown, signal: AbortSignal): Obstacle {
  if (error instanceof Obstacle) return error
  if (signal.aborted) return new Obstacle('out-of-time')
  const { outcome, reason } = endingOfFailure(error)
  // A browser that died says nothing of the site.
  return new Obstacle(outcome === 'timeout' || outcome === 'crashed' ? 'out-of-time' : 'no-answer', reason)
}
