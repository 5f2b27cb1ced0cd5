import type { Step } from '../config/journeys.ts'
import type { RequestRecord } from '../snapshot/schema.ts'
import type { WalkStep } from '../snapshot/walk-record.ts'
import { Obstacle, type WalkWords } from './acts.ts'
import type { Moment } from './page-looks.ts'

/** The page before a step and after it, as far as there was one. */
export interface Change {
  before: Moment | undefined
  after: Moment | undefined
  /** A visitor would call it another page. */
  moved: boolean
}

/** Compares the page with what it was before. The address may be the same where scripts draw the pages. */
export function changeOf(
  before: Moment | undefined,
  after: Moment | undefined,
  keyOf: (url: string) => string,
): Change {
  const moved = !before || !after || isElsewhere(before, after, keyOf)
  return { before, after, moved }
}

function isElsewhere(before: Moment, after: Moment, keyOf: (url: string) => string): boolean {
  if (keyOf(before.url) !== keyOf(after.url) || before.dialogs !== after.dialogs) return true
  return (
    before.headings.join('\n') !== after.headings.join('\n') || Math.abs(before.fields.length - after.fields.length) > 1
  )
}

/** Worth judging by itself: a step led there after a visitor had done something, or the config says what it is. */
export function isPageOfItsOwn(step: Step, hasActed: boolean, { before, after, moved }: Change): boolean {
  if (step.page !== undefined) return true
  // Plain addresses are the crawl's business until a visitor has done something.
  if (!moved || !hasActed || step.expect !== undefined || step['stop-before'] !== undefined) return false
  const stayed = before !== undefined && after !== undefined && pathOf(before.url) === pathOf(after.url)
  // Sent to its own address with what was filled in, it is still the same page; so it is without what lay over it.
  return !stayed || (step.click !== undefined && before.headings.join('\n') !== after.headings.join('\n'))
}

function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? ''
}

/** What is wrong with where a step led, although the step itself could be done. */
export function troubleAfter(step: Step, record: WalkStep, status: number, { moved }: Change): Obstacle | undefined {
  if (status >= 400) return new Obstacle('error-page', `HTTP ${status}`)
  const wrote = record.requests.some(({ why }) => why === '' || why === 'write')
  if (step.click !== undefined && !moved && !wrote && record.messages.length > 0)
    return new Obstacle('refused-by-form', record.messages.join('; '))
  return undefined
}

/** Requests that were no plain read, and are worth a line. */
export function sideEffectsOf(requests: readonly RequestRecord[]): RequestRecord[] {
  return requests.filter(({ method, why }) => (why === '' ? method !== 'GET' && method !== 'HEAD' : why !== 'media'))
}

/** Writes of the site itself that were not let out. */
export function heldWrites(requests: readonly RequestRecord[], url: string, vocabulary: WalkWords): string[] {
  return requests
    .filter(({ why, type, host, pathPattern }) => {
      if (why !== 'write' || type === 'ping') return false
      return type === 'document' || (isSameSite(host, url) && !vocabulary.isTelemetry(pathPattern))
    })
    .map(({ method, host, pathPattern }) => `${method} ${host}${pathPattern}`)
}

/** Hosts of others whose scripts or data did not come, or that we refuse: what needs them may be missing for that reason only. */
export function missingParts(requests: readonly RequestRecord[], url: string): string {
  const lacking = requests.filter(
    ({ fate, why, type, host }) =>
      why === 'websocket' || (fate === 'failed' && /^(script|xhr|fetch)$/.test(type) && !isSameSite(host, url)),
  )
  return [...new Set(lacking.map(({ host }) => host))].join(', ')
}

/** Roughly: the last two labels are the same, ports aside. */
function isSameSite(host: string, url: string): boolean {
  const siteOf = (address: string): string =>
    URL.canParse(address) ? new URL(address).hostname.split('.').slice(-2).join('.') : ''
  return siteOf(`http://${host}`) === siteOf(url)
}
