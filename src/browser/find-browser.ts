import { existsSync } from 'node:fs'
import { UsageError } from '../shared/errors.ts'
import { browserFlags } from './browser-flags.ts'
import { unpackEmbeddedChromium } from './embedded-chromium.ts'
import { playwrightBrowsers, systemBrowsers } from './known-browsers.ts'
import { launchBrowser } from './launch-browser.ts'

export type BrowserSource = 'explicit' | 'playwright' | 'embedded' | 'system'

/** A browser that was started once, so it works, and how to start it again. */
export interface FoundBrowser {
  path: string
  version: string
  source: BrowserSource
  /** The whole environment for its process, where ours will not do; never put this into our own. */
  env: Record<string, string> | undefined
  /** Our flags for it, without a proxy; `browserFlags` makes them with one. */
  args: string[]
  sandbox: boolean
  /** Why there is a sandbox or none, as a sentence. */
  sandboxReason: string
  /** Whether fonts come from the system alone, or from the package where the system has none. */
  fonts: 'system' | 'embedded'
  /** Every place that was looked at before this one, with what was wrong there. */
  tried: TriedBrowser[]
}

export interface TriedBrowser {
  source: BrowserSource
  path: string
  problem: string
}

export interface FindBrowserOptions {
  /** From `--browser` or the config. Then no other is tried. */
  path?: string | undefined
  log?: ((line: string) => void) | undefined
}

interface Candidate {
  source: BrowserSource
  path: string
  env?: Record<string, string>
}

/**
 * The first browser that starts: the one asked for, else Playwright's, the embedded one, the system's. One that was
 * asked for is never replaced by another. Throws a `UsageError` that lists what was tried.
 */
export async function findBrowser({ path, log = () => {} }: FindBrowserOptions = {}): Promise<FoundBrowser> {
  const tried: TriedBrowser[] = []
  for await (const candidate of candidates(explicitPath(path), tried, log)) {
    if (!existsSync(candidate.path)) {
      tried.push({ source: candidate.source, path: candidate.path, problem: 'there is no such file' })
      continue
    }
    const found = await tryBrowser(candidate, tried, log)
    if (found !== undefined) return found
  }
  throw noBrowser(tried)
}

// STAGELIGHT_BROWSER is the option's name in the environment; CHROME_PATH is what Lighthouse and others read.
function explicitPath(path: string | undefined): string | undefined {
  return path || process.env['STAGELIGHT_BROWSER'] || process.env['CHROME_PATH'] || undefined
}

async function* candidates(
  explicit: string | undefined,
  tried: TriedBrowser[],
  log: (line: string) => void,
): AsyncGenerator<Candidate> {
  if (explicit !== undefined) {
    yield { source: 'explicit', path: explicit }
    return
  }
  const { chromium } = await import('playwright')
  const managed = playwrightBrowsers(chromium.executablePath())
  if (managed.length === 0) {
    tried.push({ source: 'playwright', path: chromium.executablePath(), problem: 'not installed' })
  }
  for (const path of managed) yield { source: 'playwright', path }

  try {
    const embedded = await unpackEmbeddedChromium(log)
    if (embedded) yield { source: 'embedded', ...embedded }
    else tried.push({ source: 'embedded', path: '@sparticuz/chromium', problem: 'not installed' })
  } catch (error) {
    tried.push({ source: 'embedded', path: '@sparticuz/chromium', problem: `can't be unpacked: ${firstLine(error)}` })
  }

  const installed = systemBrowsers()
  if (installed.length === 0) tried.push({ source: 'system', path: 'Chrome, Edge, Chromium', problem: 'not installed' })
  for (const path of installed) yield { source: 'system', path }
}

// Nothing short of a start tells whether libraries are missing and whether the sandbox works.
async function tryBrowser(
  candidate: Candidate,
  tried: TriedBrowser[],
  log: (line: string) => void,
): Promise<FoundBrowser | undefined> {
  const isRoot = process.getuid?.() === 0
  const attempts = isRoot
    ? [{ sandbox: false, reason: 'off, because Chromium has none for root' }]
    : [
        { sandbox: true, reason: 'on' },
        { sandbox: false, reason: 'off, because this system does not let Chromium set one up' },
      ]
  for (const { sandbox, reason } of attempts) {
    try {
      const start = { path: candidate.path, env: candidate.env, sandbox }
      const browser = await launchBrowser(start)
      const version = browser.version()
      await browser.close()
      if (!sandbox && !isRoot) log(`${candidate.path} runs without its sandbox: this system does not allow one.`)
      return {
        ...start,
        version,
        source: candidate.source,
        args: browserFlags({ sandbox }),
        sandboxReason: reason,
        fonts: candidate.source === 'embedded' ? 'embedded' : 'system',
        tried,
      }
    } catch (error) {
      if (sandbox && isSandboxFailure(error)) continue
      tried.push({ source: candidate.source, path: candidate.path, problem: startProblem(error) })
      return undefined
    }
  }
  return undefined
}

/** True for what Chromium says when user namespaces are off and no setuid helper is there. */
export function isSandboxFailure(error: unknown): boolean {
  return /No usable sandbox|Chromium sandboxing failed|Failed to move to new namespace|SUID sandbox helper/.test(
    String(error),
  )
}

// The browser's own complaint is the line worth reading; Playwright's message speaks of its own objects.
function startProblem(error: unknown): string {
  const text = String(error)
  const complaint = /error while loading shared libraries: [^\n]+|cannot execute[^\n]*|EACCES|ENOEXEC/.exec(text)
  const ended = /has been closed/.test(firstLine(error)) ? 'it ended at once' : firstLine(error)
  return `does not start: ${complaint?.[0] ?? ended}`
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}

function noBrowser(tried: readonly TriedBrowser[]): UsageError {
  const list = tried.map(({ source, path, problem }) => `  ${source}: ${path}: ${problem}`).join('\n')
  const explicit = tried.every(({ source }) => source === 'explicit')
  return new UsageError('no-browser', {
    message: `No browser could be started. Tried:\n${list}`,
    hint: explicit
      ? 'Correct the path, or leave it out (--browser, STAGELIGHT_BROWSER, CHROME_PATH) to let one be found.'
      : 'Run `npx playwright install --only-shell chromium`, or install Chromium (Debian: `apt-get install chromium`).',
  })
}
