import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** The vocabulary files of a folder as text, sorted by name; `facts/vocabulary.ts` parses them. */
export async function readVocabularyTexts(folder: string): Promise<{ place: string; text: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).toSorted()
  return Promise.all(
    names.map(async (name) => ({
      place: `rules/${basename(folder)}/${name}`,
      text: await readFile(join(folder, name), 'utf8'),
    })),
  )
}
