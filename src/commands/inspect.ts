import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadConfig } from '../config/load-config.ts'
import { inspectPage, visitOnce } from '../inspect.ts'
import { readKnowledge } from '../knowledge.ts'
import { UsageError } from '../shared/errors.ts'
import { exitCodes, type ExitCode } from '../shared/exit-codes.ts'
import type { Options } from './audit.ts'
import { inspectBatch } from './inspect/batch.ts'

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
  process.stdout.write(`${JSON.stringify(await inspectPage(snapshot, knowledge), undefined, 2)}\n`)
  return exitCodes.fine
}
