import type { Element } from 'domhandler'
import { accessibleName } from '../dom/accessible-name.ts'
import type { ContactPoint } from '../contact-points.ts'
import type { DetectorInput } from '../detector.ts'
import { elementAt, tagged, treeOf } from '../dom/tree.ts'
import { hiddenEmails } from './hidden-emails.ts'

const address = /[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}/gi
/** `name [at] host [dot] com`: the words in brackets are looked up in the vocabulary. */
const spelled =
  /([a-z0-9][a-z0-9._%+-]{0,40})\s?[[({<]\s?(@|\p{L}{1,10})\s?[\])}>]\s?([a-z0-9-]{1,60}(?:(?:\s?[[({<]\s?(?:\.|\p{L}{1,6})\s?[\])}>]\s?|\.)[a-z0-9-]{2,60}){1,3})/giu
const bracketed = /\s?[[({<]\s?(\.|\p{L}{1,6})\s?[\])}>]\s?/giu
const limit = 200

/** Mail addresses: links, plain text, and those spelled out or encoded against harvesters. */
export function emailPoints({ $, where, vocabulary }: DetectorInput<Record<never, never>>): ContactPoint[] {
  const tree = treeOf($)
  const points: ContactPoint[] = []
  const add = (value: string, callable: boolean, label: string, element: Element, meant = value): void => {
    const normalized = meant.toLowerCase()
    if (!isAddress(normalized) || points.length === limit) return
    if (points.some((other) => other.normalized === normalized && other.callable === callable)) return
    points.push({
      kind: 'email',
      value,
      normalized,
      callable,
      label: label.slice(0, 120),
      state: isExample(normalized) ? 'placeholder' : 'works',
      where: where(element, 'email'),
    })
  }
  const addDead = (label: string, element: Element): void => {
    if (label === '' || points.length === limit) return
    const place = where(element, 'email')
    points.push({ kind: 'email', value: label, normalized: '', callable: false, label, state: 'dead', where: place })
  }
  for (const element of tagged(tree, 'a', 'area')) {
    const href = (element.attribs['href'] ?? '').trim()
    const hidden = element.attribs['data-cfemail'] ?? /\/cdn-cgi\/l\/email-protection#([0-9a-f]{12,})/i.exec(href)?.[1]
    if (hidden) add(unveiled(hidden), true, accessibleName(element, tree, 120), element)
    const label = accessibleName(element, tree, 120)
    // A scheme that no mail program knows: the address can be read and copied from the link.
    const misspelt = /^(?:mail|email|mailto)?:?\/\/(?=[^/?#]+@)|^e?mail:/i.exec(href)?.[0]
    const readable = misspelt && decode(href.slice(misspelt.length)).match(address)?.[0]
    if (readable) add(readable, false, label, element)
    if (!/^mailto:/i.test(href)) continue
    const found = decode(href.slice(7).split('?')[0] ?? '').match(address)?.[0]
    if (found) add(found, true, label, element)
    else if (isDead(href)) addDead(label, element)
    // What the visitor reads can be another address than the one that the link writes to.
    const read = label.match(address)?.[0]
    if (read && read !== found) add(read, true, label, element)
  }
  for (const element of tagged(tree, 'span')) {
    if (element.attribs['data-cfemail']) add(unveiled(element.attribs['data-cfemail']), isInLink(element), '', element)
  }
  for (const hidden of hiddenEmails(tree)) {
    const name = hidden.element.name === 'script' ? '' : accessibleName(hidden.element, tree, 120)
    if (!isExample(hidden.address.toLowerCase())) add(hidden.address, true, name, hidden.element)
  }
  for (const run of tree.runs) {
    if (run.block.name === 'pre') continue
    if (run.text.includes('@')) {
      for (const match of run.text.matchAll(address)) {
        const before = run.text[match.index - 1] ?? ' '
        if (/[\w/:@]/.test(before) && before !== ':') continue
        const element = elementAt(run, match.index)
        if (!isInLink(element)) {
          const before = run.text.slice(Math.max(0, match.index - 30), match.index).trim()
          // In a link to something else it can be pressed: the link is what to point at.
          add(match[0], false, before, linkAround(element) ?? element)
        }
      }
    }
    if (run.text.length < 5000 && /[[({<]\s?(?:@|\p{L}{1,10})\s?[\])}>]/u.test(run.text)) {
      for (const match of run.text.matchAll(spelled)) {
        const [, name = '', at = '', rest = ''] = match
        const words = [...rest.matchAll(bracketed)].map((found) => found[1] ?? '')
        if (at !== '@' && !vocabulary.inAnyLanguage('contact.at', at)) continue
        if (words.some((word) => word !== '.' && !vocabulary.inAnyLanguage('contact.dot', word))) continue
        const meant = `${name}@${rest.replace(bracketed, '.')}`
        add(match[0], false, '', elementAt(run, match.index), meant)
      }
    }
  }
  return points.filter((point) => point.callable || point.state !== 'placeholder')
}

/** A link to write that names nobody: not the one that only hands over a subject to share. */
function isDead(href: string): boolean {
  return /^mailto:\s*(?:#.*)?$/i.test(href)
}

function isAddress(text: string): boolean {
  return /^[^@]+@[^@]+\.[a-z]{2,24}$/.test(text) && !/\.(?:png|jpe?g|gif|svg|webp|css|js)$/.test(text)
}

/** What forms show as a sample. */
function isExample(text: string): boolean {
  return /@(?:example|domain|email|yourdomain|mail|company|test)\.(?:com|org|net|de)$|(?:^|\.)(?:name|your|you|email|user|username|john|jane|example|yourname)@/.test(
    text,
  )
}

/** Cloudflare's encoding: the first byte is the key of all others. */
function unveiled(hex: string): string {
  const bytes = hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  const key = bytes[0] ?? 0
  return String.fromCharCode(...bytes.slice(1, 120).map((byte) => byte ^ key))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function isInLink(element: Element): boolean {
  return /^mailto:|email-protection/i.test(linkAround(element)?.attribs['href'] ?? '')
}

function linkAround(element: Element): Element | undefined {
  let node: Element | null = element
  for (let steps = 0; node?.type === 'tag' && steps < 5; steps += 1) {
    if (node.name === 'a') return node
    node = node.parent as Element | null
  }
  return undefined
}
