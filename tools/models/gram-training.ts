import {
  bitsOf,
  gramShare,
  isKnown,
  placeOf,
  predictByGrams,
  type GramModel,
} from '../../src/facts/model/gram-model.ts'
import type { Learner, Sample } from './learner.ts'

/** How a model over words and pieces of words is trained. */
export interface GramSettings {
  /** Places of the shared table, a power of two. */
  places: number
  /** Bits of the list of known numbers, a power of two. */
  bits: number
  /** What fewer sites have is left out. */
  sites: number
  passes: number
  rate: number
  decay: number
}

/** Learns a model over yes-or-no features, words and pieces of words. */
export function grams(settings: GramSettings): Learner {
  return {
    learn(samples) {
      const weights = trainGrams(samples, settings)
      return { weights, judge: (sample) => predictByGrams(weights, sample.features, sample.grams ?? new Set()) }
    },
  }
}

interface Row {
  at: Int32Array
  value: Float32Array
  /** Classes that are right; most rows have one. */
  right: number[]
  weight: number
}

/** Multinomial logistic regression by stochastic gradient descent (Adagrad) in a fixed order: the result is the same each time. */
function trainGrams(samples: Sample[], settings: GramSettings): GramModel {
  const { places } = settings
  const names = [...onSites(samples, ({ features }) => features, settings.sites)].toSorted()
  const known = new Uint8Array(settings.bits / 8)
  for (const gram of onSites(samples, ({ grams = new Set<number>() }) => grams, settings.sites))
    for (const bit of bitsOf(gram, settings.bits)) known[bit >> 3]! |= 1 << (bit & 7)
  const classes = [...new Set(samples.map(({ label }) => label))].toSorted()
  const classOf = new Map(classes.map((name, index) => [name, index]))
  const indexOf = new Map(names.map((name, index) => [name, places + index]))
  const rows = samples.map((sample): Row => {
    const values = new Map<number, number>()
    const grams = [...(sample.grams ?? [])].filter((gram) => isKnown(known, gram))
    const share = gramShare(grams.length)
    for (const gram of grams) {
      const place = placeOf(gram, places)
      values.set(place, (values.get(place) ?? 0) + share)
    }
    for (const feature of sample.features) {
      const index = indexOf.get(feature)
      if (index !== undefined) values.set(index, 1)
    }
    return {
      at: Int32Array.from(values.keys()),
      value: Float32Array.from(values.values()),
      right: (sample.taught ?? [sample.label]).flatMap((name) => classOf.get(name) ?? []),
      weight: sample.weight ?? 1,
    }
  })
  const width = classes.length
  const weights = descend(rows, places + names.length, width, settings)
  const row = (index: number): number[] => Array.from(weights.subarray(index * width, index * width + width))
  const round = (value: number): number => Math.round(value * 100) / 100
  const most = weights.subarray(0, places * width).reduce((highest, value) => Math.max(highest, Math.abs(value)), 1e-6)
  const table = Int8Array.from(weights.subarray(0, places * width), (value) => Math.round((value / most) * 127))
  return {
    classes,
    bias: row(places + names.length).map(round),
    weights: Object.fromEntries(names.map((name, index) => [name, row(places + index).map(round)])),
    grams: {
      table: Buffer.from(table.buffer).toString('base64'),
      step: most / 127,
      known: Buffer.from(known).toString('base64'),
    },
  }
}

/** What stands on enough sites to be no site's own word. */
function onSites<Kind>(samples: Sample[], of: (sample: Sample) => Iterable<Kind>, least: number): Set<Kind> {
  const sites = new Map<Kind, Set<string>>()
  for (const sample of samples) {
    for (const one of of(sample)) {
      const groups = sites.get(one) ?? new Set()
      if (groups.size === 0) sites.set(one, groups)
      if (groups.size < least) groups.add(sample.group)
    }
  }
  return new Set([...sites].filter(([, groups]) => groups.size >= least).map(([one]) => one))
}

function descend(rows: Row[], size: number, width: number, { passes, rate, decay }: GramSettings): Float32Array {
  const weights = new Float32Array((size + 1) * width)
  const squares = new Float32Array(weights.length).fill(0.1)
  const order = rows.map((_, index) => index)
  const scores = new Float64Array(width)
  const active = new Int32Array(width)
  const bias = size * width
  let seed = 12345
  for (let pass = 0; pass < passes; pass++) {
    for (let index = order.length - 1; index > 0; index--) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      const other = Math.floor((seed / 2 ** 32) * (index + 1))
      ;[order[index], order[other]] = [order[other]!, order[index]!]
    }
    const step = rate * (1 - (pass / passes) * 0.8)
    for (const place of order) learn(rows[place]!, step)
    for (let index = 0; index < bias; index++)
      weights[index]! -= (step * decay * weights[index]!) / Math.sqrt(squares[index]!)
  }
  return weights

  function learn({ at, value, right, weight }: Row, step: number): void {
    scores.set(weights.subarray(bias, bias + width))
    for (let index = 0; index < at.length; index++) {
      const start = at[index]! * width
      const share = value[index]!
      for (let c = 0; c < width; c++) scores[c]! += share * weights[start + c]!
    }
    const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity)
    let sum = 0
    for (let c = 0; c < width; c++) sum += scores[c] = Math.exp(scores[c]! - highest)
    const rightSum = right.reduce((total, c) => total + scores[c]!, 1e-9)
    // Where several answers are right, each is pulled up by its share of them.
    const pulls = right.map((c) => scores[c]! / rightSum)
    for (let c = 0; c < width; c++) scores[c] = (scores[c]! / sum) * weight
    right.forEach((c, index) => (scores[c]! -= pulls[index]! * weight))
    // Classes out of the question are left alone: that is most of them.
    let count = 0
    for (let c = 0; c < width; c++) if (Math.abs(scores[c]!) > 1e-4) active[count++] = c
    for (let index = 0; index <= at.length; index++) {
      const start = index < at.length ? at[index]! * width : bias
      const share = index < at.length ? value[index]! : 1
      for (let one = 0; one < count; one++) {
        const c = active[one]!
        const slope = share * scores[c]!
        const square = (squares[start + c]! += slope * slope)
        weights[start + c]! -= (step * slope) / Math.sqrt(square)
      }
    }
  }
}
