import { readFileSync } from 'node:fs'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { extractFacts, type ExtractInput, type Extraction } from '../../src/facts/extract.ts'
import { factSchemas, type FactName } from '../../src/facts/index.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'

/** The words that we ship. */
export const vocabularies = parseVocabularies(
  await readVocabularyTexts(new URL('../../rules/vocabulary', import.meta.url).pathname),
)

/** Facts of a page of `pages/`, as if it stood at this address. */
export function factsOf(
  name: string,
  url = 'https://shop.example.test/some/page',
  more: Partial<ExtractInput> = {},
): Extraction['facts'] {
  const html = readFileSync(new URL(`pages/${name}.html`, import.meta.url), 'utf8')
  const { facts, warnings } = extractFacts({ url, html, vocabularies, ...more })
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
  return facts
}

/** What of the facts is not as their schemas say; nothing should be. */
export function misfits(facts: Extraction['facts']): string[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    (factSchemas[name as FactName].safeParse(value).error?.issues ?? []).map(
      ({ path, message }) => `${[name, ...path].join('.')}: ${message}`,
    ),
  )
}
