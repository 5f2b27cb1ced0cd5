import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/sqlite.ts'
import { comparableJson, killWhen, onlyRun, startCli, type RunProgress } from './audit-process.ts'
import { servePages } from './serve-pages.ts'
import { smallSite } from './small-site.ts'

let folder = ''
let site: Awaited<ReturnType<typeof servePages>>

const args = (name: string, ...more: string[]): string[] => [
  'audit',
  site.url,
  '--no-lighthouse',
  '--rps',
  '100',
  '--max-pages',
  '8',
  '--max-rendered',
  '4',
  '--output-dir',
  join(folder, name),
  ...more,
]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagelight-resume-'))
  site = await servePages(smallSite())
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

// `npm run test:soak` does the same at twenty points of a larger run.
describe('a run that was killed', { timeout: 180_000 }, () => {
  let whole = ''

  beforeAll(async () => {
    const ended = await startCli(args('whole')).ended
    expect(ended.code, ended.err).toBe(0)
    whole = await comparableJson(join(folder, 'whole'))
  }, 60_000)

  const moments: [when: string, isFar: (progress: RunProgress) => boolean][] = [
    ['reading pages', ({ visits }) => visits >= 4],
    ['looking at pages', ({ rendered }) => rendered >= 2],
    ['judging', ({ crawled }) => crawled > 0],
  ]
  it.each(moments)('while %s ends as the one that was left alone', async (when, isFar) => {
    const outputDir = join(folder, when)
    expect(await killWhen(startCli(args(when)), outputDir, isFar)).toBe(true)
    const resumed = await startCli(args(when, '--resume')).ended
    expect(resumed.code, resumed.err).toBe(0)
    expect(await comparableJson(outputDir)).toBe(whole)
  })

  it('asks the site for no page again when it had ended', async () => {
    const before = site.requests.length
    const resumed = await startCli(args('whole', '--resume')).ended
    expect(resumed.code, resumed.err).toBe(0)
    expect(site.requests.slice(before)).toEqual([])
    expect(await comparableJson(join(folder, 'whole'))).toBe(whole)
  })

  it('belongs to one process at a time', async () => {
    const run = (await onlyRun(join(folder, 'whole'))) ?? ''
    const store = openStore(join(run, 'run.sqlite'), { create: false })
    const second = await startCli(args('whole', '--resume')).ended
    await store[Symbol.asyncDispose]()
    expect(second.err).toMatch(new RegExp(`in use by process ${process.pid}`))
    expect(second.err.trim().split('\n').length).toBeLessThanOrEqual(2)
    expect(second.code).toBe(2)
  })

  it('of an older version is left as it is, and says so', async () => {
    const path = join((await onlyRun(join(folder, 'whole'))) ?? '', 'run.sqlite')
    const database = new DatabaseSync(path)
    database.exec('pragma user_version = 1')
    database.close()
    const before = await readFile(path)
    for (const command of [args('whole', '--resume'), ['evaluate', path], ['report', path]]) {
      const { code, err } = await startCli(command).ended
      expect(err).toMatch(/was written by an older version of Stagelight[\s\S]*Crawl the site again/)
      expect(err).not.toMatch(/\n\s+at /)
      expect(code).toBe(2)
    }
    expect(await readFile(path)).toEqual(before)
  })

  it('that never was is a clear message', async () => {
    const { code, err } = await startCli(args('nothing', '--resume')).ended
    expect(err).toMatch(/no run of this site to go on with/)
    expect(code).toBe(2)
  })
})
