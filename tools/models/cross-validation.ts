import type { Learner, Sample } from './learner.ts'

/** What a model said of a sample that it was not trained on. */
export interface HeldOut {
  sample: Sample
  guess: string
  confidence: number
}

/** What models that never saw the site say of each scored sample: sites are dealt out to the folds in a fixed order. */
export function crossValidate(samples: Sample[], learner: Learner, folds: number): HeldOut[] {
  const groups = [...new Set(samples.map((sample) => sample.group))].toSorted()
  const foldOf = new Map(groups.map((group, index) => [group, (index * 7919) % folds]))
  const results: HeldOut[] = []
  for (let fold = 0; fold < folds; fold++) {
    const { judge } = learner.learn(samples.filter((sample) => foldOf.get(sample.group) !== fold))
    for (const sample of samples) {
      if (foldOf.get(sample.group) !== fold || !sample.scored) continue
      const { best, confidence } = judge(sample)
      results.push({ sample, guess: sample.finish?.(best) ?? best, confidence })
    }
  }
  return results
}
