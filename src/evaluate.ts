import type { CrawlOutcome } from './crawl.ts'
import type { Config } from './config/config.ts'
import { version } from './config/installation.ts'
import { withoutValues } from './config/journeys.ts'
import type { LedgerEntry } from './snapshot/ledger.ts'
import { hashRoute, urlKey } from './discover/url-identity.ts'
import { readPages, shownLayouts, type EvaluatedPage } from './evaluated-pages.ts'
import type { PageFacts } from './facts/index.ts'
import { foreignVerdicts, type PageToJudge } from './foreign-verdicts.ts'
import { foldSideEffects } from './isolation/side-effects.ts'
import { readJourney } from './journey/journey.ts'
import type { FailedPage } from './journey/seen-page.ts'
import type { PageSummary, SiteFacts } from './journey/site-facts.ts'
import type { Knowledge } from './knowledge.ts'
import { createAliases } from './page-aliases.ts'
import { assembleResult } from './report/assemble.ts'
import { createEvidenceLocator } from './report/evidence-boxes.ts'
import type { AuditResult } from './report/result.ts'
import { foldFindings } from './rules/findings.ts'
import { readsLab } from './rules/lab-rules.ts'
import { judgePage, judgeSite, type JudgeContext, type JudgedPage } from './rules/judge.ts'
import { worseOnPhones } from './rules/phone-verdicts.ts'
import { scoreSite } from './scoring/score-site.ts'
import { stageWeights } from './scoring/weights.ts'
import { compareText, digest, stableJson } from './shared/digest.ts'
import type { OnEvent } from './shared/events.ts'
import type { Store } from './store/store.ts'
import { findTemplates, templatePattern } from './templates/templates.ts'
import { readAdditions } from './walked-pages.ts'

export interface EvaluateOptions {
  store: Store
  config: Config
  knowledge: Knowledge
  crawl: CrawlOutcome
  run: AuditResult['run']
  measurements: AuditResult['measurements']
  onEvent?: OnEvent
  /** Gets what is about to be judged: `explain` shows it. */
  onJudging?: (judged: WhatIsJudged) => void
}

/** A whole site, ready to be judged. */
export interface WhatIsJudged {
  pages: readonly PageToJudge[]
  site: SiteFacts
  summaries: readonly PageSummary[]
  context: JudgeContext
}

/** Judges what a crawl brought home. No request is made; the same run file and the same rules give the same result. */
export async function evaluate({
  store,
  config,
  knowledge: known,
  crawl,
  run,
  measurements,
  onEvent,
  onJudging,
}: EvaluateOptions): Promise<AuditResult> {
  // What differs from run to run is judged apart, after the measurement.
  const knowledge = { ...known, rules: known.rules.filter((compiled) => !readsLab(compiled)) }
  onEvent?.({ type: 'phase', phase: 'judging' })
  const hashRoutes = hashRoute(new URL(crawl.startKey)) !== ''
  const plainKey = (url: string): string => urlKey(url, { hashRoutes })
  const crawled = await readPages(store, knowledge, crawl, config, onEvent)
  const added = await readAdditions({ store, knowledge, crawl, config, crawled, keyOf: plainKey })
  const isKept = ({ key }: { key: string }): boolean => !added.replaced.has(key)
  const pages = [...crawled.filter(isKept), ...added.pages].toSorted((a, b) => compareText(a.key, b.key))
  const ledger = [...crawl.ledger.filter(isKept), ...added.ledger]
  const templates = findTemplates(pages.map((page) => templatePage(page)))
  for (const page of pages) page.template = templatePattern(templatePage(page))
  const sitemap = ((await store.meta('sitemaps')) as { entries: { url: string }[] } | undefined)?.entries ?? []
  const journey = readJourney({
    pages,
    templates,
    origin: crawl.origin,
    startKey: crawl.startKey,
    ledger,
    failed: failedPages(crawl.ledger),
    sitemap: sitemap.map(({ url }) => url),
    keyOf: await createAliases({ pages, ledger, store, keyOf: plainKey }),
    declared: { ...config, trade: config.trade },
    numbers: knowledge.journey,
    vocabularies: knowledge.vocabularies,
    vendors: knowledge.vendors,
    walks: added.walks,
    traffic: knowledge.traffic,
  })
  const { profile, goals, summaries, waysOn, site } = journey
  const byKey = new Map(pages.map((page) => [page.key, page]))

  const context = {
    profiles: site.profiles,
    trade: site.trade,
    expectations: knowledge.expectations,
    languages: knowledge.vocabularies.languages,
  }
  const ready = pages.map((page, index): PageToJudge => {
    const { url, template, rendered, hostRole, phoneFacts, reachedBy } = page
    const as = (facts: PageFacts): JudgedPage => ({
      url,
      template,
      rendered,
      hostRole,
      facts: {
        ...facts,
        journey: summaries[index],
        site,
        ...(waysOn[index] && !reachedBy ? { wayOn: waysOn[index] } : {}),
      },
    })
    return { desktop: as(page.facts), phone: phoneFacts && as(phoneFacts) }
  })
  onJudging?.({ pages: ready, site, summaries, context })
  const own = knowledge.rules.filter(({ isForeign }) => !isForeign)
  const foreign = await foreignVerdicts({ knowledge, context, site, summaries, pages: ready, onEvent })
  const verdicts = [
    ...ready.flatMap(({ desktop, phone }) => {
      const seen = judgePage(own, desktop, context)
      return phone ? worseOnPhones(seen, judgePage(own, phone, context)) : seen
    }),
    ...judgeSite(own, site, summaries, context),
    ...foreign.verdicts,
  ]
  const goalIds = goals.map(({ microConversion }) => microConversion)
  const findings = foldFindings(knowledge.rules, verdicts, {
    pages: summaries,
    goals: goalIds,
    confidence: knowledge.weights.confidence,
  })
  const judged = pages.map((page, index) => ({ key: page.key, summary: summaries[index]!, facts: page.facts }))
  const scored = scoreSite({
    rules: knowledge.rules,
    verdicts,
    findings,
    pages: judged,
    site,
    goals: goalIds,
    expectations: knowledge.expectations,
    weights: knowledge.weights,
    stageWeights: stageWeights(knowledge.weights, site.profiles, config),
  })
  const shown = new Map([...(await shownLayouts(store, pages, verdicts)), ...added.shown])
  await store.putDerived('picture-index', 'all', [
    ...pages.flatMap(({ snapshot }) => snapshot.pictures),
    ...added.pictures,
  ])
  return assembleResult({
    tool: {
      name: 'Stagelight',
      version,
      rulesDigest: knowledge.digest,
      configDigest: digest(stableJson(publicConfig(config)), 16),
      rulesChanged: [...knowledge.ruleChanges, ...foreign.leftOut],
    },
    run: {
      ...run,
      status: statusOf(run.status, pages, crawl, config),
      notes: [
        ...run.notes,
        ...new Set(pages.filter(({ phoneFacts }) => phoneFacts).map(({ template }) => `phone-differs ${template}`)),
      ],
    },
    siteName: siteName(pages, crawl.startKey),
    hosts: hostsOf(pages),
    languages: languagesOf(pages, crawl.ledger),
    goals,
    profile,
    site,
    ledger,
    pages: judged,
    templates: templates.map(({ pattern, type, groups }) => {
      const keys = groups.flat()
      const members = keys.flatMap((key) => byKey.get(key) ?? [])
      return {
        pattern,
        type,
        pages: keys.length,
        rendered: members.filter(({ rendered }) => rendered).length,
        sample: members
          .map(({ url }) => url)
          .toSorted(compareText)
          .slice(0, 3),
      }
    }),
    rules: knowledge.rules,
    verdicts,
    scored,
    expectations: knowledge.expectations,
    weights: knowledge.weights,
    events: knowledge.events,
    journey,
    sideEffects: foldSideEffects([
      ...pages.map(({ url, snapshot }) => ({ url, requests: snapshot.requests })),
      ...added.requests,
    ]),
    measurements,
    walks: { records: added.walks, pictures: added.pictures },
    locate: createEvidenceLocator(shown),
  })
}

/** A run whose start page was no page, or of which too little could be read, is none that a gate could pass. */
function statusOf(
  status: AuditResult['run']['status'],
  pages: readonly EvaluatedPage[],
  { ledger, startKey }: CrawlOutcome,
  { minCoverage }: Config,
): AuditResult['run']['status'] {
  const start = pages.find(({ key }) => key === startKey)?.facts.page
  if (start?.challenge || start?.loginWall) return 'invalid'
  const count = (state: LedgerEntry['state']): number => ledger.filter((entry) => entry.state === state).length
  const within = count('audited') + count('failed') + count('blocked')
  return pages.length === 0 || count('audited') / within < minCoverage ? 'insufficient' : status
}

function templatePage(page: EvaluatedPage): Parameters<typeof findTemplates>[0][number] {
  return {
    key: page.key,
    url: page.url,
    type: page.facts.page?.type ?? 'other',
    isHome: page.facts.page?.isHome === true,
    shape: page.reading.shape,
  }
}

function failedPages(ledger: readonly LedgerEntry[]): FailedPage[] {
  return ledger
    .filter(({ state }) => state === 'failed' || state === 'blocked')
    .map(({ key, url, reason }) => ({
      key,
      url,
      outcome: reason === 'not-found' ? 'not-found' : 'client-error',
      status: reason === 'not-found' ? 404 : 0,
      reason,
    }))
}

/** What the site calls itself: `og:site_name`, else the shortest part of the home page's title. */
function siteName(pages: readonly EvaluatedPage[], startKey: string): string {
  const home = pages.find(({ key }) => key === startKey) ?? pages[0]
  if (!home) return ''
  const named = home.facts.share?.openGraph.siteName
  const parts = (home.facts.page?.title ?? '').split(/\s+[|–—·:-]\s+/).filter(Boolean)
  return named || parts.toSorted((a, b) => a.length - b.length)[0] || home.host
}

function hostsOf(pages: readonly EvaluatedPage[]): AuditResult['site']['hosts'] {
  return [...Map.groupBy(pages, ({ host }) => host)]
    .map(([host, list]) => ({ host, role: list[0]?.hostRole ?? 'other', pages: list.length }))
    .toSorted((a, b) => b.pages - a.pages || compareText(a.host, b.host))
}

function languagesOf(
  pages: readonly EvaluatedPage[],
  ledger: readonly LedgerEntry[],
): AuditResult['site']['languages'] {
  const spoken = Map.groupBy(pages, ({ facts }) => facts.language?.used ?? '')
  const others = ledger.filter(({ reason }) => reason === 'other-language').length
  const audited = [...spoken].map(([language, list]) => ({
    language: language || 'unknown',
    pages: list.length,
    audited: true,
  }))
  return [
    ...audited.toSorted((a, b) => b.pages - a.pages || compareText(a.language, b.language)),
    ...(others > 0 ? [{ language: 'other', pages: others, audited: false }] : []),
  ]
}

/** The config without secrets: what may leave a trace in a digest. */
function publicConfig(config: Config): Partial<Config> {
  const {
    auth: _auth,
    headers: _headers,
    cookies: _cookies,
    outputDir: _outputDir,
    browser: _browser,
    concurrency: _concurrency,
    ...rest
  } = config
  return { ...rest, journeys: withoutValues(config.journeys) }
}
