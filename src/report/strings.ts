import { LineCounter, parseDocument } from 'yaml'
import type { TemplateLayer } from '../config/report-templates.ts'
import { UsageError } from '../shared/errors.ts'

/** Sentences of one language: dotted key → text, or one text per plural category under `key#one`, `key#other`. */
export type Strings = ReadonlyMap<string, string>

/** What a report says things with. Numbers and dates follow the language too. */
export interface Translator {
  locale: string
  /** The sentence under `key`, blanks `{name}` filled. An unknown key throws: it is a slip in a template. */
  t(key: string, blanks?: Record<string, string | number>): string
  /** The sentence, or `otherwise` where a key is made from data that strings need not know. */
  label(key: string, otherwise: string): string
  number(value: number, digits?: number): string
  percent(share: number): string
  date(iso: string): string
}

/** Reads `strings/<locale>.yaml`: nested keys, texts as leaves; `{one, other}` maps are plurals. */
export function parseStrings(text: string, place: string): Strings {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const complaint = document.errors[0] ?? document.warnings[0]
  if (complaint) {
    const { line, col } = lines.linePos(complaint.pos[0])
    throw new UsageError('bad-config', {
      message: complaint.message.split('\n')[0] ?? '',
      place: `${place}:${line}:${col}`,
    })
  }
  const strings = new Map<string, string>()
  const content: unknown = document.toJS()
  collect(content, '')
  return strings

  function collect(value: unknown, key: string): void {
    if (typeof value === 'string') return void strings.set(key, value.trim())
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw new UsageError('bad-config', { message: `“${key}” is no text.`, place, hint: 'Put quotes around it.' })
    }
    const plural = Object.keys(value).every((name) => pluralCategories.has(name))
    for (const [name, inner] of Object.entries(value))
      collect(inner, key === '' ? name : `${key}${plural ? '#' : '.'}${name}`)
  }
}

/** Languages that some layer has strings for. */
export function reportLocales(layers: readonly TemplateLayer[]): string[] {
  const names = layers.flatMap(({ texts }) => [...texts.keys()])
  return [...new Set(names.flatMap((name) => /^strings\/([\w-]+)\.yaml$/.exec(name)?.[1] ?? []))].toSorted()
}

/** The sentences of a language, English underneath where one is missing. */
export function loadStrings(layers: readonly TemplateLayer[], locale: string): Strings {
  const merged = new Map<string, string>()
  for (const language of new Set(['en', locale.split('-')[0] ?? locale, locale])) {
    for (const { texts, folder } of layers) {
      const name = `strings/${language}.yaml`
      const text = texts.get(name)
      if (text === undefined) continue
      for (const [key, value] of parseStrings(text, `${folder}/${name}`)) merged.set(key, value)
    }
  }
  return merged
}

/** How much of `all` a language has of its own, and what it lacks. */
export function stringsCompleteness(
  all: Strings,
  own: Strings,
): { share: number; missing: string[]; unknown: string[] } {
  const bare = (keys: Iterable<string>) => new Set([...keys].map((key) => key.replace(/#.*$/, '')))
  const wanted = bare(all.keys())
  const present = bare(own.keys())
  const missing = [...wanted].filter((key) => !present.has(key))
  return {
    share: wanted.size === 0 ? 1 : 1 - missing.length / wanted.size,
    missing,
    unknown: [...present].filter((key) => !wanted.has(key)),
  }
}

/** Speaks with these sentences. `constants` are blanks that every sentence may use, such as the brand's name. */
export function createTranslator(locale: string, strings: Strings, constants: Record<string, string> = {}): Translator {
  const plurals = new Intl.PluralRules(locale)
  const numbers = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: 0, maximumFractionDigits: digits }),
  )
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const number = (value: number, digits = 0) => (numbers[Math.min(digits, 2)] ?? numbers[0]!).format(value)

  function find(key: string, blanks: Record<string, string | number>): string | undefined {
    const plain = strings.get(key)
    if (plain !== undefined) return plain
    const count = typeof blanks['count'] === 'number' ? blanks['count'] : Number.NaN
    return Number.isNaN(count)
      ? undefined
      : (strings.get(`${key}#${plurals.select(count)}`) ?? strings.get(`${key}#other`))
  }

  return {
    locale,
    t(key, blanks = {}) {
      const sentence = find(key, blanks)
      if (sentence === undefined) throw new Error(`No sentence “${key}” in the strings of “${locale}”.`)
      return sentence.replace(/\{(\w+)\}/g, (_all, name: string) => {
        const value = blanks[name] ?? constants[name]
        if (value === undefined) throw new Error(`Sentence “${key}” has a blank {${name}} that nothing fills.`)
        return typeof value === 'number' ? number(value, 1) : value
      })
    },
    label: (key, otherwise) => strings.get(key) ?? otherwise,
    number,
    percent: (share) => percents.format(share),
    date: (iso) => dates.format(new Date(iso)),
  }
}

const pluralCategories = new Set(['zero', 'one', 'two', 'few', 'many', 'other'])
