/// <reference lib="dom" />
import type { Info, Rect, StyleState } from './page-style.ts'

// Everything inside `installCover` is sent to the page as text: it may use nothing from outside itself.

/** One node as it travels: the fields of `NodeLayout` in their order, after the node's number. */
export type PackedNode = [
  node: number,
  x: number,
  y: number,
  width: number,
  height: number,
  shown: 0 | 1,
  coveredBy: number,
  position: 0 | 1 | 2,
  zIndex: number,
  fontSize: number,
  fontWeight: number,
  lineHeight: number,
  color: string,
  background: string,
  contrast: number,
  filled: 0 | 1,
  fillContrast: number,
  border: number,
  padding: number,
  underlined: 0 | 1,
]

/** An element as measured, while what covers it is still to be found. */
export interface Measured {
  element: Element
  info: Info
  packed: PackedNode
  /** Where to look for what covers it, in page coordinates. */
  point: [number, number] | null
}

/** The part that finds what lies over what. */
export interface CoverState extends StyleState {
  /** Completes what was measured: what covers it, and whether a picture stands behind its text. Scrolls, and comes back. */
  cover(measured: Measured[]): void
}

/** Adds the search for covers to the state. */
export function installCover(state: CoverState): void {
  const { dom, holds, infoOf, rectOf } = state
  const isTop = window.top === window.self
  const pictures = new Set(['img', 'video', 'canvas', 'picture', 'iframe', 'object', 'embed', 'svg'])
  const labels = (top: Element, element: Element): boolean => {
    const label = top.closest('label')
    return label !== null && (label.control === element || (element as HTMLLabelElement).control === label.control)
  }

  let backdrops: { element: Element; rect: Rect }[] = []
  /** Something large that is no ancestor lies at this place: over, behind, or hidden. */
  const stands = (element: Element, x: number, y: number): boolean =>
    backdrops.some(
      ({ element: other, rect }) =>
        x > rect.left &&
        x < rect.right &&
        y > rect.top &&
        y < rect.bottom &&
        !holds(other, element) &&
        !holds(element, other),
    )

  /** What lies over a point of an element, and what stands behind it there without being its ancestor. */
  const look = ({ element, packed }: Measured, x: number, y: number): void => {
    const root = dom.root(element) as Document | ShadowRoot
    // The whole stack costs much more than its top, and matters only where something could stand behind.
    const deep = packed[13] !== '' && stands(element, x + scrollX, y + scrollY)
    const first = deep ? null : root.elementFromPoint(x, y)
    const stack = deep ? root.elementsFromPoint(x, y) : first ? [first] : []
    const at = stack.findIndex((hit) => holds(element, hit))
    const top = stack[0]
    if (top && at !== 0 && !holds(top, element) && !labels(top, element)) {
      let owner: Element | null = top
      while (owner && !state.numbers.has(owner)) owner = state.parentOf(owner)
      packed[6] = owner && !holds(owner, element) ? (state.numbers.get(owner) ?? 0) : 0
    }
    if (at < 0 || !deep) return
    for (const behind of stack.slice(at + 1)) {
      if (holds(element, behind)) continue
      const info = infoOf(behind)
      const ancestor = holds(behind, element)
      if (ancestor && (info.own[3] >= 0.99 || info.image)) return
      if (ancestor) continue
      if (pictures.has(dom.name(behind)) || info.image) {
        packed[13] = ''
        packed[14] = 0
        if (packed[15] === 1) packed[16] = 0
        return
      }
      if (info.own[3] >= 0.99) return
    }
  }

  /** Tries all points, screen by screen; each is looked at near the middle of a screen, clear of bars at its edges. */
  state.cover = (measured) => {
    const [scrollX0, scrollY0] = [scrollX, scrollY]
    backdrops = [...state.floating, ...document.querySelectorAll('img, video, canvas')]
      .map((element) => ({ element, rect: rectOf(element) }))
      .filter(({ rect }) => (rect.right - rect.left) * (rect.bottom - rect.top) >= 4000)
    const moving = measured
      .filter((one) => one.point && one.info.position !== 2)
      .toSorted((a, b) => a.point![1] - b.point![1])
    for (const one of measured) {
      if (!one.point || one.info.position !== 2) continue
      const [x, y] = [one.point[0] - scrollX0, one.point[1] - scrollY0]
      if (x >= 0 && y >= 0 && x < innerWidth && y < innerHeight) look(one, x, y)
    }
    let reach = Number.NEGATIVE_INFINITY
    for (const one of moving) {
      const [x, y] = one.point!
      if (y > reach) {
        const top = Math.max(0, y - innerHeight / 4)
        if (isTop) scrollTo({ left: 0, top, behavior: 'instant' })
        reach = y + innerHeight / 2
        if (y < innerHeight * 0.75 && top < innerHeight * 0.5) {
          scrollTo({ left: 0, top: 0, behavior: 'instant' })
          reach = innerHeight * 0.75
        }
      }
      const [viewX, viewY] = [x - scrollX, y - scrollY]
      if (viewX >= 0 && viewY >= 0 && viewX < innerWidth && viewY < innerHeight) look(one, viewX, viewY)
    }
    scrollTo({ left: scrollX0, top: scrollY0, behavior: 'instant' })
  }
}
