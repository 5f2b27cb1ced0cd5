import { readPage } from '../../src/facts/extract.ts'
import { forms } from '../../src/facts/forms.ts'
import { pageEvidence } from '../../src/facts/page.ts'
import { pageBlocks } from '../../src/facts/page/blocks.ts'
import { pageMeasures } from '../../src/facts/page/measures.ts'
import type { Vocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import type { Corpora, HandLabels } from './corpora.ts'
import type { Sample } from './learner.ts'

const shapeOf: Record<string, string> = {
  home: 'service',
  landing: 'service',
  category: 'collection',
  product: 'product',
  service: 'service',
  pricing: 'service',
  article: 'article',
  'blog-index': 'listing',
  'case-study': 'article',
  about: 'service',
  contact: 'service',
  team: 'service',
  location: 'service',
  help: 'documentation',
  testimonials: 'service',
  'lead-form': 'service',
}

/** Pages of seven classes, and of other corpora those whose class is known from what they were collected for. */
export function readPageSamples(corpora: Corpora, vocabularies: Vocabularies, handmade: HandLabels[]): Sample[] {
  const vocabulary = vocabularies.of('en')
  const samples: Sample[] = []
  const add = (
    page: { id: string; url: string; html: string },
    group: string,
    label: string,
    scored: boolean,
    weight: number,
  ): void => {
    const shared = readPage({ url: page.url || 'https://page.invalid/page', html: page.html, vocabularies })
    const found = forms.detect({ ...shared, vocabulary, facts: {} })
    const evidence = pageEvidence(shared, found)
    samples.push({
      id: page.id,
      group,
      label,
      features: new Set(),
      blocks: pageBlocks(evidence, vocabulary),
      measures: pageMeasures(evidence, vocabulary),
      scored,
      set: 'wcxb',
      weight,
    })
  }
  const seen = new Set<string>()
  for (const page of corpora.load('wcxb', 'dev')) add(page, page.group, page.labels.page_type, true, 1)
  for (const corpus of ['products', 'articles', 'recipes']) {
    for (const page of corpora.load(corpus, 'dev')) {
      seen.add(page.id)
      add(page, page.group, corpus === 'products' ? 'product' : 'article', false, corpus === 'products' ? 0.3 : 0.1)
    }
  }
  for (const row of handmade) {
    const label = shapeOf[row.page_type]
    if (!label || row.corpus === 'wcxb' || seen.has(row.id)) continue
    const page = corpora.rows(row.corpus, 'dev').find((one) => one.id === row.id)
    add({ id: row.id, url: row.url, html: corpora.html(row.path) }, page?.group ?? row.id, label, false, 0.5)
  }
  return samples
}
