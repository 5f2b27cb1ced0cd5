import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { CrawledPage, CrawlOptions } from '../../src/crawl.ts'
import type { AuditEvent } from '../../src/shared/events.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { openStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import type { Visit } from '../../src/visit/visit.ts'
import { type Answer, crawlWith, endsIn, page, plainFile, plainVisit, prose, serveSite } from './site.ts'

const folder = mkdtempSync(join(tmpdir(), 'crawl-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A site with what steers a crawl: folders, redirects, a canonical twin, a shell, traps, dead links, a sitemap. */
const items = Array.from({ length: 15 }, (_, index) => `/item/${index}`)
const answers: Record<string, Answer | ((count: number) => Answer)> = {
  '/robots.txt': 'User-agent: *\nDisallow: /private\nSitemap: /map.xml\n',
  '/map.xml': '<urlset><url><loc>/orphan</loc></url><url><loc>/about</loc></url></urlset>',
  '/': page('Home', [
    '/about',
    '/items',
    '/old',
    '/app',
    '/private/x',
    '/gone',
    '/flaky',
    '/brochure.pdf',
    '/events/2026/1',
  ]),
  '/about': page('About', ['/', '/items', '/contact?utm_source=nav']),
  '/items': page('Items', [...items, '/items?sort=a', '/items?sort=b']),
  '/items?sort=a': page('Items', items, '<link rel="canonical" href="/items">'),
  '/items?sort=b': page('Items', items, '<link rel="canonical" href="/items">'),
  '/old': { status: 301, location: '/new' },
  '/new': page('New', ['/old', '/contact']),
  '/app': '<!doctype html><title>App</title><div id="root"></div><script src="/app.js"></script>',
  '/orphan': page('Orphan', ['/contact']),
  '/contact': page('Contact', ['/']),
  '/contact?utm_source=nav': page('Contact', ['/']),
  '/flaky': (count) => (count < 3 ? { status: 503 } : page('Flaky', ['/'])),
  '/only-rendered': page('Only rendered', ['/behind']),
  '/behind': page('Behind', []),
}
for (const item of items) answers[item] = page(`Item ${item}`, ['/items', '/about'])
for (let month = 1; month < 40; month++) {
  answers[`/events/2026/${month}`] = page(`Events ${month}`, [`/events/2026/${month + 1}`])
}

/** The same without the page that needs several tries, which take their time. */
const steady = { ...answers, '/flaky': page('Flaky', ['/']) }

/** Stands for a browser: what `/app` shows once its script ran. */
const rendering: Visit = async (target, signal) => {
  const { snapshot, pictures } = await plainVisit(target, signal)
  if (target.url.endsWith('/app')) snapshot.html = page('App', ['/only-rendered'])
  if (target.pictures) pictures.set(`picture of ${target.key}`, Uint8Array.of(1))
  return { snapshot, pictures }
}
const chooseRendered = (pages: readonly CrawledPage[]) =>
  pages
    .toSorted((a, b) => Number(b.isShell) - Number(a.isShell) || b.importance - a.importance)
    .map(({ key }) => ({ key, pictures: true }))
const withBrowser: Partial<CrawlOptions> = { visits: { http: plainVisit, browser: rendering }, chooseRendered }

/** All that must be the same: the ledger, and what is in the store. */
async function stateOf(store: Store, origin: string): Promise<string> {
  const visits: unknown[] = []
  for await (const { target, outcome, status } of store.visits()) visits.push([target, outcome, status])
  const html: unknown[] = []
  for await (const snapshot of store.snapshots()) html.push(snapshot.html)
  return JSON.stringify([await store.meta('ledger'), visits, html], null, 1).replaceAll(origin, 'ORIGIN')
}

const randomDelay = (): number => Math.random() * 8

describe('a crawl', () => {
  test('accounts for every known address', async () => {
    await using site = await serveSite(answers)
    await using store = memoryStore()
    const outcome = await crawlWith(site.origin, store, { maxRendered: 4 }, withBrowser)
    const fates = Object.fromEntries(
      outcome.ledger.map(({ url, state, reason }) => [url.replace(site.origin, ''), `${state} ${reason}`.trim()]),
    )
    expect(fates).toMatchObject({
      '/': 'audited',
      '/about': 'audited',
      '/items?sort=a': 'skipped canonical-elsewhere',
      '/old': 'skipped redirected',
      '/new': 'audited',
      '/orphan': 'audited',
      '/private/x': 'skipped robots',
      '/gone': 'failed not-found',
      '/flaky': 'audited',
      '/brochure.pdf': 'skipped file',
      '/only-rendered': 'audited',
      '/behind': 'audited',
      '/contact?utm_source=nav': 'audited',
      '/events/2026/12': 'audited',
      '/events/2026/13': 'skipped trap-calendar',
    })
    expect(fates['/events/2026/14']).toBeUndefined()
    expect(new Set(outcome.ledger.map(({ key }) => key)).size).toBe(outcome.ledger.length)
    expect(outcome.status).toBe('complete')
    expect(site.asked).not.toContain('/private/x')
    const rendered = outcome.pages.filter(({ isRendered }) => isRendered)
    expect(rendered.map(({ url }) => url.replace(site.origin, ''))).toContain('/app')
    expect(rendered).toHaveLength(4)
    expect(await store.blob(`picture of ${site.origin}/app`)).toEqual(Uint8Array.of(1))
  })

  test.each([[{}], [{ maxPages: 9 }], [{ maxPages: 17, maxDepth: 3 }]])(
    'ends the same at any concurrency and speed of the server: %o',
    async (limits) => {
      const states = new Set<string>()
      for (const concurrency of [1, 4, 4]) {
        await using site = await serveSite(steady, randomDelay)
        await using store = memoryStore()
        await crawlWith(site.origin, store, { ...limits, concurrency, maxRendered: 5 }, withBrowser)
        states.add(await stateOf(store, site.origin))
      }
      expect(states.size).toBe(1)
    },
  )

  test('killed at any moment and resumed, it ends as if nothing had happened, and visits nothing twice', async () => {
    await using site = await serveSite(steady, randomDelay)
    const config = { maxPages: 20, maxRendered: 5, concurrency: 3 }
    await using whole = memoryStore()
    await crawlWith(site.origin, whole, config, withBrowser)
    const expected = await stateOf(whole, site.origin)
    for (let crashAt = 0; crashAt < 24; crashAt += 3) {
      site.asked.length = 0
      await using store = openStore(join(folder, `crash-${crashAt}.sqlite`), { create: true })
      let commits = 0
      const dying: Store = {
        ...store,
        async commitVisit(visit) {
          if (commits++ >= crashAt) throw new Error('killed')
          await store.commitVisit(visit)
        },
      }
      await expect(crawlWith(site.origin, dying, config, withBrowser)).rejects.toThrow('killed')
      expect(await store.meta('ledger')).toBeUndefined()
      const before = site.asked.length
      const kept = new Set<string>()
      for await (const { target } of store.visits()) kept.add(`${target.mode} ${target.url}`)
      await crawlWith(site.origin, store, config, withBrowser)
      expect(await stateOf(store, site.origin)).toBe(expected)
      const again = site.asked
        .slice(before)
        .filter((path) => kept.has(`http ${site.origin}${path}`) && kept.has(`browser ${site.origin}${path}`))
      expect(again).toEqual([])
    }
  })

  test('interrupted, it says what was left, and goes on from there', async () => {
    await using site = await serveSite(steady, randomDelay)
    await using store = memoryStore()
    const stop = new AbortController()
    let pages = 0
    const onEvent = ({ type }: AuditEvent): void => {
      if (type === 'page' && ++pages === 6) stop.abort()
    }
    const first = await crawlWith(site.origin, store, { concurrency: 2 }, { signal: stop.signal, onEvent })
    expect(first.status).toBe('interrupted')
    expect(first.ledger.filter(({ reason }) => reason === 'interrupted').length).toBeGreaterThan(3)
    expect(first.ledger.filter(({ state }) => state === 'audited').length).toBeGreaterThan(2)
    const second = await crawlWith(site.origin, store, { concurrency: 2 })
    await using whole = memoryStore()
    const straight = await crawlWith(site.origin, whole, {})
    expect(second.status).toBe('complete')
    expect(second.ledger).toEqual(straight.ledger)
  })

  test('stops at its deadline', async () => {
    await using site = await serveSite(steady, () => 100)
    await using store = memoryStore()
    const started = Date.now()
    const { status, ledger } = await crawlWith(site.origin, store, { concurrency: 1 }, { deadline: endsIn(700) })
    expect(Date.now() - started).toBeLessThan(2000)
    expect(status).toBe('max-time')
    expect(ledger.some(({ reason }) => reason === 'max-time')).toBe(true)
  })

  test('a slow site leaves time to render something', async () => {
    await using site = await serveSite(steady, () => 60)
    await using store = memoryStore()
    const { notes, pages } = await crawlWith(
      site.origin,
      store,
      { concurrency: 1, maxRendered: 2 },
      { ...withBrowser, deadline: endsIn(2000) },
    )
    expect(notes.map(({ code }) => code)).toContain('first-part-cut')
    expect(pages.filter(({ isRendered }) => isRendered)).toHaveLength(2)
  })

  test('keeps the pace of a host, and slows down when asked to', async () => {
    const times: number[] = []
    await using site = await serveSite({ ...answers, '/flaky': { status: 429, headers: { 'retry-after': '600' } } })
    await using store = memoryStore()
    const http: Visit = (target, signal) => {
      times.push(performance.now())
      return plainVisit(target, signal)
    }
    const { notes } = await crawlWith(
      site.origin,
      store,
      { rps: 20, maxPages: 10, concurrency: 4 },
      { visits: { http } },
    )
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    // The queue's contract has the pace to the millisecond; here timers and a busy machine have their say.
    expect(Math.min(...gaps)).toBeGreaterThan(20)
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan((times.length - 1) * 45)
    expect(notes).toEqual([{ code: 'host-slowed', subject: new URL(site.origin).host }])
  })
})

describe('a start page', () => {
  const startOf = async (
    start: Answer,
    path = '/',
    change: Partial<CrawlOptions> = {},
    more: Record<string, Answer> = {},
  ) => {
    await using site = await serveSite({ '/': start, ...more })
    await using store = memoryStore()
    const outcome = await crawlWith(site.origin + path, store, {}, change)
    const { startFailed, ledger } = outcome
    const fates = ledger.map(({ url, state, reason }) => `${url.replace(site.origin, '')} ${state} ${reason}`.trim())
    return { startFailed, fates, notes: outcome.notes.map(({ code }) => code), asked: [...site.asked] }
  }

  test.each([
    [{ status: 403 }, { outcome: 'blocked', reason: 'HTTP 403', status: 403 }],
    [{ status: 404 }, { outcome: 'not-found', reason: 'HTTP 404', status: 404 }],
    [{ status: 500 }, { outcome: 'server-error', reason: 'HTTP 500', status: 500 }],
  ])('that answers %o', async (answer, failed) => {
    const { startFailed, fates } = await startOf(answer)
    expect(startFailed).toEqual(failed)
    expect(fates).toHaveLength(1)
  })

  test('that robots.txt forbids, or whose robots.txt can’t be had', async () => {
    const forbidden = await startOf(page('Home', []), '/', {}, { '/robots.txt': 'User-agent: *\nDisallow: /' })
    expect(forbidden.startFailed).toEqual({ outcome: 'robots', reason: 'robots.txt asks us to stay away', status: 0 })
    expect(forbidden.asked).toEqual(['/robots.txt'])
    const unknown = await startOf(page('Home', []), '/', {}, { '/robots.txt': { status: 503 } })
    expect(unknown.startFailed).toEqual({ outcome: 'robots', reason: 'robots.txt: HTTP 503', status: 0 })
    expect(unknown.notes).toEqual(['robots-unreachable'])
  })

  test('on a host that is not there', async () => {
    await using store = memoryStore()
    const http: Visit = async (target) => ({
      snapshot: {
        ...(await plainVisit({ ...target, url: 'data:,x' }, AbortSignal.timeout(1000))).snapshot,
        url: target.url,
        finalUrl: target.url,
        outcome: 'unreachable',
        reason: 'no such host',
        status: 0,
        html: '',
      },
      pictures: new Map(),
    })
    const { startFailed } = await crawlWith(
      'http://nowhere.test/',
      store,
      { robots: 'owner' },
      {
        visits: { http },
        fetchFile: async () => ({ status: 0, bytes: new Uint8Array(), cut: false, reason: 'no such host' }),
      },
    )
    expect(startFailed).toEqual({ outcome: 'unreachable', reason: 'no such host', status: 0 })
  })

  test('that lives elsewhere is read there, once', async () => {
    const { startFailed, fates, notes, asked } = await startOf(
      { status: 301, location: '/home' },
      '/',
      {},
      { '/home': page('Home', ['/a']), '/a': page('A', ['/']) },
    )
    expect(startFailed).toBeUndefined()
    expect(fates).toEqual(['/ skipped redirected', '/a audited', '/home audited'])
    expect(notes).toEqual(['start-moved'])
    expect(asked.filter((path) => path === '/home')).toHaveLength(1)
  })

  test('that a visit followed to another address counts under that address', async () => {
    await using site = await serveSite({ '/home': page('Home', ['/a']), '/a': page('A', []) })
    await using store = memoryStore()
    const http: Visit = async (target, signal) => {
      if (target.source !== 'start') return plainVisit(target, signal)
      const { snapshot, pictures } = await plainVisit({ ...target, url: `${site.origin}/home` }, signal)
      return { snapshot: { ...snapshot, url: target.url, key: target.key }, pictures }
    }
    const outcome = await crawlWith(site.origin, store, {}, { visits: { http } })
    expect(outcome.startKey).toBe(`${site.origin}/home`)
    expect(outcome.pages.filter(({ isHome }) => isHome).map(({ url }) => url)).toEqual([`${site.origin}/home`])
    expect((await store.snapshot(`${site.origin}/`, 'http'))?.outcome).toBe('redirected')
    expect((await store.snapshot(`${site.origin}/home`, 'http'))?.html).toContain(prose.slice(0, 40))
    expect(site.asked.filter((path) => path === '/home')).toHaveLength(1)
  })

  test('a declared goal on another host is looked at once, and not followed', async () => {
    await using vendor = await serveSite({ '/book': page('Book', ['/other']) })
    await using site = await serveSite({ '/': page('Home', [`${vendor.origin}/elsewhere`]) })
    await using store = memoryStore()
    const goals = [{ microConversion: 'appointment-booking' as const, url: `${vendor.origin}/book` }]
    const { ledger, pages } = await crawlWith(site.origin, store, { goals }, { fetchFile: plainFile })
    expect(ledger.map(({ url }) => new URL(url).pathname).toSorted()).toEqual(['/', '/book'])
    expect(pages.find(({ isGoal }) => isGoal)?.url).toBe(`${vendor.origin}/book`)
    expect(vendor.asked).toEqual(['/robots.txt', '/book'])
  })
})
