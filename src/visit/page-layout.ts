/// <reference lib="dom" />
import type { CopyState } from './page-copy.ts'
import type { CoverState, Measured, PackedNode } from './page-cover.ts'
import type { FramePlace, Info, Rect } from './page-style.ts'

// Everything inside `installLayout` is sent to the page as text: it may use nothing from outside itself.

/** The layout of one frame in one viewport. */
export interface PackedLayout {
  width: number
  height: number
  pageWidth: number
  pageHeight: number
  next: number
  nodes: PackedNode[]
}

/** The part that measures. */
export interface LayoutState extends CopyState, CoverState {
  measure(place: FramePlace, first: number): PackedLayout
  /** Of an `<iframe>`, after `measure`: its number and where its content begins. */
  placeOf(frame: Element): FramePlace & { node: number; width: number; height: number }
  /** After `measure`: what may deserve a picture of its own. */
  components(): { kind: 'form' | 'footer' | 'section'; box: [x: number, y: number, width: number, height: number] }[]
}

/** Adds the measuring to the state. All of it happens in one go, so no frame is drawn and no handler of the page runs between. */
export function installLayout(state: LayoutState): void {
  const { dom, infoOf, rectOf, meet, pixels } = state
  const { parse: parseColor, over, ratio, write } = state.colors
  const white: Info['behind'] = [255, 255, 255, 1]
  const controls =
    'a[href], button, input, select, textarea, summary, [role=button], [role=link], [onclick], [tabindex]'
  const texts = 'h1, h2, h3, h4, h5, h6, p, li, label, legend, blockquote, address'

  let shownNodes = new Set<number>()
  let place: FramePlace
  let scrollX0 = 0
  let scrollY0 = 0
  /** The element whose style its words have: a `<span>` inside a button, say. */
  const textHolder = (element: Element): Element => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let tries = 0; tries < 12; tries++) {
      const node = walker.nextNode()
      if (!node) break
      const holder = node.parentElement
      if (!node.nodeValue?.trim() || !holder || /^(script|style|noscript|title|option)$/.test(dom.name(holder)))
        continue
      if (holder === element || dom.visible(holder)) return holder
    }
    return element
  }

  /** Its box; where it collapses around floats or absolute children, theirs. */
  const boxOf = (element: Element): Rect => {
    const rect = rectOf(element)
    if ((rect.right - rect.left >= 1 && rect.bottom - rect.top >= 1) || !dom.matches(element, 'a, button, label'))
      return rect
    let union: Rect | undefined
    for (const child of element.children) {
      const inner = rectOf(child)
      if (inner.right - inner.left < 1 || inner.bottom - inner.top < 1) continue
      union = union
        ? {
            left: Math.min(union.left, inner.left),
            top: Math.min(union.top, inner.top),
            right: Math.max(union.right, inner.right),
            bottom: Math.max(union.bottom, inner.bottom),
          }
        : inner
    }
    return union ?? rect
  }

  const isUnderlined = (holder: Element, element: Element): boolean => {
    for (let at: Element | null = holder; at; at = at.parentElement) {
      if (getComputedStyle(at).textDecorationLine.includes('underline')) return true
      if (at === element) break
    }
    return false
  }

  const measureOne = (element: Element, node: number, pageWidth: number): Measured | undefined => {
    const rect = boxOf(element)
    const [width, height] = [rect.right - rect.left, rect.bottom - rect.top]
    if (width <= 0 && height <= 0) return undefined
    const info = infoOf(element)
    const { style } = info
    const parent = state.parentOf(element)
    const above = parent ? infoOf(parent) : undefined
    const clip =
      info.position === 2 && style.position === 'fixed'
        ? null
        : style.position === 'absolute'
          ? (above?.clipAbsolute ?? null)
          : (above?.clip ?? null)
    const seen = clip ? meet(clip, rect) : rect
    const limit =
      info.position === 2
        ? { right: innerWidth, bottom: innerHeight }
        : { right: pageWidth, bottom: Number.POSITIVE_INFINITY }
    const shown =
      place.shown &&
      width > 1 &&
      height > 1 &&
      seen.right - seen.left > 1 &&
      seen.bottom - seen.top > 1 &&
      seen.right > 1 &&
      seen.bottom > 1 &&
      seen.left < limit.right - 1 &&
      seen.top < limit.bottom - 1 &&
      !info.gone &&
      info.opacity > 0.1 &&
      style.visibility === 'visible' &&
      dom.visible(element)

    const isControl = dom.matches(element, controls)
    const holder = shown && (isControl || dom.matches(element, texts)) ? textHolder(element) : element
    const text = holder === element ? info : infoOf(holder)
    const around = above ? above.behind : white
    const alpha = info.own[3] * info.opacity
    const filled =
      info.image || (alpha > 0.02 && (around === null || write(over(info.own, around, alpha)) !== write(around)))
    const fontSize = pixels(text.style.fontSize)
    const borders = (['Top', 'Right', 'Bottom', 'Left'] as const).map((side) =>
      style[`border${side}Style`] === 'none' || parseColor(style[`border${side}Color`])[3] * info.opacity < 0.05
        ? 0
        : pixels(style[`border${side}Width`]),
    )
    const color = parseColor(text.style.color)
    const transparent = parseColor(text.style.getPropertyValue('-webkit-text-fill-color'))[3] === 0
    const packed: PackedNode = [
      node,
      Math.round(rect.left + place.x),
      Math.round(rect.top + place.y),
      Math.round(width),
      Math.round(height),
      shown ? 1 : 0,
      -1,
      info.position,
      info.zIndex,
      fontSize,
      Number(text.style.fontWeight) || 400,
      text.style.lineHeight === 'normal' ? Math.round(fontSize * 12) / 10 : pixels(text.style.lineHeight),
      write(text.behind ? over(color, text.behind, color[3] * text.opacity) : color),
      text.behind ? write(text.behind) : '',
      // Half shown is on its way in or out: nobody reads it like that.
      text.behind && !transparent && text.opacity > 0.95
        ? ratio(over(color, text.behind, color[3] * text.opacity), text.behind)
        : 0,
      filled ? 1 : 0,
      filled ? (info.image || around === null || info.behind === null ? 0 : ratio(info.behind, around)) : 1,
      Math.max(...borders),
      Math.min(
        pixels(style.paddingTop),
        pixels(style.paddingBottom),
        pixels(style.paddingLeft),
        pixels(style.paddingRight),
      ),
      shown && isUnderlined(holder, element) ? 1 : 0,
    ]
    let point: Measured['point'] = null
    if (shown && (isControl || /^(h[1-3]|iframe|video)$/.test(dom.name(element)))) {
      const line = /^h\d$/.test(dom.name(element))
        ? largest(wordsOf(holder), rect)
        : style.display === 'inline'
          ? largest(element, rect)
          : rect
      const [x, y] = [(line.left + line.right) / 2, (line.top + line.bottom) / 2]
      const view = above?.window
      if (!view || info.position === 2 || (x > view.left && x < view.right && y > view.top && y < view.bottom))
        point = [x, y]
    }
    return { element, info, packed, point }
  }

  /** Of a text that breaks over lines, the largest line: the middle of the whole may be beside it. */
  const largest = (text: Element | Range, otherwise: Rect): Rect => {
    let best: DOMRect | undefined
    for (const rect of text instanceof Range ? text.getClientRects() : dom.boxes(text))
      if (!best || rect.width * rect.height > best.width * best.height) best = rect
    if (!best || best.width < 1) return otherwise
    return {
      left: best.left + scrollX0,
      top: best.top + scrollY0,
      right: best.right + scrollX0,
      bottom: best.bottom + scrollY0,
    }
  }

  const wordsOf = (holder: Element): Range => {
    const range = document.createRange()
    range.selectNodeContents(holder)
    return range
  }

  state.placeOf = (frame) => {
    const rect = rectOf(frame)
    const info = infoOf(frame)
    const node = state.numbers.get(frame) ?? 0
    return {
      node,
      x: Math.round(place.x + rect.left + frame.clientLeft + pixels(info.style.paddingLeft)),
      y: Math.round(place.y + rect.top + frame.clientTop + pixels(info.style.paddingTop)),
      width: Math.round(rect.right - rect.left),
      height: Math.round(rect.bottom - rect.top),
      shown: shownNodes.has(node),
      position: info.position,
      zIndex: info.zIndex,
    }
  }

  state.components = () => {
    const found: ReturnType<LayoutState['components']> = []
    for (const element of document.querySelectorAll('form, footer, [role=contentinfo], section, article, aside')) {
      const node = state.numbers.get(element)
      if (node === undefined || !shownNodes.has(node)) continue
      const kind = dom.matches(element, 'form')
        ? 'form'
        : dom.matches(element, 'footer, [role=contentinfo]')
          ? 'footer'
          : 'section'
      if (
        kind === 'section' &&
        !element.querySelector('button, [role=button], input[type=submit], a[class*=btn], a[class*=button]')
      )
        continue
      const { left, top, right, bottom } = rectOf(element)
      found.push({ kind, box: [Math.round(left), Math.round(top), Math.round(right - left), Math.round(bottom - top)] })
    }
    return found
  }

  state.measure = (where, first) => {
    place = where
    state.next = first
    if (window.top === window.self) scrollTo({ left: 0, top: 0, behavior: 'instant' })
    scrollX0 = scrollX
    scrollY0 = scrollY
    state.beginReading(where)
    const [html, body] = [dom.html(), dom.body()]
    const locked = [html, body].some((one) => one && /hidden|clip/.test(getComputedStyle(one).overflowX))
    const pageWidth = locked ? html.clientWidth : Math.max(html.scrollWidth, innerWidth)
    // What has become fixed since the copy was made (a bar at the foot of small screens) gets a number late.
    for (const element of state.stampAt.keys()) {
      if (dom.connected(element) && getComputedStyle(element).position === 'fixed') {
        const box = dom.box(element)
        if (box.width * box.height >= 900) state.stamp(element)
      }
    }
    const measured: Measured[] = []
    for (const [element, node] of state.numbers) {
      const one = dom.connected(element) ? measureOne(element, node, pageWidth) : undefined
      if (one) measured.push(one)
    }
    shownNodes = new Set(measured.filter((one) => one.packed[5] === 1).map((one) => one.packed[0]))
    state.cover(measured)
    return {
      width: innerWidth,
      height: innerHeight,
      pageWidth,
      pageHeight: Math.max(html.scrollHeight, body?.scrollHeight ?? 0),
      next: state.next,
      nodes: measured.map((one) => one.packed),
    }
  }
}
