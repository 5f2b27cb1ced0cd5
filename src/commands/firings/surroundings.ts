import type { CheerioAPI } from 'cheerio'
import type { AnyNode, Element } from 'domhandler'
import { treeOf } from '../../facts/dom/tree.ts'
import type { PageDocument } from '../../snapshot/document.ts'

/** Characters of text before and after a thing, or from the beginning of a page. */
const reach = { before: 600, after: 900, end: 500 }
const silent = new Set(['script', 'style', 'template', 'noscript', 'svg', 'head', 'title', 'object'])
const loud = new Set(['a', 'button', 'summary'])
const inline = new Set(
  'a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)

/** The element that a firing points at, by its node number, else by its selector. */
export function pointedAt(
  document: PageDocument,
  { node, selector }: { node: number; selector: string },
): Element | undefined {
  const { $ } = document
  if (node > 0) return treeOf($).elements.find((element) => document.nodeOf(element) === node)
  if (selector === '') return undefined
  try {
    const [found] = $(selector).toArray()
    return found as Element | undefined
  } catch {
    return undefined
  }
}

/**
 * What a reader sees around an element, as text: the element between ⟦ and ⟧, headings after #, links and buttons in
 * brackets, fields and pictures named. Without an element, how the page's main content begins and ends.
 */
export function surroundings($: CheerioAPI, element: Element | undefined): string {
  const body = element ? $('body')[0] : ($('main, [role=main]')[0] ?? $('body')[0])
  const text = spoken((body ?? $.root()[0]) as { children: AnyNode[] }, element)
  const start = element ? text.indexOf('⟦') : -1
  if (start < 0) {
    const whole = reach.before + reach.after
    if (text.length <= whole) return text
    return `${text.slice(0, whole - reach.end).trimEnd()} … ${text.slice(-reach.end).trimStart()}`
  }
  const end = Math.min(start + reach.after, text.length)
  const from = Math.max(0, start - reach.before)
  return `${from > 0 ? '…' : ''}${text.slice(from, end)}${end < text.length ? '…' : ''}`
}

function spoken(root: { children: AnyNode[] }, marked: Element | undefined): string {
  const parts: string[] = []
  const stack: { children: AnyNode[]; index: number; after: string }[] = [
    { children: root.children, index: 0, after: '' },
  ]
  while (stack.length > 0) {
    const top = stack.at(-1)!
    const child = top.children[top.index++]
    if (!child) {
      parts.push(top.after)
      stack.pop()
    } else if (child.type === 'text') parts.push(child.data.replace(/\s+/g, ' '))
    else if ('attribs' in child && !silent.has(child.name)) {
      const [before, after] = around(child)
      const isMarked = child === marked
      parts.push(isMarked ? ` ⟦${before}` : before)
      stack.push({
        children: child.name === 'select' || child.name === 'textarea' ? [] : (child.children as AnyNode[]),
        index: 0,
        after: isMarked ? `${after}⟧ ` : after,
      })
    }
  }
  return parts
    .join('')
    .replace(/ ?\n\s*/g, '\n')
    .replace(/ {2,}/g, ' ')
    .replace(/\[\s+/g, '[')
    .replace(/\s+\]/g, ']')
    .trim()
}

/** What is said before and after an element's own text. */
function around({ name, attribs }: Element): [before: string, after: string] {
  if (/^h[1-6]$/.test(name)) return [`\n${'#'.repeat(Number(name[1]))} `, '\n']
  if (loud.has(name)) {
    const called = attribs['aria-label'] ?? attribs['title'] ?? ''
    return [`[${called ? `“${called.slice(0, 60)}” ` : ''}`, `${name === 'a' ? shortTarget(attribs['href']) : ''}]`]
  }
  if (name === 'img') return [attribs['alt'] ? `(picture: ${attribs['alt']})` : '', '']
  if (name === 'iframe' || name === 'video' || name === 'audio' || name === 'embed')
    return [`(${name} ${(attribs['src'] ?? '').slice(0, 80)})`, '']
  if (name === 'form') return ['\n(form: ', ')\n']
  if (name === 'input' && attribs['type'] === 'hidden') return ['', '']
  if (name === 'input' || name === 'select' || name === 'textarea') {
    const kind = name === 'input' ? (attribs['type'] ?? 'text') : name
    const says = attribs['placeholder'] ?? attribs['aria-label'] ?? attribs['value'] ?? attribs['name'] ?? ''
    return [` <${kind}${says ? ` “${says.slice(0, 60)}”` : ''}>`, '']
  }
  return inline.has(name) ? ['', ''] : ['\n', '\n']
}

function shortTarget(href: string | undefined): string {
  if (!href || href === '#') return ''
  const bare = href.replace(/^https?:\/\/(?:www\.)?/, '').replace(/[?#].*$/, '')
  return ` → ${bare.length > 40 ? `${bare.slice(0, 39)}…` : bare || '#'}`
}
