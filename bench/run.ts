// What Stagelight costs, as ratios that hold on any machine: each part and what it is compared with run in turn, round by round,
// on a site of our own. `npm run bench [-- --rounds 5 --pages 8 --out bench/latest.json]`. Linux only: processor time is read
// from /proc, for the whole tree of processes, the site's server left out.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { load } from 'cheerio'
import { runAudit, runEvaluate } from '../src/audit.ts'
import { findBrowser } from '../src/browser/find-browser.ts'
import { launchBrowser } from '../src/browser/launch-browser.ts'
import { Config } from '../src/config/config.ts'
import { extractFacts } from '../src/facts/extract.ts'
import { openProxy } from '../src/isolation/proxy.ts'
import { readKnowledge } from '../src/knowledge.ts'
import { emptySnapshot, viewports, type Snapshot, type Target } from '../src/snapshot/schema.ts'
import { openBrowserVisits } from '../src/visit/browser-visit.ts'
import { processTree } from '../test/sites/process-tree.ts'
import { pageCount, siteFiles } from './site.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    pages: { type: 'string', default: '8' },
    out: { type: 'string', default: 'bench/latest.json' },
  },
})
const rounds = Number(values.rounds)
const pages = Math.min(pageCount - 1, Number(values.pages))
const warmUp = 2

const server = spawn(process.execPath, [fileURLToPath(new URL('site.ts', import.meta.url))], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const [origin] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]

/** Processor time of this process and all below it, milliseconds; a tick of Linux is 10. */
function treeCpuMs(): number {
  return processTree(process.pid).reduce((sum, { pid, ticks }) => sum + (pid === server.pid ? 0 : ticks * 10), 0)
}

/** Processor time a page, first pages left out: they fill caches. */
async function perPage(work: (url: string) => Promise<void>): Promise<number> {
  for (let index = 0; index < warmUp; index++) await work(`${origin}/page-${pageCount - 1 - index}`)
  const before = treeCpuMs()
  for (let index = 0; index < pages; index++) await work(`${origin}/page-${index}`)
  return (treeCpuMs() - before) / pages
}

const knowledge = await readKnowledge(Config.parse({}))
const browser = await findBrowser()

function factsOf(snapshot: Snapshot): void {
  const { facts } = extractFacts({ snapshot, vocabularies: knowledge.vocabularies, vendors: knowledge.vendors })
  if (!facts.page) throw new Error(`no facts of ${snapshot.url}`)
}

function targetOf(url: string): Target {
  return { url, key: url, mode: 'browser', generation: 0, depth: 0, source: 'link', pictures: true }
}

/** The floor: one tab, `goto`, one question. */
async function plainVisits(): Promise<number> {
  const launched = await launchBrowser(browser)
  try {
    const page = await launched.newPage({ viewport: viewports.desktop })
    return await perPage(async (url) => {
      await page.goto(url, { waitUntil: 'load' })
      await page.evaluate('document.querySelectorAll("*").length')
    })
  } finally {
    await launched.close()
  }
}

/** A page as the audit sees it: isolated, both layouts, with or without pictures, its facts. */
async function fullVisits(pictures: boolean, parts: Map<string, number[]>): Promise<number> {
  await using proxy = await openProxy({ collectors: knowledge.collectors, allowPrivate: [new URL(origin).host] })
  await using visits = openBrowserVisits({
    browser,
    proxy,
    guard: { collectors: knowledge.collectors },
    agentName: 'Stagelight-bench',
    consent: false,
    keyOf: (url) => url,
  })
  return await perPage(async (url) => {
    const { snapshot } = await visits.visit({ ...targetOf(url), pictures }, new AbortController().signal)
    if (snapshot.outcome !== 'ok') throw new Error(`${url}: ${snapshot.outcome} ${snapshot.reason}`)
    factsOf(snapshot)
    for (const [part, ms] of Object.entries(snapshot.timings)) parts.set(part, [...(parts.get(part) ?? []), ms])
  })
}

/** Processor time of this process a page of work that needs nothing else. */
function ownCpu(texts: readonly string[], work: (html: string, index: number) => void): number {
  const before = process.cpuUsage()
  texts.forEach(work)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / texts.length
}

/** A whole audit, everything rendered, and then judging it once more from what it stored. */
async function wholeAudit(): Promise<{ audit: number; judge: number }> {
  const outputDir = await mkdtemp(join(tmpdir(), 'stagelight-bench-'))
  try {
    const before = treeCpuMs()
    const outcome = await runAudit({
      url: origin,
      outputDir,
      lighthouse: false,
      rps: 100,
      maxPages: 12,
      format: ['json'],
    })
    const audit = treeCpuMs() - before
    if (!('result' in outcome)) throw new Error(`the bench's own site: ${outcome.failed.reason}`)
    const { audited } = outcome.result.coverage
    const start = process.cpuUsage()
    await runEvaluate(outcome.folder)
    const { user, system } = process.cpuUsage(start)
    return { audit: audit / audited, judge: (user + system) / 1000 / audited }
  } finally {
    await rm(outputDir, { recursive: true, force: true })
  }
}

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
const series: Record<string, number[]> = {}
const note = (name: string, ms: number): void => void (series[name] ??= []).push(ms)
const parts = new Map<string, number[]>()

try {
  const texts = [...siteFiles().values()]
    .filter(({ type }) => type.startsWith('text/html'))
    .map(({ body }) => body.toString())
  const parse = (html: string): void => void load(html)
  const read = (html: string, index: number): void =>
    factsOf({
      ...emptySnapshot({ ...targetOf(`${origin}/page-${index}`), mode: 'http' }),
      status: 200,
      html,
      bytes: html.length,
    })
  texts.forEach(parse)
  texts.forEach(read)
  for (let round = 0; round < rounds; round++) {
    note('plain', await plainVisits())
    note('full', await fullVisits(true, parts))
    if (round < 2) note('noPictures', await fullVisits(false, new Map()))
    note('parse', ownCpu(texts, parse))
    note('facts', ownCpu(texts, read))
    if (round >= 2) continue
    const { audit, judge } = await wholeAudit()
    note('audit', audit)
    note('judge', judge)
  }
} finally {
  server.kill()
}

/** The median of what the rounds say, each compared within itself. */
function ratio(name: string, base: string): { ratio: number; least: number; most: number } {
  const bases = series[base] ?? []
  const ratios = (series[name] ?? []).map((ms, round) => ms / (bases[round] ?? Number.NaN))
  return { ratio: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) }
}

const comparisons = [
  { what: 'full rendered visit / plain goto + evaluate', name: 'full', base: 'plain' },
  { what: 'rendered visit without pictures / plain', name: 'noPictures', base: 'plain' },
  { what: 'static facts / bare parse', name: 'facts', base: 'parse' },
  { what: 'judging a page / auditing it', name: 'judge', base: 'audit' },
].map(({ what, name, base }) => ({
  what,
  ...ratio(name, base),
  ms: median(series[name] ?? []),
  baseMs: median(series[base] ?? []),
}))

const table = comparisons.map(({ what, ratio: middle, least, most, ms, baseMs }) =>
  [
    what.padEnd(46),
    middle.toFixed(2).padStart(6),
    `${least.toFixed(2)}–${most.toFixed(2)}`.padStart(12),
    ms.toFixed(1).padStart(8),
    baseMs.toFixed(1).padStart(8),
  ].join('  '),
)
const head = [''.padEnd(46), 'ratio'.padStart(6), 'range'.padStart(12), 'ms'.padStart(8), 'base ms'.padStart(8)].join(
  '  ',
)
const clocks = Object.fromEntries([...parts].map(([part, list]) => [part, median(list)]))
process.stdout.write(
  `${[
    head,
    ...table,
    '',
    `A visit by the clock, ms: ${Object.entries(clocks)
      .map(([part, ms]) => `${part} ${ms}`)
      .join(', ')}`,
  ].join('\n')}\n`,
)
await writeFile(
  values.out,
  `${JSON.stringify({ rounds, pages, node: process.version, browser: browser.version, comparisons, clocks, series }, undefined, 2)}\n`,
)
