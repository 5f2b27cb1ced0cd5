import type { ContactPoint } from '../contact-points.ts'
import type { DetectorInput } from '../detector.ts'
import { firstText, structuredItems } from '../dom/structured-items.ts'
import { treeOf, type TextRun } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

type Input = DetectorInput<Record<never, never>>

/** Two times of day with a sign or a word between them, which the vocabulary must know. */
const clocks =
  /(?<![\d.,:])(?:[01]?\d|2[0-4])(?:[:.h]\s?[0-5]\d)?\s?(?:[ap]\.?m\.?|(?!st|nd|rd|th)\p{L}{1,3}(?!\p{L}))?\s*(?:[-\u2010-\u2015]|(\p{L}{1,7}))\s*(?:[01]?\d|2[0-4])(?:[:.h]\s?[0-5]\d|\s?[ap]\.?m\.?|\s?\p{L}{1,3}(?!\p{L}))/giu
const timeOfDay = /\d[:.h][0-5]\d|\d\s?[ap]\.?m(?!\p{L})|\d\s?h(?!\p{L})/iu
const reach = 60
const longest = 700
const shortLabel = 40

/** When someone is there: one point with the words of the first place that says so. */
export function hourPoints(input: Input): ContactPoint[] {
  for (const item of structuredItems(input.$)) {
    if (item.format === 'json-ld') continue
    const text = firstText(item, 'openingHours')
    if (text !== '') return [hoursPoint(text, item.element, input)]
  }
  const { runs } = treeOf(input.$)
  const words = dayReader(input)
  let first: TextRun | undefined
  let count = 0
  for (const [index, run] of runs.entries()) {
    if (run.text.length > longest || !/\d/.test(run.text) || run.block.name === 'pre') continue
    if (isAlwaysOpen(run.text, input.vocabulary)) return [hoursPoint(run.text, run.block, input)]
    for (const match of run.text.matchAll(clocks)) {
      if (match[1] !== undefined && !input.vocabulary.inAnyLanguage('contact.until', match[1])) continue
      const sign = signOf(match, runs, index, words, input.vocabulary)
      if (sign === 'sure') return [hoursPoint(run.text, run.block, input)]
      if (sign === 'none') continue
      first ??= run
      count += 1
    }
  }
  return first && count >= 2 ? [hoursPoint(first.text, first.block, input)] : []
}

/** How many names of days, and whether a span of days, stand in a text of this page's language. */
interface DayReader {
  days(text: string): number
  range(text: string): boolean
}

function dayReader({ vocabulary, vocabularies }: Input): DayReader {
  const english = vocabularies.of('en')
  const mentions = (topic: string, text: string): boolean =>
    vocabulary.known
      ? vocabulary.mentions(topic, text) || english.mentions(topic, text)
      : vocabulary.inAnyLanguage(topic, text)
  return {
    range: (text) => mentions('contact.day-range', text),
    days(text) {
      const words = new Set(text.toLowerCase().match(/\p{L}{2,13}/gu) ?? [])
      return [...words].filter((word) => mentions('contact.days', word)).length
    },
  }
}

/** Days and times together are sure when several days or a word for hours stand by; one day alone may be an event. */
function signOf(
  match: RegExpExecArray,
  runs: TextRun[],
  index: number,
  { days, range }: DayReader,
  vocabulary: Vocabulary,
): 'sure' | 'perhaps' | 'none' {
  const text = runs[index]!.text
  const end = match.index + match[0].length
  const previous = runs[index - 1]?.text ?? ''
  const near = `${match.index < reach && previous.length < shortLabel ? previous : ''} ${text.slice(Math.max(0, match.index - reach), end + reach)}`
  const dated = /(?<!\d)(?:19|20)\d\d(?!\d)/.test(near)
  const many = days(near)
  if (!dated && (many > 1 || range(near))) return 'sure'
  if (!timeOfDay.test(match[0])) return many > 0 && /[.:h]\d\d/.test(match[0]) ? 'perhaps' : 'none'
  const announced = [-3, -2, -1, 0].some((step) => isAnnouncement(runs[index + step]?.text ?? '', vocabulary))
  if (announced && (many > 0 || (!dated && text.length < reach))) return 'sure'
  return many > 0 ? 'perhaps' : 'none'
}

function isAnnouncement(text: string, vocabulary: Vocabulary): boolean {
  return text.length < 200 && vocabulary.inAnyLanguage('contact.hours', text)
}

/** Round the clock, with every day of the week or with a telephone number. */
function isAlwaysOpen(text: string, vocabulary: Vocabulary): boolean {
  if (!vocabulary.inAnyLanguage('contact.always-open', text)) return false
  return (
    vocabulary.inAnyLanguage('contact.day-range', text) || (text.length < 200 && /\d{3}\)?[\s.-]\d{3,4}/.test(text))
  )
}

function hoursPoint(words: string, element: TextRun['block'], input: Input): ContactPoint {
  const value = words.replace(/\s+/g, ' ').trim().slice(0, 200)
  const where = input.where(element, 'hours')
  return { kind: 'hours', value, normalized: value.toLowerCase(), callable: false, label: '', state: 'works', where }
}
