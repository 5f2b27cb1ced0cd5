import { sameWords, type Choice, type ChoiceSample } from './cta-samples.ts'

/** Weight of each feature of a choice. */
export type Weights = Map<string, number>

/** A choice among the candidates of each page (conditional logit) with ridge penalty, by full-batch gradient ascent. */
export function trainChoice(pages: ChoiceSample[], decay = 5, least = 6, rounds = 200): Weights {
  const counts = new Map<string, number>()
  for (const { choices } of pages) {
    const seen = new Set(choices.flatMap(({ features }) => [...features.keys()]))
    for (const name of seen) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const names = [...counts].filter(([, count]) => count >= least).map(([name]) => name)
  const indexOf = new Map(names.toSorted().map((name, index) => [name, index]))
  const usable = pages
    .filter(({ choices }) => choices.some(({ right }) => right > 0))
    .map((page) => rowsOf(page, indexOf))
  const weights = new Float64Array(names.length)
  const squares = new Float64Array(names.length).fill(1e-6)
  for (let round = 0; round < rounds; round += 1) {
    const gradient = Float64Array.from(weights, (weight) => -decay * weight)
    for (const page of usable) climb(page, weights, gradient)
    for (let index = 0; index < weights.length; index += 1) {
      squares[index]! += gradient[index]! ** 2
      weights[index]! += (0.3 * gradient[index]!) / Math.sqrt(squares[index]!)
    }
  }
  return new Map([...indexOf].map(([name, index]) => [name, weights[index]!]))
}

/** The choices of a page as one list of indexes and values; choice `n` has those from `starts[n]` on. */
interface Rows {
  weight: number
  right: number[]
  starts: number[]
  indexes: Int32Array
  values: Float64Array
}

function rowsOf({ choices, weight }: ChoiceSample, indexOf: Map<string, number>): Rows {
  const starts = [0]
  const cells: [number, number][] = []
  for (const { features } of choices) {
    for (const [name, value] of features) {
      const index = indexOf.get(name)
      if (index !== undefined) cells.push([index, value])
    }
    starts.push(cells.length)
  }
  return {
    weight,
    right: choices.map(({ right }) => right),
    starts,
    indexes: Int32Array.from(cells, ([index]) => index),
    values: Float64Array.from(cells, ([, value]) => value),
  }
}

/** Adds to the gradient what one page says. */
function climb({ weight, right, starts, indexes, values }: Rows, weights: Float64Array, gradient: Float64Array): void {
  const scores = right.map((_, place) => {
    let score = 0
    for (let cell = starts[place]!; cell < starts[place + 1]!; cell += 1)
      score += weights[indexes[cell]!]! * values[cell]!
    return score
  })
  const highest = Math.max(...scores)
  const exponents = scores.map((score) => Math.exp(score - highest))
  const all = exponents.reduce((sum, value) => sum + value, 0)
  const good = exponents.reduce((sum, value, index) => sum + value * right[index]!, 0)
  exponents.forEach((exponent, place) => {
    const pull = ((exponent * right[place]!) / good - exponent / all) * weight
    if (Math.abs(pull) < 1e-6) return
    for (let cell = starts[place]!; cell < starts[place + 1]!; cell += 1)
      gradient[indexes[cell]!]! += pull * values[cell]!
  })
}

function choose({ choices }: ChoiceSample, weights: Weights): Choice {
  const scores = choices.map(({ features }) =>
    [...features].reduce((sum, [name, value]) => sum + (weights.get(name) ?? 0) * value, 0),
  )
  return choices[scores.indexOf(Math.max(...scores))]!
}

/** What a model that never saw the site takes for a page's main action. */
export interface HeldOutChoice {
  sample: ChoiceSample
  choice: Choice
  /** Whether one that counts as the main action has the words that people named, or both say that there is none. */
  text: boolean
  intent: boolean
}

/** Cross-validation over sites, in a fixed order. */
export function heldOutChoices(samples: ChoiceSample[], folds = 15): HeldOutChoice[] {
  const groups = [...new Set(samples.map(({ group }) => group))].toSorted()
  const foldOf = new Map(groups.map((group, index) => [group, (index * 7) % folds]))
  return Array.from({ length: folds }, (_, fold) => {
    const weights = trainChoice(samples.filter(({ group }) => foldOf.get(group) !== fold))
    return samples
      .filter(({ group }) => foldOf.get(group) === fold)
      .map((sample) => judged(sample, choose(sample, weights)))
  }).flat()
}

function judged(sample: ChoiceSample, choice: Choice): HeldOutChoice {
  const { wanted, intent, choices } = sample
  const nothing = wanted === null && choice.intent === 'none'
  // What looks like the main action is ranked with it.
  const primary = choices.filter((other) => other === choice || other.looks.some((look) => choice.looks.includes(look)))
  const chosen = wanted !== null && choice.intent !== 'none'
  return {
    sample,
    choice,
    text: nothing || (chosen && primary.some((other) => sameWords(other.text, wanted))),
    intent: nothing || (chosen && intent !== null && primary.some((other) => other.intent === intent)),
  }
}
