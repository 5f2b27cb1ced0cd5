import type { FoundBrowser } from './browser/find-browser.ts'
import type { Config } from './config/config.ts'
import { openSiteProxy } from './crawl-site.ts'
import { headersFor } from './visit/site-headers.ts'
import type { Knowledge } from './knowledge.ts'
import type { AuditHooks } from './shared/events.ts'
import { LabFinding, type AuditResult } from './report/result.ts'
import { labFindings } from './rules/lab-rules.ts'
import { compareText } from './shared/digest.ts'
import { medianOf } from './snapshot/lab.ts'
import { severities } from './shared/taxonomy.ts'
import type { Store } from './store/store.ts'
import { runLighthouse, type LighthouseResult } from './visit/lighthouse.ts'

const mostPages = 4
/** Lighthouse's figures differ from run to run: each page is measured so often, and the median is kept. */
const mostRuns = 3
/** A run is only started when this much time is left; a slow page takes so long. */
const neededMs = 60_000
/** Measuring a page again is only begun while all of them together took less than this. */
const againMs = 120_000

/** Pages for Lighthouse: the home page, then the most important page of other templates. The same pages give the same choice. */
export function chooseForLighthouse({ pages }: Pick<AuditResult, 'pages'>): string[] {
  const rendered = pages
    .filter((page) => page.state === 'audited' && page.rendered)
    .toSorted(
      (a, b) =>
        Number(b.type === 'home') - Number(a.type === 'home') ||
        b.importance - a.importance ||
        compareText(a.url, b.url),
    )
  const templates = new Set<string>()
  return rendered
    .filter(({ template }) => !templates.has(template) && templates.add(template))
    .slice(0, mostPages)
    .map(({ url }) => url)
}

export interface LabOptions {
  pages: readonly string[]
  config: Config
  knowledge: Knowledge
  store: Store
  browser: FoundBrowser | undefined
  remainingMs: number
  hooks: AuditHooks
}

/**
 * Measures pages one after the other, after the crawl, each in a browser of its own behind the same kind of proxy: each page
 * once, then again as time allows. What an earlier part of the run measured is taken from its store.
 */
export async function measureLab(options: LabOptions): Promise<LighthouseResult[]> {
  const { pages, config, knowledge, store, browser, remainingMs, hooks } = options
  const first = pages[0]
  if (!browser || !first) return []
  hooks.onEvent?.({ type: 'phase', phase: 'lighthouse' })
  const started = Date.now()
  const leftMs = (): number => remainingMs - (Date.now() - started)
  const measured = new Map<string, [LighthouseResult, ...LighthouseResult[]]>()
  const kept = new Set<string>()
  for (const url of pages) {
    const known = (await store.derived('lighthouse', url)) as LighthouseResult | undefined
    if (!known) continue
    kept.add(url)
    measured.set(url, [known])
  }
  await using proxy = await openSiteProxy(new URL(first), config, knowledge)
  const stop = (): boolean => hooks.signal?.aborted === true || leftMs() < neededMs
  for (let run = 0; run < mostRuns && !stop(); run += 1) {
    for (const url of pages) {
      const before = measured.get(url)
      // A page that could not be measured is not tried again.
      if (kept.has(url) || (before && before.some(({ error }) => error !== ''))) continue
      if (stop() || (run > 0 && Date.now() - started > againMs)) break
      const result = await runLighthouse({
        url,
        device: 'mobile',
        browser,
        proxy,
        guard: { collectors: knowledge.collectors },
        timeoutMs: Math.min(90_000, leftMs()),
        signal: hooks.signal ?? new AbortController().signal,
        headers: headersFor(config, new URL(first).host)(new URL(url)),
      })
      const results: [LighthouseResult, ...LighthouseResult[]] = before ? [...before, result] : [result]
      measured.set(url, results)
      const soFar = medianOf(results)
      if (soFar.error === '') await store.putDerived('lighthouse', url, soFar)
    }
  }
  return pages.flatMap((url) => {
    const results = measured.get(url)
    return results ? [medianOf(results)] : []
  })
}

/** A judged run with what the rules say of its laboratory figures: apart from its findings, because figures vary. */
export function withLabAdvice(result: AuditResult, knowledge: Knowledge): AuditResult {
  const { lighthouse } = result.measurements
  if (lighthouse.length === 0) return result
  const found = labFindings(knowledge.rules, lighthouse, {
    pages: result.pages,
    goals: result.site.goals.map(({ microConversion }) => microConversion),
    profiles: result.site.profile.ids,
    trade: result.site.profile.trade,
    expectations: knowledge.expectations,
    confidence: knowledge.weights.confidence,
  })
  const findings = found
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || compareText(a.id, b.id))
    .map(({ pages, ...finding }) => LabFinding.parse({ ...finding, urls: pages.sample }))
  return { ...result, measurements: { ...result.measurements, findings } }
}
