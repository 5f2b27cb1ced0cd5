import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData, type ResourceLimits } from 'node:worker_threads'
import { extractFacts } from '../../facts/extract.ts'
import { publishFacts } from '../../facts/published.ts'
import type { Vendor } from '../../facts/vendors/vendors.ts'
import { buildVocabularies, type VocabularyFile } from '../../facts/vocabulary/vocabulary.ts'

/** A saved page to read. */
export interface PageTask {
  id: unknown
  url: string
  path: string
}

/** Reads saved pages in a thread of its own, one at a time. */
export interface PageReader extends AsyncDisposable {
  /** One line of JSON: `{id, facts}`, or `{id, error}` of a page that can't be read, that hangs or that breaks the thread. */
  read(task: PageTask): Promise<string>
}

/** What a thread gets to work with: data, of which it makes its own matchers. */
export interface ReaderKnowledge {
  words: VocabularyFile[]
  vendors: readonly Vendor[]
}

/** What one page may cost. */
export interface ReaderLimits {
  /** Milliseconds from when the thread is ready. */
  pageMs?: number
  memory?: ResourceLimits
}

/** The slowest page of a corpus of 2,900 takes two seconds; what takes a minute never comes. */
const longest = 60_000
/** Room for five million characters of markup and what is made of them. Much young memory saves copying of DOMs that die soon. */
const enough: ResourceLimits = { maxOldGenerationSizeMb: 3072, maxYoungGenerationSizeMb: 192 }

/** What a thread says when it can read. */
const ready = 'ready'

/** The thread starts with the first page; one that was given up is replaced. */
export function openPageReader(knowledge: ReaderKnowledge, limits: ReaderLimits = {}): PageReader {
  const { pageMs = longest, memory = enough } = limits
  let worker: Worker | undefined
  return {
    read(task) {
      const isNew = worker === undefined
      const current = (worker ??= new Worker(new URL(import.meta.url), {
        workerData: { isPageReader: true, knowledge } satisfies ThreadData,
        resourceLimits: memory,
      }))
      return new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined
        const settle = (line: string): void => {
          clearTimeout(timer)
          current.off('message', onMessage).off('error', onError).off('exit', onExit)
          resolve(line)
        }
        const giveUp = (error: string): void => {
          worker = undefined
          settle(jsonLine({ id: task.id, error }))
          void current.terminate()
        }
        const start = (): void => {
          timer = setTimeout(() => giveUp(`took longer than ${pageMs / 1000} seconds`), pageMs)
          current.postMessage(task)
        }
        const onMessage = (message: typeof ready | { line: string }): void =>
          message === ready ? start() : settle(message.line)
        const onError = (error: Error): void => giveUp(error.message)
        const onExit = (): void => giveUp('the thread that read it has ended')
        current.on('message', onMessage).on('error', onError).on('exit', onExit)
        if (!isNew) start()
      })
    },
    async [Symbol.asyncDispose]() {
      await worker?.terminate()
    },
  }
}

/** JSON in one line, also for readers that take U+2028 and U+2029 for line ends, as Node's readline does. */
function jsonLine(value: object): string {
  return JSON.stringify(value)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)
}

interface ThreadData {
  isPageReader: true
  knowledge: ReaderKnowledge
}

if (!isMainThread && (workerData as Partial<ThreadData> | undefined)?.isPageReader)
  serve((workerData as ThreadData).knowledge)

/** The thread's side. */
function serve({ words, vendors }: ReaderKnowledge): void {
  const vocabularies = buildVocabularies(words)
  parentPort?.on('message', async ({ id, url, path }: PageTask) => {
    let answer: object
    try {
      const file = path.startsWith('file:') ? fileURLToPath(path) : path
      // A pipe may never end.
      if (!(await stat(file)).isFile()) throw new Error(`${file} is no file`)
      const html = await readFile(file, 'utf8')
      const { facts, warnings } = extractFacts({ url, html, vocabularies, vendors })
      answer = { id, facts: publishFacts(facts), ...(warnings.length > 0 ? { warnings } : {}) }
    } catch (error) {
      answer = { id, error: error instanceof Error ? error.message : String(error) }
    }
    parentPort?.postMessage({ line: jsonLine(answer) })
  })
  parentPort?.postMessage(ready)
}
