import type { Element } from 'domhandler'
import type { Tree } from '../dom/tree.ts'

/** A mail address that is kept from harvesters; a script shows it to people. */
export interface HiddenEmail {
  address: string
  element: Element
}

const address = /[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}/i
const whole = new RegExp(`^(?:mailto:)?(${address.source})(?:\\?|$)`, 'i')
const scriptLimit = 4000
const longest = 300

/** Addresses that scripts put together, and those that stand in pieces, turned round or shifted in attributes. */
export function hiddenEmails(tree: Tree): HiddenEmail[] {
  const found: HiddenEmail[] = []
  const add = (text: string | undefined, element: Element): void => {
    if (text && found.length < 50) found.push({ address: text, element })
  }
  for (const element of tree.elements) {
    const { attribs } = element
    if (attribs['href'] !== undefined && /^javascript:/i.test(attribs['href'])) add(fromCall(attribs['href']), element)
    if (attribs['onclick'] !== undefined) add(fromCall(attribs['onclick']), element)
    add(fromData(attribs), element)
  }
  for (const { text, element } of tree.scripts) {
    if (text.length > scriptLimit || !/mailto|document\.write|mai?l?['"]\s*\+/i.test(text)) continue
    if (!/@|&#0*64;|&#x0*40;|%40|\\x40/i.test(text)) continue
    for (const one of fromScript(text)) add(one, element)
  }
  return found
}

/** `data-email="…"`, or a name and a host in attributes of their own; plain, turned round or in base 64. */
function fromData(attribs: Record<string, string>): string | undefined {
  let name: string | undefined
  let host: string | undefined
  let ending = ''
  for (const key in attribs) {
    if (key.charCodeAt(0) !== 100 || !key.startsWith('data-')) continue
    const value = attribs[key] ?? ''
    if (value.length < 2 || value.length > longest) continue
    if (/mail|contact|enc|href|link|address/.test(key)) {
      const plain = whole.exec(value) ?? whole.exec(reversed(value)) ?? whole.exec(fromBase64(value))
      if (plain) return plain[1]
    }
    if (/^data-(?:(?:e-?mail-?)?(?:user|name|local|account|u|prefix|before)(?:-?(?:name|part))?)$/.test(key))
      name = value
    else if (/^data-(?:(?:e-?mail-?)?(?:domain|host|server|d|suffix|after|at))(?:-?name)?$/.test(key)) host = value
    else if (/^data-(?:tld|ext)$/.test(key)) ending = `.${value.replace(/^\./, '')}`
  }
  if (name === undefined || host === undefined) return undefined
  return whole.exec(`${name}@${host.replace(/^@/, '')}${ending}`)?.[1]
}

/** An address among the texts of a call: plain, or with each letter moved along, as TYPO3 does. */
function fromCall(code: string): string | undefined {
  for (const match of code.slice(0, 1000).matchAll(/['"]([^'"]{1,200})['"]/g)) {
    const text = decoded(match[1] ?? '')
    if (text.length < 6) continue
    const plain = whole.exec(text)
    if (plain) return plain[1]
    if (!/crypt|mail/i.test(code)) continue
    // How far the letters were moved shows in the first one, which must be the m of mailto.
    const moved = whole.exec(shifted(text, 'm'.charCodeAt(0) - text.charCodeAt(0)))
    if (moved && /^mailto:/i.test(moved[0])) return moved[1]
  }
  return undefined
}

const rings: [from: number, to: number][] = [
  [0x2b, 0x3a],
  [0x40, 0x5a],
  [0x61, 0x7a],
]

function shifted(text: string, offset: number): string {
  return Array.from(text, (letter) => {
    const code = letter.charCodeAt(0)
    const ring = rings.find(([from, to]) => code >= from && code <= to)
    if (!ring) return letter
    const size = ring[1] - ring[0] + 1
    return String.fromCharCode(ring[0] + ((((code - ring[0] + offset) % size) + size) % size))
  }).join('')
}

const piece = `"(?:[^"\\\\]|\\\\.){0,200}"|'(?:[^'\\\\]|\\\\.){0,200}'|[A-Za-z_$][\\w$]{0,40}`
const sum = new RegExp(
  `(?:(?:var|let|const)\\s+)?(?:([A-Za-z_$][\\w$]{0,40})\\s*(\\+?=)\\s*)?((?:${piece})(?:\\s*\\+\\s*(?:${piece}))*)`,
  'g',
)
const pieces = new RegExp(piece, 'g')

/** Reads the sums of texts in a short script: what a variable holds is put in where it is used. */
function fromScript(script: string): string[] {
  const values = new Map<string, string>()
  const found = new Set<string>()
  let read = 0
  for (const [, name, sign, terms = ''] of script.matchAll(sum)) {
    if ((read += 1) > 400) break
    const text = Array.from(terms.matchAll(pieces), ([term]) =>
      /^['"]/.test(term) ? decoded(term.slice(1, -1)) : (values.get(term) ?? ''),
    ).join('')
    const value = (sign === '+=' ? (values.get(name ?? '') ?? '') : '') + text
    if (value.length > 2000) continue
    if (name) values.set(name, value)
    for (const match of value.matchAll(new RegExp(address.source, 'gi'))) found.add(match[0])
  }
  // A variable that grows shows each of its states; the longest is the whole address.
  const all = [...found]
  return all.filter((one) => !all.some((other) => other !== one && (other.startsWith(one) || other.endsWith(one))))
}

function decoded(text: string): string {
  return text
    .replace(/&#x([0-9a-f]{1,4});?/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#(\d{1,5});?/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/(?:%|\\x|\\u00)([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\(.)/g, '$1')
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join('')
}

function fromBase64(text: string): string {
  if (text.length < 8 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return ''
  try {
    return atob(text)
  } catch {
    return ''
  }
}
