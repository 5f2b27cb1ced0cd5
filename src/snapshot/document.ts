import * as cheerio from 'cheerio'
import type { CheerioAPI } from 'cheerio'
import type { Document, Element } from 'domhandler'
import { Parser } from 'parse5'
import { adapter, type Htmlparser2TreeAdapterMap } from 'parse5-htmlparser2-tree-adapter'

/** Elements that get a node number: what facts point at and layout is measured for. The page script uses the same list. */
export const numberedSelector = [
  'a[href], button, input, select, textarea, form, label, fieldset, legend, summary, option[selected], output',
  'header, nav, main, footer, aside, section, article, dialog, [role]',
  'h1, h2, h3, h4, h5, h6, p, li, table, blockquote, address',
  'img, picture, svg, video, audio, iframe, object, embed',
  '[onclick], [tabindex], [popover]',
].join(', ')

/** How the page script's copy of a page begins: well-formed text, to be read as the very tree that it is. */
export const copyMarker = '<html data-sl-copy="1"'

/** Longest text that is parsed, in UTF-16 units; the rest of a larger page is not looked at. */
export const htmlLimit = 5_000_000

/** A page's DOM, parsed once; every detector reads this one tree. */
export interface PageDocument {
  $: CheerioAPI
  /** Number of an element of interest; 0 for others. */
  nodeOf(element: Element): number
  /** The form that a browser ties the control to, also where the markup's nesting says otherwise. */
  formOwner(control: Element): Element | undefined
  /** All controls of a form by owner, in document order. */
  controlsOf(form: Element): Element[]
}

/** How deep a tree gets. Browsers stop at 512, too; without a bound a page of nothing but `<div>` takes hours to parse. */
const deepest = 512
/** What may be closed early when it nests too deep, without the parser losing its place in a table. */
const closable = new Set(
  'div span section article b i u a em strong font center p li ul ol dl dd dt small big'.split(' '),
)

/** The HTML parser, keeping what a browser keeps and a tree doesn't show: the form owner set at parse time. */
class OwnerParser extends Parser<Htmlparser2TreeAdapterMap> {
  readonly owners = new Map<Element, Element>()

  override _insertElement(
    token: Parameters<Parser<Htmlparser2TreeAdapterMap>['_insertElement']>[0],
    namespace: Parameters<Parser<Htmlparser2TreeAdapterMap>['_insertElement']>[1],
  ): void {
    const { openElements } = this
    if (openElements.stackTop > deepest && closable.has((openElements.current as Element).name)) openElements.pop()
    super._insertElement(token, namespace)
  }

  override _attachElementToTree(
    element: Element,
    location: Parameters<Parser<Htmlparser2TreeAdapterMap>['_attachElementToTree']>[1],
  ): void {
    super._attachElementToTree(element, location)
    if (this.formElement && isListed(element) && !('form' in element.attribs)) {
      this.owners.set(element, this.formElement as Element)
    }
  }
}

const listedControls = new Set(['button', 'fieldset', 'input', 'object', 'output', 'select', 'textarea'])

function isListed(element: Element): boolean {
  return listedControls.has(element.name)
}

/**
 * Parses HTML as a browser without scripts does (`<noscript>` is content). Node numbers come from `data-sl` where a
 * rendered snapshot has them, else from document order. Never throws on any text.
 */
export function parseDocument(html: string, options: { rendered?: boolean } = {}): PageDocument {
  if (html.startsWith(copyMarker)) return parseCopy(html)
  const parser = new OwnerParser({ treeAdapter: adapter, scriptingEnabled: options.rendered === true })
  parser.tokenizer.write(html.slice(0, htmlLimit), true)
  const document = parser.document as unknown as Document
  const $ = cheerio.load(document)
  return indexDocument($, parser.owners)
}

/**
 * Reads a copy as XML. An HTML parser would take trees that scripts can build and markup can't, and tear them apart: a block in
 * the `<p>` around a frame or shadow root ends that `<p>`, a form in a form vanishes, rows leave their table.
 */
function parseCopy(html: string): PageDocument {
  const read = cheerio.load(html.slice(0, htmlLimit), { xml: { xmlMode: true, decodeEntities: true } })
  // Loaded again, so that selectors know HTML: names in any case, `:checked` and the like.
  const $ = cheerio.load(read.root()[0] as Document)
  // Without it the serialiser takes `<img>` for an element that needs an end tag.
  for (const element of $('*').toArray() as Element[]) element.namespace = 'http://www.w3.org/1999/xhtml'
  return indexDocument($, new Map())
}

const numberedTags = new Set(numberedSelector.match(/(?<![[\w-])[a-z][a-z0-9]*(?![\w[-])/g))

/** True for elements of interest; the same as `numberedSelector`, without a selector engine. */
function isNumbered({ name, attribs }: Element): boolean {
  if (numberedTags.has(name)) return true
  if (name === 'a') return 'href' in attribs
  if (name === 'option') return 'selected' in attribs
  return 'role' in attribs || 'onclick' in attribs || 'tabindex' in attribs || 'popover' in attribs
}

function indexDocument($: CheerioAPI, parsedOwners: Map<Element, Element>): PageDocument {
  const numbers = new Map<Element, number>()
  const byNumber = new Map<number, Element>()
  const formsById = new Map<string, Element>()
  const listed: Element[] = []
  const nearestForm = new Map<Element, Element>()
  const interesting: Element[] = []
  let stamped = false
  // One walk in document order; its own stack, because real pages nest deeper than the call stack goes.
  const stack: { children: Element['children']; index: number; form: Element | undefined }[] = [
    { children: ($.root()[0]?.children ?? []) as Element['children'], index: 0, form: undefined },
  ]
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!
    const child = top.children[top.index++]
    if (!child) {
      stack.pop()
      continue
    }
    if (!('attribs' in child)) continue
    const element = child
    const { name, attribs } = element
    const number = attribs['data-sl']
    if (number !== undefined) {
      stamped = true
      note(element, Number(number) || 0)
    } else if (isNumbered(element)) interesting.push(element)
    if (name === 'form') {
      const id = attribs['id']
      if (id !== undefined && !formsById.has(id)) formsById.set(id, element)
    } else if (listedControls.has(name)) {
      listed.push(element)
      if (top.form) nearestForm.set(element, top.form)
    }
    // What a template holds is no part of the page until a script puts it there.
    if (name === 'template') continue
    const form = name === 'form' ? element : top.form
    if (element.children.length > 0) stack.push({ children: element.children as Element['children'], index: 0, form })
  }
  if (!stamped) interesting.forEach((element, index) => note(element, index + 1))

  function note(element: Element, number: number): void {
    numbers.set(element, number)
    // Only stamped copies record form owners by number.
    if (stamped) byNumber.set(number, element)
  }

  function formOwner(control: Element): Element | undefined {
    const recorded = control.attribs['data-sl-form']
    if (recorded !== undefined) return byNumber.get(Number(recorded))
    const id = control.attribs['form']
    if (id !== undefined) return formsById.get(id)
    return parsedOwners.get(control) ?? nearestForm.get(control)
  }

  const controls = new Map<Element, Element[]>()
  for (const control of listed) {
    if (control.name === 'fieldset' || control.name === 'object') continue
    const owner = formOwner(control)
    if (!owner) continue
    const list = controls.get(owner)
    if (list) list.push(control)
    else controls.set(owner, [control])
  }

  return {
    $,
    nodeOf: (element) => numbers.get(element) ?? 0,
    formOwner,
    controlsOf: (form) => controls.get(form) ?? [],
  }
}

const silent = new Set(['script', 'style', 'template', 'noscript', 'svg', 'head', 'title', 'iframe'])
const blocks = new Set(
  (
    'address article aside blockquote br dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 ' +
    'header hr li main nav ol option p pre section select table td th tr ul'
  ).split(' '),
)

/** Text that a person can read in an element: no scripts, styles or templates; white space folded; `alt` of images on request, `skip` leaves out tags. */
export function readableText(
  element: Element,
  options: { alt?: boolean; limit?: number; skip?: ReadonlySet<string> } = {},
): string {
  const limit = options.limit ?? Number.POSITIVE_INFINITY
  const parts: string[] = []
  let length = 0
  const stack: { children: Element['children']; index: number; block: boolean }[] = [
    { children: element.children, index: 0, block: false },
  ]
  while (stack.length > 0 && length < limit) {
    const top = stack.at(-1)!
    const child = top.children[top.index++]
    if (!child) {
      if (top.block) parts.push(' ')
      stack.pop()
    } else if (child.type === 'text') {
      parts.push(child.data)
      length += child.data.length
    } else if ('children' in child) {
      const name = 'name' in child ? child.name : ''
      if (silent.has(name) || options.skip?.has(name)) continue
      if (name === 'img' && options.alt && 'attribs' in child) parts.push(` ${child.attribs['alt'] ?? ''} `)
      const block = blocks.has(name)
      if (block) parts.push(' ')
      stack.push({ children: child.children as Element['children'], index: 0, block })
    }
  }
  const joined = parts.join('')
  const text = (/[^\S ]| {2}/.test(joined) ? joined.replace(/\s+/g, ' ') : joined).trim()
  return text.length > limit ? text.slice(0, limit).trimEnd() : text
}
