import type { Element } from 'domhandler'
import { accessibleName } from '../dom/accessible-name.ts'
import type { ContactPoint } from '../contact-points.ts'
import type { DetectorInput } from '../detector.ts'
import { normalizedPhone, phoneCandidates, samePhone, type PhoneCandidate } from './phone-numbers.ts'
import { firstText, structuredItems } from '../dom/structured-items.ts'
import { elementAt, tagged, treeOf, type TextRun } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

type Input = DetectorInput<Record<never, never>>
const limit = 200

/** Telephone and fax numbers: links that call, then numbers in the text. */
export function phonePoints(input: Input): ContactPoint[] {
  const points: ContactPoint[] = []
  const add = (point: Omit<ContactPoint, 'where'>, element: Element): void => {
    const known = points.some(
      (other) =>
        other.kind === point.kind && other.callable === point.callable && samePhone(other.normalized, point.normalized),
    )
    if (!known && points.length < limit) points.push({ ...point, where: input.where(element, point.kind) })
  }
  links(input, add)
  texts(input, add)
  return points
}

type Add = (point: Omit<ContactPoint, 'where'>, element: Element) => void

function links({ $, vocabulary }: Input, add: Add): void {
  const tree = treeOf($)
  for (const element of tagged(tree, 'a', 'area')) {
    const match = /^(?:tel|callto|fax|tel\/\/|phone):?\/*([\s\S]*)$/i.exec((element.attribs['href'] ?? '').trim())
    if (!match || !/^(?:tel|callto|fax|phone)[:/]/i.test((element.attribs['href'] ?? '').trim())) continue
    const number = decode(match[1] ?? '')
    const normalized = normalizedPhone(number)
    if (normalized.replace('+', '').length < 3) continue
    const text = accessibleName(element, tree, 120)
    const label = isFaxLabel(text, vocabulary) ? text : labelBefore(element)
    const fax = /^fax:/i.test(element.attribs['href'] ?? '') || isFaxLabel(label, vocabulary)
    const value = /\d{3}/.test(text) ? text : number
    add({ kind: fax ? 'fax' : 'phone', value, normalized, callable: !fax, label: text.slice(0, 120) }, element)
  }
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

function texts(input: Input, add: Add): void {
  const tree = treeOf(input.$)
  const published = structuredItems(input.$)
    .flatMap((item) => ['telephone', 'phone', 'tel'].map((name) => normalizedPhone(firstText(item, name))))
    .filter((number) => number.length > 6)
  tree.runs.forEach((run, index) => {
    if (run.text.length > 20_000 || /^(?:pre|code|textarea|option)$/.test(run.block.name)) return
    const candidates = phoneCandidates(run.text)
    let from = 0
    candidates.forEach((found, place) => {
      const before = run.text.slice(from, found.start)
      const next = candidates[place + 1]
      const after = run.text.slice(found.end, next ? next.start : found.end + 30)
      from = found.end
      const label = before.trim() === '' && place === 0 ? previousLabel(tree.runs, index) : before
      judge(found, label, after, next !== undefined)
    })
    function judge(found: PhoneCandidate, label: string, after: string, followed: boolean): void {
      const element = elementAt(run, found.start)
      if (element.name === 'code' || element.name === 'time') return
      const near = lastWords(label)
      const kind = isFax(near, after, followed, input.vocabulary) ? 'fax' : 'phone'
      if (kind === 'phone' && !isPhone(found, near, element, run, published, input.vocabulary)) return
      const linked = kind === 'phone' && callingLink(element)
      if (linked) return
      add(
        {
          kind,
          value: found.text,
          normalized: normalizedPhone(found.text),
          callable: false,
          label: near.trim().slice(0, 120),
        },
        element,
      )
    }
  })
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
    /[\u260e\u260f\u2706\u{1f4de}\u{1f4f1}]|(?:^|[\s(|,])[tpm]\s?[:.]?\s*$/iu.test(text)
  )
}

/** Fax by the word before it; by a word behind it only when nothing else follows that the word could belong to. */
function isFax(before: string, after: string, followed: boolean, vocabulary: Vocabulary): boolean {
  if (vocabulary.inAnyLanguage('contact.fax', before) || /(?:^|[\s(|,])f\s?[:.]?\s*$/i.test(before)) {
    return !/[/&+]/.test(before) || !vocabulary.inAnyLanguage('contact.phone', before)
  }
  const behind = /^\s*[([]([^)\]]{1,12})[)\]]|^\s*[-,]?\s*(\p{L}{3,10})\s*$/u.exec(after)
  const word = behind?.[1] ?? (followed ? '' : (behind?.[2] ?? ''))
  return /^f$/i.test(word) || (word !== '' && vocabulary.inAnyLanguage('contact.fax', word))
}

function isPhone(
  found: PhoneCandidate,
  label: string,
  element: Element,
  run: TextRun,
  published: string[],
  vocabulary: Vocabulary,
): boolean {
  if (vocabulary.inAnyLanguage('contact.id-number', label.slice(-28))) return false
  if (found.certainty === 'sure') return true
  const spoken = isPhoneLabel(label.slice(-28), vocabulary)
  if (spoken) return true
  const normalized = normalizedPhone(found.text)
  if (published.some((number) => samePhone(number, normalized))) return true
  const marks = [element, run.block].map(
    ({ attribs }) =>
      `${attribs['class'] ?? ''} ${attribs['id'] ?? ''} ${attribs['itemprop'] ?? ''} ${attribs['property'] ?? ''}`,
  )
  if (marks.some((text) => text.length > 3 && vocabulary.code('field.tel', text))) return true
  return found.certainty === 'likely' && !/[€£$¥#№]\s*$/.test(label)
}

function callingLink(element: Element): boolean {
  let node: Element | null = element
  for (let steps = 0; node?.type === 'tag' && steps < 5; steps += 1) {
    if (node.name === 'a') return /^(?:tel|callto|phone):/i.test((node.attribs['href'] ?? '').trim())
    node = node.parent as Element | null
  }
  return false
}
