import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { factsKey } from '../../facts/extract.ts'
import type { PageFacts } from '../../facts/index.ts'
import type { PublishedFacts } from '../../facts/published.ts'
import type { Knowledge } from '../../knowledge.ts'
import { digest } from '../../shared/digest.ts'
import { packJson, unpackJson } from '../../store/packing.ts'
import { openPageReader } from '../inspect/page-reader.ts'
import type { SavedPage } from './sources.ts'

const mostReaders = 2
/** Fewer pages than this are read before a second process has started. */
const worthStarting = 20
/** So many pages are read before their facts are handed on. */
const batch = 64

/**
 * Facts of saved pages, a few at a time, in the order given; a page that can't be read is left out. They are kept in a
 * folder under what makes them, so that the next call reads only what changed.
 */
export async function* factsOfPages(
  pages: readonly SavedPage[],
  knowledge: Pick<Knowledge, 'vocabularies' | 'vendors'>,
  cache: string,
): AsyncGenerator<{ page: SavedPage; facts: PageFacts }> {
  const folder = join(cache, 'facts', factsKey(knowledge.vocabularies, knowledge.vendors))
  await mkdir(folder, { recursive: true })
  const words = knowledge.vocabularies.files
  const readers = Math.min(mostReaders, Math.ceil(pages.length / worthStarting))
  const open = Array.from({ length: readers }, () => openPageReader({ words, vendors: knowledge.vendors }))
  const chains: Promise<unknown>[] = open.map(() => Promise.resolve())
  let turn = 0
  const extract = (page: SavedPage): Promise<PageFacts | undefined> => {
    const place = turn++ % readers
    const read = chains[place]!.then(() => open[place]!.read({ id: page.file, url: page.url, path: page.file }))
    chains[place] = read
    return read.then((line) => ownFacts((JSON.parse(line) as { facts?: PublishedFacts }).facts))
  }
  const factsOf = async (page: SavedPage): Promise<PageFacts | undefined> => {
    const found = await stat(page.file).catch(() => undefined)
    if (!found) return undefined
    const name = digest([page.url, page.file, found.size, found.mtimeMs].join('\n'), 32)
    const kept = await readFile(join(folder, name)).catch(() => undefined)
    if (kept) return unpackJson(kept) as PageFacts
    const facts = await extract(page)
    if (facts) await writeFile(join(folder, name), packJson(facts))
    return facts
  }
  try {
    for (let from = 0; from < pages.length; from += batch) {
      const some = pages.slice(from, from + batch)
      const read = await Promise.all(some.map((page) => factsOf(page)))
      for (const [index, facts] of read.entries()) if (facts) yield { page: some[index]!, facts }
    }
  } finally {
    await Promise.all(open.map((reader) => reader[Symbol.asyncDispose]()))
  }
}

/** As rules know facts: with no null in them. */
function ownFacts(published: PublishedFacts | undefined): PageFacts | undefined {
  if (!published) return undefined
  const { forms, ...facts } = published
  return forms ? { ...facts, forms: forms.map((form) => ({ ...form, index: form.index ?? -1 })) } : facts
}
