import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
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
