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

/** The HTML parser, keeping what a browser keeps and a tree doesn't show: the form owner set at parse time. */
class OwnerParser extends Parser<Htmlparser2TreeAdapterMap> {
  readonly owners = new Map<Element, Element>()

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
  const parser = new OwnerParser({ treeAdapter: adapter, scriptingEnabled: options.rendered === true })
  parser.tokenizer.write(html.slice(0, htmlLimit), true)
  const document = parser.document as unknown as Document
  const $ = cheerio.load(document)
  return indexDocument($, parser.owners)
}

function indexDocument($: CheerioAPI, parsedOwners: Map<Element, Element>): PageDocument {
  const numbers = new Map<Element, number>()
  const byNumber = new Map<number, Element>()
  const stamped = $('[data-sl]').toArray() as Element[]
  if (stamped.length > 0) for (const element of stamped) note(element, Number(element.attribs['data-sl']) || 0)
  else ($(numberedSelector).toArray() as Element[]).forEach((element, index) => note(element, index + 1))

  function note(element: Element, number: number): void {
    numbers.set(element, number)
    byNumber.set(number, element)
  }

  const byId = new Map<string, Element>()
  for (const form of $('form[id]').toArray() as Element[]) {
    const id = form.attribs['id'] ?? ''
    if (!byId.has(id)) byId.set(id, form)
  }
  function formOwner(control: Element): Element | undefined {
    const recorded = control.attribs['data-sl-form']
    if (recorded !== undefined) return byNumber.get(Number(recorded))
    if ('form' in control.attribs) return byId.get(control.attribs['form'] ?? '')
    const parsed = parsedOwners.get(control)
    if (parsed) return parsed
    const closest = $(control).closest('form')[0]
    return closest as Element | undefined
  }

  const controls = new Map<Element, Element[]>()
  for (const control of $('input, select, textarea, button, output').toArray() as Element[]) {
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

/** Text that a person can read in an element: no scripts, styles or templates; white space folded; `alt` of images on request. */
export function readableText(element: Element, options: { alt?: boolean; limit?: number } = {}): string {
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
      if (silent.has(name)) continue
      if (name === 'img' && options.alt && 'attribs' in child) parts.push(` ${child.attribs['alt'] ?? ''} `)
      const block = blocks.has(name)
      if (block) parts.push(' ')
      stack.push({ children: child.children as Element['children'], index: 0, block })
    }
  }
  const text = parts.join('').replace(/\s+/g, ' ').trim()
  return text.length > limit ? text.slice(0, limit).trimEnd() : text
}
