/**
 * A multinomial logistic regression: weights of named yes-or-no features for each class. `tools/models/train.ts`
 * makes the files; features are computed here in the code, in one place for training and use.
 */
export interface LinearModel {
  classes: string[]
  bias: number[]
  /** Feature → weight per class. */
  weights: Record<string, number[]>
  /** Weights of words that are known by their place in a table alone, `#place`: a signed byte for each place and class. */
  places?: { step: number; bytes: string }
}

export interface Prediction<Class extends string = string> {
  best: Class
  /** 0 to 1. */
  confidence: number
  probabilities: Record<Class, number>
  /** Features that spoke most for the best class. */
  cues: string[]
}

/** A page with many words of its own would drown all else: what each counts, the more there are. */
export function placeWeight(features: ReadonlySet<string>): number {
  let count = 0
  for (const feature of features) if (isPlace(feature)) count += 1
  return Math.sqrt(400 / Math.max(count, 50))
}

/** True of a word that is known by its place in a table alone. */
export function isPlace(feature: string): boolean {
  return feature.charCodeAt(0) === 35
}

const tables = new WeakMap<LinearModel, Map<string, number[]>>()

function tableOf(model: LinearModel): Map<string, number[]> {
  let table = tables.get(model)
  if (!table) tables.set(model, (table = new Map([...Object.entries(model.weights), ...placesOf(model)])))
  return table
}

function placesOf({ places, classes }: LinearModel): [string, number[]][] {
  if (!places) return []
  const bytes = new Int8Array(Uint8Array.from(atob(places.bytes), (letter) => letter.charCodeAt(0)).buffer)
  return Array.from({ length: bytes.length / classes.length }, (_, place): [string, number[]] => [
    `#${place}`,
    Array.from(bytes.subarray(place * classes.length, (place + 1) * classes.length), (byte) => byte * places.step),
  ])
}

/** Probability of each class, given the features that are present. */
export function predict<Class extends string = string>(
  model: LinearModel,
  features: ReadonlySet<string>,
): Prediction<Class> {
  const table = tableOf(model)
  const scores = [...model.bias]
  const present: [string, number[]][] = []
  const places = model.places ? placeWeight(features) : 1
  for (const feature of features) {
    const weights = table.get(feature)
    if (!weights) continue
    if (!isPlace(feature)) present.push([feature, weights])
    const share = isPlace(feature) ? places : 1
    for (let index = 0; index < scores.length; index++) scores[index]! += share * (weights[index] ?? 0)
  }
  const highest = Math.max(...scores)
  const exponents = scores.map((score) => Math.exp(score - highest))
  const sum = exponents.reduce((total, value) => total + value, 0)
  const best = scores.indexOf(highest)
  const mean = (weights: number[]): number => weights.reduce((total, value) => total + value, 0) / weights.length
  const cues = present
    .map(([feature, weights]) => [feature, (weights[best] ?? 0) - mean(weights)] as const)
    .filter(([, weight]) => weight > 0.15)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 4)
    .map(([feature]) => feature)
  return {
    best: model.classes[best] as Class,
    confidence: Math.round(((exponents[best] ?? 0) / sum) * 100) / 100,
    probabilities: Object.fromEntries(
      model.classes.map((name, index) => [name, (exponents[index] ?? 0) / sum]),
    ) as Record<Class, number>,
    cues,
  }
}
