import { extractFacts as extract } from './facts/extract.ts'
import { publishFacts, type PublishedFacts } from './facts/published.ts'
import { readKnowledge, type Knowledge } from './knowledge.ts'

let knowledge: Promise<Knowledge> | undefined

/** Facts of one page from its HTML, with our vocabularies and vendors. The same page gives the same facts. */
export async function extractFacts(page: { url: string; html: string }): Promise<PublishedFacts> {
  knowledge ??= readKnowledge()
  const { vocabularies, vendors } = await knowledge
  return publishFacts(extract({ ...page, vocabularies, vendors }).facts)
}
