import { Config } from '../../src/config/config.ts'
import type { CrawlOutcome } from '../../src/crawl.ts'
import type { PageReading } from '../../src/evaluated-pages.ts'
import { evaluate, type WhatIsJudged } from '../../src/evaluate.ts'
import type { PageFacts } from '../../src/facts/index.ts'
import type { Knowledge } from '../../src/knowledge.ts'
import { judgePage, judgeSite } from '../../src/rules/judge.ts'
import type { CompiledRule } from '../../src/rules/rule-file.ts'
import type { Verdict } from '../../src/rules/schema.ts'
import { emptySnapshot, type Snapshot } from '../../src/snapshot/schema.ts'
import { memoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'

/** A site as it was stored, or as somebody changed it: never written to, only made anew. */
export interface TestSite {
  name: string
  /** A stored run; or one saved page, with a start page made for it. */
  kind: 'run' | 'saved page'
  config: Config
  crawl: CrawlOutcome
  sitemaps: unknown
  /** By mode and key. */
  snapshots: ReadonlyMap<string, Snapshot>
}

/** What the rules say of a site, and the facts behind it. */
export interface Judged extends WhatIsJudged {
  site: WhatIsJudged['site']
  siteVerdicts: Map<string, Verdict>
  pageFacts: { key: string; url: string; mode: Snapshot['mode']; facts: PageFacts }[]
}

/** Facts of a snapshot; a changed one is another object. */
const readings = new WeakMap<Snapshot, unknown>()
/** Copies of one saved page differ by nothing but their address: the facts of one stand for all, by HTML. */
let readingsOfCopies = new Map<string, unknown>()
const mostCopies = 200

/** A run file's contents, without phones' copies: what is judged twice would be changed twice. */
export async function openSite(store: Store, name: string): Promise<TestSite | undefined> {
  const crawl = (await store.meta('crawl')) as CrawlOutcome | undefined
  const config = Config.safeParse(await store.meta('config'))
  if (!crawl || crawl.startFailed || !config.success) return undefined
  const snapshots = new Map<string, Snapshot>()
  for await (const snapshot of store.snapshots()) {
    if (snapshot.mode !== 'phone') snapshots.set(`${snapshot.mode} ${snapshot.key}`, snapshot)
  }
  return { name, kind: 'run', config: config.data, crawl, sitemaps: await store.meta('sitemaps'), snapshots }
}

/** One saved page under as many addresses as a rule asks for, behind a start page that links to it; the profile is declared. */
export function madeSite(
  page: { name: string; url: string; html: string; language: string },
  {
    copies,
    ...declared
  }: Pick<Config, 'profile'> & Partial<Pick<Config, 'trade' | 'consideration'>> & { copies: number },
): TestSite {
  const { origin } = new URL(page.url)
  const home = `${origin}/`
  const address = page.url.replace(/#.*$/, '')
  const urls = Array.from({ length: copies }, (_, index) =>
    index === 0 && address !== home ? address : `${address}${address.includes('?') ? '&' : '?'}copy=${index + 1}`,
  )
  const links = urls.map((url) => `<li><a href="${url.replaceAll('&', '&amp;')}">${page.name}</a></li>`).join('')
  const start = `<!doctype html><html lang="${page.language}"><head><title>${page.name}</title></head><body><main><h1>${page.name}</h1><ul>${links}</ul></main></body></html>`
  const snapshots = new Map<string, Snapshot>()
  const add = (url: string, html: string, source: 'start' | 'link'): void => {
    const target = { url, key: url, mode: 'browser', generation: 0, depth: source === 'start' ? 0 : 1, source } as const
    snapshots.set(`browser ${url}`, { ...emptySnapshot(target), status: 200, bytes: html.length, html })
  }
  add(home, start, 'start')
  for (const url of urls) add(url, page.html, 'link')
  const keys = [home, ...urls].toSorted()
  const crawl: CrawlOutcome = {
    status: 'complete',
    origin,
    startKey: home,
    pages: keys.map((key) => ({
      key,
      url: key,
      depth: key === home ? 0 : 1,
      importance: 0.5,
      isHome: key === home,
      inMenu: key !== home,
      isGoal: false,
      isShell: false,
      isRendered: true,
      isPhoned: false,
    })),
    ledger: keys.map((key) => ({
      key,
      url: key,
      state: 'audited',
      reason: '',
      generation: 0,
      depth: key === home ? 0 : 1,
      source: key === home ? 'start' : 'link',
    })),
    notes: [],
  }
  return {
    name: page.name,
    kind: 'saved page',
    config: Config.parse({ url: home, ...declared }),
    crawl,
    sitemaps: undefined,
    snapshots,
  }
}

/** Judges a site whole, in memory, with the code that judges runs. */
export async function judgeWhole(site: TestSite, knowledge: Knowledge): Promise<Judged> {
  let judged: WhatIsJudged | undefined
  await evaluate({
    store: storeOf(site),
    config: site.config,
    // Only the facts are wanted here: what rules say of them is asked below, once.
    knowledge: { ...knowledge, rules: [] },
    crawl: site.crawl,
    run: { startedAt: '', finishedAt: '', status: 'complete', limits: {}, notes: [] },
    measurements: { lighthouse: [], timings: {}, requests: {}, browser: {}, storeBytes: {} },
    onJudging: (whole) => (judged = whole),
  })
  if (!judged) throw new Error(`${site.name} was not judged`)
  const { site: facts, summaries, context, pages } = judged
  const siteVerdicts = judgeSite(knowledge.rules, facts, summaries, context)
  const best = site.crawl.pages.flatMap(({ key }) => {
    const snapshot = bestOf(site, key)
    return snapshot ? [{ key, url: snapshot.finalUrl, mode: snapshot.mode }] : []
  })
  const factsOf = new Map(pages.map(({ desktop }) => [desktop.url, desktop.facts as PageFacts]))
  return {
    ...judged,
    siteVerdicts: new Map(siteVerdicts.map((verdict) => [verdict.rule, verdict])),
    pageFacts: best.map((each) => ({ ...each, facts: factsOf.get(each.url) ?? {} })),
  }
}

/** What page rules say of all pages, as `rule url` → state. */
export function pageStates({ pages, context }: Judged, rules: readonly CompiledRule[]): Map<string, string> {
  return new Map(
    pages.flatMap(({ desktop }) =>
      judgePage(rules, desktop, context).map(({ rule, url, microConversion, state }) => [
        `${rule} ${microConversion} ${url}`,
        state,
      ]),
    ),
  )
}

/** The snapshot that a page is judged by. */
export function bestOf({ snapshots }: TestSite, key: string): Snapshot | undefined {
  return [snapshots.get(`browser ${key}`), snapshots.get(`http ${key}`)].find((each) => each?.outcome === 'ok')
}

/** The same site with other snapshots, or without pages. */
export function changedSite(
  site: TestSite,
  { changed = [], without = [] }: { changed?: readonly Snapshot[]; without?: readonly string[] },
): TestSite {
  const snapshots = new Map(site.snapshots)
  for (const snapshot of changed) snapshots.set(`${snapshot.mode} ${snapshot.key}`, snapshot)
  const gone = new Set(without)
  const { crawl } = site
  return {
    ...site,
    snapshots,
    crawl: {
      ...crawl,
      pages: crawl.pages.filter(({ key }) => !gone.has(key)),
      ledger: crawl.ledger.filter(({ key }) => !gone.has(key)),
    },
  }
}

function storeOf(site: TestSite): Store {
  return {
    ...memoryStore(),
    snapshot: async (key, mode) => site.snapshots.get(`${mode} ${key}`),
    async derived(kind, key) {
      const snapshot = kind === 'facts' ? snapshotOf(site, key) : undefined
      if (!snapshot) return undefined
      return site.kind === 'saved page' ? readingsOfCopies.get(snapshot.html) : readings.get(snapshot)
    },
    async putDerived(kind, key, value) {
      const snapshot = kind === 'facts' ? snapshotOf(site, key) : undefined
      if (!snapshot) return
      if (site.kind === 'run') readings.set(snapshot, value as PageReading)
      else {
        if (readingsOfCopies.size > mostCopies) readingsOfCopies = new Map()
        readingsOfCopies.set(snapshot.html, value)
      }
    },
    meta: async (key) => (key === 'sitemaps' ? site.sitemaps : undefined),
  }
}

/** Facts are stored under a page's key, its mode, and a digest. */
function snapshotOf({ snapshots }: TestSite, key: string): Snapshot | undefined {
  const parts = key.split(' ')
  return snapshots.get(`${parts.at(-2)} ${parts.slice(0, -2).join(' ')}`)
}
