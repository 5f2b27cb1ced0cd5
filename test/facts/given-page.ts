import { extractFacts } from '../../src/facts/extract.ts'
import type { PageFacts } from '../../src/facts/index.ts'
import type { PageType } from '../../src/shared/taxonomy.ts'
import { vendors, vocabularies } from './page-facts.ts'

/** Facts of a few lines of HTML, of a page whose type and language are known. */
export function factsOfGiven(html: string, pageType: PageType, language = 'en'): PageFacts {
  const { facts, warnings } = extractFacts({
    url: 'https://shop.test/page',
    html,
    vocabularies,
    vendors,
    given: { pageType, language },
  })
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
  return facts
}
