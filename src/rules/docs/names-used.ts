import type { z } from 'zod'
import { compareText } from '../../shared/digest.ts'
import type { Part } from '../expression-parts.ts'
import { elementOf, optionsOf, shapeOf, type Names } from '../fact-types.ts'

interface Named {
  path: string
  schema: z.ZodType | undefined
}

/** The facts, and parts of facts, that expressions mention (`forms[].purpose`), each with what its schema says of it. */
export function namesUsed(expressions: readonly Part[], names: Names): Map<string, string> {
  const found = new Map<string, string>()
  for (const part of expressions) walk(part, new Map())
  return new Map([...found].toSorted(([a], [b]) => compareText(a, b)))

  function walk(part: Part, scope: ReadonlyMap<string, Named>): Named | undefined {
    switch (part.kind) {
      case 'path':
        return followed(part.path, scope)
      case 'loop': {
        const list = walk(part.list, scope)
        const thing = { path: `${list?.path ?? ''}[]`, schema: elementOf(list?.schema) }
        walk(part.body, new Map(scope).set(part.variable, thing))
        return part.macro === 'filter' ? list : undefined
      }
      case 'call':
        for (const each of [part.on, ...part.parts]) if (each) walk(each, scope)
        return undefined
      case 'literal':
        return undefined
      default:
        for (const each of part.parts) walk(each, scope)
        return undefined
    }
  }

  function followed([first = '', ...rest]: readonly string[], scope: ReadonlyMap<string, Named>): Named {
    const start = scope.get(first) ?? { path: first, schema: names[first] }
    const end = rest.reduce<Named>(
      ({ path, schema }, key) => ({ path: `${path}.${key}`, schema: shapeOf(schema)?.[key] }),
      start,
    )
    if (rest.length > 0 || !scope.has(first)) found.set(end.path, saying(end.schema))
    return end
  }
}

function saying(schema: z.ZodType | undefined): string {
  if (!schema) return ''
  if (schema.description) return schema.description
  const options = optionsOf(schema)
  if (options && options.length <= 12) return `one of ${options.join(', ')}`
  return ''
}
