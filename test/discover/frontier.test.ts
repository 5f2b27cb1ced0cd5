import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFrontier, type Frontier, type FrontierOptions } from '../../src/discover/frontier.ts'
import type { VisitedPage } from '../../src/discover/known-page.ts'
import type { PageOutline } from '../../src/discover/outline.ts'
import { createScope } from '../../src/discover/scope.ts'
import { urlKey } from '../../src/discover/url-identity.ts'
import type { Target } from '../../src/snapshot/schema.ts'

const origin = 'http://site.test'

function outlineWith(links: string[], change: Partial<PageOutline> = {}): PageOutline {
  return {
    version: 1,
    links: links.map((path) => {
      const url = new URL(path, origin).href
      return { url, key: urlKey(url), region: 'main', text: '', language: '', isNofollow: false, isDownload: false }
    }),
    canonical: '',
    refresh: undefined,
    alternates: [],
    title: 'A title',
    words: 200,
    language: { declared: 'en', detected: 'en' },
    digest: String(Math.random()),
    isShell: false,
    ...change,
  }
}

type Page = string[] | { moved: string } | Partial<PageOutline> | 'gone'
type Site = Record<string, Page>

function visitOf(site: Site, target: Target): VisitedPage {
  const page = site[target.url.replace(origin, '')]
  const base = { target, finalUrl: target.url }
  if (page === undefined || page === 'gone') return { ...base, outcome: 'not-found', status: 404, outline: undefined }
  if ('moved' in page) {
    return {
      ...base,
      outcome: 'redirected',
      status: 301,
      finalUrl: new URL(page.moved, origin).href,
      outline: undefined,
    }
  }
  const outline = Array.isArray(page) ? outlineWith(page) : outlineWith([], page)
  return { ...base, outcome: 'ok', status: 200, outline }
}

function frontierOf(options: Partial<FrontierOptions> = {}): Frontier {
  const start = new URL(`${origin}/`)
  return createFrontier({ scope: createScope({ start }), maxPages: 100, maxDepth: 20, hashRoutes: false, ...options })
}

/** Walks a site to its end; `mix` gives the order in which the visits of a generation are handed over. */
function walk(
  site: Site,
  options: {
    frontier?: Partial<FrontierOptions>
    mix?: (visits: VisitedPage[]) => VisitedPage[]
    sitemap?: string[]
    disallowed?: string
  } = {},
) {
  const frontier = frontierOf(options.frontier)
  const mix = options.mix ?? ((visits) => visits)
  frontier.add(`${origin}/`, 'start')
  frontier.absorb([visitOf(site, startTarget)])
  for (const path of options.sitemap ?? []) frontier.add(origin + path, 'sitemap')
  const generations: string[][] = []
  for (;;) {
    const { targets } = frontier.plan((url) =>
      options.disallowed !== undefined && url.includes(options.disallowed) ? 'disallowed' : 'allowed',
    )
    if (targets.length === 0) break
    generations.push(targets.map(({ url }) => url.replace(origin, '')))
    frontier.absorb(mix(targets.map((target) => visitOf(site, target))))
  }
  const ledger = frontier.ledger('max-pages')
  const fates = Object.fromEntries(
    ledger.map(({ url, state, reason }) => [url.replace(origin, ''), `${state} ${reason}`.trim()]),
  )
  return { generations, ledger, fates, frontier }
}

const startTarget: Target = {
  url: `${origin}/`,
  key: `${origin}/`,
  mode: 'http',
  generation: 0,
  depth: 0,
  source: 'start',
}

describe('frontier', () => {
  test('goes on in generations, each address once', () => {
    const { generations, fates } = walk({ '/': ['/b', '/a'], '/a': ['/c', '/'], '/b': ['/c'], '/c': ['/gone'] })
    expect(generations).toEqual([['/a', '/b'], ['/c'], ['/gone']])
    expect(fates).toEqual({
      '/': 'audited',
      '/a': 'audited',
      '/b': 'audited',
      '/c': 'audited',
      '/gone': 'failed not-found',
    })
  })

  test('what a redirect leads to joins the next generation', () => {
    const { generations, fates } = walk({ '/': ['/old'], '/old': { moved: '/new' }, '/new': [] })
    expect(generations).toEqual([['/old'], ['/new']])
    expect(fates['/old']).toBe('skipped redirected')
    expect(fates['/new']).toBe('audited')
  })

  test('endless redirects end', () => {
    const site: Site = { '/': ['/m0'] }
    for (let index = 0; index < 60; index++) site[`/m${index}`] = { moved: `/m${index + 1}` }
    const { fates } = walk(site)
    expect(Object.values(fates).filter((fate) => fate === 'skipped redirect-loop')).toHaveLength(1)
    expect(Object.keys(fates).length).toBeLessThan(25)
  })

  test('a cap keeps the near, the much linked, and a share of each folder', () => {
    const items = Array.from({ length: 60 }, (_, index) => `/item/${String(index).padStart(2, '0')}`)
    const { fates, generations } = walk({ '/': [...items, '/z'], '/z': [] }, { frontier: { maxPages: 30 } })
    expect(generations[0]).toContain('/z')
    expect(Object.values(fates).filter((fate) => fate === 'skipped max-pages')).toHaveLength(32)
    expect(fates['/item/19']).toBe('failed not-found')
    expect(fates['/item/59']).toBe('skipped max-pages')
  })

  test('a redirect takes nothing from the cap', () => {
    const { fates } = walk(
      { '/': ['/a', '/b'], '/a': { moved: '/c' }, '/b': [], '/c': [] },
      { frontier: { maxPages: 3 } },
    )
    expect(fates['/c']).toBe('audited')
  })

  test('what only a sitemap names comes after what is linked, at depth 1', () => {
    const { generations, ledger } = walk({ '/': ['/a'], '/a': ['/b'], '/b': [], '/s': [] }, { sitemap: ['/s', '/b'] })
    expect(generations).toEqual([['/a'], ['/b'], ['/s']])
    expect(ledger.find(({ url }) => url.endsWith('/s'))).toMatchObject({ depth: 1, source: 'sitemap' })
    expect(ledger.find(({ url }) => url.endsWith('/b'))).toMatchObject({ depth: 1, source: 'link' })
  })

  test('depth, robots, other languages, files: each with its reason', () => {
    const { fates } = walk(
      {
        '/': {
          ...outlineWith(['/a', '/no', '/f.pdf', '/fr/', '/fr/x']),
          alternates: [{ language: 'fr', url: `${origin}/fr/` }],
        },
        '/a': ['/b'],
        '/b': [],
      },
      { frontier: { maxDepth: 1 }, disallowed: '/no' },
    )
    expect(fates).toEqual({
      '/': 'audited',
      '/a': 'audited',
      '/b': 'skipped max-depth',
      '/no': 'skipped robots',
      '/f.pdf': 'skipped file',
      '/fr/': 'skipped other-language',
      '/fr/x': 'skipped other-language',
    })
  })

  test('a page that turns out to be in another language is not followed', () => {
    const german = { ...outlineWith(['/de/y']), language: { declared: 'de', detected: 'de' } }
    const { fates } = walk({ '/': ['/de/x'], '/de/x': german, '/de/y': german })
    expect(fates['/de/x']).toBe('skipped other-language')
    expect(fates['/de/y']).toBeUndefined()
  })

  test('a wrong declaration alone makes no other language', () => {
    const mislabelled = { ...outlineWith([]), language: { declared: 'fr', detected: 'en' } }
    expect(walk({ '/': ['/a'], '/a': mislabelled }).fates['/a']).toBe('audited')
  })

  test('a canonical link is believed between pages that look like one, and a loop keeps one page', () => {
    const canonical = (path: string, links: string[] = []): Page => ({
      ...outlineWith(links),
      canonical: origin + path,
    })
    const { fates } = walk({
      '/': ['/p?ref=1', '/x', '/1'],
      '/p?ref=1': canonical('/p'),
      '/p': canonical('/p'),
      '/x': { ...outlineWith([], { title: 'Another title' }), canonical: `${origin}/` },
      '/1': canonical('/2', ['/2']),
      '/2': canonical('/1', ['/1']),
    })
    expect(fates['/p?ref=1']).toBe('skipped canonical-elsewhere')
    expect(fates['/p']).toBe('audited')
    expect(fates['/x']).toBe('audited')
    expect([fates['/1'], fates['/2']]).toEqual(['audited', 'skipped canonical-elsewhere'])
  })

  test('one page under its folder and its index file counts once', () => {
    const { fates } = walk({
      '/': { ...outlineWith(['/index.html']), digest: 'x' },
      '/index.html': { ...outlineWith([]), digest: 'x' },
    })
    expect(fates).toEqual({ '/': 'audited', '/index.html': 'skipped duplicate' })
  })

  test('three pages of an own subdomain, and none of other hosts', () => {
    const blog = Array.from({ length: 6 }, (_, index) => `http://blog.site.test/${index}`)
    const { ledger } = walk({ '/': [...blog, 'http://other.test/'] })
    expect(ledger.filter(({ reason }) => reason === 'host-sample')).toHaveLength(3)
    expect(ledger.some(({ url }) => url.includes('other.test'))).toBe(false)
  })

  test('twenty own subdomains, and no more', () => {
    const hosts = Array.from({ length: 30 }, (_, index) => `http://client-${index}.site.test/`)
    const { ledger } = walk({ '/': hosts })
    expect(ledger.filter(({ reason }) => reason === 'host-sample')).toHaveLength(10)
  })

  test('asks for the robots.txt of an origin before it plans a visit there', () => {
    const frontier = frontierOf()
    frontier.add(`${origin}/`, 'start')
    frontier.absorb([visitOf({ '/': ['http://blog.site.test/a', '/b'] }, startTarget)])
    const known = new Set([origin])
    const verdict = (url: string) => (known.has(new URL(url).origin) ? 'allowed' : 'unknown')
    expect(frontier.plan(verdict)).toEqual({ targets: [], robotsWanted: ['http://blog.site.test'] })
    known.add('http://blog.site.test')
    expect(frontier.plan(verdict).targets).toHaveLength(2)
  })

  test('no order of completion changes what is visited, nor the ledger', () => {
    const page = fc.integer({ min: 0, max: 24 })
    const siteArb = fc.array(
      fc.record({ links: fc.array(page, { maxLength: 6 }), moved: fc.option(page, { freq: 6 }) }),
      { minLength: 5, maxLength: 25 },
    )
    fc.assert(
      fc.property(
        siteArb,
        fc.integer({ min: 2, max: 12 }),
        fc.array(page, { maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (pages, maxPages, listed, chance) => {
          const pathOf = (index: number): string => (index === 0 ? '/' : index % 3 === 0 ? `/f/${index}` : `/${index}`)
          const site: Site = Object.fromEntries(
            pages.map(({ links, moved }, index) => [
              pathOf(index),
              moved !== null && index > 0
                ? { moved: pathOf(moved) }
                : { ...outlineWith(links.map(pathOf)), digest: String(index) },
            ]),
          )
          const sitemap = listed.map(pathOf)
          const shuffle = (visits: VisitedPage[]): VisitedPage[] =>
            visits
              .map((visit) => ({ visit, place: chance.next().value as number }))
              .toSorted((a, b) => a.place - b.place)
              .map(({ visit }) => visit)
          const plain = walk(site, { frontier: { maxPages }, sitemap })
          const mixed = walk(site, { frontier: { maxPages }, sitemap, mix: shuffle })
          expect(mixed.generations).toEqual(plain.generations)
          expect(mixed.ledger).toEqual(plain.ledger)
          const asked = plain.generations.flat()
          expect(new Set(asked).size).toBe(asked.length)
          expect(plain.ledger.filter(({ state }) => state === 'audited').length).toBeLessThanOrEqual(maxPages)
        },
      ),
    )
  })
})
