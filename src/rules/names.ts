import type { ASTNode } from '@marcbachmann/cel-js'
import { z } from 'zod'
import { elementOf, optionsOf, shapeOf, type Names } from './fact-types.ts'
import { nearest } from '../shared/nearest.ts'

/** A slip in an expression: what and where, by character of its source. */
export interface Slip {
  message: string
  start: number
  hint?: string
}

const listMacros = new Set(['exists', 'all', 'exists_one', 'filter', 'map'])
const deepestMacros = 2

/** What a look through an expression tells before anything is evaluated. */
export interface Reading {
  slips: Slip[]
  /** Top-level names that it mentions, sorted. */
  uses: string[]
  /** Texts that stand in it. */
  literals: string[]
  /** Schema of its value, where it is a fact or a part of one. */
  schema: z.ZodType | undefined
}

/**
 * Reads an expression against the fact schemas: fields that don't exist, texts that an enum can't have, and what rules
 * may not use. The evaluator's own type check comes after it and knows nothing of enums.
 */
export function readNames(ast: ASTNode, names: Names, functions: Record<string, readonly string[]>): Reading {
  const slips: Slip[] = []
  const uses = new Set<string>()
  const literals = new Set<string>()
  const schema = walk(ast, new Map(), 0)
  return { slips, uses: [...uses].toSorted(), literals: [...literals].toSorted(), schema }

  function slip(node: ASTNode, message: string, hint?: string): void {
    slips.push({ message, start: node.start, ...(hint ? { hint } : {}) })
  }

  function walk(
    node: ASTNode,
    scope: ReadonlyMap<string, z.ZodType | undefined>,
    macros: number,
  ): z.ZodType | undefined {
    switch (node.op) {
      case 'value':
        if (typeof node.args === 'string') literals.add(node.args)
        return undefined
      case 'id':
        if (scope.has(node.args)) return scope.get(node.args)
        if (!(node.args in names)) {
          slip(node, `Unknown fact: ${node.args}`, nearest(node.args, Object.keys(names)))
          return undefined
        }
        uses.add(node.args)
        return names[node.args]
      case '.': {
        const shape = shapeOf(walk(node.args[0], scope, macros))
        const key = node.args[1]
        if (shape && !(key in shape)) {
          slips.push(misspelt(node.end - key.length, key, Object.keys(shape)))
          return undefined
        }
        return shape?.[key]
      }
      case '[]':
        walk(node.args[1], scope, macros)
        return elementOf(walk(node.args[0], scope, macros))
      case 'call':
        return call(node, node.args[0], node.args[1], scope, macros)
      case 'rcall':
        return method(node, node.args[0], node.args[1], node.args[2], scope, macros)
      case '==':
      case '!=': {
        const [left, right] = node.args
        compare(walk(left, scope, macros), right)
        compare(walk(right, scope, macros), left)
        return undefined
      }
      case 'in': {
        const [left, right] = node.args
        const leftSchema = walk(left, scope, macros)
        compare(elementOf(walk(right, scope, macros)), left)
        if (right.op === 'list') for (const item of right.args) compare(leftSchema, item)
        return undefined
      }
      case '?:': {
        walk(node.args[0], scope, macros)
        const yes = walk(node.args[1], scope, macros)
        walk(node.args[2], scope, macros)
        return yes
      }
      case '+': {
        const left = walk(node.args[0], scope, macros)
        walk(node.args[1], scope, macros)
        return left
      }
      case '!_':
      case '-_':
        walk(node.args, scope, macros)
        return undefined
      case 'list':
        for (const item of node.args) walk(item, scope, macros)
        return undefined
      case 'map':
        slip(node, 'Rules make no maps')
        return undefined
      case '.?':
      case '[?]':
        slip(node, 'Facts have no optional parts')
        return undefined
      default:
        for (const side of node.args) walk(side, scope, macros)
        return undefined
    }
  }

  function call(
    node: ASTNode,
    name: string,
    given: ASTNode[],
    scope: ReadonlyMap<string, z.ZodType | undefined>,
    macros: number,
  ): undefined {
    if (name === 'has')
      return slip(node, 'Facts are whole: has() is never needed; compare with "", 0 or size()') as undefined
    const values = functions[name]
    const first = given[0]
    if (values && first) {
      if (first.op !== 'value') slip(first, `${name}() takes a text, written out`)
      else if (typeof first.args === 'string' && !values.includes(first.args)) {
        slip(first, `${name}() knows no "${first.args}"`, nearest(first.args, values))
      }
      return undefined
    }
    for (const argument of given) walk(argument, scope, macros)
    return undefined
  }

  function method(
    node: ASTNode,
    name: string,
    receiver: ASTNode,
    given: ASTNode[],
    scope: ReadonlyMap<string, z.ZodType | undefined>,
    macros: number,
  ): z.ZodType | undefined {
    if (name === 'matches')
      return slip(node, 'Rules carry no regular expressions: reading text is a detector’s work') as undefined
    if (receiver.op === 'id' && receiver.args === 'cel') return slip(node, `Rules can't use cel.${name}`) as undefined
    const on = walk(receiver, scope, macros)
    const variable = given[0]
    if (!listMacros.has(name) || variable?.op !== 'id') {
      for (const argument of given) walk(argument, scope, macros)
      return undefined
    }
    if (macros + 1 > deepestMacros) {
      slip(node, `More than ${deepestMacros} loops inside each other: let a detector count this`)
    }
    if (variable.args in names) slip(variable, `"${variable.args}" is the name of a fact; call it something else here`)
    const inner = new Map(scope).set(variable.args, elementOf(on))
    const results = given.slice(1).map((argument) => walk(argument, inner, macros + 1))
    if (name === 'filter') return on
    const mapped = results.at(-1)
    return name === 'map' && mapped ? z.array(mapped) : undefined
  }

  function compare(schema: z.ZodType | undefined, literal: ASTNode): void {
    const options = optionsOf(schema)
    if (!options || literal.op !== 'value' || typeof literal.args !== 'string') return
    if (!options.includes(literal.args)) {
      slip(literal, `Never true: this can't be "${literal.args}"`, nearest(literal.args, options))
    }
  }
}

function misspelt(start: number, key: string, known: readonly string[]): Slip {
  return { message: `No such key: ${key}`, start, hint: nearest(key, known) }
}
