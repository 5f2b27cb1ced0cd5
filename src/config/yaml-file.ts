import { isMap, isScalar, LineCounter, parseDocument, type Document, type YAMLMap } from 'yaml'
import type { z } from 'zod'
import { UsageError, type Mistake, type UsageErrorCode } from '../shared/errors.ts'
import { nearest } from '../shared/nearest.ts'
import { yamlTricks } from './safe-yaml.ts'

/**
 * Reads YAML (or JSON) that a person wrote and checks it against a schema. All mistakes at once, each with
 * `place:line:column` and a hint.
 * @throws UsageError
 */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  place: string,
  schema: Schema,
  code: UsageErrorCode,
): z.infer<Schema> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${place}:${line}:${col}`
  }
  const syntax = [...document.errors, ...document.warnings]
  if (syntax.length > 0) {
    throw new UsageError(
      code,
      syntax.map((error) => ({
        place: at(error.pos[0]),
        message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code,
      })),
    )
  }
  const tricks = yamlTricks(document)
  if (tricks.length > 0) {
    throw new UsageError(
      code,
      tricks.map(({ offset, message, hint }) => ({ place: at(offset), message, hint })),
    )
  }
  const parsed = schema.safeParse(document.toJS() ?? {})
  if (parsed.success) return parsed.data
  throw new UsageError(
    code,
    parsed.error.issues.flatMap((issue) => mistakesOf(issue, document, at, schema)),
  )
}

function mistakesOf(
  issue: z.core.$ZodIssue,
  document: Document,
  at: (offset: number) => string,
  schema: z.ZodType,
): Mistake[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path)
    return issue.keys.map((key) => ({
      place: at(offsetOf(document, [...path, key])),
      message: `unknown key "${key}"`,
      ...(known.length > 0 ? { hint: nearest(key, known) } : {}),
    }))
  }
  const name = path.length > 0 ? `"${path.join('.')}": ` : ''
  return [{ place: at(offsetOf(document, path)), message: `${name}${issue.message}` }]
}

/** Where the value at a path starts; the nearest parent that exists when it is missing. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents
    const last = path[length - 1]
    if (isMap(parent)) {
      const pair = (parent as YAMLMap).items.find(({ key }) => isScalar(key) && key.value === last)
      if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0]
    }
    const node = document.getIn(path.slice(0, length), true)
    if (isScalar(node) && node.range) return node.range[0]
    // An entry of a list has no key to point at.
    if (typeof last === 'number' && isMap(node) && node.range) return node.range[0]
  }
  return 0
}

/** Keys that the schema knows at a path, through optionals, defaults, lists and records. */
function knownKeys(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  let current: unknown = schema
  const unwrap = (value: unknown): Record<string, unknown> => {
    let inner = value as { def?: { innerType?: unknown } }
    while (inner?.def?.innerType) inner = inner.def.innerType as typeof inner
    return inner as Record<string, unknown>
  }
  for (const part of path) {
    const { shape, element, valueType } = unwrap(current)
    current = (shape as Record<string, unknown> | undefined)?.[part] ?? element ?? valueType
    if (!current) return []
  }
  const { shape, keyType } = unwrap(current)
  if (shape) return Object.keys(shape)
  return (keyType as { options?: string[] } | undefined)?.options ?? []
}
