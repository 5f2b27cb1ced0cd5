import type { PageType } from '../../shared/taxonomy.ts'
import type { Layout, NodeLayout } from '../../snapshot/schema.ts'
import type { CtaCandidate } from './candidates.ts'
import { isAside, type CtaFeatures } from './features.ts'

/** How each candidate draws the eye, where there is layout. */
export function drawFeatures(candidates: CtaCandidate[], pageType: PageType, layout: Layout): CtaFeatures[] {
  const boxes = boxesOf(candidates, layout)
  const draws = boxes.map((box, index) =>
    box?.filled && !isAside(candidates[index]!, pageType) && candidates[index]!.region !== 'footer'
      ? drawOf(box, layout.desktop.height)
      : 0,
  )
  const most = Math.max(1, ...draws)
  return boxes.map((box, index) => {
    const features: CtaFeatures = new Map([['drawn', 1]])
    if (!box) return features.set('not shown', 1)
    if (box.filled) features.set('filled', 1)
    else if (box.border >= 1) features.set('framed', 1)
    features.set('draw', draws[index]! / most)
    if (draws[index] === most) features.set('most drawing', 1)
    const [, y, width, height] = box.box
    features.set(y + height / 2 < layout.desktop.height ? 'first screen' : 'below', 1)
    if (width * height > 15_000) features.set('large', 1)
    return features
  })
}

/** The box of each candidate on the wide screen, else on the narrow one; undefined where it is shown on neither. */
export function boxesOf(candidates: CtaCandidate[], layout: Layout): (NodeLayout | undefined)[] {
  return candidates.map(({ where }) => {
    const key = String(where.node)
    const desktop = layout.desktop.nodes[key]
    const box = desktop?.shown ? desktop : layout.mobile.nodes[key]
    return box?.shown ? box : undefined
  })
}

/** Area, capped so that a wide bar does not beat all, times how far the fill stands out; what is seen first counts more. */
function drawOf({ box, fillContrast }: NodeLayout, screen: number): number {
  const area = Math.min(box[2] * box[3], 40_000)
  const contrast = fillContrast === 0 ? 1.5 : Math.max(fillContrast - 1, 0.05)
  return area * Math.min(contrast, 8) * (box[1] < screen ? 1.5 : 1)
}
