import { describe, expect, it } from 'vitest'
import type { AuditResult } from '../../src/report/result.ts'
import { auditQuietly } from './audit-small-site.ts'
import { servePages } from './serve-pages.ts'
import { siteSteps, smallSite, type SiteStep } from './small-site.ts'

function scores(result: AuditResult): Map<string, number | null> {
  return new Map([
    ['overall', result.overall],
    ...result.stages.map(({ id, score }): [string, number | null] => [id, score]),
  ])
}

/** Scores that are higher in `after`; a score that is not judged on either side is compared with nothing. */
function risen(before: Map<string, number | null>, after: Map<string, number | null>): string[] {
  return [...before].flatMap(([id, score]) => {
    const now = after.get(id) ?? null
    return score !== null && now !== null && now > score ? [`${id}: ${score} → ${now}`] : []
  })
}

// Eighteen audits in a real browser.
describe('scores of a site that is audited again', { timeout: 600_000 }, () => {
  it('never rise when an offered step is taken away, never fall when it comes back', async () => {
    await using site = await servePages(smallSite())
    const whole = scores(await auditQuietly(site.url))
    expect(whole.get('evaluation')).not.toBeNull()
    const felt: string[] = []
    // A demo answers questions and lets people see the product, too: those are missed only when it goes with them.
    const removals: SiteStep[][] = [...siteSteps.map((step) => [step]), ['contact-form', 'demo'], ['trial', 'demo']]
    for (const without of removals) {
      site.show(smallSite({ without }))
      const less = scores(await auditQuietly(site.url))
      expect(risen(whole, less), `without ${without.join(', ')}`).toEqual([])
      if (risen(less, whole).length > 0) felt.push(without.join(', '))
    }
    // Were no score to move at all, none could rise.
    expect(felt).toEqual(expect.arrayContaining(['prices', 'contact-form, demo', 'trial, demo']))
  })

  it('never fall when a missing step is added to a bare site', async () => {
    await using site = await servePages(smallSite({ without: siteSteps }))
    const bare = scores(await auditQuietly(site.url))
    for (const step of ['newsletter', 'contact-form', 'trial', 'share'] satisfies SiteStep[]) {
      site.show(smallSite({ without: siteSteps.filter((other) => other !== step) }))
      expect(risen(scores(await auditQuietly(site.url)), bare), `with ${step}`).toEqual([])
    }
  })
})
