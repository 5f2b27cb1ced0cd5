import type { Element } from 'domhandler'
import { regionOf } from '../../src/facts/dom/regions.ts'
import type { Where } from '../../src/facts/dom/where.ts'
import { treeOf } from '../../src/facts/dom/tree.ts'
import { copyMarker, parseDocument, type PageDocument } from '../../src/snapshot/document.ts'
import type { NodeLayout, Snapshot, ViewportLayout } from '../../src/snapshot/schema.ts'

/** Too much of a page hangs on these to take them out. */
const kept = new Set(['html', 'head', 'body', 'main', 'sl-frame', 'sl-shadow'])

const nothing = (): Element[] => []

/** The snapshot without these things; undefined when none of them could be found. */
export function without(
  snapshot: Snapshot,
  things: readonly Where[],
  also: (document: PageDocument) => Element[] = nothing,
): Snapshot | undefined {
  const document = open(snapshot)
  const found = new Set([...things.flatMap((where) => elementOf(document, where) ?? []), ...also(document)])
  const removable = [...found].filter(({ name }) => !kept.has(name))
  // Attributes may be gone, too.
  if (removable.length === 0 && found.size === 0 && also === nothing) return undefined
  for (const element of removable) document.$(element).remove()
  return { ...snapshot, html: write(snapshot, document) }
}

/** The snapshot with some markup at the end of its main content, laid out like a paragraph of it. */
export function withMarkup(snapshot: Snapshot, markup: string): Snapshot {
  const document = open(snapshot)
  const { $ } = document
  const main = $('main, [role=main]').first()
  const isCopy = snapshot.html.startsWith(copyMarker)
  const highest = Math.max(0, ...treeOf($).elements.map((element) => document.nodeOf(element)))
  let next = highest
  const stamped = isCopy
    ? markup.replace(/<([a-z][a-z0-9]*)(?=[\s>/])/g, (tag) => `${tag} data-sl="${++next}"`)
    : markup
  const place = main.length > 0 ? main : $('body').first()
  place.append(isCopy ? asXml(stamped) : stamped)
  const html = write(snapshot, document)
  if (!snapshot.layout) return { ...snapshot, html }
  const numbers = Array.from({ length: next - highest }, (_, index) => highest + index + 1)
  const { desktop, mobile } = snapshot.layout
  return { ...snapshot, html, layout: { desktop: laid(desktop, numbers), mobile: laid(mobile, numbers) } }
}

/** What of a page leads on, menus and footers included. */
export function everyStep({ $ }: PageDocument): Element[] {
  return $(
    'a[href], button, form, input, select, textarea, iframe, video, [onclick], [role=button]',
  ).toArray() as Element[]
}

/** What of a page's content leads on. */
export function stepsInContent(document: PageDocument): Element[] {
  return everyStep(document).filter((element) => !['header', 'nav', 'footer'].includes(regionOf(element)))
}

/** The snapshot under another title. */
export function withTitle(snapshot: Snapshot, title: string): Snapshot {
  const document = open(snapshot)
  const { $ } = document
  $('title').remove()
  $('head').append(`<title>${title}</title>`)
  return { ...snapshot, html: write(snapshot, document) }
}

/** The snapshot with another headline and picture in previews of it. */
export function withPreview(snapshot: Snapshot, title: string, picture: string): Snapshot {
  const document = open(snapshot)
  const { $ } = document
  $(
    'meta[property="og:title"], meta[name="twitter:title"], meta[property="og:image"], meta[name="twitter:image"]',
  ).remove()
  $('head').append(`<meta property="og:title" content="${title}"/><meta property="og:image" content="${picture}"/>`)
  return { ...snapshot, html: write(snapshot, document) }
}

/** Only written again: facts must not change by that. */
export function rewritten(snapshot: Snapshot): Snapshot {
  return { ...snapshot, html: write(snapshot, open(snapshot)) }
}

/** Reads a snapshot's HTML and stamps it, so that numbers stay when elements go. */
function open(snapshot: Snapshot): PageDocument {
  return parseDocument(snapshot.html, { rendered: snapshot.mode !== 'http' })
}

function write({ html }: Snapshot, { $ }: PageDocument): string {
  return html.startsWith(copyMarker) ? $.xml() : $.html()
}

function elementOf(document: PageDocument, { node, selector }: Where): Element | undefined {
  const { $ } = document
  if (node > 0) return treeOf($).elements.find((element) => document.nodeOf(element) === node)
  try {
    return selector === '' ? undefined : ($(selector).toArray()[0] as Element | undefined)
  } catch {
    return undefined
  }
}

function asXml(markup: string): string {
  return markup
    .replace(/<(img|input|br|meta|link)\b([^>]*?)\/?>/g, '<$1$2/>')
    .replace(/ (required|hidden|disabled|checked)(?=[\s/>])/g, ' $1=""')
}

/** New elements get the look of a paragraph of the page. */
function laid(view: ViewportLayout, numbers: readonly number[]): ViewportLayout {
  const like = Object.values(view.nodes).find(({ shown, box }) => shown && box[2] > 100 && box[3] > 10)
  if (!like) return view
  const node: NodeLayout = { ...like, coveredBy: -1, position: 'static', zIndex: 0 }
  return { ...view, nodes: { ...view.nodes, ...Object.fromEntries(numbers.map((number) => [String(number), node])) } }
}
