import type { PageType } from '../../shared/taxonomy.ts'
import type { NodeLayout } from '../../snapshot/schema.ts'
import type { CtaCandidate } from './candidates.ts'
import { boxesOf, drawFeatures } from './draw.ts'
import { ctaFeatures, isAside, mayBeMain, restFeatures, type CtaFeatures } from './features.ts'
import ctaWeights from './weights.json' with { type: 'json' }
import type { DetectorInput } from '../detector.ts'

export type Rank = 'primary' | 'secondary' | 'text' | 'unknown'

type Input = DetectorInput<Record<never, never>>

/**
 * Which candidate the page wants most, by weights that `tools/models/train-cta.ts` learned of pages where people had named it; -1
 * when none is likelier than a page that wants nothing.
 */
function mainAction(candidates: CtaCandidate[], pageType: PageType, input: Input): number {
  const features = ctaFeatures(candidates, pageType, input)
  const drawn = input.layout && drawFeatures(candidates, pageType, input.layout)
  const possible = mayBeMain(candidates, pageType)
  let best = -1
  let most = scoreOf(restFeatures(candidates, pageType))
  features.forEach((found, index) => {
    if (!possible[index]) return
    const score = scoreOf(found) + (drawn ? scoreOf(drawn[index]!) : 0)
    if (score > most) [best, most] = [index, score]
  })
  return best
}

const table = new Map<string, number>(Object.entries(ctaWeights))

function scoreOf(features: CtaFeatures): number {
  let score = 0
  for (const [name, value] of features) score += (table.get(name) ?? 0) * value
  return score
}

/** Ranks of all candidates: the main action and what looks like it are primary, other buttons secondary, the rest text. */
export function ranksOf(candidates: CtaCandidate[], pageType: PageType, input: Input): Rank[] {
  const best = mainAction(candidates, pageType, input)
  if (!input.layout) {
    const looks = new Set(best >= 0 ? looksOf(candidates[best]!, input.url) : [])
    return candidates.map((candidate, index) => {
      if (index === best || looksOf(candidate, input.url).some((look) => looks.has(look))) return 'primary'
      return candidate.buttonLike ? 'secondary' : 'text'
    })
  }
  const boxes = boxesOf(candidates, input.layout)
  const first = boxes[best]
  return boxes.map((box, index) => {
    if (index === best) return 'primary'
    if (!box) return 'unknown'
    const candidate = candidates[index]!
    if (first?.filled && box.filled && paintOf(box) === paintOf(first) && !isAside(candidate, pageType))
      return 'primary'
    const framed = box.filled || (box.border >= 1 && box.padding >= 6) || (candidate.kind !== 'link' && box.border >= 1)
    return framed ? 'secondary' : 'text'
  })
}

function paintOf(box: NodeLayout): string {
  return `${box.background} ${box.color}`
}

/**
 * Without layout: what two candidates share when one is as much the main action as the other. The same classes, in the same
 * landmark, for the same end; or a button that leads to the same other page, whatever it is labelled. Empty when nothing can.
 */
export function looksOf({ element, buttonLike, region, intent, target }: CtaCandidate, page: URL): string[] {
  const classes = element.attribs['class'] ?? ''
  if (!buttonLike) return []
  const looks = classes === '' ? [] : [`${region} ${intent} ${classes}`]
  const address = bare(target)
  if (address !== '' && region !== 'footer' && address !== bare(page.href)) looks.push(address)
  return looks
}

function bare(address: string): string {
  return address.replace(/#.*$/, '').replace(/\/$/, '')
}
