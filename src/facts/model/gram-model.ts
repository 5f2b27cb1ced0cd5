import type { LinearModel } from './linear-model.ts'

/** A linear model that weighs words and pieces of words, too: numbers that share a table of few places. */
export interface GramModel extends LinearModel {
  grams: {
    /** A signed byte for each place and class. */
    table: string
    step: number
    /** Bits that tell which numbers were seen in training on several sites; all others weigh nothing. */
    known: string
  }
}

interface Tables {
  named: Map<string, number[]>
  table: Int8Array
  places: number
  known: Uint8Array
}

const tables = new WeakMap<GramModel, Tables>()

function tablesOf(model: GramModel): Tables {
  let made = tables.get(model)
  if (!made) {
    const table = new Int8Array(bytesOf(model.grams.table).buffer)
    made = {
      named: new Map(Object.entries(model.weights)),
      table,
      places: table.length / model.classes.length,
      known: bytesOf(model.grams.known),
    }
    tables.set(model, made)
  }
  return made
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

/** How much each of so many words and pieces weighs: many together don't drown all else. */
export function gramShare(count: number): number {
  return 3 / Math.sqrt(Math.max(count, 20))
}

/** Whether a number was seen in training; one in a hundred others passes, too. */
export function isKnown(known: Uint8Array, gram: number): boolean {
  const [first, second, third] = bitsOf(gram, known.length * 8)
  return isSet(known, first) && isSet(known, second) && isSet(known, third)
}

function isSet(bits: Uint8Array, bit: number): boolean {
  return (bits[bit >> 3]! & (1 << (bit & 7))) !== 0
}

/** The bits that stand for a number, of a power of two of them. */
export function bitsOf(gram: number, size: number): [number, number, number] {
  const second = Math.imul(gram, 0x9e3779b1) >>> 0
  const third = Math.imul(gram ^ (gram >>> 16), 0x7feb352d) >>> 0
  const mask = size - 1
  return [gram & mask, second & mask, third & mask]
}

/** Where a number stands in a table of so many places, a power of two. */
export function placeOf(gram: number, places: number): number {
  return gram & (places - 1)
}

/** The likeliest class, and how sure that is, 0 to 1. */
export function predictByGrams<Class extends string>(
  model: GramModel,
  features: ReadonlySet<string>,
  grams: ReadonlySet<number>,
): { best: Class; confidence: number } {
  const { named, table, places, known } = tablesOf(model)
  const width = model.classes.length
  const sums = new Int32Array(width)
  let count = 0
  for (const gram of grams) {
    if (!isKnown(known, gram)) continue
    count += 1
    const start = placeOf(gram, places) * width
    for (let index = 0; index < width; index++) sums[index]! += table[start + index]!
  }
  const share = gramShare(count) * model.grams.step
  const scores = model.bias.map((bias, index) => bias + share * sums[index]!)
  for (const feature of features) {
    const weights = named.get(feature)
    if (weights) for (let index = 0; index < width; index++) scores[index]! += weights[index]!
  }
  const highest = Math.max(...scores)
  const confidence = 1 / scores.reduce((sum, score) => sum + Math.exp(score - highest), 0)
  return { best: model.classes[scores.indexOf(highest)] as Class, confidence: Math.round(confidence * 100) / 100 }
}
