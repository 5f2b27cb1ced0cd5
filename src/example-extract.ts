import { rulesFolder } from './config/installation.ts'
import { readVendorsText } from './config/vendors.ts'
import { readVocabularyTexts } from './config/vocabularies.ts'
import { extractFacts } from './facts/extract.ts'
import { parseVendors } from './facts/vendors/vendors.ts'
import { parseVocabularies } from './facts/vocabulary/vocabulary.ts'
import type { Extract } from './rules/examples.ts'

/** Facts of an example's HTML, found with the words and vendors that come with the program. */
export async function createExtract(): Promise<Extract> {
  const vocabularies = parseVocabularies(await readVocabularyTexts(`${rulesFolder}/vocabulary`))
  const vendors = parseVendors(await readVendorsText(`${rulesFolder}/vendors.yaml`))
  return ({ url, html, given }) => {
    const { facts, warnings } = extractFacts({ url, html, vocabularies, vendors, given })
    if (warnings.length > 0) throw new Error(`A detector failed on an example: ${warnings.join('; ')}`)
    return facts
  }
}
