import type { ASTNode } from '@marcbachmann/cel-js'

/** An expression taken apart, so that it can be told in steps or in words. Each part stands for itself: `source` can be read alone. */
export type Part =
  | { kind: 'and' | 'or' | 'choice' | 'other'; source: string; parts: Part[] }
  | { kind: 'not'; source: string; parts: [Part] }
  | { kind: 'compare'; source: string; operator: string; parts: [Part, Part] }
  | { kind: 'loop'; source: string; macro: string; list: Part; variable: string; body: Part }
  | { kind: 'call'; source: string; name: string; on: Part | undefined; parts: Part[] }
  | { kind: 'path'; source: string; path: string[] }
  | { kind: 'literal'; source: string; value: unknown }

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=', 'in'])
const loops = new Set(['exists', 'all', 'exists_one', 'filter', 'map'])

/** The parts of a parsed expression; a chain of `&&` or of `||` is one part with many. */
export function partOf(node: ASTNode, whole: string): Part {
  const source = balanced(whole, node.start, node.end)
  const inner = (child: ASTNode): Part => partOf(child, whole)
  switch (node.op) {
    case '&&':
    case '||':
      return { kind: node.op === '&&' ? 'and' : 'or', source, parts: chain(node, node.op).map(inner) }
    case '!_':
      return { kind: 'not', source, parts: [inner(node.args)] }
    case '?:':
    case 'list':
      return { kind: node.op === 'list' ? 'other' : 'choice', source, parts: node.args.map(inner) }
    case 'value':
      return { kind: 'literal', source, value: node.args }
    case 'id':
      return { kind: 'path', source, path: [node.args] }
    case '.': {
      const from = inner(node.args[0])
      return from.kind === 'path'
        ? { kind: 'path', source, path: [...from.path, node.args[1]] }
        : { kind: 'other', source, parts: [from] }
    }
    case 'call':
      return { kind: 'call', source, name: node.args[0], on: undefined, parts: node.args[1].map(inner) }
    case 'rcall': {
      const [name, receiver, given] = node.args
      const variable = given[0]
      const body = given.at(-1)
      if (loops.has(name) && given.length === 2 && variable?.op === 'id' && body) {
        return { kind: 'loop', source, macro: name, list: inner(receiver), variable: variable.args, body: inner(body) }
      }
      return { kind: 'call', source, name, on: inner(receiver), parts: given.map(inner) }
    }
    default: {
      const operands = (Array.isArray(node.args) ? node.args : [node.args]).filter(isNode)
      const [left, right] = operands.map(inner)
      if (comparisons.has(node.op) && left && right) {
        return { kind: 'compare', source, operator: node.op, parts: [left, right] }
      }
      return { kind: 'other', source, parts: operands.map(inner) }
    }
  }
}

function chain(node: ASTNode, op: '&&' | '||'): ASTNode[] {
  return node.op === op ? node.args.flatMap((side) => chain(side, op)) : [node]
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value
}

/** The text from `start` to `end` with the brackets around its operands, which the parser leaves out at either end. */
function balanced(whole: string, start: number, end: number): string {
  let from = start
  let to = end
  for (;;) {
    const { open, close } = unmatched(whole.slice(from, to))
    if (open > 0 && to < whole.length) to += 1
    else if (close > 0 && from > 0) from -= 1
    else return whole.slice(from, to)
  }
}

function unmatched(text: string): { open: number; close: number } {
  let open = 0
  let close = 0
  let quote = ''
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!
    if (quote !== '') {
      if (character === '\\') index += 1
      else if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '(' || character === '[') open += 1
    else if (character === ')' || character === ']') {
      if (open > 0) open -= 1
      else close += 1
    }
  }
  return { open, close }
}
