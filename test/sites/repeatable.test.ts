import { describe, expect, it } from 'vitest'
import { auditQuietly, comparable } from './audit-small-site.ts'
import { servePages } from './serve-pages.ts'
import { smallSite } from './small-site.ts'

describe('the same site', () => {
  it('gives the same result at any concurrency, however slow the server, with a cap that bites', async () => {
    const pages = smallSite({ moreArticles: 6 })
    await using quick = await servePages(pages)
    await using slow = await servePages(pages, { delayMs: () => Math.floor(Math.random() * 60) })
    const limits = { maxPages: 12, maxRendered: 6 }
    const one = comparable(await auditQuietly(quick.url, { ...limits, concurrency: 1 }), quick.url)
    const four = comparable(await auditQuietly(slow.url, { ...limits, concurrency: 4 }), slow.url)
    expect(four).toEqual(one)
  })

  it('keeps the ids of findings when classes are renamed and ten pages are added', async () => {
    const without = ['newsletter', 'contact-form', 'phone'] as const
    await using site = await servePages(smallSite({ without }))
    const before = await auditQuietly(site.url)
    site.show(smallSite({ without, classSuffix: '-x7f3', moreArticles: 10 }))
    const after = await auditQuietly(site.url)
    const ids = (result: typeof before): string[] => result.findings.map(({ id }) => id).toSorted()
    expect(ids(before).length).toBeGreaterThan(3)
    expect(ids(after)).toEqual(ids(before))
  })
})
