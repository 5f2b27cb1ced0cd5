import { markup, type Markup } from './markup.ts'

/** A point of the journey as the picture draws it. */
export interface JourneyPoint {
  name: string
  /** What stands at the point: the score, or a dash. */
  value: string
  note: string
  score: number
  scored: boolean
  judged: number
  /** A word at the weakest stage, else empty. */
  flag: string
}

interface Place {
  x: number
  y: number
  point: JourneyPoint
}

/** The journey as one curve through five points, left to right. `label` is its text alternative. */
export function journeyChart(points: readonly JourneyPoint[], label: string): Markup {
  const [width, top, bottom] = [1100, 50, 200]
  const step = width / Math.max(1, points.length)
  const places = points.map((point, index) => ({
    x: step * (index + 0.5),
    // What was not scored has no height: its open dot stands in the middle, and no line leads to it.
    y: bottom - ((bottom - top) * (point.scored ? point.score : 50)) / 100,
    point,
  }))
  return markup`<svg class="journey journey-wide" viewBox="0 0 ${width} 306" role="img" aria-label="${label}">
${[0, 50, 100].map((score) => gridLine(width, bottom - ((bottom - top) * score) / 100, score))}
${areas(places, bottom)}${segments(places)}
${places.map(
  ({ x, y, point }) => markup`<line class="stem" x1="${x}" x2="${x}" y1="${y + 9}" y2="${bottom + 10}"/>
<circle class="${point.scored ? 'dot' : 'dot open'}" cx="${round(x)}" cy="${round(y)}" r="${point.flag ? 9 : 7}"/>
${point.flag ? markup`<circle class="halo" cx="${round(x)}" cy="${round(y)}" r="15"/>` : []}
<text class="score" x="${round(x)}" y="${round(y - 22)}">${point.value}</text>
<text class="stage" x="${round(x)}" y="${bottom + 38}">${point.name}</text>
<text class="note" x="${round(x)}" y="${bottom + 60}">${point.note}</text>
<rect class="track" x="${round(x - 50)}" y="${bottom + 72}" width="100" height="4" rx="2"/>
<rect class="bar" x="${round(x - 50)}" y="${bottom + 72}" width="${round(100 * point.judged)}" height="4" rx="2"/>
${point.flag ? markup`<text class="flag" x="${round(x)}" y="${bottom + 96}">${point.flag}</text>` : []}`,
)}
</svg>`
}

/** The same journey from top to bottom, for a phone: one bar per stage, joined by a line. */
export function journeyColumn(points: readonly JourneyPoint[], label: string): Markup {
  const rowHeight = 66
  const height = points.length * rowHeight
  return markup`<svg class="journey journey-tall" viewBox="0 0 340 ${height}" role="img" aria-label="${label}">
<line class="spine" x1="14" x2="14" y1="26" y2="${height - 40}"/>
${points.map((point, index) => {
  const y = index * rowHeight
  return markup`<circle class="${point.scored ? 'dot' : 'dot open'}" cx="14" cy="${y + 26}" r="7"/>
<text class="stage" x="38" y="${y + 22}">${point.name}</text>
<text class="score" x="334" y="${y + 24}">${point.value}</text>
<text class="note" x="38" y="${y + 41}">${point.flag === '' ? point.note : `${point.note} · ${point.flag}`}</text>
<rect class="track" x="38" y="${y + 50}" width="296" height="5" rx="2.5"/>
<rect class="bar" x="38" y="${y + 50}" width="${round(296 * (point.scored ? point.score / 100 : 0))}" height="5" rx="2.5"/>`
})}
</svg>`
}

/** A way between two stages, by their place in the journey. */
export interface Flow {
  from: number
  to: number
  pages: number
}

/** Ways from stage to stage as arcs: onward above the line, back below it. Thickness follows the pages. */
export function flowChart(names: readonly string[], flows: readonly Flow[], label: string): Markup {
  const width = 1100
  const place = (index: number) => Math.round((width / names.length) * (index + 0.5))
  const most = Math.max(1, ...flows.map(({ pages }) => pages))
  const drawn = flows.filter(({ from, to }) => from !== to)
  const ahead = Math.max(1, ...drawn.filter(({ from, to }) => to > from).map(({ from, to }) => to - from))
  const line = 36 + 30 * ahead
  const reach = Math.max(1, ...drawn.filter(({ from, to }) => to < from).map(({ from, to }) => from - to), 0)
  const below = drawn.some(({ from, to }) => to < from) ? 26 + 22 * reach : 0
  return markup`<svg class="flow" viewBox="0 0 ${width} ${line + 56 + below}" role="img" aria-label="${label}">
${drawn.map(({ from, to, pages }) => {
  const [start, end, back] = [place(from), place(to), to < from]
  const height = (back ? -22 : 30) * Math.abs(to - from)
  const thickness = round(1.5 + (12 * pages) / most)
  const base = back ? line + 40 : line - 12
  return markup`<path class="${back ? 'back' : 'on'}" stroke-width="${thickness}" d="M${start} ${base}C${start} ${base - height * 1.3} ${end} ${base - height * 1.3} ${end} ${base}"/>
<text class="count" x="${(start + end) / 2}" y="${round(base - height + 4)}">${pages}</text>`
})}
${names.map((name, index) => markup`<circle cx="${place(index)}" cy="${line}" r="8"/><text x="${place(index)}" y="${line + 32}">${name}</text>`)}
</svg>`
}

/** A ring that is full at 100. The number stands beside it as text, so it is only an ornament. */
export function scoreRing(score: number, scored: boolean): Markup {
  const around = 2 * Math.PI * 54
  return markup`<svg class="ring" viewBox="0 0 128 128" aria-hidden="true" focusable="false">
<circle class="ring-track" cx="64" cy="64" r="54"/>
${scored ? markup`<circle class="ring-bar" cx="64" cy="64" r="54" stroke-dasharray="${round((around * score) / 100)} ${round(around)}" transform="rotate(-90 64 64)"/>` : []}
</svg>`
}

/** A small bar in a table cell; the number beside it says the same. */
export function meter(share: number): Markup {
  return markup`<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="100" height="6"/><rect class="bar" width="${round(100 * Math.max(0, Math.min(1, share)))}" height="6"/></svg>`
}

function gridLine(width: number, y: number, score: number): Markup {
  return markup`<line class="grid" x1="0" x2="${width}" y1="${round(y)}" y2="${round(y)}"/><text class="axis" x="0" y="${round(y - 6)}">${score}</text>`
}

function scoredPairs(places: readonly Place[]): [Place, Place][] {
  return places.slice(1).flatMap((to, index) => {
    const from = places[index]
    return from?.point.scored && to.point.scored ? [[from, to]] : []
  })
}

function curve(from: Place, to: Place): string {
  const middle = round((from.x + to.x) / 2)
  return `C${middle} ${round(from.y)} ${middle} ${round(to.y)} ${round(to.x)} ${round(to.y)}`
}

function segments(places: readonly Place[]): Markup[] {
  return scoredPairs(places).map(
    ([from, to]) => markup`<path class="curve" d="M${round(from.x)} ${round(from.y)}${curve(from, to)}"/>`,
  )
}

function areas(places: readonly Place[], bottom: number): Markup[] {
  return scoredPairs(places).map(([from, to]) => {
    const path = `M${round(from.x)} ${bottom}L${round(from.x)} ${round(from.y)}${curve(from, to)}L${round(to.x)} ${bottom}z`
    return markup`<path class="area" d="${path}"/>`
  })
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
