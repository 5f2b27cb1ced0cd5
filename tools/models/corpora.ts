import { readPage } from '../../src/facts/extract.ts'
import { readForms, type FormReading } from '../../src/facts/forms.ts'
import type { Vocabularies } from '../../src/facts/vocabulary/vocabulary.ts'

/** A page of a folder of corpora with what its publishers say of it. */
export interface LabelledPage {
  id: string
  corpus: string
  path: string
  url: string
  group: string
  html: string
  // oxlint-disable-next-line typescript/no-explicit-any -- each corpus has labels of its own shape
  labels: any
}

/** What the loader of a folder of corpora offers. */
export interface Corpora {
  corpora: string[]
  load(corpus: string, split: string): Iterable<LabelledPage>
  html(row: unknown): string
  rows(corpus: string, split: string): LabelledPage[]
}

/** What people said of one page of a corpus, on top of its own labels. */
export interface HandLabels {
  id: string
  corpus: string
  path: string
  url: string
  page_type: string
  page_type_alt: string | null
  forms: { index: number; purpose: string; fields: number }[]
}

/** The forms of a page as detectors read them. */
export function readingsOf(page: { url: string; html: string }, vocabularies: Vocabularies): FormReading[] {
  const shared = readPage({ url: page.url || 'https://page.invalid/', html: page.html, vocabularies })
  return readForms({ ...shared, vocabulary: vocabularies.of('en'), facts: {} })
}
