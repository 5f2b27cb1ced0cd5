import {
  measured,
  measuredWords,
  numberOf,
  predictByBlocks,
  type BlockModel,
} from '../../src/facts/model/block-model.ts'
import type { Learner, Sample } from './learner.ts'

/** How a model over blocks of words is trained. */
export interface BlockSettings {
  /** How much each block counts. */
  shares: Record<string, number>
  /** In how many parts the values of a measure are cut. */
  parts: number
  /** What fewer sites have is left out. */
  sites: number
  /** How strongly weights are held near zero. */
  decay: number
  passes: number
}

/** Learns a model over words by block and numbers. */
export function blocks(settings: BlockSettings): Learner {
  return {
    learn(samples) {
      const weights = trainBlocks(samples, settings)
      return {
        weights,
        judge: (sample) => predictByBlocks(weights, sample.blocks ?? new Map(), sample.measures ?? new Map()),
      }
    },
  }
}

/** A sample as the known words of its blocks. */
interface Row {
  at: number[]
  value: number[]
}

/**
 * Multinomial logistic regression with ridge penalty. There are far fewer samples than words, so that it is solved for a
 * weight of each sample (accelerated gradient steps on the products of samples), of which the weights of words are made.
 */
export function trainBlocks(samples: Sample[], settings: BlockSettings): BlockModel {
  const classes = [...new Set(samples.map(({ label }) => label))].toSorted()
  const cuts = cutsOf(samples, settings.parts)
  const blocksOf = (sample: Sample): [string, ReadonlySet<string>][] =>
    Object.keys(settings.shares).map((block) => [
      block,
      block === measured
        ? measuredWords(cuts, sample.measures ?? new Map())
        : (sample.blocks?.get(block) ?? new Set<string>()),
    ])
  const numbered = samples.map((sample) =>
    blocksOf(sample).map(([block, words]) => ({
      block,
      words: [...new Set([...words].map((word) => numberOf(block, word)))],
    })),
  )
  const blockOf = new Map<number, string>()
  const sites = new Map<number, Set<string>>()
  samples.forEach(({ group }, index) => {
    for (const { block, words } of numbered[index]!) {
      for (const word of words) {
        // A number that two blocks share belongs to the first.
        if (!blockOf.has(word)) blockOf.set(word, block)
        const groups = sites.get(word) ?? new Set()
        if (groups.size === 0) sites.set(word, groups)
        if (groups.size < settings.sites) groups.add(group)
      }
    }
  })
  const words = [...sites].filter(([, groups]) => groups.size >= settings.sites).map(([word]) => word)
  words.sort((a, b) => a - b)
  const placeOf = new Map(words.map((word, index) => [word, index]))
  const rows = numbered.map((blocks): Row => {
    const row: Row = { at: [], value: [] }
    for (const { block, words: own } of blocks) {
      const known = own.flatMap((word) => placeOf.get(word) ?? [])
      const value = Math.sqrt(settings.shares[block]! / Math.max(1, known.length))
      for (const place of known) {
        row.at.push(place)
        row.value.push(value)
      }
    }
    return row
  })
  const truths = samples.map(({ label }) => classes.indexOf(label))
  const counts = samples.map(({ weight }) => weight ?? 1)
  const { pulls, bias } = solve(products(rows, words.length), truths, counts, classes.length, settings)
  const tilt = tiltOf(samples, classes)
  const level = bias.map((value, c) => Math.round((value - tilt[c]!) * 1000) / 1000)
  return { classes, bias: level, ...weightsOf(), cuts }

  function weightsOf(): Pick<BlockModel, 'blocks' | 'words' | 'table'> {
    const width = classes.length
    const weights = new Float64Array(words.length * width)
    rows.forEach(({ at, value }, index) => {
      at.forEach((place, position) => {
        for (let c = 0; c < width; c++) weights[place * width + c]! += value[position]! * pulls[index * width + c]!
      })
    })
    const highest = new Map<string, number>()
    words.forEach((word, place) => {
      const block = blockOf.get(word)!
      const most = Math.max(...weights.subarray(place * width, (place + 1) * width).map(Math.abs))
      highest.set(block, Math.max(highest.get(block) ?? 1e-9, most))
    })
    const table = new Int8Array(weights.length)
    words.forEach((word, place) => {
      const step = highest.get(blockOf.get(word)!)! / 127
      for (let c = 0; c < width; c++) table[place * width + c] = Math.round(weights[place * width + c]! / step)
    })
    const bytes = Uint8Array.from(words.flatMap((word) => [word >> 16, (word >> 8) & 255, word & 255]))
    return {
      blocks: Object.fromEntries(
        Object.entries(settings.shares).map(([block, share]) => [
          block,
          { share, step: Number(((highest.get(block) ?? 0) / 127).toPrecision(5)) },
        ]),
      ),
      words: Buffer.from(bytes).toString('base64'),
      table: Buffer.from(table.buffer).toString('base64'),
    }
  }
}

/** By how much samples that only train make each class seem likelier: how frequent a class is, scored ones tell. */
function tiltOf(samples: Sample[], classes: string[]): number[] {
  const weightOf = (label: string, of: Sample[]): number =>
    of.reduce((sum, sample) => sum + (sample.label === label ? (sample.weight ?? 1) : 0), 0)
  const scored = samples.filter((sample) => sample.scored)
  return classes.map((name) => Math.log(weightOf(name, samples) / Math.max(1, weightOf(name, scored))))
}

/** Cuts that leave about as many of the scored samples in each part. */
function cutsOf(samples: Sample[], parts: number): Record<string, number[]> {
  const scored = samples.filter((sample) => sample.scored)
  const names = new Set(scored.flatMap(({ measures }) => [...(measures?.keys() ?? [])]))
  const cuts: Record<string, number[]> = {}
  for (const name of [...names].toSorted()) {
    const values = scored.map(({ measures }) => measures?.get(name) ?? 0).toSorted((a, b) => a - b)
    const steps = Array.from(
      { length: parts - 1 },
      (_, index) => values[Math.floor(((index + 1) * values.length) / parts)]!,
    )
    const kept = [...new Set(steps)].filter((step) => {
      const above = values.filter((value) => value > step).length
      return above > 5 && above < values.length - 5
    })
    if (kept.length > 0) cuts[name] = kept.map((step) => Number(step.toPrecision(4)))
  }
  return cuts
}

/** How alike each two samples are, less what all share: the bias takes care of that. */
function products(rows: Row[], size: number): { alike: Float64Array; means: number[] } {
  const n = rows.length
  const postings: number[][] = Array.from({ length: size }, () => [])
  rows.forEach(({ at }, index) => at.forEach((place, position) => postings[place]!.push(index, position)))
  const result = new Float64Array(n * n)
  for (const posting of postings) {
    for (let a = 0; a < posting.length; a += 2) {
      const row = posting[a]!
      const value = rows[row]!.value[posting[a + 1]!]!
      for (let b = 0; b < posting.length; b += 2)
        result[row * n + posting[b]!]! += value * rows[posting[b]!]!.value[posting[b + 1]!]!
    }
  }
  const means = Array.from(
    { length: n },
    (_, row) => result.subarray(row * n, row * n + n).reduce((a, b) => a + b, 0) / n,
  )
  const mean = means.reduce((a, b) => a + b, 0) / n
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) result[row * n + column]! += mean - means[row]! - means[column]!
  return { alike: result, means }
}

function solve(
  { alike, means }: { alike: Float64Array; means: number[] },
  truths: number[],
  counts: number[],
  width: number,
  { decay, passes }: BlockSettings,
): { pulls: Float64Array; bias: number[] } {
  const n = truths.length
  const pulls = new Float64Array(n * width)
  let ahead = new Float64Array(n * width)
  let bias = Array.from({ length: width }, () => 0)
  const rate = 1 / (decay + largest(alike, n) / 2)
  const total = counts.reduce((a, b) => a + b, 0)
  let momentum = 1
  for (let pass = 0; pass < passes; pass++) {
    const slopes = slopesAt(ahead)
    const before = pulls.slice()
    for (let index = 0; index < pulls.length; index++) {
      slopes[index]! += decay * ahead[index]!
      pulls[index] = ahead[index]! - rate * slopes[index]!
    }
    const next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const speed = (momentum - 1) / next
    // Running uphill means that the steps have grown too long: start slowly again.
    let uphill = 0
    for (let index = 0; index < pulls.length; index++) uphill += slopes[index]! * (pulls[index]! - before[index]!)
    momentum = uphill > 0 ? 1 : next
    ahead = pulls.map((value, index) => value + (uphill > 0 ? 0 : speed) * (value - before[index]!))
  }
  const own = centred(pulls)
  // What the means would have added to each score goes into the bias.
  return {
    pulls: own,
    bias: bias.map((value, c) => value - means.reduce((sum, mean, row) => sum + mean * own[row * width + c]!, 0)),
  }

  function slopesAt(at: Float64Array): Float64Array {
    const scores = scoresOf(at)
    const slopes = new Float64Array(n * width)
    const sums = Array.from({ length: width }, () => 0)
    for (let row = 0; row < n; row++) {
      const start = row * width
      let highest = -Infinity
      for (let c = 0; c < width; c++) highest = Math.max(highest, (scores[start + c]! += bias[c]!))
      let sum = 0
      for (let c = 0; c < width; c++) sum += scores[start + c] = Math.exp(scores[start + c]! - highest)
      for (let c = 0; c < width; c++) {
        const slope = (scores[start + c]! / sum - (c === truths[row] ? 1 : 0)) * counts[row]!
        slopes[start + c] = slope
        sums[c]! += slope
      }
    }
    bias = bias.map((value, c) => value - (2 * sums[c]!) / total)
    return slopes
  }

  function scoresOf(at: Float64Array): Float64Array {
    const scores = new Float64Array(n * width)
    for (let row = 0; row < n; row++) {
      for (let column = 0; column < n; column++) {
        const value = alike[row * n + column]!
        for (let c = 0; c < width; c++) scores[row * width + c]! += value * at[column * width + c]!
      }
    }
    return scores
  }

  function centred(at: Float64Array): Float64Array {
    const middles = bias.map(
      (_, c) => at.reduce((sum, value, index) => (index % width === c ? sum + value : sum), 0) / n,
    )
    return at.map((value, index) => value - middles[index % width]!)
  }
}

/** The largest stretch that the products give any mix of samples. */
function largest(alike: Float64Array, n: number): number {
  let vector = Float64Array.from({ length: n }, (_, index) => Math.sin(index + 1))
  let length = 1
  for (let pass = 0; pass < 30; pass++) {
    const next = new Float64Array(n)
    for (let row = 0; row < n; row++)
      for (let column = 0; column < n; column++) next[row]! += alike[row * n + column]! * vector[column]!
    length = Math.hypot(...next)
    vector = next.map((value) => value / length)
  }
  return length
}
