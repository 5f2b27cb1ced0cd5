import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { load as parse } from 'cheerio'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { extractFacts } from '../../src/facts/extract.ts'
import { factSchemas, type FactName } from '../../src/facts/index.ts'
import { parseVendors } from '../../src/facts/vendors/vendors.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import type { Corpora, LabelledPage } from '../models/corpora.ts'
import { judgeByCorpus } from './by-corpus.ts'
import { judgeByHand } from './by-hand.ts'
import type { PageLabels } from './labels.ts'
import type { Judged } from './score.ts'

/** Which pages a worker reads: every `of`th of those that are wanted, from the `share`th on. */
export interface ReadPages {
  folder: string
  split: string
  only: string[]
  handOnly: boolean
  labelFiles: string[]
  share: number
  of: number
}

/** What a worker answers. Times are milliseconds. */
export interface PagesRead {
  judged: Judged[]
  pages: number
  parse: number
  facts: number
  slowest: { id: string; parse: number; facts: number }[]
  /** What detectors said that failed, and values that their schema refuses. */
  trouble: string[]
}

if (parentPort) parentPort.postMessage(await readPages(workerData as ReadPages))

async function readPages({ folder, split, only, handOnly, labelFiles, share, of }: ReadPages): Promise<PagesRead> {
  const corpora = (await import(pathToFileURL(join(folder, 'load.mjs')).href)) as Corpora
  const root = new URL('../..', import.meta.url).pathname
  const vocabularies = parseVocabularies(await readVocabularyTexts(join(root, 'rules/vocabulary')))
  const place = 'rules/vendors.yaml'
  const vendors = parseVendors({ text: readFileSync(join(root, place), 'utf8'), place })
  const handmade = new Map(labelFiles.flatMap(readLabels).map((row) => [row.id, row]))
  const read: PagesRead = { judged: [], pages: 0, parse: 0, facts: 0, slowest: [], trouble: [] }
  let seen = 0
  for (const corpus of only.length > 0 ? only : corpora.corpora) {
    for (const page of corpora.load(corpus, split)) {
      const labels = handmade.get(page.id)
      if (handOnly && !labels) continue
      seen += 1
      if (seen % of !== share) continue
      judgePage(page, labels)
    }
  }
  return read

  function judgePage(page: LabelledPage, labels: PageLabels | undefined): void {
    // How well fields are known without the site's own word for them.
    const html = page.labels.fields
      ? page.html.replaceAll(/\sautocomplete=(?:"[^"]*"|'[^']*'|[^\s>"']+)/gi, '')
      : page.html
    const start = performance.now()
    parse(html)
    const between = performance.now()
    const { facts, warnings } = extractFacts({
      url: page.url || 'https://page.invalid/page',
      html,
      vocabularies,
      vendors,
    })
    const end = performance.now()
    const time = { id: page.id, parse: between - start, facts: end - between }
    read.pages += 1
    read.parse += time.parse
    read.facts += time.facts
    read.slowest = [...read.slowest, time].toSorted((a, b) => b.facts - a.facts).slice(0, 3)
    read.trouble.push(...warnings.map((warning) => `${page.id}: ${warning}`))
    for (const [name, value] of Object.entries(facts)) {
      const { error } = factSchemas[name as FactName].safeParse(value)
      if (error)
        read.trouble.push(`${page.id}: ${name}.${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`)
    }
    read.judged.push(...judgeByCorpus(page, facts))
    if (labels) read.judged.push(...judgeByHand(labels, facts))
  }
}

function readLabels(file: string): PageLabels[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as PageLabels)
}
