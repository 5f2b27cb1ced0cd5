import { isPlace, placeWeight, predict, type LinearModel } from '../../src/facts/model/linear-model.ts'
import type { Learner, Sample } from './learner.ts'

/** How a linear model over named yes-or-no features is trained. */
export interface LinearSettings {
  /** How strongly weights are held near zero (ridge). */
  decay: number
  /** Features seen fewer times are left out. */
  least: number
  /** How much more strongly than others the weights of words by place are held. */
  placeDecay: number
}

/** Learns a model over yes-or-no features. */
export function linear(settings: LinearSettings): Learner {
  return {
    learn(samples) {
      const weights = train(samples, settings)
      return { weights, judge: ({ features }) => predict(weights, features) }
    },
  }
}

/** Multinomial logistic regression with ridge penalty, by full-batch gradient descent with momentum. */
function train(samples: Sample[], { decay, least, placeDecay }: LinearSettings): LinearModel {
  const counts = new Map<string, number>()
  for (const sample of samples)
    for (const feature of sample.features) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const names = [...counts]
    .filter(([, count]) => count >= least)
    .map(([name]) => name)
    .toSorted()
  const indexOf = new Map(names.map((name, index) => [name, index]))
  const decays = names.map((name) => (isPlace(name) ? decay * placeDecay : decay))
  const classes = [...new Set(samples.map((sample) => sample.label))].toSorted()
  const k = classes.length
  const width = names.length
  const rows = samples.map((sample) =>
    Int32Array.from([...sample.features].flatMap((feature) => indexOf.get(feature) ?? []).toSorted((a, b) => a - b)),
  )
  const isPlaceAt = names.map(isPlace)
  const shares = samples.map((sample) => placeWeight(sample.features))
  const targets = samples.map((sample) => classes.indexOf(sample.label))
  const weights = new Float64Array((width + 1) * k)
  // Adagrad over the whole set: few passes are enough, and the result is the same each time.
  const square = new Float64Array(weights.length).fill(1e-8)
  const velocity = new Float64Array(weights.length)
  const gradient = new Float64Array(weights.length)
  const scores = new Float64Array(k)
  for (let pass = 0; pass < 160; pass++) {
    gradient.fill(0)
    rows.forEach((row, at) => {
      for (let c = 0; c < k; c++) scores[c] = weights[width * k + c]!
      for (const f of row) {
        const value = isPlaceAt[f] ? shares[at]! : 1
        for (let c = 0; c < k; c++) scores[c]! += value * weights[f * k + c]!
      }
      let highest = -Infinity
      for (let c = 0; c < k; c++) if (scores[c]! > highest) highest = scores[c]!
      let sum = 0
      for (let c = 0; c < k; c++) sum += scores[c] = Math.exp(scores[c]! - highest)
      const share = samples[at]!.weight ?? 1
      for (let c = 0; c < k; c++) scores[c] = (scores[c]! / sum - (c === targets[at] ? 1 : 0)) * share
      for (const f of row) {
        const value = isPlaceAt[f] ? shares[at]! : 1
        for (let c = 0; c < k; c++) gradient[f * k + c]! += value * scores[c]!
      }
      for (let c = 0; c < k; c++) gradient[width * k + c]! += scores[c]!
    })
    const rate = pass < 100 ? 0.1 : 0.1 * (1 - (pass - 100) / 66)
    for (let index = 0; index < weights.length; index++) {
      if (index < width * k) gradient[index]! += decays[Math.floor(index / k)]! * weights[index]!
      square[index] = 0.99 * square[index]! + 0.01 * gradient[index]! ** 2
      velocity[index] = 0.9 * velocity[index]! + (0.1 * gradient[index]!) / Math.sqrt(square[index]! + 1e-6)
      weights[index]! -= rate * velocity[index]! * 0.3
    }
  }
  const round = (value: number): number => Math.round(value * 100) / 100
  const table: Record<string, number[]> = {}
  names.forEach((name, f) => {
    const row = Array.from(weights.subarray(f * k, f * k + k), round)
    if (!isPlace(name) && row.some((value) => Math.abs(value) > 0.04)) table[name] = row
  })
  const places = placesOf(names, weights, k)
  return { classes, bias: Array.from(weights.subarray(width * k), round), weights: table, ...(places && { places }) }
}

function placesOf(names: string[], weights: Float64Array, k: number): LinearModel['places'] {
  const size = 1 + names.reduce((most, name) => (isPlace(name) ? Math.max(most, Number(name.slice(1))) : most), 0)
  const bytes = new Int8Array(size * k)
  const highest = names.reduce((most, name, f) => {
    if (!isPlace(name)) return most
    return Math.max(most, ...weights.subarray(f * k, f * k + k).map(Math.abs))
  }, 0)
  if (highest === 0) return undefined
  const step = highest / 127
  names.forEach((name, f) => {
    if (!isPlace(name)) return
    const place = Number(name.slice(1))
    for (let c = 0; c < k; c++) bytes[place * k + c] = Math.round(weights[f * k + c]! / step)
  })
  return { step, bytes: Buffer.from(bytes.buffer).toString('base64') }
}
