import type { DeclaredWalk } from './declared-journeys.ts'
import { linkView, type LinkView } from './link-view.ts'
import type { PictureBook, Shot } from './picture-book.ts'
import { excerpt } from './text.ts'

/** A declared journey as readers see it: its steps in words, and the moments worth a look. */
export interface DeclaredView {
  name: string
  viewport: string
  outcome: string
  clicks: number
  fields: number
  seconds: number
  steps: {
    place: number
    verb: string
    words: string
    state: string
    reason: string
    detail: string
    nearest: string
    friction: { overlays: string; messages: string; others: number; alike: string; scrolls: number }
    held: string
    link: LinkView
  }[]
  shots: { place: number; caption: string; link: LinkView; viewport: string; shot: Shot }[]
}

/** Pictures that each journey may show. */
const mostShots = 2

/** Declared journeys for a report; pictures are given out as far as there is room. */
export function declaredView(walks: readonly DeclaredWalk[], origin: string, book: PictureBook): DeclaredView[] {
  return walks.slice(0, 40).map((walk) => ({
    name: walk.name,
    viewport: walk.viewport,
    outcome: walk.outcome,
    clicks: walk.steps.reduce((sum, { clicks }) => sum + clicks, 0),
    fields: walk.formFields,
    seconds: Math.round(walk.steps.reduce((sum, { ms }) => sum + ms, 0) / 1000),
    steps: walk.steps.map((step) => ({
      place: step.number,
      verb: step.verb,
      words: excerpt(step.words, 120),
      state: step.state,
      reason: step.reason,
      detail: excerpt(step.detail, 160),
      nearest: step.nearest.map((name) => `“${excerpt(name, 50)}”`).join(', '),
      friction: {
        overlays: step.overlays.map((name) => `“${excerpt(name, 60)}”`).join(', '),
        messages: step.reason === 'refused-by-form' ? '' : excerpt(step.messages.join('; '), 160),
        others: Math.max(0, ...step.found.map(({ others }) => others)),
        alike: excerpt(step.found.find(({ match }) => match === 'alike')?.name ?? '', 60),
        scrolls: step.scrolls,
      },
      held: step.requests
        .filter(({ fate, why }) => fate !== 'sent' && why === 'write')
        .map(({ method, host, pathPattern }) => `${method} ${host}${pathPattern}`)
        .join(', '),
      link: linkView(step.url, origin),
    })),
    shots: shotsOf(walk, origin, book),
  }))
}

/** The step that failed, those with something in the way, and the end. */
function shotsOf(walk: DeclaredWalk, origin: string, book: PictureBook): DeclaredView['shots'] {
  const last = walk.steps.findLast(({ state }) => state !== 'not-reached')
  const telling = [
    ...walk.steps.filter(({ state }) => state === 'failed' || state === 'held'),
    ...walk.steps.filter(({ overlays }) => overlays.length > 0),
    ...(last ? [last] : []),
  ]
  return [...new Set(telling)].slice(0, mostShots).flatMap((step) => {
    const shot = book.shot(step.evidence)
    if (!shot) return []
    return [
      { place: step.number, caption: step.words, link: linkView(step.url, origin), viewport: walk.viewport, shot },
    ]
  })
}
