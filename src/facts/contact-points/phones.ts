import type { Element } from 'domhandler'
import { accessibleName } from '../dom/accessible-name.ts'
import type { ContactPoint } from '../contact-points.ts'
import type { DetectorInput } from '../detector.ts'
import { isNumberCue } from './phone-cues.ts'
import {
  isPlaceholderNumber,
  normalizedPhone,
  phoneCandidates,
  samePhone,
  type PhoneCandidate,
} from './phone-numbers.ts'
import { firstText, structuredItems } from '../dom/structured-items.ts'
import { elementAt, treeOf, type TextRun } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

type Input = DetectorInput<Record<never, never>>
type Point = Omit<ContactPoint, 'where' | 'state'> & { state?: ContactPoint['state'] }
type Add = (point: Point, element: Element) => void
const limit = 200

/** Telephone and fax numbers: links that call, then numbers in the text. */
export function phonePoints(input: Input): ContactPoint[] {
  const points: ContactPoint[] = []
  const add: Add = (point, element) => {
    const known = points.some(
      (other) =>
        other.kind === point.kind &&
        other.callable === point.callable &&
        samePhone(other.normalized, point.normalized) &&
        extensionOf(other.value) === extensionOf(point.value),
    )
    if (known || points.length >= limit) return
    const state = point.state ?? (isPlaceholderNumber(point.normalized) ? 'placeholder' : 'works')
    points.push({ ...point, state, where: input.where(element, point.kind) })
  }
  const country = input.url.hostname.split('.').at(-1) ?? ''
  links(input, country, add)
  texts(input, country, add)
  return points
}

/** What stands behind a number's last bracket or letter and is dialled when the call is answered. */
function extensionOf(value: string): string {
  return /\p{L}[.:]?\s?(\d{1,6})\)?$/u.exec(value)?.[1] ?? ''
}

const calling = /^(?:tel|callto|fax|phone):?\/*/i

function links({ $, vocabulary }: Input, country: string, add: Add): void {
  const tree = treeOf($)
  for (const element of tree.elements) {
    const { href: raw, onclick } = element.attribs
    if (raw === undefined && onclick === undefined) continue
    const linked = (element.name === 'a' || element.name === 'area') && raw !== undefined ? raw.trim() : ''
    const href = /^(?:tel|callto|fax|phone)[:/]/i.test(linked)
      ? linked
      : (/['"](tel:[^'"]{3,40})['"]/.exec(onclick ?? '')?.[1] ?? '')
    if (href === '') continue
    const number = decode(href.replace(calling, ''))
    const normalized = normalizedPhone(number)
    const text = accessibleName(element, tree, 120)
    const label = isFaxLabel(text, vocabulary) ? text : labelBefore(element)
    const fax = /^fax:/i.test(href) || isFaxLabel(label, vocabulary)
    const read = phoneCandidates(text, country)
    if (normalized.replace(/^\+?0*/, '').length < 3) {
      const shown = read[0]?.text ?? text
      const meant = read[0] ? normalizedPhone(shown) : ''
      if (shown !== '' && !fax && isSeen(element))
        add(
          {
            kind: 'phone',
            value: shown,
            normalized: meant,
            callable: false,
            label: text,
            state: 'dead',
          },
          element,
        )
      continue
    }
    const shown = read.find((found) => samePhone(normalizedPhone(found.text), normalized))
    const short = read.length === 0 && text.replace(/\D/g, '') === normalized.replace(/\D/g, '') ? text : undefined
    add(
      { kind: fax ? 'fax' : 'phone', value: shown?.text ?? short ?? number, normalized, callable: !fax, label: text },
      element,
    )
    // What the visitor reads can be another number than the one that the link calls.
    const other = shown || fax ? undefined : read[0]
    if (other)
      add(
        { kind: 'phone', value: other.text, normalized: normalizedPhone(other.text), callable: false, label: '' },
        element,
      )
  }
}

/** It has something to see or to press: text, a picture, a sign drawn by its style. */
function isSeen({ children }: Element): boolean {
  return children.some((child) => child.type === 'tag' || (child.type === 'text' && child.data.trim() !== ''))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text).trim()
  } catch {
    return text.trim()
  }
}

/** Text straight before an element, inside its parent. */
function labelBefore(element: Element): string {
  const before = element.prev
  if (before?.type === 'text') return before.data.replace(/\s+/g, ' ').slice(-30)
  if (before?.type === 'tag') {
    const first = before.children[0]
    return first?.type === 'text' ? first.data.slice(-30) : ''
  }
  return ''
}

function texts(input: Input, country: string, add: Add): void {
  const tree = treeOf(input.$)
  const published = structuredItems(input.$)
    .flatMap((item) => ['telephone', 'phone', 'tel'].map((name) => normalizedPhone(firstText(item, name))))
    .filter((number) => number.length > 6)
  tree.runs.forEach((run, index) => {
    if (run.text.length > 20_000 || /^(?:pre|code|textarea|option)$/.test(run.block.name)) return
    const candidates = phoneCandidates(run.text, country)
    let from = 0
    let listed: 'phone' | 'fax' | undefined
    candidates.forEach((found, place) => {
      const before = run.text.slice(from, found.start)
      const next = candidates[place + 1]
      const after = run.text.slice(found.end, next ? next.start : found.end + 30)
      from = found.end
      const label = before.trim() === '' && place === 0 ? previousLabel(tree.runs, index) : before
      listed = judge(found, label, after, next !== undefined, isSeparator(before) ? listed : undefined)
    })
    function judge(
      found: PhoneCandidate,
      label: string,
      after: string,
      followed: boolean,
      before: 'phone' | 'fax' | undefined,
    ): 'phone' | 'fax' | undefined {
      const element = elementAt(run, found.start)
      if (element.name === 'code' || element.name === 'time' || isOthers(element)) return undefined
      const near = lastWords(label)
      if (!before && isIdNumber(near, input.vocabulary)) return undefined
      const kind = isFax(near, after, followed, input.vocabulary) ? 'fax' : (before ?? 'phone')
      if (kind === 'phone' && !before && !isPhone(found, near, element, run, published, input.vocabulary))
        return undefined
      if (kind === 'phone' && callingLink(element)) return kind
      const value = found.text + extension(run.text.slice(found.end, found.end + 24), input.vocabulary)
      const normalized = normalizedPhone(found.text)
      // In a link to something else it can be pressed: the link is what to point at.
      const place = linkAround(element) ?? element
      add({ kind, value, normalized, callable: false, label: near.trim().slice(0, 120) }, place)
      return kind
    }
  })
}

const customers =
  /(?:ship(?:ping)?|deliver(?:y)?|bill(?:ing)?|customer)[-_]?address|address[-_](?:book|summary|details|list)|(?:^|[\s_-])error-?(?:message|wrapper)?(?:$|[\s_-])/i
const levels = 8

/** The number of a customer, in an address to choose or to check, or one for when something has gone wrong. */
function isOthers(element: Element): boolean {
  let node: Element | null = element
  for (let steps = 0; node?.type === 'tag' && node.name !== 'body' && steps < levels; steps += 1) {
    const { class: classes = '', role } = node.attribs
    if (role === 'alert' || customers.test(classes)) return true
    if (node.name === 'label' && node.children.some((child) => child.type === 'tag' && child.name === 'input'))
      return true
    node = node.parent as Element | null
  }
  return false
}

/** Only signs, or a word in brackets, between two numbers of one list. */
function isSeparator(text: string): boolean {
  return /^\s*(?:\([^)]{1,20}\))?\s*(?:[/,;|&+–-]|\p{L}{1,4}\s)?\s*$/u.test(text)
}

/** The digits to dial once the call is answered, with the word before them. */
function extension(after: string, vocabulary: Vocabulary): string {
  const match = /^[\s,;]*\(?(\p{L}{1,12})[.:]?\s?(\d{1,6})(?!\d)\)?/u.exec(after)
  return match && vocabulary.inAnyLanguage('contact.extension', match[1] ?? '') ? match[0].replace(/^[,;]/, '') : ''
}

/** A short text in the block before: the other cell of a table, a `<dt>`. */
function previousLabel(runs: TextRun[], index: number): string {
  const previous = runs[index - 1]?.text ?? ''
  return previous.length <= 40 && !/\d{4}/.test(previous) ? previous : ''
}

function lastWords(text: string): string {
  return text.slice(-48).replace(/^.*[;!?|]\s*/, '')
}

function isFaxLabel(text: string, vocabulary: Vocabulary): boolean {
  if (text === '') return false
  return vocabulary.inAnyLanguage('contact.fax', text) && !isPhoneLabel(text, vocabulary)
}

function isPhoneLabel(text: string, vocabulary: Vocabulary): boolean {
  return (
    vocabulary.inAnyLanguage('contact.phone', text) ||
    vocabulary.code('contact.phone', text) ||
    /[\u260e\u260f\u2706\u{1f4de}\u{1f4f1}]|(?:^|[\s(|,])[tpm]\s?[:.]?\s*$/iu.test(text)
  )
}

/** Fax by the word before it; by a word behind it only when nothing else follows that the word could belong to. */
function isFax(before: string, after: string, followed: boolean, vocabulary: Vocabulary): boolean {
  if (
    vocabulary.inAnyLanguage('contact.fax', before) ||
    vocabulary.code('contact.fax', before) ||
    /(?:^|[\s(|,])f\s?[:.]?\s*$/i.test(before)
  ) {
    return !/[/&+]/.test(before) || !vocabulary.inAnyLanguage('contact.phone', before)
  }
  const behind = /^\s*[([]([^)\]]{1,12})[)\]]|^\s*[-,]?\s*(\p{L}{3,10})\s*$/u.exec(after)
  const word = behind?.[1] ?? (followed ? '' : (behind?.[2] ?? ''))
  return /^f$/i.test(word) || (word !== '' && vocabulary.inAnyLanguage('contact.fax', word))
}

/** The number of a firm, a book, an account or an order, by the words before it. */
function isIdNumber(label: string, vocabulary: Vocabulary): boolean {
  const near = label.slice(-28)
  return vocabulary.inAnyLanguage('contact.id-number', near) || vocabulary.code('contact.id-number', near)
}

function isPhone(
  found: PhoneCandidate,
  label: string,
  element: Element,
  run: TextRun,
  published: string[],
  vocabulary: Vocabulary,
): boolean {
  if (found.certainty === 'sure') return true
  if (isPhoneLabel(label.slice(-28), vocabulary)) return true
  const normalized = normalizedPhone(found.text)
  if (published.some((number) => samePhone(number, normalized))) return true
  if (isNumberCue(element, run, found, vocabulary)) return true
  return found.certainty === 'likely' && !/[€£$¥#№]\s*$/.test(label)
}

function callingLink(element: Element): boolean {
  return /^(?:tel|callto|phone):/i.test((linkAround(element)?.attribs['href'] ?? '').trim())
}

function linkAround(element: Element): Element | undefined {
  let node: Element | null = element
  for (let steps = 0; node?.type === 'tag' && steps < 5; steps += 1) {
    if (node.name === 'a') return node
    node = node.parent as Element | null
  }
  return undefined
}
