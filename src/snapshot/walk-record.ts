import type { StepVerb } from '../config/journeys.ts'
import type { MicroConversion, PageType } from '../shared/taxonomy.ts'
import type { Box, RequestRecord, ViewportName } from './schema.ts'

/**
 * What became of a step. `held`: what it would have written was not let out. `stopped`: it was found and, as agreed, left alone.
 * `not-reached`: an earlier step was in the way.
 */
export type StepState = 'done' | 'failed' | 'held' | 'stopped' | 'not-reached'

/** Why a step is not simply done; the report makes the sentence. */
export type StepReason =
  | ''
  | 'nothing-called-so'
  | 'out-of-sight' // there, but neither visible nor brought up by a menu
  | 'covered'
  | 'switched-off'
  | 'no-such-option'
  | 'field-refuses'
  | 'unmet' // what was expected is not there
  | 'error-page'
  | 'no-answer'
  | 'refused-by-form' // the page stayed and says what is wrong
  | 'write-held'
  | 'order' // looks like ordering or paying: never done
  | 'robots'
  | 'off-site'
  | 'after-hold' // may well be there, had the write before not been held
  | 'after-failure'
  | 'parts-missing' // scripts or data of other hosts did not come: the page may lack what was looked for because of that
  | 'out-of-time'

/** Something on the page that a step was about. */
export interface FoundThing {
  /** What it is called, as a visitor reads it. */
  name: string
  /** Where the name stands: `text`, `label`, `aria-label`, `placeholder`, `title`, `alt`, `value`, `icon`, `attribute` … */
  by: string
  match: 'exact' | 'contained' | 'alike'
  /** How many others would have fitted as well. */
  others: number
  selector: string
  snippet: string
  region: string
  /** On the page, CSS pixels. */
  box: Box
}

/** One step of a walk and what happened. */
export interface WalkStep {
  /** As in the config, from 1; 0 for the way in, where the config names none. */
  number: number
  verb: StepVerb
  /** What the config says, without typed values. */
  words: string
  state: StepState
  reason: StepReason
  /** What the reason is about: an HTTP status, what covers, what the form says. */
  detail: string
  found: FoundThing[]
  /** Where nothing was found: what there is instead, the likest first. */
  nearest: string[]
  ms: number
  clicks: number
  /** Fields that were filled in by this step. */
  fields: number
  /** Screens to scroll before it was in sight. */
  scrolls: number
  /** What lay over it, by name. */
  overlays: string[]
  /** What the page says is wrong, after the step. */
  messages: string[]
  /** What was no plain read, and what became of it. */
  requests: RequestRecord[]
  /** Address and title of the page after the step. */
  url: string
  title: string
  /** Key of a picture of the window at that moment; empty when there is none. */
  picture: string
  /** Key of the snapshot of the page that the step led to; empty when that is no page of its own. */
  page: string
  /** What the config says that page is. */
  pageType: PageType | ''
}

/** A declared journey as it was walked in one viewport. */
export interface WalkRecord {
  /** Key of its visit in the store; changes with the steps. */
  key: string
  name: string
  goal: MicroConversion | 'none'
  viewport: ViewportName
  /** `unfinished`: time ran out, somebody stopped it, or the page lacked parts that could not be fetched. */
  outcome: 'completed' | 'broken' | 'held' | 'unfinished'
  steps: WalkStep[]
  /** Fields that a visitor sees in the forms that the walk filled in or would send. */
  formFields: number
}
