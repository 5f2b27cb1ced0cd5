// What judging a large stored run costs: made pages are put into a run file, then judged in a process of their own, once with
// facts to find and once with facts that are stored. `node bench/many-pages.ts [--pages 5000] [--keep folder]`. Linux only.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { load } from 'cheerio'
import { runEvaluate } from '../src/audit.ts'
import { Config } from '../src/config/config.ts'
import type { CrawlOutcome } from '../src/crawl.ts'
import { emptySnapshot } from '../src/snapshot/schema.ts'
import { runFileName } from '../src/store/run-folder.ts'
import { openStore } from '../src/store/sqlite.ts'
import { madePage } from './site.ts'

/** What a process that judged says of itself. */
interface Cost {
  seconds: number
  cpuSeconds: number
  peakMegabytes: number
  findings: number
}

const origin = 'https://hivelog.example.test'
/** Parsing is measured on so many pages. */
const sampled = 300

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '5000' },
    keep: { type: 'string' },
    judge: { type: 'string' },
  },
})
if (values.judge === undefined) await compare(Number(values.pages))
else await judge(values.judge)

async function compare(pages: number): Promise<void> {
  const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'stagelight-many-')))
  try {
    await fill(folder, pages)
    const parse = parseSeconds(pages)
    const first = await judgeApart(folder)
    const parseAgain = parseSeconds(pages)
    const second = await judgeApart(folder)
    const parsing = ((parse + parseAgain) / 2 / Math.min(sampled, pages)) * pages
    process.stdout.write(
      `${[
        `${pages} pages of ${Math.round(madePage(1, pages).length / 1024)} KB`,
        tell('facts found and judged', first, pages),
        tell('facts stored, judged again', second, pages),
        `their HTML parsed, nothing else: ${parsing.toFixed(0)} s of processor time`,
        `all / parsing: ${(first.cpuSeconds / parsing).toFixed(2)}; judging alone / parsing: ${(second.cpuSeconds / parsing).toFixed(2)}`,
      ].join('\n')}\n`,
    )
  } finally {
    if (values.keep === undefined) await rm(folder, { recursive: true, force: true })
  }
}

function tell(what: string, { seconds, cpuSeconds, peakMegabytes, findings }: Cost, pages: number): string {
  return `${what}: ${seconds.toFixed(0)} s (${cpuSeconds.toFixed(0)} s of processor time), ${(pages / seconds).toFixed(0)} pages/s, peak ${peakMegabytes.toFixed(0)} MB, ${findings} findings`
}

/** A finished crawl of made pages, as if each had been rendered. */
async function fill(folder: string, pages: number): Promise<void> {
  await using store = openStore(join(folder, runFileName), { create: true })
  const urls = Array.from({ length: pages }, (_, index) => (index === 0 ? `${origin}/` : `${origin}/page-${index}`))
  for (const [index, url] of urls.entries()) {
    const depth = index === 0 ? 0 : 1
    const source = index === 0 ? 'start' : 'link'
    const target = { url, key: url, mode: 'browser', generation: depth, depth, source } as const
    const html = madePage(index, pages)
    const snapshot = { ...emptySnapshot(target), status: 200, bytes: html.length, html }
    await store.commitVisit({ target, snapshot, pictures: new Map() })
  }
  const keys = urls.toSorted()
  const crawl: CrawlOutcome = {
    status: 'complete',
    origin,
    startKey: `${origin}/`,
    pages: keys.map((key) => ({
      key,
      url: key,
      depth: key === `${origin}/` ? 0 : 1,
      importance: 0.5,
      isHome: key === `${origin}/`,
      inMenu: false,
      isGoal: false,
      isShell: false,
      isRendered: true,
      isPhoned: false,
    })),
    ledger: keys.map((key) => ({
      key,
      url: key,
      state: 'audited',
      reason: '',
      generation: 1,
      depth: 1,
      source: 'link',
    })),
    notes: [],
  }
  await store.putMeta('config', Config.parse({ url: `${origin}/`, maxPages: pages }))
  await store.putMeta('startedAt', '2026-01-01T00:00:00.000Z')
  await store.putMeta('crawl', crawl)
}

/** Processor time, in seconds, that the bare parse of some of the pages takes. */
function parseSeconds(pages: number): number {
  const texts = Array.from({ length: Math.min(sampled, pages) }, (_, index) => madePage(index, pages))
  for (const text of texts.slice(0, 20)) load(text)
  const before = process.cpuUsage()
  for (const text of texts) load(text)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

async function judgeApart(folder: string): Promise<Cost> {
  const child = fork(fileURLToPath(import.meta.url), ['--judge', folder])
  const exited = once(child, 'exit')
  const [cost] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`the process that judges ended with ${String(code)}`)
    }),
  ])) as [Cost]
  await exited
  return cost
}

async function judge(folder: string): Promise<void> {
  const start = performance.now()
  const { result } = await runEvaluate(folder)
  const { user, system } = process.cpuUsage()
  const cost: Cost = {
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    findings: result.findings.length,
  }
  process.send?.(cost, () => process.disconnect())
}
