import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { killTree } from './process-tree.ts'

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

export interface Ended {
  /** Undefined when it was killed. */
  code: number | undefined
  err: string
  out: string
  seconds: number
}

export interface AuditProcess {
  pid: number
  ended: Promise<Ended>
  /** `kill -9` for it and its browser. */
  kill(): void
}

/** Starts the command line as a process of its own. */
export function startCli(args: readonly string[]): AuditProcess {
  const started = performance.now()
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let err = ''
  let out = ''
  child.stderr.on('data', (data: Buffer) => (err += data.toString()))
  child.stdout.on('data', (data: Buffer) => (out += data.toString()))
  const pid = child.pid ?? 0
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({ code: code ?? undefined, err, out, seconds: (performance.now() - started) / 1000 }),
    )
  })
  return { pid, ended, kill: () => killTree(pid) }
}

/** The folder of the only run below an output folder. */
export async function onlyRun(outputDir: string): Promise<string | undefined> {
  const [host] = await readdir(outputDir).catch((): string[] => [])
  if (!host) return undefined
  const runs = (await readdir(join(outputDir, host))).filter((name) => /^\d/.test(name))
  if (runs.length > 1) throw new Error(`${runs.length} runs in ${outputDir}`)
  return runs[0] && join(outputDir, host, runs[0])
}

/** The text of `audit.json` of the only run, without what may differ between two runs; empty when there is none. */
export async function comparableJson(outputDir: string): Promise<string> {
  const folder = await onlyRun(outputDir)
  const text = folder && (await readFile(join(folder, 'audit.json'), 'utf8').catch(() => ''))
  if (!text) return ''
  const { run: _run, measurements: _measurements, ...rest } = JSON.parse(text) as Record<string, unknown>
  return JSON.stringify(rest, undefined, 1)
}

/** What a run file holds so far; all zero while there is none. */
export interface RunProgress {
  visits: number
  rendered: number
  /** The crawl is over: judging and the report are next. */
  crawled: number
}

/** How far the only run below an output folder is, looked at from outside while it goes on. */
export async function progressOf(outputDir: string): Promise<RunProgress> {
  const progress: RunProgress = { visits: 0, rendered: 0, crawled: 0 }
  const folder = await onlyRun(outputDir)
  if (!folder) return progress
  try {
    using database = new DatabaseSync(join(folder, 'run.sqlite'), { readOnly: true })
    const count = (from: string): number => Number(database.prepare(`select count(*) as n from ${from}`).get()?.['n'])
    progress.visits = count('visits')
    progress.rendered = count("visits where mode = 'browser'")
    progress.crawled = count("meta where key = 'crawl'")
  } catch {
    // the file is just being made
  }
  return progress
}

/** Kills a run as soon as it is so far, or a little later. False when it ended before. */
export async function killWhen(
  run: AuditProcess,
  outputDir: string,
  isFar: (progress: RunProgress) => boolean,
  delayMs = 0,
): Promise<boolean> {
  let over = false
  const ended = run.ended.then(({ code }) => {
    over = true
    return code
  })
  while (!over && !isFar(await progressOf(outputDir))) await sleep(15)
  if (delayMs > 0) await Promise.race([ended, sleep(delayMs)])
  run.kill()
  return (await ended) === undefined
}
