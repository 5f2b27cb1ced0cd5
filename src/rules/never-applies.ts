import type { Part } from './expression-parts.ts'

/** What a value must be for a chain of `&&` to hold, as far as it is written out. */
interface Limits {
  only: Set<unknown> | undefined
  not: Set<unknown>
  least: number
  most: number
}

type Known = ReadonlyMap<string, Limits>

/**
 * Whether a condition can hold on no page at all, because parts of it exclude each other: `f.purpose == "demo" &&
 * f.purpose == "trial"`. Only what is plain from the text; values that a fact never takes in practice are not known here.
 */
export function neverHolds(condition: Part, pageTypes: readonly string[]): boolean {
  const start = new Map<string, Limits>()
  if (pageTypes.length > 0) start.set('page.type', { ...free(), only: new Set(pageTypes) })
  return isImpossible(condition, start)
}

function isImpossible(part: Part, known: Known): boolean {
  switch (part.kind) {
    case 'literal':
      return part.value === false
    case 'or':
      return part.parts.every((each) => isImpossible(each, known))
    case 'and': {
      const all = part.parts.reduce<Known | undefined>((so, each) => so && narrowed(each, so), known)
      return !all || part.parts.some((each) => each.kind !== 'compare' && isImpossible(each, all))
    }
    case 'loop':
      return part.macro === 'exists' && isImpossible(part.body, new Map())
    case 'compare':
    case 'not':
    case 'path':
      return narrowed(part, known) === undefined
    default:
      return false
  }
}

/** What is known when this holds, too; undefined when it can't. */
function narrowed(part: Part, known: Known): Known | undefined {
  const demand = demandOf(part)
  if (!demand) return known
  const now = known.get(demand.of) ?? free()
  const only = demand.only ? new Set([...demand.only].filter((value) => !now.only || now.only.has(value))) : now.only
  const next: Limits = {
    only,
    not: new Set([...now.not, ...(demand.not ?? [])]),
    least: Math.max(now.least, demand.least ?? now.least),
    most: Math.min(now.most, demand.most ?? now.most),
  }
  const left = next.only && [...next.only].filter((value) => !next.not.has(value) && within(value, next))
  if (left?.length === 0 || next.least > next.most) return undefined
  return new Map(known).set(demand.of, next)
}

function within(value: unknown, { least, most }: Limits): boolean {
  return typeof value !== 'number' || (value >= least && value <= most)
}

function free(): Limits {
  return { only: undefined, not: new Set(), least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY }
}

/** What a comparison with something written out asks of a value; undefined for any other part. */
function demandOf(part: Part): ({ of: string } & Partial<Limits>) | undefined {
  if (part.kind === 'path') return { of: part.source, only: new Set([true]) }
  if (part.kind === 'not') {
    const [inner] = part.parts
    const asked = demandOf(inner)
    if (!asked?.only || asked.least !== undefined) return undefined
    return { of: asked.of, not: asked.only }
  }
  if (part.kind !== 'compare') return undefined
  const [left, right] = part.parts
  const of = left.source.replace(/\s+/g, '')
  if (part.operator === 'in') {
    if (right.kind !== 'other' || !right.parts.every((each) => each.kind === 'literal')) return undefined
    return { of, only: new Set(right.parts.map(valueOf)) }
  }
  if (right.kind !== 'literal') return undefined
  const value = valueOf(right)
  if (part.operator === '==') return { of, only: new Set([value]) }
  if (part.operator === '!=') return { of, not: new Set([value]) }
  if (typeof value !== 'number') return undefined
  // Sizes are whole numbers; for others "less than" is taken as "at most", which finds less but nothing false.
  const step = left.kind === 'call' && left.name === 'size' ? 1 : 0
  if (part.operator === '<') return { of, most: value - step, ...(step ? { least: 0 } : {}) }
  if (part.operator === '<=') return { of, most: value, ...(step ? { least: 0 } : {}) }
  if (part.operator === '>') return { of, least: value + step }
  return { of, least: value }
}

function valueOf(part: Part): unknown {
  if (part.kind !== 'literal') return undefined
  return typeof part.value === 'bigint' ? Number(part.value) : part.value
}
