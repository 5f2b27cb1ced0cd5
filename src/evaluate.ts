import type { CrawlOutcome } from './crawl.ts'
import type { Config } from './config/config.ts'
import { version } from './config/installation.ts'
import type { LedgerEntry } from './snapshot/ledger.ts'
import { hashRoute, urlKey } from './discover/url-identity.ts'
import { readPages, shownLayouts, type EvaluatedPage } from './evaluated-pages.ts'
import type { PageFacts } from './facts/index.ts'
import { foldSideEffects } from './isolation/side-effects.ts'
import { findGoals } from './journey/goals.ts'
import { importanceOf } from './journey/importance.ts'
import { offersOf } from './journey/offers.ts'
import { buildLinkGraph, clicksTo } from './journey/link-graph.ts'
import { guessProfile, guessTrade } from './journey/profile.ts'
import type { FailedPage } from './journey/seen-page.ts'
import { absenceBlockers, siteFactsOf } from './journey/site.ts'
import { summarize } from './journey/summaries.ts'
import type { Knowledge } from './knowledge.ts'
import { assembleResult } from './report/assemble.ts'
import { createEvidenceLocator } from './report/evidence-boxes.ts'
import type { AuditResult } from './report/result.ts'
import { foldFindings } from './rules/findings.ts'
import { judgePage, judgeSite } from './rules/judge.ts'
import { worseOnPhones } from './rules/phone-verdicts.ts'
import type { Verdict } from './rules/schema.ts'
import { scoreSite } from './scoring/score-site.ts'
import { stageWeights } from './scoring/weights.ts'
import { compareText, digest, stableJson } from './shared/digest.ts'
import type { OnEvent } from './shared/events.ts'
import type { Store } from './store/store.ts'
import { perTemplate } from './templates/sample.ts'
import { findTemplates, templatePattern } from './templates/templates.ts'

export interface EvaluateOptions {
  store: Store
  config: Config
  knowledge: Knowledge
  crawl: CrawlOutcome
  run: AuditResult['run']
  measurements: AuditResult['measurements']
  onEvent?: OnEvent
}

/** Judges what a crawl brought home. No request is made; the same run file and the same rules give the same result. */
export async function evaluate({
  store,
  config,
  knowledge,
  crawl,
  run,
  measurements,
  onEvent,
}: EvaluateOptions): Promise<AuditResult> {
  onEvent?.({ type: 'phase', phase: 'judging' })
  const pages = await readPages(store, knowledge, crawl, config, onEvent)
  const templates = findTemplates(pages.map((page) => templatePage(page)))
  for (const page of pages) page.template = templatePattern(templatePage(page))
  const failed = failedPages(crawl.ledger)
  const hashRoutes = hashRoute(new URL(crawl.startKey)) !== ''
  const keyOf = (url: string): string => urlKey(url, { hashRoutes })

  const graph = buildLinkGraph(pages, keyOf)
  const profile = guessProfile(pages, config.profile, knowledge.journey, knowledge.vocabularies)
  const byKey = new Map(pages.map((page) => [page.key, page]))
  const offered = new Set(pages.flatMap((page) => offersOf(page, byKey, keyOf).near))
  const goals = findGoals(pages, profile.profiles, config.goals, knowledge.journey, offered)
  const goalKeys = new Set(goals.flatMap(({ url }) => (url ? [keyOf(url)] : [])))
  const importance = importanceOf(pages, graph, goalKeys, knowledge.journey)
  const summaries = summarize(pages, graph, importance, keyOf)
  const blockers = absenceBlockers(
    pages.map((page) => ({
      key: page.key,
      rendered: page.rendered,
      inMenu: graph.menu.has(page.key),
      isHome: page.facts.page?.isHome === true,
    })),
    templates,
    perTemplate,
  )
  const sitemap = ((await store.meta('sitemaps')) as { entries: { url: string }[] } | undefined)?.entries ?? []
  const site = siteFactsOf({
    origin: crawl.origin,
    pages,
    summaries,
    failed,
    graph,
    profiles: profile.profiles,
    trade: guessTrade(pages, config.trade, knowledge.journey, profile.profiles, knowledge.vocabularies),
    consideration: config.consideration,
    sitemap: new Set(sitemap.map(({ url }) => keyOf(url))),
    absenceBlockers: blockers,
  })

  const context = {
    profiles: site.profiles,
    trade: site.trade,
    expectations: knowledge.expectations,
    languages: knowledge.vocabularies.languages,
  }
  const verdicts = [
    ...pages.flatMap((page, index) => {
      const judge = (facts: PageFacts): Verdict[] =>
        judgePage(
          knowledge.rules,
          {
            url: page.url,
            template: page.template,
            rendered: page.rendered,
            hostRole: page.hostRole,
            facts: { ...facts, journey: summaries[index], site },
          },
          context,
        )
      return page.phoneFacts ? worseOnPhones(judge(page.facts), judge(page.phoneFacts)) : judge(page.facts)
    }),
    ...judgeSite(knowledge.rules, site, summaries, context),
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
  const shown = await shownLayouts(store, pages, verdicts)
  await store.putDerived(
    'picture-index',
    'all',
    pages.flatMap(({ snapshot }) => snapshot.pictures),
  )
  return assembleResult({
    tool: {
      name: 'Stagelight',
      version,
      rulesDigest: knowledge.digest,
      configDigest: digest(stableJson(publicConfig(config)), 16),
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
    ledger: crawl.ledger,
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
    depthToGoal: goalKeys.size === 0 ? -1 : clicksTo(crawl.startKey, goalKeys, graph),
    sideEffects: foldSideEffects(pages.map(({ url, snapshot }) => ({ url, requests: snapshot.requests }))),
    measurements,
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
  return rest
}
