import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { Tree } from '../dom/tree.ts'

/** Purposes of forms that ask somebody for an answer. */
const answered = new Set<string>(['contact', 'quote', 'demo'])
const known = new WeakMap<Tree, boolean>()

/** Some sentence of the page says when or how soon whoever sends such a form will hear, or offers a chat, which answers at once. */
export function saysWhenAnswered(purpose: string, tree: Tree, vocabulary: Vocabulary): boolean {
  if (!answered.has(purpose)) return false
  let says = known.get(tree)
  if (says === undefined) {
    says = tree.runs.some(
      ({ text }) => text.length > 8 && (vocabulary.mentions('reply.time', text) || offersChat(text, vocabulary)),
    )
    known.set(tree, says)
  }
  return says
}

/** A longer text may be about chats. */
function offersChat(text: string, vocabulary: Vocabulary): boolean {
  return (
    text.length < 80 && (vocabulary.mentions('contact.chat', text) || vocabulary.mentions('contact.chat-with', text))
  )
}
