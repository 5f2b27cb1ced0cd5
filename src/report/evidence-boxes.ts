import type { z } from 'zod'
import type { Evidence } from '../rules/schema.ts'
import { viewportNames, type Box, type Snapshot, type ViewportName } from '../snapshot/schema.ts'
import type { EvidenceItem } from './result.ts'

type Item = z.infer<typeof EvidenceItem>

/**
 * Says where pieces of evidence are on their pages and which stored picture shows them: one item per viewport in which
 * the thing is pictured, else one with its box, else one without.
 */
export function createEvidenceLocator(
  snapshots: ReadonlyMap<string, Pick<Snapshot, 'layout' | 'pictures'>>,
): (evidence: Evidence, finding: { rule: string }) => Item[] {
  return ({ url, selector, snippet, node }, { rule }) => {
    const bare: Item = { url, selector, snippet, box: [], viewport: 'none', screenshot: '' }
    const snapshot = snapshots.get(url)
    if (!snapshot?.layout || node === 0) return [bare]
    const order: ViewportName[] = /mobile|phone|tap|narrow/.test(rule) ? ['mobile', 'desktop'] : [...viewportNames]
    const placed = order.flatMap((viewport): Item[] => {
      const layout = snapshot.layout?.[viewport]?.nodes[String(node)]
      if (!layout || !layout.shown) return []
      const picture = snapshot.pictures.find(
        (candidate) => candidate.viewport === viewport && holds(candidate.box, layout.box),
      )
      return [{ ...bare, box: [...layout.box], viewport, screenshot: picture?.key ?? '' }]
    })
    const pictured = placed.filter(({ screenshot }) => screenshot !== '')
    return pictured.length > 0 ? pictured : placed.length > 0 ? placed.slice(0, 1) : [bare]
  }
}

/** The picture shows the box's middle. */
function holds([left, top, width, height]: Box, [x, y, w, h]: Box): boolean {
  const middleX = x + w / 2
  const middleY = y + h / 2
  return middleX >= left && middleX <= left + width && middleY >= top && middleY <= top + height
}
