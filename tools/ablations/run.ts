// Takes a step out of stored sites and looks whether the rule that asks for it fires; puts one in where it is missing and looks
// whether the rule falls silent. `node tools/ablations/run.ts <runs and lists of saved pages…> [--rule id,id] [--most 25] [--write]`.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { firingKey } from '../../src/commands/firings/firing.ts'
import { readSources, type SavedPage } from '../../src/commands/firings/sources.ts'
import { copyRun, siteOf, whenFree } from '../../src/commands/firings/stored-runs.ts'
import { readJudged, writeJudged } from '../../src/commands/judged.ts'
import { Config } from '../../src/config/config.ts'
import { isExpected } from '../../src/rules/expectations.ts'
import { readKnowledge } from '../../src/knowledge.ts'
import { ruleForm } from '../../src/rules/precision.ts'
import type { CompiledRule } from '../../src/rules/rule-file.ts'
import { compareText, digest } from '../../src/shared/digest.ts'
import { profiles } from '../../src/shared/taxonomy.ts'
import { runFileName } from '../../src/store/run-folder.ts'
import { openStore } from '../../src/store/sqlite.ts'
import { ablate, type Ablation } from './ablate.ts'
import { leversOf } from './levers.ts'
import { rewritten } from './markup.ts'
import { reportOf } from './report.ts'
import { bestOf, changedSite, judgeWhole, madeSite, openSite, pageStates, type TestSite } from './site.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rule: { type: 'string', default: '' },
    most: { type: 'string', default: '25' },
    cache: { type: 'string' },
    write: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})
const most = Number(values.most)
/** Larger saved pages cost more time than they teach. */
const largest = 400_000
const knowledge = await readKnowledge(Config.parse({}))
const wanted = values.rule.split(',').filter(Boolean)
const rules = knowledge.rules.filter(
  ({ rule }) => rule.scope === 'site' && (wanted.length === 0 || wanted.includes(rule.id)),
)
const { runs, pages } = await readSources(positionals)
const cache = values.cache ? resolve(values.cache) : await mkdtemp(join(tmpdir(), 'stagelight-ablations-'))
const done: Ablation[] = []
const changedByWriting: string[] = []

try {
  for (const run of runs) {
    const site = await loadRun(run)
    if (site) await tryAll(site)
  }
  if (pages.length > 0) await trySavedPages()
} finally {
  if (!values.cache) await rm(cache, { recursive: true, force: true })
}
process.stdout.write(reportOf(rules, done, { verbose: values.verbose }))
if (changedByWriting.length > 0)
  process.stdout.write(`\nVerdicts that changed when a page was only written again: ${changedByWriting.join('; ')}\n`)
if (values.write) await write()

async function loadRun(run: string): Promise<TestSite | undefined> {
  try {
    const copy = await copyRun(run, cache)
    return await whenFree(async () => {
      await using store = openStore(join(copy, runFileName), { create: false })
      const crawl = (await store.meta('crawl')) as { origin: string } | undefined
      return crawl && (await openSite(store, siteOf(run, crawl.origin)))
    })
  } catch (error) {
    process.stderr.write(`${run}: ${error instanceof Error ? error.message : String(error)}\n`)
    return undefined
  }
}

/** All rules on one site, none more often than is asked for. */
async function tryAll(site: TestSite): Promise<void> {
  const before = await judgeWhole(site, knowledge)
  const again = await judgeWhole(
    changedSite(site, { changed: site.crawl.pages.flatMap(({ key }) => bestOf(site, key) ?? []).map(rewritten) }),
    knowledge,
  )
  for (const [id, { state }] of again.siteVerdicts) {
    const was = before.siteVerdicts.get(id)?.state
    if (was !== state) changedByWriting.push(`${site.name} ${id}: ${was} → ${state}`)
  }
  const states = pageStates(before, knowledge.rules)
  for (const [place, state] of pageStates(again, knowledge.rules)) {
    if (states.get(place) !== state) changedByWriting.push(`${place}: ${states.get(place)} → ${state}`)
  }
  for (const compiled of rules) {
    if (toldOf(compiled) < most) done.push(await ablate(compiled, site, before, knowledge))
  }
  process.stderr.write('.')
}

function toldOf({ rule }: CompiledRule): number {
  return done.filter((each) => each.rule === rule.id && (each.outcome === 'right' || each.outcome === 'wrong')).length
}

/** Where runs are too few: saved pages, each as a site of its own with a profile that the rule speaks to. */
async function trySavedPages(): Promise<void> {
  const open = rules.filter((compiled) => leversOf(compiled) && toldOf(compiled) < most)
  if (open.length === 0) return
  const perSite = new Map<string, SavedPage>()
  for (const page of pages.toSorted((a, b) => compareText(digest(a.file), digest(b.file)))) {
    if (!perSite.has(page.site)) perSite.set(page.site, page)
  }
  for (const { site, url, file } of perSite.values()) {
    const waiting = open.filter((compiled) => toldOf(compiled) < most)
    if (waiting.length === 0) break
    const html = await readFile(file, 'utf8')
    const language = /<html[^>]*\slang=["']?([a-z]{2})/i.exec(html)?.[1]?.toLowerCase() ?? 'en'
    if (html.length > largest || !knowledge.vocabularies.languages.includes(language)) continue
    for (const compiled of waiting) {
      const tried = await tryPage(compiled, { name: site, url, html, language })
      if (tried) done.push(tried)
    }
    process.stderr.write('.')
  }
}

/** The first profile and trade of which the rule asks something decide. */
async function tryPage(
  compiled: CompiledRule,
  page: { name: string; url: string; html: string; language: string },
): Promise<Ablation | undefined> {
  for (const declared of declarations(compiled)) {
    const site = madeSite(page, declared)
    const before = await judgeWhole(site, knowledge)
    const state = before.siteVerdicts.get(compiled.rule.id)?.state
    if (state === 'skip' || state === 'unknown') continue
    const ablation = await ablate(compiled, site, before, knowledge)
    return ablation.outcome === 'untried' ? undefined : ablation
  }
  return undefined
}

/** What could be declared of a site for a rule to speak to it: profile, trade, deliberation, and number of pages. */
function declarations({ rule, when }: CompiledRule): Parameters<typeof madeSite>[1][] {
  const inWhen = (pattern: RegExp): string | undefined => pattern.exec(rule.when)?.[1]
  const trade = inWhen(/(?<!!\(?)site\.trade (?:==|in) \[?"([a-z-]+)"/)
  const consideration = /site\.consideration == "considered"/.test(rule.when)
    ? ({ consideration: 'considered' } as const)
    : {}
  const steps = rule['micro-conversion']
  const asked = rule.profiles.length > 0 ? rule.profiles : profiles
  const owing = asked.filter(
    (profile) =>
      !steps ||
      !when.literals.includes(steps) ||
      isExpected(knowledge.expectations, {
        profiles: [profile],
        trade: trade ?? 'general',
        page: 'site',
        microConversion: steps,
      }),
  )
  const least = Number(inWhen(/site\.pages >=? (\d+)/) ?? 0)
  const copies = least > 0 ? [least + 1] : /size\(pages/.test(rule.when) ? [3] : [1]
  return copies.flatMap((count) =>
    owing.map((profile) => ({ profile: [profile], copies: count, ...(trade ? { trade } : {}), ...consideration })),
  )
}

/** Puts the outcomes where verdicts are kept, in place of those of earlier runs. */
async function write(): Promise<void> {
  const judged = await readJudged()
  const on = new Date().toISOString().slice(0, 10)
  for (const compiled of rules) {
    const { id } = compiled.rule
    const form = ruleForm(compiled)
    const fresh = done
      .filter((each) => each.rule === id && each.outcome !== 'untried')
      .map(({ site, kind, way, outcome, reason }) => ({
        kind: 'ablation' as const,
        key: firingKey(compiled, { site, place: kind, thing: 'ablation' }),
        right: outcome === 'right',
        unknown: outcome === 'unknown',
        settled: false,
        by: 'tools/ablations',
        on,
        note: `${kind}, ${way}${outcome === 'wrong' ? ` ${reason.split(';', 1)[0]}` : ''}`.slice(0, 200),
      }))
    const kept = (judged.get(id) ?? []).filter(({ kind, key }) => kind !== 'ablation' || !key.endsWith(`@${form}`))
    judged.set(id, [...kept, ...fresh])
  }
  const told = rules.map(({ rule }) => rule.id).filter((id) => (judged.get(id) ?? []).length > 0)
  await writeJudged(judged, new Set(told))
}
