import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import type { Corpora, HandLabels } from '../models/corpora.ts'
import { heldOutBy, type ModelName } from '../models/models.ts'

/** What models that never saw the site say: `task` and `id` as `by-corpus.ts` names them. */
export interface CrossValidated {
  task: string
  id: string
  truth: string
  guess: string
}

if (parentPort) parentPort.postMessage(await crossValidated(workerData as { folder: string; models: ModelName[] }))

async function crossValidated({ folder, models }: { folder: string; models: ModelName[] }): Promise<CrossValidated[]> {
  const corpora = (await import(pathToFileURL(join(folder, 'load.mjs')).href)) as Corpora
  const root = new URL('../..', import.meta.url).pathname
  const vocabularies = parseVocabularies(await readVocabularyTexts(join(root, 'rules/vocabulary')))
  const handmade = readFileSync(join(folder, 'labels.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as HandLabels)
  const tasks = { form: 'form purpose', field: 'field purpose', page: 'page shape' }
  return models.flatMap((model) =>
    heldOutBy(model, { corpora, vocabularies, handmade }).map(({ sample, guess }) => ({
      task: `${tasks[model]}, ${sample.set}`,
      id: sample.id,
      truth: sample.also?.includes(guess) ? guess : sample.label,
      guess,
    })),
  )
}
