import { describe, expect, it } from 'vitest'
import { AuditResult } from '../../src/report/result.ts'
import { auditQuietly, comparable } from './audit-small-site.ts'
import { servePages } from './serve-pages.ts'
import { siteSteps, smallSite } from './small-site.ts'

describe('the same site', { timeout: 300_000 }, () => {
  it('gives the same result at any concurrency, however slow the server, with a cap that bites', async () => {
    let delay = (): number => 0
    await using site = await servePages(smallSite({ moreArticles: 6 }), { delayMs: () => delay() })
    const limits = { maxPages: 12, maxRendered: 6 }
    const first = await auditQuietly(site.url, { ...limits, concurrency: 1 })
    const one = comparable(first)
    expect(AuditResult.safeParse(first).error).toBeUndefined()
    expect(first.run.status).toBe('capped')
    delay = () => Math.floor(Math.random() * 60)
    const four = comparable(await auditQuietly(site.url, { ...limits, concurrency: 4 }))
    expect(four).toEqual(one)
  })

  it('keeps the ids of findings when classes are renamed and ten pages are added', async () => {
    const without = siteSteps.filter((step) => step !== 'trial')
    await using site = await servePages(smallSite({ without }))
    const before = await auditQuietly(site.url)
    site.show(smallSite({ without, classSuffix: '-x7f3', moreArticles: 10 }))
    const after = await auditQuietly(site.url)
    const ids = (result: typeof before): string[] => result.findings.map(({ id }) => id).toSorted()
    expect(ids(before).length).toBeGreaterThan(3)
    expect(ids(after)).toEqual(ids(before))
  })
})
