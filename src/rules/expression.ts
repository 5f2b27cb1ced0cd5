import { Environment, EvaluationError, ParseError, type ParseResult, type TypeError } from '@marcbachmann/cel-js'
import type { z } from 'zod'
import { partOf, type Part } from './expression-parts.ts'
import { registerNames, type Names } from './fact-types.ts'
import { readNames, type Slip } from './names.ts'

// The only file that knows which CEL implementation is used. Numbers, missing keys and limits each have a trap there:
// facts are plain JSON (all numbers doubles), every key exists, and there is no budget at run time but these limits.
const limits = { maxAstNodes: 400, maxDepth: 24, maxListElements: 60, maxCallArguments: 8 }

/** A function that expressions may call with one text out of a closed list, e.g. `expected("newsletter-signup")`. */
export interface AskFunction<Asked> {
  values: readonly string[]
  answer(value: string, asked: Asked): boolean
}

export interface Expression {
  source: string
  /** Top-level facts that it mentions. */
  uses: readonly string[]
  /** Texts that stand in it. */
  literals: readonly string[]
  /** Schema of what it gives, where that is a fact or a part of one: what blanks in messages are checked against. */
  schema: z.ZodType | undefined
  evaluate(values: Record<string, unknown>): unknown
}

export interface Language<Asked> {
  names: Names
  /** Reads and checks one expression; slips in place of an expression when it isn't right. */
  compile(source: string, type: 'bool' | 'list' | 'any'): Expression | Slip[]
  /** Takes a checked expression apart. */
  parts(source: string): Part
  /** A fact as expressions need it. Wrap each once per page. */
  wrap(name: string, value: unknown): unknown
  /** Evaluates with the answers of the functions for this page; an error of the expression itself is thrown. */
  run(expression: Expression, values: Record<string, unknown>, asked: Asked): unknown
}

/** The language of one scope: which facts there are, and which functions. */
export function createLanguage<Asked>(names: Names, functions: Record<string, AskFunction<Asked>>): Language<Asked> {
  const environment = new Environment({ limits })
  const wraps = registerNames(environment, names)
  registerArithmetic(environment)
  // The evaluator is synchronous and hands no context to functions: whom the question is about is set around each run.
  let current: Asked | undefined
  for (const [name, { answer }] of Object.entries(functions)) {
    environment.registerFunction(`${name}(string): bool`, (value: string) => {
      if (current === undefined) throw new Error(`${name}() was called outside of a run`)
      return answer(value, current)
    })
  }
  const values = Object.fromEntries(Object.entries(functions).map(([name, ask]) => [name, ask.values]))

  return {
    names,
    compile(source, type) {
      let parsed: ParseResult
      try {
        parsed = environment.parse(source)
      } catch (error) {
        if (error instanceof ParseError) return [slipOf(error)]
        throw error
      }
      const reading = readNames(parsed.ast, names, values)
      if (reading.slips.length > 0) return reading.slips
      const checked = parsed.check()
      if (!checked.valid || !checked.type) return [slipOf(checked.error)]
      if (type !== 'any' && (type === 'list' ? !checked.type.startsWith('list') : checked.type !== type)) {
        return [{ message: `This gives ${checked.type}, and ${type} is needed`, start: 0 }]
      }
      return {
        source,
        uses: reading.uses,
        literals: reading.literals,
        schema: reading.schema,
        evaluate: (context) => parsed(context) as unknown,
      }
    },
    parts: (source) => partOf(environment.parse(source).ast, source),
    wrap: (name, value) => wraps.get(name)?.(value),
    run(expression, context, asked) {
      current = asked
      try {
        return expression.evaluate(context)
      } finally {
        current = undefined
      }
    },
  }
}

/** What a checked expression can still run into: facts of another size than its author thought of. */
const surprises = new Set([
  'index_out_of_bounds',
  'index_out_of_range',
  'division_by_zero',
  'modulo_by_zero',
  'int_conversion_error',
  'numeric_overflow',
])

/** True for an error of a rule's expression on these facts (an index past the end, say), false for one of ours. */
export function isExpressionError(error: unknown): error is Error {
  return error instanceof EvaluationError && surprises.has(error.code)
}

function slipOf(error: ParseError | TypeError | undefined): Slip {
  return { message: error?.summary ?? 'Not a valid expression', start: error?.range?.start ?? 0 }
}

function registerArithmetic(environment: Environment): void {
  const operators: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
  }
  for (const [sign, apply] of Object.entries(operators)) {
    environment.registerOperator(`double ${sign} int`, (a: number, b: bigint) => apply(a, Number(b)))
    environment.registerOperator(`int ${sign} double`, (a: bigint, b: number) => apply(Number(a), b))
  }
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b))
}

const caretReach = 70

/** The part of an expression around a character, with a caret under it. */
export function caret(source: string, start: number): string {
  const before = source.slice(0, start).split('\n')
  const line = source.split('\n')[before.length - 1] ?? ''
  const column = before.at(-1)?.length ?? 0
  const from = Math.max(0, column - caretReach)
  const shown = `${from > 0 ? '…' : ''}${line.slice(from, column + caretReach)}${column + caretReach < line.length ? '…' : ''}`
  const margin = `> ${String(before.length).padStart(4)} | `
  return `${margin}${shown}\n${' '.repeat(margin.length + column - from + (from > 0 ? 1 : 0))}^`
}
