import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { browserFlags } from '../browser/browser-flags.ts'
import type { FoundBrowser } from '../browser/find-browser.ts'
import { isolationFlags } from '../isolation/flags.ts'
import type { GuardOptions } from '../isolation/guard.ts'
import type { Proxy } from '../isolation/proxy.ts'

/** One measurement as `audit.json` lists it. */
export interface LighthouseResult {
  url: string
  device: 'mobile' | 'desktop'
  /** Empty when it went well; else Lighthouse's own code and words, or what ended the run. */
  error: string
  /** 0 to 100; null when there is none. */
  performance: number | null
  /** By Lighthouse's audit id; milliseconds, bytes, or a plain number for layout shift. */
  metrics: Record<string, number>
  runs: number
}

export interface LighthouseOptions {
  url: string
  device: 'mobile' | 'desktop'
  browser: Pick<FoundBrowser, 'path' | 'env' | 'sandbox'>
  /** The isolation proxy. */
  proxy: Pick<Proxy, 'url' | 'socketTrap'>
  guard: Pick<GuardOptions, 'collectors' | 'allowWrites'>
  /** The run is killed after this. */
  timeoutMs?: number
  signal?: AbortSignal
  /** Sent to the host of `url` only. */
  headers?: Record<string, string>
  /** Further flags for the browser, after ours. */
  args?: readonly string[]
}

/** What the child is told. */
export interface ChildTask {
  url: string
  device: 'mobile' | 'desktop'
  browserPath: string
  env: Record<string, string> | undefined
  args: string[]
  /** Text of `rules/collectors.yaml`. */
  collectors: string
  allowWrites: readonly string[]
  headers: Record<string, string>
  maxWaitMs: number
  /** The browser's folder; the parent removes it, because a killed child can't. */
  profile: string
}

/** What the child tells: first its browser's process, then how it went. */
export type ChildMessage =
  | { browserPid: number }
  | { performance: number | null; metrics: Record<string, number> }
  | { error: string }

const childFile = fileURLToPath(import.meta.url).replace(/lighthouse\.([jt]s)$/, 'lighthouse-child.$1')

let last: Promise<unknown> = Promise.resolve()

/**
 * Measures one page, in a process and a browser of its own behind the same two layers as every visit. One at a time, because two would slow each
 * other down. Never throws for what the page or Lighthouse did: then `error` says it.
 */
export function runLighthouse(options: LighthouseOptions): Promise<LighthouseResult> {
  const run = last.then(() => measureInChild(options))
  last = run.catch(() => {})
  return run
}

async function measureInChild(options: LighthouseOptions): Promise<LighthouseResult> {
  const { url, device, browser, proxy, guard, timeoutMs = 90_000, signal } = options
  const failed = (error: string): LighthouseResult => ({ url, device, error, performance: null, metrics: {}, runs: 1 })
  if (signal?.aborted) return failed('stopped')
  const profile = await mkdtemp(join(tmpdir(), 'stagelight-lighthouse-'))
  const task: ChildTask = {
    url,
    device,
    browserPath: browser.path,
    env: browser.env,
    args: [...browserFlags({ sandbox: browser.sandbox }), ...isolationFlags(proxy), ...(options.args ?? [])],
    collectors: guard.collectors.source,
    allowWrites: guard.allowWrites ?? [],
    headers: options.headers ?? {},
    maxWaitMs: Math.min(45_000, Math.round(timeoutMs / 2)),
    profile,
  }
  const child = spawn(process.execPath, [childFile], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] })
  const pids = { browser: 0 }
  const stop = () => kill(child, pids.browser)
  const timer = setTimeout(stop, timeoutMs)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const answer = await converse(child, task, pids)
    if ('error' in answer) return failed(answer.error)
    if (!('performance' in answer)) return failed(signal?.aborted ? 'stopped' : `no result within ${timeoutMs} ms`)
    return { url, device, error: '', performance: answer.performance, metrics: answer.metrics, runs: 1 }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    stop()
    // A browser that was just killed may still hold a file for a moment.
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {})
  }
}

/** Resolves with the child's last word, or with nothing of use when it was killed first. */
function converse(child: ChildProcess, task: ChildTask, pids: { browser: number }): Promise<ChildMessage> {
  return new Promise((resolve) => {
    let answer: ChildMessage = { browserPid: 0 }
    child.once('error', (error) => resolve({ error: error.message }))
    child.once('close', () => resolve(answer))
    // It may be dead before it has read anything.
    child.stdin?.on('error', () => {})
    child.stdin?.write(`${JSON.stringify(task)}\n`)
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      // Lighthouse prints only on standard error, so that every line is ours.
      answer = JSON.parse(line) as ChildMessage
      if ('browserPid' in answer) pids.browser = answer.browserPid
    })
  })
}

/** Kills the child and, in a process group of its own, its browser. */
function kill(child: ChildProcess, browserPid: number): void {
  for (const pid of [child.pid ?? 0, browserPid]) {
    if (pid <= 0) continue
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // Gone already.
    }
  }
}
