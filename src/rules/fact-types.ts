import type { Environment } from '@marcbachmann/cel-js'
import { z } from 'zod'

/** What an expression may be about: top-level names with their schemas. */
export type Names = Record<string, z.ZodType>

type Wrap = (value: unknown) => unknown

/** The CEL type of a schema, and how its plain JSON becomes what the evaluator accepts as that type. */
interface CelType {
  name: string
  wrap: Wrap
}

const same: Wrap = (value) => value

/**
 * Registers every name with its type. Records become instances of one class each, because the evaluator tells records
 * apart by their constructor; all numbers are doubles, so that facts stay plain JSON. Returns how to wrap each name's value.
 */
export function registerNames(environment: Environment, names: Names): Map<string, Wrap> {
  const known = new Map<z.ZodType, CelType>()
  const taken = new Set<string>()
  const wraps = new Map<string, Wrap>()
  for (const [name, schema] of Object.entries(names)) {
    const type = celType(schema, capital(name))
    environment.registerVariable(name, type.name)
    wraps.set(name, type.wrap)
  }
  return wraps

  function celType(schema: z.ZodType, path: string): CelType {
    const ready = known.get(schema)
    if (ready) return ready
    const type = makeType(schema, path)
    known.set(schema, type)
    return type
  }

  function makeType(schema: z.ZodType, path: string): CelType {
    const element = elementOf(schema)
    if (element) {
      const inner = celType(element, path)
      const wrap: Wrap = inner.wrap === same ? same : (list) => (list as unknown[]).map(inner.wrap)
      return { name: `list<${inner.name}>`, wrap }
    }
    const shape = shapeOf(schema)
    if (shape) return recordType(schema, shape, path)
    if (schema instanceof z.ZodBoolean) return { name: 'bool', wrap: same }
    if (schema instanceof z.ZodNumber) return { name: 'double', wrap: same }
    if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return { name: 'string', wrap: same }
    throw new Error(`A fact has a kind of value that rules can't read: ${path} is ${schema.def.type}`)
  }

  function recordType(schema: z.ZodType, shape: Record<string, z.ZodType>, path: string): CelType {
    const name = schema.meta()?.id ?? path
    if (taken.has(name)) throw new Error(`Two different facts are called ${name}; give one another meta id`)
    taken.add(name)
    const fields = Object.entries(shape).map(([key, field]) => ({ key, ...celType(field, path + capital(key)) }))
    class FactRecord {
      [key: string]: unknown
      constructor(value: Record<string, unknown>) {
        for (const { key, wrap } of fields) this[key] = wrap === same ? value[key] : wrap(value[key])
      }
    }
    environment.registerType(name, {
      ctor: FactRecord,
      fields: Object.fromEntries(fields.map(({ key, name: type }) => [key, type])),
    })
    return { name, wrap: (value) => new FactRecord(value as Record<string, unknown>) }
  }
}

/** Fields of a record schema; undefined for anything else. */
export function shapeOf(schema: z.ZodType | undefined): Record<string, z.ZodType> | undefined {
  return schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : undefined
}

/** What a list schema is a list of; undefined for anything else. */
export function elementOf(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodArray ? (schema.element as z.ZodType) : undefined
}

/** The values of an enum schema; undefined for anything else. */
export function optionsOf(schema: z.ZodType | undefined): readonly string[] | undefined {
  return schema instanceof z.ZodEnum ? schema.options.map(String) : undefined
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const unsaid = ['unknown', 'other', 'none', 'body', 'text']

/** The value of a schema with nothing in it: empty texts and lists, zero, false, and of an enum the vaguest value. */
export function emptyValue(schema: z.ZodType): unknown {
  const shape = shapeOf(schema)
  if (shape) return Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, emptyValue(field)]))
  if (elementOf(schema)) return []
  const options = optionsOf(schema)
  if (options) return unsaid.find((value) => options.includes(value)) ?? options[0]
  if (schema instanceof z.ZodBoolean) return false
  return schema instanceof z.ZodNumber ? 0 : ''
}

/** A partial value laid over a whole one, key by key; the items of a given list are each laid over an empty item. */
export function layOver(schema: z.ZodType, under: unknown, over: unknown): unknown {
  if (over === undefined) return under
  const shape = shapeOf(schema)
  if (shape && isRecord(over)) {
    const base = isRecord(under) ? under : {}
    const whole = Object.entries(shape).map(([key, field]) => [
      key,
      layOver(field, base[key] ?? emptyValue(field), over[key]),
    ])
    // Keys that the schema doesn't know stay, so that parsing the whole reports them.
    return { ...over, ...Object.fromEntries(whole) }
  }
  const element = elementOf(schema)
  if (element && Array.isArray(over)) return over.map((item) => layOver(element, emptyValue(element), item))
  return over
}

/** Paths of keys that a schema doesn't know: slips in facts that a person wrote. */
export function strayKeys(schema: z.ZodType, value: unknown, path: string): string[] {
  const element = elementOf(schema)
  if (element && Array.isArray(value))
    return value.flatMap((item, index) => strayKeys(element, item, `${path}[${index}]`))
  const shape = shapeOf(schema)
  if (!shape || !isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const field = shape[key]
    return field ? strayKeys(field, inner, `${path}.${key}`) : [`${path}.${key}`]
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
