import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Config } from '../config/config.ts'
import { loadConfig } from '../config/load-config.ts'
import type { CrawlOutcome } from '../crawl.ts'
import { urlKey } from '../discover/url-identity.ts'
import { evaluate, type WhatIsJudged } from '../evaluate.ts'
import { openForeignRules, type ForeignBriefing } from '../foreign-rules.ts'
import { loneContext, lonePage, visitOnce } from '../inspect.ts'
import { readKnowledge, type Knowledge } from '../knowledge.ts'
import { explainOnPage, explainOnSite, type Explanation } from '../rules/explanation.ts'
import { judgePage, type JudgeContext, type JudgedPage } from '../rules/judge.ts'
import type { CompiledRule } from '../rules/rule-file.ts'
import type { Verdict, VerdictState } from '../rules/schema.ts'
import { UsageError } from '../shared/errors.ts'
import { exitCodes, type ExitCode } from '../shared/exit-codes.ts'
import { nearest } from '../shared/nearest.ts'
import { findRunFolder, runFileName } from '../store/run-folder.ts'
import { openStore } from '../store/sqlite.ts'
import type { Options } from './audit.ts'
import { explanationText } from './explain/explanation-text.ts'

export interface ExplainOptions {
  /** Address, or an HTML file; in a run, the address of one of its pages. */
  page?: string | undefined
  /** Address of a file. */
  url?: string | undefined
  render?: boolean | undefined
  /** A stored run. */
  run?: string | undefined
}

/** `stagelight explain <rule>`: facts, expressions and verdict of one rule on one page or site, step by step. */
export async function explainCommand(rule: string, options: Options): Promise<ExitCode> {
  const config = await loadConfig({
    flags: {},
    file: options['config'] as string | undefined,
    folder: process.cwd(),
    environment: process.env,
  })
  const explanation = await explain(rule, options as ExplainOptions, config)
  const asJson = options['json'] === true
  process.stdout.write(asJson ? `${JSON.stringify(explanation, undefined, 2)}\n` : explanationText(explanation))
  return exitCodes.fine
}

/** How a rule came to its verdict. @throws UsageError for a rule or a page that there is not */
export async function explain(id: string, options: ExplainOptions, config: Config): Promise<Explanation> {
  if (options.run !== undefined) return inRun(id, options.run, options.page, config)
  const knowledge = await readKnowledge(config)
  const compiled = find(id, knowledge)
  if (compiled.rule.scope === 'site') {
    const hint = `Audit the site first, then: stagelight explain ${id} --run stagelight-report/<host>/latest`
    throw new UsageError('bad-option', { place: id, message: 'judges a whole site, so it needs --run', hint })
  }
  if (!options.page) {
    const hint = `stagelight explain ${id} --page https://example.com/  (or a file; or --run <folder of a run>)`
    throw new UsageError('bad-option', { place: 'explain', message: 'a page is needed', hint })
  }
  const page = await readPage(options.page, options, config, knowledge)
  const context = loneContext(knowledge)
  await using judge = openJudge(compiled, { knowledge, context, site: undefined, summaries: [] })
  await judge.onPage(page)
  const explanation = explainOnPage(compiled, page, context)
  explanation.subject.notes.push('judged by itself: nothing is known of its site')
  return explanation
}

function find(id: string, { rules, ruleChanges }: Knowledge): CompiledRule {
  const compiled = rules.find(({ rule }) => rule.id === id)
  if (compiled) return compiled
  const off = ruleChanges.find(({ rule, change }) => rule === id && change === 'off')
  const hint = off
    ? `The config turns it off: ${off.reason}`
    : nearest(
        id,
        rules.map(({ rule }) => rule.id),
      )
  throw new UsageError('bad-option', { place: id, message: off ? 'is turned off' : 'there is no such rule', hint })
}

async function readPage(
  page: string,
  options: ExplainOptions,
  config: Config,
  knowledge: Knowledge,
): Promise<JudgedPage> {
  const isFile = existsSync(page)
  if (!isFile && !/^https?:/i.test(page)) {
    throw new UsageError('bad-url', { place: page, message: 'is neither a file nor an http address' })
  }
  const address = options.url ?? (isFile ? pathToFileURL(resolve(page)).href : page)
  const html = isFile ? await readFile(page) : undefined
  const render = options.render === true
  const snapshot = await visitOnce({ address, html, render, config, knowledge })
  return lonePage(snapshot, knowledge).page
}

/** A page or the site of a stored run, with what the whole crawl told of it. Nothing of the run's results changes. */
async function inRun(id: string, run: string, address: string | undefined, given: Config): Promise<Explanation> {
  const folder = await findRunFolder(run)
  await using store = openStore(join(folder, runFileName), { create: false })
  const stored = Config.safeParse((await store.meta('config')) ?? {})
  const crawl = (await store.meta('crawl')) as CrawlOutcome | undefined
  if (!stored.success || !crawl) {
    const message = crawl ? 'the settings of this run are of another version' : 'this crawl did not finish'
    throw new UsageError('bad-run', { place: run, message, hint: 'Audit the site again.' })
  }
  const config = { ...stored.data, rules: given.rules }
  const knowledge = await readKnowledge(config)
  const compiled = find(id, knowledge)
  let judged: WhatIsJudged | undefined
  const only = { ...knowledge, rules: [] }
  const onJudging = (what: WhatIsJudged): void => void (judged = what)
  const notes = { startedAt: '', finishedAt: '', status: 'complete' as const, limits: {}, notes: [] }
  const measurements = { lighthouse: [], timings: {}, requests: {}, browser: {}, storeBytes: {} }
  await evaluate({ store, config, knowledge: only, crawl, run: notes, measurements, onJudging })
  if (!judged) throw new Error('evaluate() judged nothing')
  const { pages, site, summaries, context } = judged
  await using judge = openJudge(compiled, { knowledge, context, site, summaries })
  if (compiled.rule.scope === 'site') {
    await judge.onSite()
    return explainOnSite(compiled, site, summaries, context)
  }
  const all = pages.map(({ desktop }) => desktop)
  if (all.length === 0) throw new UsageError('bad-run', { place: run, message: 'no page of this run could be judged' })
  if (address === undefined) return explainMostTelling(compiled, all, context, judge)
  const page = all.find(({ url }) => urlKey(url) === urlKey(address))
  if (!page) {
    const hint = nearest(
      address,
      all.map(({ url }) => url),
    )
    throw new UsageError('bad-option', { place: address, message: 'is no page of this run that was judged', hint })
  }
  await judge.onPage(page)
  return explainOnPage(compiled, page, context)
}

/** Of all pages the first where it fails; else where it is unknown, else where it passes. */
async function explainMostTelling(
  compiled: CompiledRule,
  pages: readonly JudgedPage[],
  context: JudgeContext,
  judge: Judge,
): Promise<Explanation> {
  const states = new Map<VerdictState, JudgedPage[]>()
  for (const page of pages) {
    const seen = (await judge.onPage(page)).map(({ state }) => state)
    const state = telling.find((each) => seen.includes(each)) ?? 'skip'
    states.set(state, [...(states.get(state) ?? []), page])
  }
  const counts = telling.flatMap((state) => (states.has(state) ? [`${state} on ${states.get(state)!.length}`] : []))
  const chosen = telling.flatMap((state) => states.get(state) ?? [])[0]!
  const explanation = explainOnPage(compiled, chosen, context)
  explanation.subject.notes.push(`of ${pages.length} pages: ${counts.join(', ')}; --page <url> explains another`)
  return explanation
}

const telling = ['fail', 'unknown', 'pass', 'skip'] as const

interface Judge extends AsyncDisposable {
  onPage(page: JudgedPage): Promise<Verdict[]>
  onSite(): Promise<void>
}

/** One rule. One that is not ours is judged under limits first: what would never end is not explained either. */
function openJudge(
  compiled: CompiledRule,
  { knowledge, ...rest }: { knowledge: Knowledge } & Omit<ForeignBriefing, 'texts'>,
): Judge {
  const { rule, isForeign } = compiled
  const foreign = isForeign ? openForeignRules([compiled], { texts: knowledge.foreignRules, ...rest }) : undefined
  function within<Answer>(answer: Answer): Answer {
    const [left] = foreign?.leftOut ?? []
    if (left) throw new UsageError('bad-rules', { place: rule.file, message: `Rule ${rule.id}: ${left.reason}` })
    return answer
  }
  return {
    onPage: async (page) =>
      foreign ? within(await foreign.judgePage(page)) : judgePage([compiled], page, rest.context),
    onSite: async () => void within(await foreign?.judgeSite()),
    [Symbol.asyncDispose]: async () => foreign?.[Symbol.asyncDispose](),
  }
}
