import type { Score } from './score.ts'

/** A figure of a task: of all its answers, or of one class. */
export type Figure = 'accuracy' | 'macroF1' | `${'precision' | 'recall' | 'f1'} ${string}`

/** What a figure is held against: what others published or what we measured of their work, and what we aim at. */
export interface Target {
  task: string
  figure: Figure
  toBeat?: number
  aim: number
}

const present = 'newsletter contact_form share_controls video phone_link phone_text trial_or_demo add_to_cart'.split(
  ' ',
)

/**
 * Formasaurus' own model, trained on the dev half: 87.0% right, macro F1 .847 on the other half; its fields 84.5% right
 * (docs/usage.rst). wcxb: 86.5%, .801 by a logistic regression over all words. Products: Zyte .918 (published with the pages).
 */
export const targets: Target[] = [
  { task: 'form purpose, formasaurus', figure: 'accuracy', toBeat: 0.87, aim: 0.93 },
  { task: 'form purpose, formasaurus', figure: 'macroF1', toBeat: 0.847, aim: 0.91 },
  { task: 'form purpose, formasaurus', figure: 'f1 newsletter', toBeat: 0.848, aim: 0.93 },
  { task: 'form purpose, formasaurus', figure: 'f1 contact', toBeat: 0.841, aim: 0.93 },
  { task: 'form purpose, formasaurus', figure: 'f1 order', toBeat: 0.784, aim: 0.88 },
  { task: 'field purpose, all', figure: 'accuracy', toBeat: 0.845, aim: 0.92 },
  { task: 'page shape, wcxb', figure: 'accuracy', toBeat: 0.865, aim: 0.9 },
  { task: 'page shape, wcxb', figure: 'macroF1', toBeat: 0.801, aim: 0.88 },
  { task: 'page type, by hand', figure: 'accuracy', aim: 0.9 },
  { task: 'price, products', figure: 'f1 price', toBeat: 0.918, aim: 0.93 },
  { task: 'phone, business', figure: 'precision phone', aim: 0.97 },
  { task: 'phone, business', figure: 'recall phone', aim: 0.95 },
  { task: 'e-mail, business', figure: 'precision email', aim: 0.97 },
  { task: 'e-mail, business', figure: 'recall email', aim: 0.95 },
  ...present.flatMap((name): Target[] => [
    { task: `${name}, by hand`, figure: 'precision yes', aim: 0.95 },
    { task: `${name}, by hand`, figure: 'recall yes', aim: 0.9 },
  ]),
  { task: 'main action: text, by hand', figure: 'accuracy', aim: 0.85 },
  { task: 'main action: intent, by hand', figure: 'accuracy', aim: 0.85 },
]

/** A figure's value, 0 to 1; undefined for a class that no answer was about. */
export function valueOf(score: Score, figure: Figure): number | undefined {
  if (figure === 'accuracy' || figure === 'macroF1') return score[figure]
  const [kind, ...name] = figure.split(' ') as ['precision' | 'recall' | 'f1', ...string[]]
  return score.classes[name.join(' ')]?.[kind]
}
