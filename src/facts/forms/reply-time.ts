import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { Tree } from '../dom/tree.ts'

/** Purposes of forms that ask somebody for an answer. */
const answered = new Set<string>(['contact', 'quote', 'demo'])
const known = new WeakMap<Tree, boolean>()

/** Some sentence of the page says when or how soon whoever sends such a form will hear. */
export function saysWhenAnswered(purpose: string, tree: Tree, vocabulary: Vocabulary): boolean {
  if (!answered.has(purpose)) return false
  let says = known.get(tree)
  if (says === undefined) {
    says = tree.runs.some(({ text }) => text.length > 8 && vocabulary.mentions('reply.time', text))
    known.set(tree, says)
  }
  return says
}
