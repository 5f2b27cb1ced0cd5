import { whereOf } from './evidence.ts'

const longestText = 60
const itemsNamed = 3
/** What tells a thing apart from others of its kind, the most telling first. */
const names = [
  'text',
  'value',
  'name',
  'title',
  'label',
  'purpose',
  'kind',
  'microConversion',
  'vendor',
  'url',
  'href',
  'to',
  'src',
] as const

/** A value as a person reads it: lists and texts shortened, things by what they are called. */
export function showValue(value: unknown): string {
  if (value instanceof Error) return `error: ${value.message.split('\n')[0]}`
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) {
    const rest = value.length > itemsNamed ? `, … (${value.length})` : ''
    return `[${value.slice(0, itemsNamed).map(showValue).join(', ')}${rest}]`
  }
  return labelOf(value) || '{…}'
}

/** What a thing is called, with its kind where it has both. */
export function labelOf(thing: unknown): string {
  if (typeof thing !== 'object' || thing === null) return showValue(thing)
  const record = thing as Record<string, unknown>
  const found = names.flatMap((name) => {
    const value = record[name]
    return typeof value === 'string' && value.trim() !== '' ? [{ name, value }] : []
  })
  const [first, second] = found
  if (!first) return ''
  return [quoted(first.value), second ? `${second.name} ${quoted(second.value)}` : ''].filter(Boolean).join(', ')
}

/** The landmark that a thing stands in; empty where that is not known. */
export function whereShort(thing: unknown): string {
  const region = whereOf(thing)?.region ?? ''
  return region === 'body' || region === '' ? '' : `the ${region}`
}

function quoted(text: string): string {
  const folded = text.replace(/\s+/g, ' ').trim()
  return `"${folded.length > longestText ? `${folded.slice(0, longestText - 1).trimEnd()}…` : folded}"`
}
