import { pageTypeStage, stages, type PageType, type Stage } from '../shared/taxonomy.ts'
import { compareText } from '../shared/digest.ts'
import type { PageSteps } from './next-steps.ts'
import type { SeenPage } from './seen-page.ts'
import type { SiteFacts } from './site-facts.ts'

/** Types of which a page should lead to a later stage, each with the stage that it serves. */
const chained: PageType[] = ['article', 'category', 'product', 'service', 'case-study', 'faq', 'comparison']
const least = 5
const sampleSize = 5

/** Of each type with five pages or more: how many lead on to the next stage. What can't be told counts as leading. */
export function continuityOf(
  pages: readonly SeenPage[],
  steps: ReadonlyMap<string, PageSteps>,
): SiteFacts['continuity'] {
  return chained.flatMap((type) => {
    const own = pages.filter(
      ({ facts, hostRole }) =>
        hostRole === 'main' &&
        facts.page?.type === type &&
        facts.page.typeConfidence >= 0.5 &&
        !facts.page.softNotFound,
    )
    if (own.length < least) return []
    const left = own.filter((page) => !leadsOn(type, steps.get(page.key)))
    const leading = own.length - left.length
    return [
      {
        type,
        pages: own.length,
        leading,
        share: Math.round((100 * leading) / own.length),
        urls: left
          .map(({ url }) => url)
          .toSorted(compareText)
          .slice(0, sampleSize),
      },
    ]
  })
}

/** A step of a later stage, or one that is taken here and commits the visitor to something. */
function leadsOn(type: PageType, found: PageSteps | undefined): boolean {
  if (!found || found.doubts.length > 0) return true
  const own = place(pageTypeStage[type])
  return found.steps.some(
    (step) =>
      step.strength === 'strong' &&
      step.microConversion !== 'video-play' &&
      (step.microConversion !== 'learn-more-click' ||
        place(step.stage) > own ||
        (type === 'category' && step.stage === 'evaluation')),
  )
}

function place(stage: Stage | 'none'): number {
  return stage === 'none' ? -1 : stages.indexOf(stage)
}

/** Stages that a page type of the site serves, or a step that it offers anywhere. */
export function servedStages(pages: readonly SeenPage[], steps: ReadonlyMap<string, PageSteps>): Stage[] {
  const served = new Set<Stage | 'none'>()
  for (const { key, facts } of pages) {
    served.add(pageTypeStage[facts.page?.type ?? 'other'])
    for (const step of steps.get(key)?.steps ?? []) served.add(step.stage)
  }
  return stages.filter((stage) => served.has(stage))
}
