/** Raise it when stored snapshots can no longer be read as they are. */
export const snapshotSchema = 1

export const viewports = {
  desktop: { width: 1366, height: 768 },
  mobile: { width: 390, height: 844 },
} as const
export type ViewportName = keyof typeof viewports
export const viewportNames = ['desktop', 'mobile'] as const satisfies ViewportName[]

/** `http`: the HTML as served. `browser`: rendered once, laid out in both viewports. `phone`: rendered afresh as a phone. */
export type VisitMode = 'http' | 'browser' | 'phone'

/** How a visit ended. Everything but `ok` is site trouble and shown in the coverage ledger. */
export const outcomes = [
  'ok',
  'redirected', // the page lives at another address, which is a target of its own
  'off-scope', // redirected to where we do not look
  'robots', // robots.txt asks us not to
  'not-html',
  'not-found', // 404, 410
  'blocked', // 401, 403, 407, 429, 451 and challenge pages
  'client-error', // other 4xx
  'server-error', // 5xx
  'timeout',
  'unreachable', // no such host, refused, reset
  'tls-error',
  'redirect-loop',
  'too-large',
  'refused', // an address that we do not contact: a private network, say
  'crashed', // the renderer died or hung
] as const
export type Outcome = (typeof outcomes)[number]

/** A page waiting to be visited. */
export interface Target {
  /** What is requested. */
  url: string
  /** The page's identity; two addresses with one key are one page. See `discover/url-identity.ts`. */
  key: string
  mode: VisitMode
  /** Which round of the frontier put it there; 0 is the start page. */
  generation: number
  /** Links away from the start page; entries of a sitemap that nothing links to count as 1. */
  depth: number
  source: 'start' | 'link' | 'sitemap' | 'list' | 'goal' | 'redirect' | 'sample' | 'journey' | 'saved'
  /** Take pictures during this visit. */
  pictures?: boolean
}

/** The record of one visit: what came back, and no opinion on it. */
export interface Snapshot {
  schema: number
  /** As requested. */
  url: string
  /** After redirects and client-side moves. */
  finalUrl: string
  key: string
  mode: VisitMode
  outcome: Outcome
  /** One short English phrase for the ledger, e.g. `HTTP 503`; empty when all went well. */
  reason: string
  /** HTTP status of the last answer; 0 when there was none. */
  status: number
  redirects: { url: string; status: number }[]
  /** Lower-case names; only those that facts read (`keptHeaders`). */
  headers: Record<string, string>
  /** Bytes of the body after decoding. */
  bytes: number
  /**
   * Decoded text. In a rendered snapshot the elements of interest carry `data-sl="<node number>"`, form controls also
   * `data-sl-form="<node number of their form owner>"`; open shadow roots stand as `<sl-shadow>` inside their host, and
   * readable frames as `<sl-frame data-sl-url>` behind their `<iframe>`. Such a text is XML (`parseDocument` knows it by its first
   * tag), because not every DOM has markup that an HTML parser would turn into it.
   */
  html: string
  /** Only in rendered snapshots. */
  layout?: Layout
  frames: FrameRecord[]
  requests: RequestRecord[]
  consent: ConsentRecord
  pictures: Picture[]
  /** Milliseconds; goes to `measurements`, never into facts. */
  timings: Record<string, number>
}

/** A frame inside a page, whether or not it could be read. */
export interface FrameRecord {
  /** Node number of its `<iframe>`; 0 when unknown. */
  node: number
  url: string
  readable: boolean
}

/** What became of a request: `sent` to the site, `held` (answered here), `refused` (never left), `failed` by itself. */
export type RequestFate = 'sent' | 'held' | 'refused' | 'failed'

/** Requests of one kind during a visit, folded: no query strings, no bodies. */
export interface RequestRecord {
  host: string
  /** Path with ids and digits folded to `*`, at most 120 characters. */
  pathPattern: string
  method: string
  /** As the DevTools protocol names it, lower case: `document`, `script`, `xhr`, `fetch`, `ping`, `image` … */
  type: string
  fate: RequestFate
  /** Why it was held or refused: `write`, `collector`, `private-network`, `media` …; empty when sent. */
  why: string
  /** HTTP status of a document, script, style sheet or fetch that was answered; 0 otherwise. */
  status: number
  count: number
}

export interface ConsentRecord {
  /** A consent banner was seen on this visit or on the first of its origin. */
  found: boolean
  /** Name of the consent tool, or empty. */
  tool: string
  /** What we did with it on this origin. */
  action: 'none' | 'rejected' | 'failed'
}

/** A stored image of a region of a page. */
export interface Picture {
  /** From page, viewport and box; never from the bytes. Also the key of its blob. */
  key: string
  viewport: ViewportName
  /** `banner`: the first screen with the consent banner, as a first visitor meets it; the rest is without. */
  kind: 'screens' | 'clip' | 'banner'
  /** Page coordinates in CSS pixels: x, y, width, height. */
  box: Box
  /** Image pixels per CSS pixel. */
  scale: number
  format: 'webp' | 'jpeg'
}

/** x, y, width, height in CSS pixels from the top left of the page, rounded. */
export type Box = [x: number, y: number, width: number, height: number]

/** Both viewports of one load. A `phone` snapshot was laid out once: there the same layout stands under both names. */
export type Layout = Record<ViewportName, ViewportLayout>

export interface ViewportLayout {
  width: number
  height: number
  /** Size of the whole document, CSS pixels. */
  pageWidth: number
  pageHeight: number
  /** By node number, as text because JSON keys are. Nodes without a box are left out. */
  nodes: Record<string, NodeLayout>
}

/** What the eye gets of one element. Plain numbers and CSS values; no judgement. */
export interface NodeLayout {
  box: Box
  /** Rendered, over 1 x 1 px, `visibility: visible`, compound opacity over 0.1, reachable by scrolling. */
  shown: boolean
  /**
   * Node number of what lies over its centre (scrolled into view); 0 for an unnumbered element; -1 when nothing does. Looked for only
   * where it matters: controls, large headings, frames, videos that are shown.
   */
  coveredBy: number
  /** Nearest positioned ancestor or itself: does it stay while the page scrolls? */
  position: 'static' | 'sticky' | 'fixed'
  /** Index of the stacking: larger is nearer to the eye; only for fixed elements and dialogs, else 0. */
  zIndex: number
  fontSize: number
  fontWeight: number
  lineHeight: number
  /** `r,g,b` of the text. */
  color: string
  /** `r,g,b` of what is effectively behind the text; empty when a picture or gradient is. */
  background: string
  /** WCAG 2 ratio of the two; 0 when it can't be told. */
  contrast: number
  /** Its own fill differs from what is behind it. */
  filled: boolean
  /** WCAG 2 ratio of its own fill to what is behind; 1 when not filled, 0 when it can't be told. */
  fillContrast: number
  /** Widest border that can be seen, CSS pixels. */
  border: number
  /** Smaller of horizontal and vertical padding, CSS pixels. */
  padding: number
  underlined: boolean
}

/** Key of something that has no address of its own on the site: like one, so that it sorts and compares among pages. */
export function ownAddress(origin: string, ...parts: readonly string[]): string {
  return [origin, '.stagelight', ...parts].join('/')
}

/** A snapshot of nothing yet: the fields that every visit has, for visits to fill. */
export function emptySnapshot(target: Target): Snapshot {
  return {
    schema: snapshotSchema,
    url: target.url,
    finalUrl: target.url,
    key: target.key,
    mode: target.mode,
    outcome: 'ok',
    reason: '',
    status: 0,
    redirects: [],
    headers: {},
    bytes: 0,
    html: '',
    frames: [],
    requests: [],
    consent: { found: false, tool: '', action: 'none' },
    pictures: [],
    timings: {},
  }
}

/** Response headers that a snapshot keeps. */
export const keptHeaders = [
  'content-type',
  'content-language',
  'link',
  'location',
  'refresh',
  'retry-after',
  'x-robots-tag',
  'server',
  'cf-mitigated',
] as const
