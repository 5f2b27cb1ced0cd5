import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { UsageError } from '../../src/shared/errors.ts'
import { emptySnapshot, type Target } from '../../src/snapshot/schema.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { openStore } from '../../src/store/sqlite.ts'
import { type Store, visitKey, type VisitRecord } from '../../src/store/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const newFile = (): string => join(folder, `run-${++files}.sqlite`)

function visitOf(
  path: string,
  change: Partial<VisitRecord['snapshot']> = {},
  mode: Target['mode'] = 'http',
): VisitRecord {
  const url = `http://site.test${path}`
  const target: Target = { url, key: url, mode, generation: 1, depth: 1, source: 'link' }
  return {
    target,
    snapshot: { ...emptySnapshot(target), html: `<p>${path}`, status: 200, ...change },
    pictures: new Map(),
  }
}

async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

const adapters: Record<string, () => Store> = {
  memory: memoryStore,
  sqlite: () => openStore(newFile(), { create: true }),
}

describe.each(Object.entries(adapters))('store: %s', (_name, open) => {
  test('gives back what was committed, layout and all', async () => {
    await using store = open()
    const layout = { desktop: { width: 1, height: 2, pageWidth: 3, pageHeight: 4, nodes: {} } }
    const visit = visitOf('/a', { layout: { ...layout, mobile: layout.desktop }, headers: { server: 'x' } }, 'browser')
    await store.commitVisit(visit)
    expect(await store.snapshot(visit.target.key, 'browser')).toEqual(visit.snapshot)
    expect(await store.snapshot(visit.target.key, 'http')).toBeUndefined()
  })

  test('lists visits and snapshots by key, then mode, whatever the order of commits', async () => {
    await using store = open()
    for (const path of ['/c', '/a', '/b']) await store.commitVisit(visitOf(path))
    await store.commitVisit(visitOf('/b', {}, 'browser'))
    const expected = ['/a http', '/b browser', '/b http', '/c http']
    expect(
      (await listOf(store.visits())).map(({ target }) => `${new URL(target.key).pathname} ${target.mode}`),
    ).toEqual(expected)
    expect((await listOf(store.snapshots())).map(({ key, mode }) => `${new URL(key).pathname} ${mode}`)).toEqual(
      expected,
    )
  })

  test('says of a visit what the frontier needs', async () => {
    await using store = open()
    const visit = visitOf('/a', { outcome: 'server-error', reason: 'HTTP 503', status: 503, html: '' })
    await store.commitVisit(visit)
    expect(await listOf(store.visits())).toEqual([
      { target: visit.target, outcome: 'server-error', reason: 'HTTP 503', status: 503, finalUrl: visit.target.url },
    ])
  })

  test('a second commit of one key and mode replaces the first, pictures included', async () => {
    await using store = open()
    const first = { ...visitOf('/a'), pictures: new Map([['old', Uint8Array.of(1)]]) }
    await store.commitVisit(first)
    const second = { ...visitOf('/a', { html: '<p>new' }), pictures: new Map([['new', Uint8Array.of(2)]]) }
    await store.commitVisit(second)
    expect((await listOf(store.snapshots())).map(({ html }) => html)).toEqual(['<p>new'])
    expect(await store.blob('old')).toBeUndefined()
    expect(await store.blob('new')).toEqual(Uint8Array.of(2))
  })

  test('pages of one content keep their own records when one of them changes', async () => {
    await using store = open()
    await store.commitVisit(visitOf('/a', { html: '<p>same' }))
    await store.commitVisit(visitOf('/b', { html: '<p>same' }))
    await store.commitVisit(visitOf('/a', { html: '<p>other' }))
    expect((await listOf(store.snapshots())).map(({ html }) => html)).toEqual(['<p>other', '<p>same'])
  })

  test('keeps derived values, on their own and with a visit', async () => {
    await using store = open()
    const visit = { ...visitOf('/a'), derived: { outline: { links: ['x'] } } }
    await store.commitVisit(visit)
    expect(await store.derived('outline', visitKey(visit.target))).toEqual({ links: ['x'] })
    await store.putDerived('facts', 'digest', { a: 1 })
    await store.putDerived('facts', 'digest', { a: 2 })
    expect(await store.derived('facts', 'digest')).toEqual({ a: 2 })
    expect(await store.derived('facts', 'none')).toBeUndefined()
  })

  test('derived values may be written while snapshots are read', async () => {
    await using store = open()
    for (const path of ['/a', '/b', '/c']) await store.commitVisit(visitOf(path))
    for await (const { key } of store.snapshots()) await store.putDerived('facts', key, { key })
    expect(await store.derived('facts', 'http://site.test/c')).toEqual({ key: 'http://site.test/c' })
  })

  test('keeps what holds for the run, text of any kind included', async () => {
    await using store = open()
    const value = { text: 'ü \u0000 \uD800 日本', list: [1, null, true] }
    await store.putMeta('config', value)
    expect(await store.meta('config')).toEqual(value)
    expect(await store.meta('none')).toBeUndefined()
  })

  test('counts bytes by kind', async () => {
    await using store = open()
    await store.commitVisit({ ...visitOf('/a'), pictures: new Map([['p', new Uint8Array(1000)]]) })
    const sizes = await store.sizes()
    expect(sizes['pictures']).toBe(1000)
    expect(sizes['html']).toBeGreaterThan(0)
  })
})

describe('run files', () => {
  const codeOf = (work: () => unknown): string => {
    try {
      work()
    } catch (error) {
      return error instanceof UsageError ? `${error.code}: ${error.message}` : String(error)
    }
    return 'nothing thrown'
  }

  test('what was written is there after closing and opening again', async () => {
    const path = newFile()
    {
      await using store = openStore(path, { create: true })
      await store.commitVisit(visitOf('/a'))
    }
    await using again = openStore(path, { create: false })
    expect((await listOf(again.snapshots())).map(({ html }) => html)).toEqual(['<p>/a'])
  })

  test('same content is kept once', async () => {
    await using store = openStore(newFile(), { create: true })
    const html = Array.from({ length: 2000 }, (_, index) => `<p>${index * 7919}`).join('')
    await store.commitVisit(visitOf('/a', { html }))
    const { html: one } = await store.sizes()
    await store.commitVisit(visitOf('/b', { html }))
    expect((await store.sizes())['html']).toBe(one)
  })

  test('a file that is not there, no database, somebody else’s, or of another schema', () => {
    expect(codeOf(() => openStore(join(folder, 'none.sqlite'), { create: false }))).toMatch(/^bad-run: .*no run file/s)
    const text = newFile()
    writeFileSync(text, 'This is a letter to my aunt, and not a database at all. '.repeat(50))
    expect(codeOf(() => openStore(text, { create: false }))).toMatch(/^bad-run: .*can’t be opened/s)
    const foreign = newFile()
    const other = new DatabaseSync(foreign)
    other.exec('create table birds (name text)')
    other.close()
    expect(codeOf(() => openStore(foreign, { create: false }))).toMatch(/^bad-run: .*not a run file/s)
    const old = newFile()
    const older = new DatabaseSync(old)
    older.exec('create table visits (key text); pragma user_version = 7')
    older.close()
    expect(codeOf(() => openStore(old, { create: false }))).toMatch(/^bad-run: .*older version.*Crawl the site again/s)
  })

  test('a folder that can’t be written to', () => {
    expect(codeOf(() => openStore(join(folder, 'no', 'such', 'run.sqlite'), { create: true }))).toMatch(/^output: /)
  })

  test('refuses a second writer, and lets the next one in when the first is done', async () => {
    const path = newFile()
    {
      await using _first = openStore(path, { create: true })
      expect(codeOf(() => openStore(path, { create: false }))).toMatch(/^bad-run: .*in use by process \d+/s)
    }
    await using next = openStore(path, { create: false })
    expect(await listOf(next.visits())).toEqual([])
  })

  test('a writer killed in the middle leaves whole visits and a lock that is taken over', async () => {
    const path = newFile()
    const source = new URL('../../src/store/sqlite.ts', import.meta.url).href
    const script = `
      import { openStore } from ${JSON.stringify(source)}
      const store = openStore(${JSON.stringify(path)}, { create: true })
      for (let n = 0; ; n++) {
        const target = { url: 'http://s.test/' + n, key: 'http://s.test/' + n, mode: 'http', generation: 1, depth: 1, source: 'link' }
        const html = '<p>' + n + 'x'.repeat(20000)
        await store.commitVisit({ target, snapshot: { ...target, html, outcome: 'ok', reason: '', status: 200, finalUrl: target.url }, pictures: new Map(), derived: { outline: { n } } })
        if (n % 10 === 0) process.stdout.write(n + '\\n')
      }`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let acknowledged = 0
    for await (const chunk of child.stdout) {
      acknowledged = Number(String(chunk).trim().split('\n').at(-1))
      if (acknowledged >= 30) child.kill('SIGKILL')
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    await using store = openStore(path, { create: false })
    const visits = await listOf(store.visits())
    expect(visits.length).toBeGreaterThan(acknowledged)
    for (const { target } of visits) {
      const n = Number(target.key.split('/').at(-1))
      expect((await store.snapshot(target.key, 'http'))?.html).toBe(`<p>${n}${'x'.repeat(20000)}`)
      expect(await store.derived('outline', visitKey(target))).toEqual({ n })
    }
  })
})
