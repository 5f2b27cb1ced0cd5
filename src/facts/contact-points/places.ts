import type { Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import { bareHost, resolve } from '../dom/address.ts'
import { accessibleName } from '../dom/accessible-name.ts'
import type { ContactPoint } from '../contact-points.ts'
import type { DetectorInput } from '../detector.ts'
import { firstText, structuredItems } from '../dom/structured-items.ts'
import { elementAt, tagged, treeOf } from '../dom/tree.ts'

type Input = DetectorInput<Record<never, never>>

/** Where the firm is: addresses and maps. */
export function placePoints(input: Input): ContactPoint[] {
  return [...addresses(input), ...maps(input)]
}

function point(
  kind: ContactPoint['kind'],
  value: string,
  element: Element,
  input: Input,
  callable = false,
): ContactPoint {
  const text = value.replace(/\s+/g, ' ').trim().slice(0, 200)
  return {
    kind,
    value: text,
    normalized: text.toLowerCase(),
    callable,
    label: '',
    state: 'works',
    where: input.where(element, kind),
  }
}

/** Town and postal code as they are written in North America, Australia, Britain, the Netherlands; elsewhere behind a house number. */
const postal = [
  /\p{Lu}[\p{L}.'-]+(?:\s\p{Lu}[\p{L}.'-]+){0,3},?\s+[A-Z]\.?[A-Z]\.?,?\s+\d{5}(?:-\d{4})?(?!\d)/u,
  /\p{Lu}[\p{L}.'-]+,\s+\p{Lu}\p{Ll}{3,}(?:\s\p{Lu}\p{Ll}{3,})?,?\s+\d{5}(?:-\d{4})?(?!\d)/u,
  /\p{Lu}\p{L}+,?\s(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),?\s\d{4}(?!\d)/u,
  /(?<![\w-])[A-Z]\d[A-Z]\s?\d[A-Z]\d(?!\w)/,
  /(?<![\w-])[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?!\w)/,
  /(?<![\w-])\d{4}\s[A-Z]{2}\s+\p{Lu}\p{L}{2,}/u,
  /\p{L}[\p{L}.]+\s\d{1,4}\s?[a-z]?\s?[,|·•]?\s+(?:[A-Z]{1,2}-)?\d{4,5}\s\p{Lu}\p{L}{2,}/u,
  // The number before the street, as in France.
  /(?<!\d)\d{1,4}(?:\s?bis|\s?ter)?,?\s\p{L}[\p{L}’' -]{5,50}\s?[,–-]?\s\d{5}\s\p{Lu}\p{L}{2,}/u,
]

function addresses(input: Input): ContactPoint[] {
  const tree = treeOf(input.$)
  const found: ContactPoint[] = []
  const add = (value: string, element: Element): void => {
    const next = point('address', value, element, input)
    const known = found.some(
      (other) => other.normalized.includes(next.normalized) || next.normalized.includes(other.normalized),
    )
    if (!known && next.value.length > 8 && found.length < 20) found.push(next)
  }
  for (const element of tagged(tree, 'address')) {
    const text = readableText(element, { limit: 300 })
    if (text.length >= 300) continue
    if (/\d{4}/.test(text) && postal.some((pattern) => pattern.test(text))) add(text, element)
    else if (isPlace(text)) add(text, element)
  }
  for (const pin of tagged(tree, 'i', 'span', 'ion-icon')) {
    const drawn = `${pin.attribs['class'] ?? ''} ${pin.attribs['name'] ?? ''}`
    if (!pinned.test(drawn)) continue
    const beside = besidePin(pin)
    if (isPlace(beside)) add(beside, pin)
  }
  for (const item of structuredItems(input.$)) {
    if (!item.types.includes('PostalAddress') || item.format === 'json-ld') continue
    const street = firstText(item, 'streetAddress')
    if (street !== '')
      add(`${street}, ${firstText(item, 'postalCode')} ${firstText(item, 'addressLocality')}`, item.element)
  }
  tree.runs.forEach((run, index) => {
    const labelled = run.text.length < 200 ? /^\s*([\p{L} ]{3,20})\s*:\s*(\S.{9,150})$/u.exec(run.text) : null
    if (
      labelled &&
      input.vocabulary.inAnyLanguage('field.street-address', labelled[1] ?? '') &&
      isPlace(labelled[2] ?? '')
    ) {
      add(labelled[2] ?? '', elementAt(run, Math.max(0, run.text.length - 1)))
      return
    }
    if (run.text.length > 600 || !/\d[A-Z\d]{2}|\d [A-Z\d]/.test(run.text)) return
    const previous = tree.runs[index - 1]?.text ?? ''
    const joined = /\d{1,4}\s?[a-z]?\s*$/.test(previous) && previous.length < 60 ? `${previous} ${run.text}` : run.text
    for (const pattern of postal) {
      const match = pattern.exec(joined)
      if (!match) continue
      const from = Math.max(0, match.index - 40)
      const before = from > 0 ? joined.slice(from, match.index).replace(/^\S*\s/, '') : joined.slice(0, match.index)
      const found = `${before}${match[0]}`.trim()
      // A postal code on a line of its own
      const value = found.length < 9 && previous.length < 60 ? `${previous.trim()}, ${found}` : found
      add(value, elementAt(run, Math.max(0, run.text.length - 1)))
      return
    }
  })
  return found
}

/** The sign of a map's pin, as sets of icons call it. */
const pinned =
  /(?:^|[\s-])(?:map-?marker(?:-alt)?|location-(?:dot|outline|sharp|pin)|map-pin|geo-alt(?:-fill)?)(?:$|\s)/

/** What stands beside an icon: the rest of its box, or the next one. */
function besidePin(pin: Element): string {
  for (let node: Element | null = pin, steps = 0; node?.type === 'tag' && steps < 3; steps += 1) {
    const box: Element | null = node.parent as Element | null
    const text = box?.type === 'tag' ? readableText(box, { limit: 200 }).trim() : ''
    if (text !== '') return text
    node = box
  }
  return ''
}

/** A few words with a number, divided by commas as the lines of an address are; not a number to call, not a sentence. */
function isPlace(text: string): boolean {
  if (text.length < 12 || text.length > 160 || /[@?!]|\d{6}/.test(text)) return false
  return /(?<![\d+])\d{1,5}[a-z]?(?![\d:.]\d)/i.test(text) && /\p{L}{3,}.*(?:,|\n).*\p{L}{3,}/su.test(text)
}

function maps(input: Input): ContactPoint[] {
  const tree = treeOf(input.$)
  const found: ContactPoint[] = []
  for (const element of tagged(tree, 'iframe', 'a', 'button')) {
    const { src, href, 'data-src': lazySource, 'data-url': toOpen, 'data-href': toFollow } = element.attribs
    // A script opens what stands in data-url or data-href.
    const raw = [src, lazySource, toOpen, toFollow, href].find((value) => /map|waze/i.test(value ?? ''))
    if (raw === undefined) continue
    const url = resolve(raw, input.base)
    if (!url || !isMap(url) || found.length === 10) continue
    const label = element.name === 'a' ? accessibleName(element, tree, 120) : (element.attribs['title'] ?? '')
    found.push(point('map', label || bareHost(url), element, input, true))
  }
  return found
}

function isMap(url: URL): boolean {
  const host = bareHost(url)
  if (/^(?:maps\.)?google\.[a-z.]+$/.test(host)) return host.startsWith('maps.') || url.pathname.startsWith('/maps')
  if (host === 'goo.gl') return url.pathname.startsWith('/maps')
  return [
    'maps.app.goo.gl',
    'maps.apple.com',
    'bing.com',
    'openstreetmap.org',
    'mapquest.com',
    'yandex.ru',
    'waze.com',
    'komoot.com',
  ].includes(host)
    ? /map|waze|dir/.test(url.href)
    : false
}
