/// <reference lib="dom" />
import type { PageState } from './page-state.ts'

// Everything inside `installStyle` is sent to the page as text: it may use nothing from outside itself.

/** Red, green, blue to 255, alpha to 1. */
export type Color = [r: number, g: number, b: number, a: number]
/** In page coordinates. */
export type Rect = { left: number; top: number; right: number; bottom: number }
/** What style and ancestors make of one element. */
export interface Info {
  style: CSSStyleDeclaration
  opacity: number
  position: 0 | 1 | 2
  zIndex: number
  /** What is behind its children; null where a picture is. */
  behind: Color | null
  own: Color
  image: boolean
  /** Cut away by itself or an ancestor (`clip`, `clip-path`). */
  gone: boolean
  /** What its in-flow and its absolute descendants are cut to, for good. */
  clip: Rect | null
  clipAbsolute: Rect | null
  /** The same with what could be scrolled, as things stand now. */
  window: Rect | null
}

/** Where a frame lies on the page, and what its content inherits from there. */
export interface FramePlace {
  x: number
  y: number
  shown: boolean
  position: 0 | 1 | 2
  zIndex: number
}

/** The part that reads styles. */
export interface StyleState extends PageState {
  /** Forgets what was read; from here on boxes count from where the page is scrolled to now. */
  beginReading(place: FramePlace): void
  infoOf(element: Element): Info
  rectOf(element: Element): Rect
  meet(a: Rect | null, b: Rect): Rect
  colors: {
    parse(text: string): Color
    /** One colour as it is seen over another. */
    over(top: Color, bottom: Color, alpha?: number): Color
    /** Contrast by WCAG 2. */
    ratio(a: Color, b: Color): number
    write(color: Color): string
  }
  pixels(text: string): number
}

/** Adds reading of styles to the state. */
export function installStyle(state: StyleState): void {
  const { dom } = state
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const colors = new Map<string, Color>()
  const parseColor = (text: string): Color => {
    const known = colors.get(text)
    if (known) return known
    let color: Color = [0, 0, 0, 0]
    const plain = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(text)
    if (plain) color = [Number(plain[1]), Number(plain[2]), Number(plain[3]), Number(plain[4] ?? 1)]
    else if (canvas) {
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = '#000'
      canvas.fillStyle = text
      canvas.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data
      color = [r, g, b, a / 255]
    }
    colors.set(text, color)
    return color
  }
  const over = (top: Color, bottom: Color, alpha = top[3]): Color => {
    const mix = (a: number, b: number): number => a * alpha + b * (1 - alpha)
    return [mix(top[0], bottom[0]), mix(top[1], bottom[1]), mix(top[2], bottom[2]), 1]
  }
  const luminance = (color: Color): number => {
    const part = (value: number): number => {
      const s = value / 255
      return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4
    }
    return 0.2126 * part(color[0]) + 0.7152 * part(color[1]) + 0.0722 * part(color[2])
  }
  const ratio = (a: Color, b: Color): number => {
    const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number]
    return Math.round(((high + 0.05) / (low + 0.05)) * 100) / 100
  }
  const write = (color: Color): string => color.slice(0, 3).map(Math.round).join(',')
  const pixels = (text: string): number => Math.round((Number.parseFloat(text) || 0) * 10) / 10
  const meet = (a: Rect | null, b: Rect): Rect =>
    a === null
      ? b
      : {
          left: Math.max(a.left, b.left),
          top: Math.max(a.top, b.top),
          right: Math.min(a.right, b.right),
          bottom: Math.min(a.bottom, b.bottom),
        }

  let infos = new Map<Element, Info>()
  let place: FramePlace
  let left0 = 0
  let top0 = 0
  state.beginReading = (where) => {
    place = where
    infos = new Map()
    left0 = scrollX
    top0 = scrollY
  }
  const rectOf = (element: Element): Rect => {
    const { left, top, right, bottom } = dom.box(element)
    return { left: left + left0, top: top + top0, right: right + left0, bottom: bottom + top0 }
  }

  const infoOf = (element: Element): Info => {
    const known = infos.get(element)
    if (known) return known
    const parent = state.parentOf(element)
    const above = parent ? infoOf(parent) : undefined
    const style = getComputedStyle(element)
    const { position } = style
    const fixed = position === 'fixed'
    const own = parseColor(style.backgroundColor)
    const image = style.backgroundImage !== 'none'
    const opacity = (above?.opacity ?? 1) * Number(style.opacity)
    const base = above ? above.behind : ([255, 255, 255, 1] as Color)
    const alpha = own[3] * opacity
    const behind = alpha >= 0.99 && !image ? own : image || base === null ? null : over(own, base, alpha)
    const modal = dom.name(element) === 'dialog' && dom.matches(element, ':modal')
    const clipBase =
      fixed || modal ? null : position === 'absolute' ? (above?.clipAbsolute ?? null) : (above?.clip ?? null)
    const windowBase = fixed || modal ? null : (above?.window ?? null)
    let clip = clipBase
    let scrollWindow = windowBase
    const root = element === dom.html() || element === dom.body()
    if (!root && (style.overflowX !== 'visible' || style.overflowY !== 'visible')) {
      const rect = rectOf(element)
      scrollWindow = meet(windowBase, rect)
      const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll'
      // What a visitor can scroll to is not cut away.
      clip = scrolls(style.overflowX) || scrolls(style.overflowY) ? null : meet(clipBase, rect)
    }
    const anchors = position !== 'static' || style.transform !== 'none'
    const info: Info = {
      style,
      opacity,
      position:
        fixed || modal
          ? 2
          : above?.position === 2
            ? 2
            : position === 'sticky'
              ? 1
              : (above?.position ?? place.position),
      zIndex: modal ? 2_147_483_647 : fixed ? Number.parseInt(style.zIndex, 10) || 0 : (above?.zIndex ?? place.zIndex),
      behind,
      own,
      image,
      gone:
        (above?.gone ?? false) ||
        /^(inset\((50|100)%|circle\(0)/.test(style.clipPath) ||
        (position !== 'static' && /^rect\((0|1)px,? (0|1)px,? (0|1)px,? (0|1)px\)$/.test(style.clip)),
      clip,
      clipAbsolute: anchors ? clip : (above?.clipAbsolute ?? null),
      window: scrollWindow,
    }
    infos.set(element, info)
    return info
  }
  Object.assign(state, { infoOf, rectOf, meet, pixels, colors: { parse: parseColor, over, ratio, write } })
}
