import type { Language } from './expression.ts'
import { isExpressionError } from './expression.ts'
import type { Part } from './expression-parts.ts'
import type { Asked } from './languages.ts'
import { labelOf, showValue, whereShort } from './shown-values.ts'

/** One part of an expression with what it came to on these facts. */
export interface Step {
  source: string
  /** What it asks in short, where the parts below say the rest: "all of these". */
  brief: string
  /** The thing that a loop was at, by what it is called and where it stands; empty elsewhere. */
  thing: string
  /** As a person reads it; `error: …` where it could not be worked out. */
  value: string
  /** For what is true or false; undefined for other values. */
  holds: boolean | undefined
  /** What stands behind it: why something is expected, how many things a loop went over. */
  note: string
  steps: Step[]
}

/** Facts, answers and the language they are read in. */
export interface TraceContext {
  language: Language<Asked>
  facts: Record<string, unknown>
  asked: Asked
  /** What a function such as `expected("…")` answered, and why. */
  reasonOf: (name: string, value: string) => string
}

/** Items of a loop that are told one by one; the rest is counted. */
const itemsShown = 3
const longestBody = 50

interface Loop {
  list: string
  variable: string
  index: number
}

/** Works an expression out part by part, down to the things that each loop went over. */
export function traceExpression(source: string, context: TraceContext): Step {
  const known = new Map<string, unknown>()
  return trace(context.language.parts(source), [])

  function trace(part: Part, loops: readonly Loop[]): Step {
    const value = valueOf(part.source, loops)
    const step: Step = {
      source: oneLine(part.source),
      brief: briefOf(part),
      thing: '',
      value: showValue(value),
      holds: typeof value === 'boolean' ? value : undefined,
      note: '',
      steps: [],
    }
    switch (part.kind) {
      case 'and':
      case 'or':
      case 'choice':
        step.steps = decisive(part, loops)
        break
      case 'not': {
        // Of a plain question the opposite needs no line of its own.
        const inner = trace(part.parts[0], loops)
        if (inner.steps.length === 0) step.note = inner.note
        else step.steps = [inner]
        break
      }
      case 'loop':
        Object.assign(step, loopSteps(part, loops))
        break
      case 'compare':
        Object.assign(step, comparedSteps(part.parts, loops))
        break
      case 'call': {
        const given = part.parts[0]
        if (!part.on && given?.kind === 'literal') step.note = context.reasonOf(part.name, String(given.value))
        else step.steps = [part.on, ...part.parts].flatMap((inner) => (inner ? worthTelling(inner, loops) : []))
        break
      }
      default:
    }
    return step
  }

  /** Of a chain only what was looked at: the rest could not change what came out. */
  function decisive(part: Extract<Part, { parts: unknown }>, loops: readonly Loop[]): Step[] {
    const steps: Step[] = []
    for (const inner of part.parts) {
      const step = trace(inner, loops)
      steps.push(step)
      if (part.kind === 'and' && step.holds === false) break
      if (part.kind === 'or' && step.holds === true) break
    }
    return steps
  }

  function comparedSteps(sides: readonly Part[], loops: readonly Loop[]): Partial<Step> {
    const notes = sides.flatMap((side) => {
      if (side.kind === 'literal' || side.kind === 'loop' || (side.kind === 'other' && side.source.startsWith('[')))
        return []
      const told = oneLine(side.source)
      return [`${told.length > longestBody ? 'the value' : told} is ${showValue(valueOf(side.source, loops))}`]
    })
    return { note: notes.join('; '), steps: sides.flatMap((side) => worthTelling(side, loops)) }
  }

  /** Loops inside of a comparison, `size(links.filter(…)) > 3` say. */
  function worthTelling(part: Part, loops: readonly Loop[]): Step[] {
    if (part.kind === 'loop') return [trace(part, loops)]
    if (part.kind === 'call')
      return [part.on, ...part.parts].flatMap((inner) => (inner ? worthTelling(inner, loops) : []))
    return part.kind === 'other' || part.kind === 'compare'
      ? part.parts.flatMap((inner) => worthTelling(inner, loops))
      : []
  }

  function loopSteps(part: Extract<Part, { kind: 'loop' }>, loops: readonly Loop[]): Partial<Step> {
    const list = valueOf(part.list.source, loops)
    const inner = part.list.kind === 'loop' ? [trace(part.list, loops)] : []
    if (!Array.isArray(list)) return { steps: inner }
    const items = list.map((thing: unknown, index) => {
      const inside = [...loops, { list: part.list.source, variable: part.variable, index }]
      return { thing, inside, holds: valueOf(part.body.source, inside) === true }
    })
    const fitting = items.filter(({ holds }) => holds)
    const others = items.filter(({ holds }) => !holds)
    // What decided is told: one that has it, those that break it; where nothing decided, why each does not fit.
    const decided = part.macro === 'all' ? others : fitting.length > 0 ? fitting : others
    const shown = decided.slice(0, part.macro === 'exists' && fitting.length > 0 ? 1 : itemsShown)
    const steps = shown.map(({ thing, inside }): Step => {
      const where = whereShort(thing)
      return { ...trace(part.body, inside), thing: [labelOf(thing), where].filter(Boolean).join(' in ') || 'a thing' }
    })
    const rest = decided.length - shown.length
    const more = rest > 0 ? [{ ...nothing, note: `… and ${rest} more of which the same is true` }] : []
    const note =
      part.macro === 'map' ? counted(items.length) : `${counted(items.length)}; ${tally(fitting.length, items.length)}`
    return { note: `${oneLine(part.list.source)}: ${note}`, steps: [...inner, ...steps, ...more] }
  }

  /** The value of a part; inside of loops, that for the items which they are at. */
  function valueOf(source: string, loops: readonly Loop[]): unknown {
    const whole = loops.reduceRight((inner, { list, variable }) => `(${list}).map(${variable}, ${inner})`, source)
    if (!known.has(whole)) known.set(whole, evaluate(whole))
    return loops.reduce(
      (value: unknown, { index }) => (Array.isArray(value) ? (value[index] as unknown) : value),
      known.get(whole),
    )
  }

  function evaluate(source: string): unknown {
    const expression = context.language.compile(source, 'any')
    // A whole that is right has parts that are right, but for what only makes sense where it stands.
    if (Array.isArray(expression)) return new Error(expression[0]?.message ?? 'not an expression')
    const missing = expression.uses.filter((name) => context.facts[name] === undefined)
    if (missing.length > 0) return new Error(`not known of this page: ${missing.join(', ')}`)
    try {
      return context.language.run(expression, context.facts, context.asked)
    } catch (error) {
      if (!isExpressionError(error)) throw error
      return error
    }
  }
}

const nothing: Step = { source: '', brief: '', thing: '', value: '', holds: undefined, note: '', steps: [] }

function briefOf(part: Part): string {
  if (part.kind === 'and') return 'all of these'
  if (part.kind === 'or') return 'at least one of these'
  if (part.kind !== 'loop') return oneLine(part.source)
  const body = oneLine(part.body.source)
  return `${oneLine(part.list.source)}.${part.macro}(${part.variable}, ${body.length > longestBody ? '…' : body})`
}

function counted(count: number): string {
  return count === 0 ? 'there is none' : count === 1 ? '1 thing' : `${count} things`
}

function tally(fitting: number, all: number): string {
  if (all === 0) return 'so none fits'
  if (fitting === 0) return all === 1 ? 'it does not fit' : 'none fits'
  if (fitting === all) return all === 1 ? 'it fits' : 'all fit'
  return fitting === 1 ? '1 fits' : `${fitting} fit`
}

function oneLine(source: string): string {
  return source.replace(/\s+/g, ' ').trim()
}
