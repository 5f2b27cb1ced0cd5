import type { FoundBrowser } from './browser/find-browser.ts'
import type { Config } from './config/config.ts'
import { openSiteProxy } from './crawl-site.ts'
import { headersFor } from './visit/site-headers.ts'
import type { Knowledge } from './knowledge.ts'
import type { AuditHooks } from './shared/events.ts'
import type { AuditResult } from './report/result.ts'
import { compareText } from './shared/digest.ts'
import type { Store } from './store/store.ts'
import { runLighthouse, type LighthouseResult } from './visit/lighthouse.ts'

const mostPages = 3
/** A run is only started when this much time is left; a slow page takes so long. */
const neededMs = 60_000

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
 * Measures pages one after the other, after the crawl, each in a browser of its own behind the same kind of proxy. What an
 * earlier part of the run measured is taken from its store.
 */
export async function measureLab({
  pages,
  config,
  knowledge,
  store,
  browser,
  remainingMs,
  hooks,
}: LabOptions): Promise<LighthouseResult[]> {
  const first = pages[0]
  if (!browser || !first) return []
  hooks.onEvent?.({ type: 'phase', phase: 'lighthouse' })
  const started = Date.now()
  const results: LighthouseResult[] = []
  await using proxy = await openSiteProxy(new URL(first), config, knowledge)
  for (const url of pages) {
    const kept = (await store.derived('lighthouse', url)) as LighthouseResult | undefined
    if (kept) {
      results.push(kept)
      continue
    }
    const left = remainingMs - (Date.now() - started)
    if (hooks.signal?.aborted || left < neededMs) break
    const result = await runLighthouse({
      url,
      device: 'mobile',
      browser,
      proxy,
      guard: { collectors: knowledge.collectors },
      timeoutMs: Math.min(90_000, left),
      signal: hooks.signal ?? new AbortController().signal,
      headers: headersFor(config, new URL(first).host)(new URL(url)),
    })
    if (result.error === '') await store.putDerived('lighthouse', url, result)
    results.push(result)
  }
  return results
}
