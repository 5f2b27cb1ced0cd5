import { buildOf } from './evidence.ts'
import type { Evidence } from './schema.ts'

const piecesOfEvidence = 3

/**
 * The pieces that are shown, of those of all pages with the most important page first: different things before another of
 * the same kind (cards of one list are one thing), what names a thing and can be pictured before what does not.
 */
export function chooseEvidence(pieces: readonly Evidence[], isRendered: (url: string) => boolean): Evidence[] {
  const clarity = (piece: Evidence): number =>
    Number(isNamed(piece)) * 2 + Number(piece.node > 0 && isRendered(piece.url))
  // Stable: among equals the more important page stays first.
  const ordered = pieces.toSorted((a, b) => clarity(b) - clarity(a))
  const chosen: Evidence[] = []
  for (const sameness of [kindOf, nameOf, (piece: Evidence) => `${piece.url} ${piece.selector} ${piece.snippet}`]) {
    const taken = new Set(chosen.map(sameness))
    for (const piece of ordered) {
      if (chosen.length === piecesOfEvidence) return chosen
      if (chosen.includes(piece) || taken.has(sameness(piece))) continue
      taken.add(sameness(piece))
      chosen.push(piece)
    }
  }
  return chosen
}

/** Its sentence has no blank that stayed empty. */
function isNamed({ message }: Evidence): boolean {
  return !/“\s*”|„\s*“|«\s*»/.test(message)
}

/** Where it stands, without which of its like it is. */
function kindOf(piece: Evidence): string {
  return piece.selector === '' ? nameOf(piece) : `${piece.region} ${buildOf(piece.selector)}`
}

/** What it is called; a page as a whole by its address. */
function nameOf({ anchor, url, snippet }: Evidence): string {
  return anchor || `${url} ${snippet}`
}
