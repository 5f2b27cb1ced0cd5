import { stepVerbs, type Journey, type Step } from '../config/journeys.ts'
import type { WalkStep } from '../snapshot/walk-record.ts'

/** The steps, with the way in before them where the journey names none. */
export function stepsOf({ start, steps }: Journey, startUrl: string): Step[] {
  return steps[0]?.open === undefined ? [{ open: start ?? startUrl }, ...steps] : steps
}

/** The record of a step that was not taken yet. `number` is its place in the config. */
export function emptyStep(step: Step, number: number): WalkStep {
  return {
    number,
    verb: stepVerbs.find((verb) => step[verb] !== undefined) ?? 'open',
    words: wordsOf(step),
    state: 'done',
    reason: '',
    detail: '',
    found: [],
    nearest: [],
    ms: 0,
    clicks: 0,
    fields: 0,
    scrolls: 0,
    overlays: [],
    messages: [],
    requests: [],
    url: '',
    title: '',
    picture: '',
    page: '',
    pageType: '',
  }
}

/** A step as it stands in the config, without what is typed. */
function wordsOf({ open, click, fill, choose, expect, 'stop-before': stop }: Step): string {
  const said = open ?? click ?? stop
  if (said !== undefined) return said
  if (fill !== undefined) return Object.keys(fill).join(', ')
  const told = choose ?? expect ?? ''
  if (typeof told === 'string') return told
  return Object.entries(told)
    .map(([what, value]) => `${what}: ${value}`)
    .join(', ')
}
