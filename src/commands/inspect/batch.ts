import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import PQueue from 'p-queue'
import type { Knowledge } from '../../knowledge.ts'
import { UsageError } from '../../shared/errors.ts'
import { exitCodes, type ExitCode } from '../../shared/exit-codes.ts'
import { openPageReader, type PageTask, type ReaderLimits } from './page-reader.ts'

/** More processes than this gain little, and each may hold a page of several hundred megabytes. */
const mostReaders = 4
/** Answers for each process that may wait for a slow page before them. */
const waitingEach = 8

/** Where the answers go; `write` resolves when there is room for more. */
export type WriteLine = (line: string) => Promise<void>

/**
 * Reads `{id, url, path}` lines, prints `{id, facts}` lines in the same order; a file that can't be read, or not in time,
 * has an `error`. Some processes read; few answers wait for their turn, however long the list.
 * @throws UsageError at a line that is no task, after the answers to those before it
 */
export async function inspectBatch(
  list: string,
  { vocabularies, vendors }: Pick<Knowledge, 'vocabularies' | 'vendors'>,
  write: WriteLine = toStdout,
  limits: ReaderLimits = {},
): Promise<ExitCode> {
  const readers = Array.from({ length: Math.min(availableParallelism(), mostReaders) }, () =>
    openPageReader({ words: vocabularies.files, vendors }, limits),
  )
  const queue = new PQueue({ concurrency: readers.length })
  const idle = [...readers]
  const read = async (task: PageTask): Promise<string> => {
    const reader = idle.pop()!
    try {
      return await reader.read(task)
    } finally {
      idle.push(reader)
    }
  }
  const waiting: Promise<string>[] = []
  const writeNext = async (): Promise<void> => write(`${await waiting.shift()!}\n`)
  const input = list === '-' ? process.stdin : createReadStream(list)
  let number = 0
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1
      if (line.trim() === '') continue
      const task = parseLine(line, `${list}:${number}`)
      waiting.push(queue.add(() => read(task)))
      if (waiting.length > readers.length * waitingEach) await writeNext()
    }
  } finally {
    while (waiting.length > 0) await writeNext()
    await Promise.all(readers.map((reader) => reader[Symbol.asyncDispose]()))
  }
  return exitCodes.fine
}

async function toStdout(line: string): Promise<void> {
  if (!process.stdout.write(line)) await once(process.stdout, 'drain')
}

function parseLine(line: string, place: string): PageTask {
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
  const { id, url, path } = (value ?? {}) as { id?: unknown; url?: unknown; path?: unknown }
  if (typeof path !== 'string') throw new UsageError('bad-option', { place, message: '"path" is missing' })
  return { id, url: typeof url === 'string' ? url : pathToFileURL(resolve(path)).href, path }
}
