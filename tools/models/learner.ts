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

/** A way to learn from samples. */
export interface Learner {
  /** What was learned: the file that ships, and what it says of a sample. */
  learn(samples: Sample[]): Learned
}

export interface Learned {
  weights: object
  judge(sample: Sample): { best: string; confidence: number }
}
