import { fork, type ChildProcess } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
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

/** Reads saved pages in a process of its own, one at a time: a thread that runs out of memory may take all others with it. */
export interface PageReader extends AsyncDisposable {
  /** One line of JSON: `{id, facts}`, or `{id, error}` of a page that can't be read, that hangs or that breaks the process. */
  read(task: PageTask): Promise<string>
}

/** What a process gets to work with: data, of which it makes its own matchers. */
export interface ReaderKnowledge {
  words: VocabularyFile[]
  vendors: readonly Vendor[]
}

/** What one page may cost. */
export interface ReaderLimits {
  /** Milliseconds from when the process is ready. */
  pageMs?: number
  /** Megabytes of objects that live on. */
  memory?: number
}

/** The slowest page of a corpus of 2,900 takes two seconds; what takes a minute never comes. */
const longest = 60_000
/** Room for five million characters of markup and what is made of them. */
const enough = 3072
/** Much young memory, in megabytes, saves copying of DOMs that die soon. */
const young = 64

/** Says a process that it is one that reads. */
const role = 'stagelight-page-reader'
/** What a process says when it can read. */
const ready = 'ready'

/** The process starts with the first page; one that was given up is replaced. */
export function openPageReader(knowledge: ReaderKnowledge, limits: ReaderLimits = {}): PageReader {
  const { pageMs = longest, memory = enough } = limits
  let child: ChildProcess | undefined
  const start = (): ChildProcess => {
    const started = fork(fileURLToPath(import.meta.url), [role], {
      execArgv: [`--max-old-space-size=${memory}`, `--max-semi-space-size=${young}`],
      // What a process writes when its memory ends is for nobody.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    started.send(knowledge)
    return started
  }
  return {
    read(task) {
      const isNew = child === undefined
      const current = (child ??= start())
      return new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined
        const settle = (line: string): void => {
          clearTimeout(timer)
          current.off('message', onMessage).off('error', onError).off('exit', onExit)
          resolve(line)
        }
        const giveUp = (error: string): void => {
          child = undefined
          settle(jsonLine({ id: task.id, error }))
          current.kill('SIGKILL')
        }
        const begin = (): void => {
          timer = setTimeout(() => giveUp(`took longer than ${pageMs / 1000} seconds`), pageMs)
          current.send(task)
        }
        const onMessage = (message: unknown): void =>
          message === ready ? begin() : settle((message as { line: string }).line)
        const onError = (error: Error): void => giveUp(error.message)
        const onExit = (_code: number | null, signal: NodeJS.Signals | null): void =>
          giveUp(signal === 'SIGABRT' ? 'took more memory than there is' : 'the process that read it has ended')
        current.on('message', onMessage).on('error', onError).on('exit', onExit)
        if (!isNew) begin()
      })
    },
    async [Symbol.asyncDispose]() {
      child?.kill('SIGKILL')
    },
  }
}

/** JSON in one line, also for readers that take U+2028 and U+2029 for line ends, as Node's readline does. */
function jsonLine(value: object): string {
  return JSON.stringify(value)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)
}

if (process.argv[2] === role) process.once('message', (knowledge) => serve(knowledge as ReaderKnowledge))

/** The process's side. */
function serve({ words, vendors }: ReaderKnowledge): void {
  const vocabularies = buildVocabularies(words)
  process.on('disconnect', () => process.exit())
  process.on('message', async (message) => {
    const { id, url, path } = message as PageTask
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
    process.send?.({ line: jsonLine(answer) })
  })
  process.send?.(ready)
}
