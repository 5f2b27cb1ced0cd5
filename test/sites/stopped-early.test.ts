import { createServer } from 'node:http'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditResult } from '../../src/report/result.ts'
import { onlyRun, startCli } from './audit-process.ts'

const delayMs = 800
const pageCount = 200
let folder = ''
let url = ''
let served = 0

/** A site whose every page takes its time: the start page names all of them. */
const server = createServer((request, response) => {
  const path = request.url ?? '/'
  if (!/^\/(page-\d+)?$/.test(path)) return response.writeHead(404, { 'content-type': 'text/html' }).end()
  const links = Array.from({ length: pageCount }, (_, index) => `<li><a href="/page-${index}">Page ${index}</a>`).join(
    '',
  )
  const html = `<!doctype html><html lang="en"><title>${path}</title><h1>${path}</h1><p>Something to read about the weather in the hills.</p><ul>${path === '/' ? links : ''}</ul>`
  setTimeout(() => {
    served++
    response.writeHead(200, { 'content-type': 'text/html' }).end(html)
  }, delayMs)
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagelight-stopped-'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

async function resultIn(outputDir: string): Promise<AuditResult> {
  const run = (await onlyRun(outputDir)) ?? ''
  for (const file of ['report.html', 'worklist.html', 'pages.csv']) expect(existsSync(join(run, file)), file).toBe(true)
  return JSON.parse(await readFile(join(run, 'audit.json'), 'utf8')) as AuditResult
}

/** Reasons of pages that were known and not looked at. */
function reasonsOf({ coverage }: AuditResult): string[] {
  return coverage.reasons.map(({ reason }) => reason)
}

describe('a run that ends before the site does', { timeout: 90_000 }, () => {
  it('on Ctrl-C writes a report of what there is and exits with 130', async () => {
    const outputDir = join(folder, 'interrupted')
    const run = startCli(['audit', url, '--no-lighthouse', '--output-dir', outputDir])
    served = 0
    while (served < 6) await new Promise((resolve) => setTimeout(resolve, 50))
    const asked = performance.now()
    process.kill(run.pid, 'SIGINT')
    const { code, err } = await run.ended
    expect(code, err).toBe(130)
    expect((performance.now() - asked) / 1000).toBeLessThan(15)
    const result = await resultIn(outputDir)
    expect(result.run.status).toBe('interrupted')
    expect(result.coverage.audited).toBeGreaterThan(1)
    expect(result.coverage.audited).toBeLessThan(pageCount)
    expect(reasonsOf(result)).toContain('interrupted')
  })

  it('on --max-time ends within it, with a report and a ledger that says so', async () => {
    const outputDir = join(folder, 'max-time')
    const { code, err, seconds } = await startCli([
      'audit',
      url,
      '--no-lighthouse',
      '--max-time',
      '20',
      '--output-dir',
      outputDir,
    ]).ended
    expect([0, 3], err).toContain(code)
    expect(seconds).toBeLessThan(20)
    const result = await resultIn(outputDir)
    expect(result.run.status).toBe('capped')
    expect(result.coverage.known).toBe(pageCount + 1)
    expect(reasonsOf(result)).toContain('max-time')
  })
})
