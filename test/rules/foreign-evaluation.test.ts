import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Config } from '../../src/config/config.ts'
import { evaluate } from '../../src/evaluate.ts'
import { readKnowledge } from '../../src/knowledge.ts'
import { resultJson } from '../../src/report/json.ts'
import { newRuleText } from '../../src/rules/new-rule-text.ts'
import type { AuditEvent } from '../../src/shared/events.ts'
import { emptySnapshot, type Target } from '../../src/snapshot/schema.ts'
import { memoryStore } from '../../src/store/memory.ts'

const url = 'https://example.test/'
const target: Target = { url, key: url, mode: 'http', generation: 0, depth: 0, source: 'start' }
const links = Array.from({ length: 3000 }, (_, index) => `<a href="/${index}">Lamp ${index}</a>`)
const html = `<html lang="en"><title>Lamps</title><main><h1>Lamps for every desk</h1>${links.join(' ')}</main></html>`

const page = {
  key: url,
  url,
  depth: 0,
  importance: 1,
  isHome: true,
  inMenu: true,
  isGoal: false,
  isShell: false,
  isRendered: false,
  isPhoned: false,
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pack-'))
  await mkdir(join(folder, 'evaluation'))
  const rule = (id: string, expression: string): Promise<void> =>
    writeFile(
      join(folder, 'evaluation', `${id}.yaml`),
      newRuleText({ id, stage: 'evaluation', kind: 'bug', schema: 'x' })
        .replace('expect: size(prices) > 0', `expect: ${expression}`)
        .replace('page-types: [service, product]\n', ''),
    )
  await rule('price-hidden', 'size(prices) > 0')
  await rule('endless', 'links.all(a, (links + links + links + links + links).all(b, a.text + "x" != b.text))')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('a client’s rule is judged, one that never ends is left out, and the result says what was changed and why', async () => {
  const config = Config.parse({
    url,
    rules: {
      folder,
      off: { 'viewport-missing': 'An app.' },
      severity: { 'price-hidden': { to: 'low', reason: 'Known.' } },
    },
  })
  const knowledge = await readKnowledge(config)
  await using store = memoryStore()
  await store.commitVisit({ target, snapshot: { ...emptySnapshot(target), status: 200, html }, pictures: new Map() })
  const events: AuditEvent[] = []
  const result = await evaluate({
    store,
    config,
    knowledge,
    crawl: {
      status: 'complete',
      origin: 'https://example.test',
      startKey: url,
      pages: [page],
      ledger: [{ key: url, url, state: 'audited', reason: '', generation: 0, depth: 0, source: 'start' }],
      notes: [],
    },
    run: { startedAt: '', finishedAt: '', status: 'complete', limits: {}, notes: [] },
    measurements: { lighthouse: [], timings: {}, requests: {}, browser: {}, storeBytes: {} },
    onEvent: (event) => events.push(event),
  })
  const rules = result.findings.map(({ rule }) => rule)
  expect(rules).toContain('price-hidden')
  expect(rules).not.toContain('endless')
  expect(rules).not.toContain('viewport-missing')
  expect(result.findings.find(({ rule }) => rule === 'price-hidden')?.severity).toBe('low')
  const left = `It took longer than 2 s on ${url}; it was left out.`
  expect(result.tool.rulesChanged).toEqual([
    { rule: 'price-hidden', change: 'severity', to: 'low', reason: 'Known.' },
    { rule: 'viewport-missing', change: 'off', to: '', reason: 'An app.' },
    { rule: 'endless', change: 'left-out', to: '', reason: left },
  ])
  expect(resultJson(result)).toContain('"rulesChanged"')
  expect(events).toContainEqual({ type: 'warning', message: `Rule endless: ${left}` })
})
