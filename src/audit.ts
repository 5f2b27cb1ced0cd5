import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { chooseForLighthouse, measureLab, withLabAdvice } from './lab.ts'
import { Config, type ConfigInput } from './config/config.ts'
import { templatesFolder } from './config/installation.ts'
import { readReportTemplate } from './config/report-templates.ts'
import type { CrawlOutcome } from './crawl.ts'
import { crawlSite } from './crawl-site.ts'
import { withoutValues } from './config/journeys.ts'
import { readSavedPages } from './saved-pages.ts'
import { checkAllowed } from './walk-journeys.ts'
import { lookFurther } from './look-further.ts'
import { parseAddress } from './discover/url-identity.ts'
import { evaluate } from './evaluate.ts'
import { readKnowledge, type Knowledge } from './knowledge.ts'
import { pictureKeys, renderReport, type Format, type StoredPicture } from './report/index.ts'
import type { AuditResult } from './report/result.ts'
import { UsageError } from './shared/errors.ts'
import type { AuditHooks, OnEvent } from './shared/events.ts'
import type { Picture } from './snapshot/schema.ts'
import {
  createRunFolder,
  findRunFolder,
  newestRunFolder,
  pointLatest,
  runFileName,
  saveFile,
} from './store/run-folder.ts'
import { openStore } from './store/sqlite.ts'
import type { Store } from './store/store.ts'

export interface AuditOutcome {
  result: AuditResult
  /** Folder of the run. */
  folder: string
  /** Files written, by name. */
  files: string[]
}

/** The start page could not be read: there is nothing to audit, and no folder is left behind. */
export interface FailedStart {
  failed: NonNullable<CrawlOutcome['startFailed']>
  url: string
}

/** The whole flow: crawl, judge, measure, report. */
export async function runAudit(input: ConfigInput, hooks: AuditHooks = {}): Promise<AuditOutcome | FailedStart> {
  const started = new Date()
  const config = Config.parse(input)
  const knowledge = await readKnowledge(config)
  checkAllowed(config, knowledge)
  const saved = await readSavedPages(config)
  const run = await startRun(config, hooks, started)
  await using store = run.store
  const crawled = await crawlSite({ config, knowledge, store, url: run.url, hooks, started: run.started })
  if (crawled.outcome.startFailed) {
    if (!run.resumed) {
      await store[Symbol.asyncDispose]()
      await rm(run.folder, { recursive: true, force: true })
    }
    return { failed: crawled.outcome.startFailed, url: run.url }
  }
  await lookFurther(crawled, { config, knowledge, store, saved, hooks, url: run.url })
  const judged = await judgeRun(store, config, knowledge, crawled.outcome, hooks)
  const remaining = config.maxTime * 1000 - (Date.now() - run.started.getTime())
  const lighthouse =
    config.lighthouse && !hooks.signal?.aborted
      ? await measureLab({
          pages: chooseForLighthouse(judged),
          config,
          knowledge,
          store,
          remainingMs: remaining,
          hooks,
          browser: crawled.browser,
        })
      : []
  const result = withLabAdvice(
    {
      ...judged,
      run: { ...judged.run, finishedAt: new Date().toISOString() },
      measurements: {
        ...judged.measurements,
        lighthouse,
        requests: crawled.requests,
        browser: crawled.browserInfo,
        storeBytes: await store.sizes(),
      },
    },
    knowledge,
  )
  await store.putDerived('result', 'latest', result)
  const files = await writeReport(store, run.folder, result, config.format, config.locale, hooks.onEvent)
  await pointLatest(run.folder)
  return { result, folder: run.folder, files }
}

/** What `audit.json` holds, for other programs. Writes the run's folder like the command does. @throws UsageError */
export async function audit(input: ConfigInput, hooks: AuditHooks = {}): Promise<AuditResult> {
  const outcome = await runAudit(input, hooks)
  if ('result' in outcome) return outcome.result
  throw new UsageError('no-page', {
    place: outcome.url,
    message: `the start page could not be read: ${outcome.failed.reason || outcome.failed.outcome}`,
  })
}

/** Crawls only; `evaluate` and `report` go on from the run file. */
export async function runCrawl(
  input: ConfigInput,
  hooks: AuditHooks = {},
): Promise<{ folder: string; pages: number } | FailedStart> {
  const started = new Date()
  const config = Config.parse(input)
  const knowledge = await readKnowledge(config)
  checkAllowed(config, knowledge)
  const saved = await readSavedPages(config)
  const run = await startRun(config, hooks, started)
  await using store = run.store
  const crawled = await crawlSite({ config, knowledge, store, url: run.url, hooks, started: run.started })
  const { outcome } = crawled
  if (outcome.startFailed) return { failed: outcome.startFailed, url: run.url }
  await lookFurther(crawled, { config, knowledge, store, saved, hooks, url: run.url })
  await pointLatest(run.folder)
  return { folder: run.folder, pages: outcome.pages.length }
}

/** Judges a stored crawl with today's rules. Makes no request. @throws UsageError when there is no finished crawl */
export async function runEvaluate(
  path: string,
  hooks: AuditHooks = {},
): Promise<{ result: AuditResult; folder: string }> {
  const folder = await findRunFolder(path)
  await using store = openStore(join(folder, runFileName), { create: false })
  const config = storedConfig(await store.meta('config'), path)
  const crawl = (await store.meta('crawl')) as CrawlOutcome | undefined
  if (!crawl)
    throw new UsageError('bad-run', {
      place: path,
      message: 'this crawl did not finish',
      hint: 'Go on with: stagelight audit <url> --resume',
    })
  const before = (await store.derived('result', 'latest')) as AuditResult | undefined
  const knowledge = await readKnowledge(config)
  const judged = await judgeRun(store, config, knowledge, crawl, hooks)
  const result = before
    ? withLabAdvice({ ...judged, measurements: { ...judged.measurements, ...before.measurements } }, knowledge)
    : judged
  await store.putDerived('result', 'latest', result)
  await saveFile(
    join(folder, 'audit.json'),
    renderReport({ result, pictures: new Map(), template: [], locale: config.locale }, ['json'])[0]!.bytes,
  )
  return { result, folder }
}

/** Renders the reports of a judged run again. Makes no request and judges nothing. @throws UsageError when nothing was judged */
export async function runReport(
  path: string,
  options: { format?: Format[]; locale?: string },
  hooks: AuditHooks = {},
): Promise<{ folder: string; files: string[] }> {
  const folder = await findRunFolder(path)
  await using store = openStore(join(folder, runFileName), { create: false })
  const result = (await store.derived('result', 'latest')) as AuditResult | undefined
  if (!result)
    throw new UsageError('bad-run', {
      place: path,
      message: 'this run was not judged yet',
      hint: `Run: stagelight evaluate ${path}`,
    })
  const config = storedConfig(await store.meta('config'), path)
  const files = await writeReport(
    store,
    folder,
    result,
    options.format ?? config.format,
    options.locale ?? config.locale,
    hooks.onEvent,
  )
  return { folder, files }
}

interface StartedRun {
  url: string
  folder: string
  store: Store
  started: Date
  resumed: boolean
}

async function startRun(config: Config, { resume }: AuditHooks, now: Date): Promise<StartedRun> {
  const address = parseAddress(config.url ?? '')
  if (!address) {
    throw new UsageError('bad-url', {
      place: config.url ?? '',
      message: config.url ? 'is no http or https address' : 'an address is needed',
      hint: 'Write it like https://example.com/',
    })
  }
  if (config.robots === 'owner' && !config.owner) {
    throw new UsageError('bad-option', {
      place: '--robots owner',
      message: 'needs the owner’s consent',
      hint: 'With it, add --owner.',
    })
  }
  const host = address.host
  const folder = resume
    ? await newestRunFolder(config.outputDir, host)
    : await createRunFolder(config.outputDir, host, now)
  const store = openStore(join(folder, runFileName), { create: !resume })
  const startedAt = (await store.meta('startedAt')) as string | undefined
  if (!startedAt) await store.putMeta('startedAt', now.toISOString())
  await store.putMeta('config', withoutSecrets(config))
  return { url: address.href, folder, store, started: now, resumed: resume === true }
}

/** @throws UsageError when another version wrote settings that this one doesn't know */
function storedConfig(stored: unknown, place: string): Config {
  const parsed = Config.safeParse(stored ?? {})
  if (parsed.success) return parsed.data
  const hint = 'Audit the site again, or use the version that made this run.'
  throw new UsageError('bad-run', { place, message: 'the settings of this run are of another version', hint })
}

/** What is kept in the run file: never a password, a header or a cookie. */
function withoutSecrets(config: Config): Config {
  const { auth: _auth, ...rest } = config
  return { ...rest, headers: {}, cookies: [], journeys: withoutValues(config.journeys) }
}

async function judgeRun(
  store: Store,
  config: Config,
  knowledge: Knowledge,
  crawl: CrawlOutcome,
  { onEvent }: AuditHooks,
): Promise<AuditResult> {
  const startedAt = ((await store.meta('startedAt')) as string | undefined) ?? new Date().toISOString()
  return evaluate({
    store,
    config,
    knowledge,
    crawl,
    run: {
      startedAt,
      finishedAt: new Date().toISOString(),
      status: crawl.status === 'complete' ? 'complete' : crawl.status === 'interrupted' ? 'interrupted' : 'capped',
      limits: {
        maxPages: config.maxPages,
        maxRendered: config.maxRendered,
        maxDepth: config.maxDepth,
        maxTimeSeconds: config.maxTime,
        rps: config.rps,
        robots: config.robots,
      },
      notes: crawl.notes.map(({ code, subject }) => `${code} ${subject}`),
    },
    measurements: { lighthouse: [], timings: {}, requests: {}, browser: {}, storeBytes: {} },
    ...(onEvent ? { onEvent } : {}),
  })
}

async function writeReport(
  store: Store,
  folder: string,
  result: AuditResult,
  formats: readonly Format[],
  locale: string,
  onEvent: OnEvent | undefined,
): Promise<string[]> {
  onEvent?.({ type: 'phase', phase: 'report' })
  const index = new Map(
    (((await store.derived('picture-index', 'all')) as Picture[] | undefined) ?? []).map((picture) => [
      picture.key,
      picture,
    ]),
  )
  const pictures = new Map<string, StoredPicture>()
  for (const key of pictureKeys(result)) {
    const picture = index.get(key)
    const bytes = picture && (await store.blob(key))
    if (picture && bytes) pictures.set(key, { picture, bytes })
  }
  const template = await readReportTemplate([join(templatesFolder, 'default')])
  const files = renderReport({ result, pictures, template, locale }, formats)
  await mkdir(folder, { recursive: true })
  for (const { file, bytes } of files) await saveFile(join(folder, file), bytes)
  return files.map(({ file }) => file)
}
