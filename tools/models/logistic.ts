import type { LinearModel } from '../../src/facts/model/linear-model.ts'
import { predictByGrams } from '../../src/facts/model/gram-model.ts'
import { predictByBlocks } from '../../src/facts/model/block-model.ts'
import { trainBlocks, type BlockSettings } from './block-training.ts'
import { trainGrams, type GramSettings } from './gram-training.ts'
import { isPlace, placeWeight, predict } from '../../src/facts/model/linear-model.ts'

/** One labelled thing with its features; `group` is the site, which is never split between training and testing. */
export interface Sample {
  id: string
  group: string
  label: string
  /** Other labels that would be right, too. */
  also?: string[]
  features: Set<string>
  /** Words and pieces of words as numbers, for models that weigh them. */
  grams?: Set<number>
  /** Words by block and numbers, for a model that weighs those. */
  blocks?: Map<string, Set<string>>
  measures?: Map<string, number>
  /** What training may take for right, when `label` alone says too much. */
  taught?: string[]
  /** Counted in the figures; extra samples only train. */
  scored: boolean
  /** Which figures it belongs to. */
  set: string
  weight?: number
  /** What the program makes of a guess in the end. */
  finish?: (guess: string) => string
}

export interface Settings {
  /** How strongly weights are held near zero (ridge). */
  decay: number
  /** Features seen fewer times are left out. */
  least: number
  /** How much more strongly than others the weights of words by place are held. */
  placeDecay?: number
  /** For a model that weighs words and pieces of words. */
  grams?: GramSettings
  /** For a model that weighs words by block. */
  blocks?: BlockSettings
}

/** Multinomial logistic regression with ridge penalty, by full-batch gradient descent with momentum. */
export function train(samples: Sample[], { decay, least, placeDecay = 1 }: Settings): LinearModel {
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

/** What a model said of a sample that it was not trained on. */
export interface HeldOut {
  sample: Sample
  guess: string
  confidence: number
}

/** What models that never saw the site say of each scored sample: sites are dealt out to the folds in a fixed order. */
export function crossValidate(samples: Sample[], settings: Settings, folds: number): HeldOut[] {
  const groups = [...new Set(samples.map((sample) => sample.group))].toSorted()
  const foldOf = new Map(groups.map((group, index) => [group, (index * 7919) % folds]))
  const results: HeldOut[] = []
  for (let fold = 0; fold < folds; fold++) {
    const judge = judgeOf(
      samples.filter((sample) => foldOf.get(sample.group) !== fold),
      settings,
    )
    for (const sample of samples) {
      if (foldOf.get(sample.group) !== fold || !sample.scored) continue
      const { best, confidence } = judge(sample)
      results.push({ sample, guess: sample.finish?.(best) ?? best, confidence })
    }
  }
  return results
}

function judgeOf(samples: Sample[], settings: Settings): (sample: Sample) => { best: string; confidence: number } {
  if (settings.blocks) {
    const model = trainBlocks(samples, settings.blocks)
    return ({ blocks = new Map(), measures = new Map() }) => predictByBlocks(model, blocks, measures)
  }
  if (settings.grams) {
    const model = trainGrams(samples, settings.grams)
    return ({ features, grams = new Set() }) => predictByGrams(model, features, grams)
  }
  const model = train(samples, settings)
  return ({ features }) => predict(model, features)
}

/** Prints accuracy, precision, recall and F1 per class of what was held out. */
export function printHeldOut(results: HeldOut[], showErrors: boolean): void {
  for (const set of new Set(results.map(({ sample }) => sample.set))) {
    print(
      set,
      results.filter(({ sample }) => sample.set === set),
    )
  }
  if (showErrors) {
    for (const { sample, guess, confidence } of results) {
      if (guess !== sample.label)
        console.log(
          `${sample.id}\t${sample.label} -> ${guess} ${confidence}\t${[...sample.features]
            .filter((f) => !/^(?:hidden|forms|method|region|texts|asked|visible|counted)/.test(f))
            .join(', ')
            .slice(0, 500)}`,
        )
    }
  }
}

function print(set: string, results: { sample: Sample; guess: string }[]): void {
  const pairs = results.map(({ sample, guess }) => ({
    truth: sample.also?.includes(guess) ? guess : sample.label,
    guess,
  }))
  const right = pairs.filter(({ truth, guess }) => truth === guess).length
  console.log(`\n${set}: ${right} of ${pairs.length} right, ${(right / pairs.length).toFixed(4)}`)
  const rows = [...new Set(pairs.map(({ truth }) => truth))].map((name) => {
    const hits = pairs.filter(({ truth, guess }) => truth === name && guess === name).length
    const guessed = pairs.filter(({ guess }) => guess === name).length
    const support = pairs.filter(({ truth }) => truth === name).length
    const precision = guessed === 0 ? 0 : hits / guessed
    const recall = hits / support
    return { name, precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall), support }
  })
  rows.sort((a, b) => b.support - a.support)
  for (const row of rows) {
    console.log(
      `  ${row.name.padEnd(22)} p ${row.precision.toFixed(3)}  r ${row.recall.toFixed(3)}  f1 ${row.f1.toFixed(3)}  n ${row.support}`,
    )
  }
  console.log(`  macro F1 ${(rows.reduce((sum, row) => sum + row.f1, 0) / rows.length).toFixed(3)}`)
  const confusions = new Map<string, number>()
  for (const { truth, guess } of pairs) {
    if (truth !== guess) confusions.set(`${truth} -> ${guess}`, (confusions.get(`${truth} -> ${guess}`) ?? 0) + 1)
  }
  const worst = [...confusions].toSorted((a, b) => b[1] - a[1]).slice(0, 12)
  console.log(`  ${worst.map(([what, count]) => `${what}: ${count}`).join(', ')}`)
}
