import { describe, expect, test } from 'vitest'
import { fetchRobots, readRobots, robotsLimit } from '../../src/discover/robots.ts'
import type { SiteFile } from '../../src/shared/site-file.ts'

const signal = new AbortController().signal
const origin = 'http://site.test'
const rulesOf = (text: string, mode: 'obey' | 'owner' = 'obey') =>
  readRobots({ origin, state: 'found', text, reason: '' }, mode)
const answering =
  (status: number, text = '', reason = '') =>
  async (): Promise<SiteFile> => ({
    status,
    bytes: new TextEncoder().encode(text),
    cut: false,
    reason,
  })

describe('robots.txt', () => {
  test('the longest match wins, Allow on a tie; wildcards and ends', () => {
    const rules = rulesOf('User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.php$\nDisallow: /c\nAllow: /c\n')
    expect(rules.allows(`${origin}/a/x`)).toBe(false)
    expect(rules.allows(`${origin}/a/b/c`)).toBe(true)
    expect(rules.allows(`${origin}/x.php`)).toBe(false)
    expect(rules.allows(`${origin}/x.php?y`)).toBe(true)
    expect(rules.allows(`${origin}/c`)).toBe(true)
  })

  test('our own group is obeyed in place of the general one', () => {
    const rules = rulesOf('User-agent: *\nDisallow: /\n\nUser-agent: stagelight\nDisallow: /private\nCrawl-delay: 2\n')
    expect(rules.allows(`${origin}/a`)).toBe(true)
    expect(rules.allows(`${origin}/private/a`)).toBe(false)
    expect(rules.crawlDelay).toBe(2)
  })

  test('sitemaps, relative ones too; the owner passes everything', () => {
    const rules = rulesOf(
      'Sitemap: /a.xml\nSitemap: http://cdn.test/b.xml\nUser-agent: *\nDisallow: /\nCrawl-delay: 9',
      'owner',
    )
    expect(rules.sitemaps).toEqual(['http://site.test/a.xml', 'http://cdn.test/b.xml'])
    expect(rules.allows(`${origin}/a`)).toBe(true)
    expect(rules.crawlDelay).toBe(0)
  })

  test.each([
    [404, 'none', true],
    [403, 'none', true],
    [429, 'unreachable', false],
    [500, 'unreachable', false],
    [0, 'unreachable', false],
  ])('an answer of %i means %s', async (status, state, allowed) => {
    const file = await fetchRobots(origin, answering(status, '', 'connection refused'), signal)
    expect(file.state).toBe(state)
    expect(readRobots(file).allows(`${origin}/a`)).toBe(allowed)
    expect(file.reason).toBe(status === 0 ? 'connection refused' : `HTTP ${status}`)
  })

  test('a page in place of a robots.txt forbids nothing; a byte order mark hides nothing', async () => {
    const page = await fetchRobots(origin, answering(200, '<!doctype html><p>Disallow: /</p>'), signal)
    expect(readRobots(page).allows(`${origin}/a`)).toBe(true)
    const marked = await fetchRobots(origin, answering(200, '\uFEFFUser-agent: *\nDisallow: /a'), signal)
    expect(readRobots(marked).allows(`${origin}/a`)).toBe(false)
  })

  test('only the first 500 KiB count', async () => {
    const text = `User-agent: *\nDisallow: /a\n${'# filler\n'.repeat(robotsLimit / 9)}Disallow: /b\n`
    const rules = readRobots(await fetchRobots(origin, answering(200, text), signal))
    expect(rules.allows(`${origin}/a`)).toBe(false)
    expect(rules.allows(`${origin}/b`)).toBe(true)
  })
})
