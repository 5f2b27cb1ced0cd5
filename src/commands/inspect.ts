import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { loadConfig } from '../config/load-config.ts'
import { inspectPage, visitOnce } from '../inspect.ts'
import { readKnowledge, type Knowledge } from '../knowledge.ts'
import { extractFacts } from '../facts/extract.ts'
import { publishFacts } from '../facts/published.ts'
import { UsageError } from '../shared/errors.ts'
import { exitCodes, type ExitCode } from '../shared/exit-codes.ts'
import type { Options } from './audit.ts'

/** `stagelight inspect <url|file.html>`: facts and verdicts of one page as JSON; `--batch` for many files at once. */
export async function inspectCommand(page: string | undefined, options: Options): Promise<ExitCode> {
  const config = await loadConfig({
    flags: {},
    file: options['config'] as string | undefined,
    folder: process.cwd(),
    environment: process.env,
  })
  const knowledge = await readKnowledge(config)
  const batch = options['batch'] as string | undefined
  if (batch) return inspectBatch(batch, knowledge)
  if (!page)
    throw new UsageError('bad-option', {
      place: 'inspect',
      message: 'a page is needed',
      hint: 'stagelight inspect page.html --url https://example.com/',
    })
  const render = options['render'] === true
  const isFile = existsSync(page)
  if (!isFile && !/^https?:/i.test(page))
    throw new UsageError('bad-url', { place: page, message: 'is neither a file nor an http address' })
  const address = (options['url'] as string | undefined) ?? (isFile ? pathToFileURL(resolve(page)).href : page)
  const snapshot = await visitOnce({
    address,
    html: isFile ? await readFile(page) : undefined,
    render,
    config,
    knowledge,
  })
  process.stdout.write(`${JSON.stringify(inspectPage(snapshot, knowledge), undefined, 2)}\n`)
  return exitCodes.fine
}

/** Reads `{id, url, path}` lines, prints `{id, facts}` lines in the same order; a file that can't be read has an `error`. */
async function inspectBatch(list: string, knowledge: Knowledge): Promise<ExitCode> {
  const input = list === '-' ? process.stdin : createReadStream(list)
  let number = 0
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    if (line.trim() === '') continue
    const { id, url, path } = parseLine(line, `${list}:${number}`)
    let answer: object
    try {
      const html = await readFile(path.startsWith('file:') ? fileURLToPath(path) : path, 'utf8')
      const { facts, warnings } = extractFacts({
        url,
        html,
        vocabularies: knowledge.vocabularies,
        vendors: knowledge.vendors,
      })
      answer = { id, facts: publishFacts(facts), ...(warnings.length > 0 ? { warnings } : {}) }
    } catch (error) {
      answer = { id, error: error instanceof Error ? error.message : String(error) }
    }
    if (!process.stdout.write(`${jsonLine(answer)}\n`))
      await new Promise((resume) => process.stdout.once('drain', resume))
  }
  return exitCodes.fine
}

/** JSON in one line, also for readers that take U+2028 and U+2029 for line ends, as Node's readline does. */
function jsonLine(value: object): string {
  return JSON.stringify(value)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)
}

function parseLine(line: string, place: string): { id: unknown; url: string; path: string } {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new UsageError(
      'bad-option',
      { place, message: 'is no JSON', hint: 'Each line is {"id": …, "url": …, "path": …}.' },
      { cause },
    )
  }
  const { id, url, path } = value as { id?: unknown; url?: unknown; path?: unknown }
  if (typeof path !== 'string') throw new UsageError('bad-option', { place, message: '"path" is missing' })
  return { id, url: typeof url === 'string' ? url : pathToFileURL(resolve(path)).href, path }
}
