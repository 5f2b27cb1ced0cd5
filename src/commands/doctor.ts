import { existsSync, mkdtempSync, rmdirSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { findBrowser } from '../browser/find-browser.ts'
import type { BrowserSource, FoundBrowser } from '../browser/find-browser.ts'
import { glyphCoverage } from '../browser/glyph-coverage.ts'
import { launchBrowser } from '../browser/launch-browser.ts'
import { UsageError } from '../shared/errors.ts'

export interface DoctorOptions {
  /** From `--browser` or the config. */
  browser?: string | undefined
  outputDir?: string | undefined
  log?: ((line: string) => void) | undefined
}

interface Check {
  subject: string
  lines: string[]
  ok: boolean
}

const sources: Record<BrowserSource, string> = {
  explicit: 'the one that was asked for (--browser, STAGELIGHT_BROWSER or CHROME_PATH)',
  playwright: 'installed by Playwright',
  embedded: 'embedded: unpacked from the npm package @sparticuz/chromium',
  system: 'installed on this system',
}

/** What an audit would use on this machine and why, as text; `ok` is false when an audit can't run. Never throws. */
export async function doctor(options: DoctorOptions = {}): Promise<{ text: string; ok: boolean }> {
  const checks = [
    checkNode(),
    ...(await checkBrowser(options)),
    checkMemory(),
    checkOutput(options.outputDir ?? 'stagelight-report'),
    { subject: 'Network', lines: ['not tried: nothing is contacted but the site that you audit'], ok: true },
  ]
  const failed = checks.filter(({ ok }) => !ok).map(({ subject }) => subject)
  const verdict = failed.length === 0 ? 'Ready to audit.' : `Not ready: see ${failed.join(', ')}.`
  return { text: `${checks.map(describe).join('\n')}\n\n${verdict}\n`, ok: failed.length === 0 }
}

function describe({ subject, lines, ok }: Check): string {
  return lines.map((line, index) => `${(index === 0 ? subject : '').padEnd(9)}${ok ? ' ' : '!'} ${line}`).join('\n')
}

function checkNode(): Check {
  const bundled = /[/\\]node_modules[/\\]node-/.test(process.execPath)
  const origin = bundled ? 'bundled with this clone, since npm puts it first' : "this machine's own"
  return { subject: 'Node', lines: [`${process.versions.node}, ${origin}`, process.execPath], ok: true }
}

async function checkBrowser({ browser, log }: DoctorOptions): Promise<Check[]> {
  try {
    const found = await findBrowser({ path: browser, log })
    return [
      {
        subject: 'Browser',
        lines: [
          `Chromium ${found.version}, ${sources[found.source]}`,
          found.path,
          ...found.tried.map(({ source, path, problem }) => `tried before it: ${source}: ${path}: ${problem}`),
        ],
        ok: true,
      },
      { subject: 'Sandbox', lines: [found.sandboxReason], ok: true },
      ...(await checkPicture(found)),
    ]
  } catch (error) {
    const lines = error instanceof UsageError ? error.message.split('\n') : [firstLine(error)]
    return [{ subject: 'Browser', lines, ok: false }]
  }
}

async function checkPicture(found: FoundBrowser): Promise<Check[]> {
  const startedAt = performance.now()
  const browser = await launchBrowser(found)
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    await page.goto('data:text/html,<title>t</title><h1>Ready</h1>')
    const picture = await page.screenshot({ type: 'png' })
    const ms = Math.round(performance.now() - startedAt)
    await page.setContent('')
    const drew = !picture.equals(await page.screenshot({ type: 'png' }))
    const line = drew
      ? `started, page loaded and pictured in ${ms} ms`
      : 'the picture of a page with text came out blank'
    return [{ subject: 'Picture', lines: [line], ok: drew }, checkFonts(found, await glyphCoverage(page))]
  } finally {
    await browser.close()
  }
}

function checkFonts(found: FoundBrowser, coverage: Record<string, boolean>): Check {
  const names = (wanted: boolean) => Object.keys(coverage).filter((script) => coverage[script] === wanted)
  const origin = found.fonts === 'embedded' ? "the system's, and Open Sans from the package" : "the system's"
  const lines = [`${origin}; drawn: ${names(true).join(', ') || 'none'}`]
  if (names(false).length > 0) {
    lines.push(
      `not drawn: ${names(false).join(', ')}. Facts are not affected; pictures show blanks there.`,
      'On Debian: apt-get install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji',
    )
  }
  return { subject: 'Fonts', lines, ok: coverage['Latin'] === true }
}

function checkMemory(): Check {
  const limit = process.constrainedMemory()
  const total = limit > 0 && limit < totalmem() ? limit : totalmem()
  const free = Math.min(total, freemem())
  const lines = [`${gigabytes(total)} in all, ${gigabytes(free)} free`]
  if (total < 2e9)
    lines.push('An audit with a browser wants 2 GB: use --max-rendered and --no-lighthouse to lower that.')
  return { subject: 'Memory', lines, ok: true }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}

function checkOutput(outputDir: string): Check {
  const folder = resolve(outputDir)
  try {
    let parent = folder
    while (!existsSync(parent)) parent = dirname(parent)
    rmdirSync(mkdtempSync(join(parent, '.stagelight-')))
    return { subject: 'Output', lines: [`${folder}: can be written`], ok: true }
  } catch (error) {
    return {
      subject: 'Output',
      lines: [`${folder}: can't be written (${firstLine(error)}); see --output-dir`],
      ok: false,
    }
  }
}

function firstLine(error: unknown): string {
  return String(error).split('\n', 1)[0] ?? ''
}
