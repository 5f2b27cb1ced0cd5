import { z } from 'zod'
import { elementOf, shapeOf, type Names } from './fact-types.ts'
import { nearest } from '../shared/nearest.ts'

const blank = /\{([^{}]*)\}/g
const longestFill = 80

/**
 * Fills the blanks of a sentence: `{count}` is how many things are shown, `{item}` the first of them when it is a plain
 * text, `{label}` or `{where.region}` a field of the first, `{page.title}` a fact. What a page says is shortened; a
 * reader sees "unnamed" where it says nothing.
 */
export function fillBlanks(sentence: string, things: readonly unknown[], facts: Record<string, unknown>): string {
  return sentence.replace(blank, (_whole, path: string) => {
    if (path === 'count') return String(things.length)
    const first = things[0]
    return shorten(path === 'item' ? readable(first) : readable(follow(first, path) ?? follow(facts, path)))
  })
}

/** Blanks stand for plain values only; that was checked when the rule was read. */
function readable(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100)
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : ''
}

function follow(start: unknown, path: string): unknown {
  let value = start
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !(key in value)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

function shorten(text: string): string {
  const folded = text.replace(/\s+/g, ' ').trim()
  if (folded === '') return 'unnamed'
  return folded.length > longestFill ? `${folded.slice(0, longestFill - 1).trimEnd()}…` : folded
}

/** Blanks that nothing can fill, given what the rule shows. */
export function blankMistakes(
  sentence: string,
  show: z.ZodType | undefined,
  names: Names,
): { message: string; hint: string }[] {
  let element = elementOf(show)
  while (elementOf(element)) element = elementOf(element)
  const plain = element !== undefined && shapeOf(element) === undefined
  return [...sentence.matchAll(blank)].flatMap(([, path = '']) => {
    if (path === 'count' ? show : path === 'item' && plain) return []
    if (isText(lookUp(element, path)) || isText(lookUp(z.object(names), path))) return []
    const known = ['count', ...(plain ? ['item'] : []), ...Object.keys(shapeOf(element) ?? {})]
    return [{ message: `Nothing fills the blank {${path}}`, hint: nearest(path, known) }]
  })
}

function lookUp(start: z.ZodType | undefined, path: string): z.ZodType | undefined {
  return path.split('.').reduce<z.ZodType | undefined>((schema, key) => shapeOf(schema)?.[key], start)
}

function isText(schema: z.ZodType | undefined): boolean {
  return schema !== undefined && !shapeOf(schema) && !elementOf(schema)
}
