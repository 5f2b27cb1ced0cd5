import type { PageType } from '../../shared/taxonomy.ts'
import { predictByBlocks, type BlockModel } from '../model/block-model.ts'
import type { Prediction } from '../model/linear-model.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { pageBlocks } from './blocks.ts'
import type { PageEvidence } from './features.ts'
import { pageMeasures } from './measures.ts'
import weights from './weights.json' with { type: 'json' }

const model = weights as BlockModel

/** What a page is built as, whatever it is about. */
export const pageShapes = ['article', 'collection', 'documentation', 'forum', 'listing', 'product', 'service'] as const
export type PageShape = (typeof pageShapes)[number]

/** The page type that a shape speaks for. */
export const typeOfShape: Partial<Record<PageShape, PageType>> = {
  article: 'article',
  collection: 'category',
  documentation: 'help',
  listing: 'blog-index',
  product: 'product',
  service: 'service',
}

/** What a page is built as, by the model of shapes alone. */
export function guessShape(page: PageEvidence, vocabulary: Vocabulary): Prediction<PageShape> {
  return predictByBlocks<PageShape>(model, pageBlocks(page, vocabulary), pageMeasures(page, vocabulary))
}

/** Below this share a shape is as good as unknown. */
const leastConfidence = 0.25
/** The same for shapes that many a page resembles a little. */
const looseConfidence = 0.33

/** Shapes without a word for it are guessed with care: rows of anything look like a list of articles. */
const loose = new Set<PageType>(['blog-index', 'category'])
/** Whether a shape is sure enough to make a page one of the type. */
export function isLikely(type: PageType, confidence: number): boolean {
  return confidence >= (loose.has(type) ? looseConfidence : leastConfidence)
}

/** Documentation shows by many marks; a page with some of them only is none. Held out, 77 of 77 were right above this share, 5 of 8 below. */
const leastDocumentation = 0.7

/** The shape that a page's type is made of: the likeliest, but for documentation that is not sure. */
export function sureShape(
  shape: PageShape,
  confidence: number,
  probabilities: Record<PageShape, number>,
): { shape: PageShape; confidence: number } {
  if (shape !== 'documentation' || confidence >= leastDocumentation) return { shape, confidence }
  const others = pageShapes.filter((name) => name !== 'documentation' && name !== 'forum')
  const next = others.toSorted((one, other) => probabilities[other] - probabilities[one])[0]!
  const share = probabilities[next] / (1 - probabilities.documentation)
  // Where nothing is sure, a firm's page tells of what the firm does.
  return share > 0.5 ? { shape: next, confidence: share } : { shape: 'service', confidence: leastConfidence }
}
