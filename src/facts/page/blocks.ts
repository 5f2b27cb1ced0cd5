import { pageFeatures, type PageEvidence } from './features.ts'
import { pageTokens } from './tokens.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** What the model of page shapes weighs beside measures: words by block, and yes-or-no facts as a block of their own. */
export function pageBlocks(page: PageEvidence, vocabulary: Vocabulary): Map<string, Set<string>> {
  return pageTokens(page).set('facts', pageFeatures(page, vocabulary))
}
