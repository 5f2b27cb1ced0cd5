import type { Prediction } from './linear-model.ts'

/**
 * A linear model over blocks of words: each block (words of the title, of class names, …) counts as a whole, however
 * many words a page has in it. Words are known by a number of 24 bits alone; `tools/models/block-training.ts` makes the file.
 */
export interface BlockModel {
  classes: string[]
  bias: number[]
  /** How much a block counts, and the size of a step of its weights. */
  blocks: Record<string, { share: number; step: number }>
  /** Where the values of each measure are cut; which cuts a page's value reaches are the words of a block of their own. */
  cuts: Record<string, number[]>
  /** Numbers of the known words, ascending, three bytes each. */
  words: string
  /** A signed byte for each known word and class. */
  table: string
}

/** The words of a page by block. */
export type Blocks = ReadonlyMap<string, ReadonlySet<string>>

/** The block that measures are turned into. */
export const measured = 'measured'

interface Tables {
  places: Map<number, number>
  table: Int8Array
  /** For each measure and each number of cuts that a value lies above: what all its cuts together add, and how many are known. */
  cuts: { name: string; steps: readonly number[]; sums: Int32Array; known: number[] }[]
}

const tables = new WeakMap<BlockModel, Tables>()

function tablesOf(model: BlockModel): Tables {
  let made = tables.get(model)
  if (!made) {
    const bytes = bytesOf(model.words)
    const places = new Map<number, number>()
    for (let at = 0; at < bytes.length; at += 3)
      places.set((bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!, at / 3)
    const placeOf = (word: string): number => places.get(numberOf(measured, word)) ?? -1
    const table = new Int8Array(bytesOf(model.table).buffer)
    const width = model.classes.length
    const cuts = Object.entries(model.cuts).map(([name, steps]) => {
      const sums = new Int32Array((steps.length + 1) * width)
      const known = Array.from({ length: steps.length + 1 }, (_, above) => {
        const own = steps.map((_, index) => placeOf(cutWord(name, index, index < above))).filter((place) => place >= 0)
        for (const place of own)
          for (let index = 0; index < width; index++) sums[above * width + index]! += table[place * width + index]!
        return own.length
      })
      return { name, steps, sums, known }
    })
    tables.set(model, (made = { places, table, cuts }))
  }
  return made
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

/** The number of a word in a block: FNV-1a, folded to 24 bits. */
export function numberOf(block: string, word: string): number {
  return folded(hashed(hashOfBlock(block), word))
}

function hashOfBlock(block: string): number {
  return hashed(0x811c9dc5, `${block}:`)
}

function folded(hash: number): number {
  return (hash ^ (hash >>> 24)) & 0xffffff
}

function hashed(start: number, text: string): number {
  let hash = start
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}

function cutWord(name: string, index: number, above: boolean): string {
  return `${name} ${above ? '+' : '-'}${index}`
}

/** For each cut of each measure, whether the value lies above it: as many words for every page. */
export function measuredWords(
  cuts: Readonly<Record<string, readonly number[]>>,
  measures: ReadonlyMap<string, number>,
): Set<string> {
  const words = new Set<string>()
  for (const [name, steps] of Object.entries(cuts)) {
    const value = measures.get(name) ?? 0
    steps.forEach((step, index) => words.add(cutWord(name, index, value > step)))
  }
  return words
}

/** Probability of each class, given the words of a page and what was measured on it. */
export function predictByBlocks<Class extends string = string>(
  model: BlockModel,
  blocks: Blocks,
  measures: ReadonlyMap<string, number>,
): Prediction<Class> {
  const { places, table, cuts } = tablesOf(model)
  const width = model.classes.length
  const scores = [...model.bias]
  for (const [block, { share, step }] of Object.entries(model.blocks)) {
    const sums = new Float64Array(width)
    let known = 0
    if (block === measured) {
      for (const cut of cuts) {
        const value = measures.get(cut.name) ?? 0
        let above = 0
        while (above < cut.steps.length && value > cut.steps[above]!) above++
        known += cut.known[above]!
        for (let index = 0; index < width; index++) sums[index]! += cut.sums[above * width + index]!
      }
    } else {
      const start = hashOfBlock(block)
      for (const word of blocks.get(block) ?? []) {
        const place = places.get(folded(hashed(start, word)))
        if (place === undefined) continue
        known += 1
        for (let index = 0; index < width; index++) sums[index]! += table[place * width + index]!
      }
    }
    if (known === 0) continue
    const value = step * Math.sqrt(share / known)
    for (let index = 0; index < width; index++) scores[index]! += value * sums[index]!
  }
  const highest = Math.max(...scores)
  const exponents = scores.map((score) => Math.exp(score - highest))
  const sum = exponents.reduce((total, value) => total + value, 0)
  return {
    best: model.classes[scores.indexOf(highest)] as Class,
    confidence: Math.round(100 / sum) / 100,
    probabilities: Object.fromEntries(model.classes.map((name, index) => [name, exponents[index]! / sum])) as Record<
      Class,
      number
    >,
    cues: [],
  }
}
