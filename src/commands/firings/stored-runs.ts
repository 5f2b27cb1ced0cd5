import { existsSync } from 'node:fs'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { runEvaluate } from '../../audit.ts'
import type { AuditResult } from '../../report/result.ts'
import type { CompiledRule } from '../../rules/rule-file.ts'
import { digest } from '../../shared/digest.ts'
import { UsageError } from '../../shared/errors.ts'
import { runFileName } from '../../store/run-folder.ts'
import { firingKey, type Firing } from './firing.ts'

/** How long to wait for another process that judges the same copy. */
const patience = { times: 240, ms: 500 }

/** What was found in the runs, and which runs could not be judged. */
export interface RunFirings {
  firings: Firing[]
  skipped: string[]
}

/** Where these rules fire in stored runs, judged today on copies. Each finding is one firing: what is folded is told once. */
export async function firingsOfRuns(
  runs: readonly string[],
  rules: readonly CompiledRule[],
  cache: string,
): Promise<RunFirings> {
  const found: RunFirings = { firings: [], skipped: [] }
  const byId = new Map(rules.map((compiled) => [compiled.rule.id, compiled]))
  for (const run of runs) {
    try {
      const copy = await copyRun(run, cache)
      const { result } = await whenFree(() => runEvaluate(copy))
      found.firings.push(...ofResult(result, siteOf(run, result.site.origin), copy, byId))
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      found.skipped.push(`${run}: ${error.mistakes[0]?.message ?? error.message}`)
    }
  }
  return found
}

/** A copy of a run to work on, made once: the run itself is left as it is, with its report. */
export async function copyRun(run: string, cache: string): Promise<string> {
  const { size, mtimeMs } = await stat(join(run, runFileName))
  const folder = join(cache, 'runs', digest([resolve(run), size, mtimeMs].join('\n'), 16))
  const copy = join(folder, runFileName)
  if (existsSync(join(folder, 'complete'))) return folder
  await mkdir(folder, { recursive: true })
  using source = new DatabaseSync(join(run, runFileName), { readOnly: true })
  await backup(source, copy)
  await writeFile(join(folder, 'complete'), '')
  return folder
}

/** Waits while another process works on the same run file. */
export async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  for (let left = patience.times; ; left--) {
    try {
      return await work()
    } catch (error) {
      if (left === 0 || !(error instanceof UsageError) || !error.message.includes('is in use')) throw error
      await wait(patience.ms)
    }
  }
}

/** A site on this machine has no name of its own: it is known by the folder that its runs were put into. */
export function siteOf(run: string, origin: string): string {
  const { hostname } = new URL(origin)
  const local = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
  return local ? basename(dirname(dirname(resolve(run)))) : hostname.replace(/^www\./, '')
}

function ofResult(result: AuditResult, site: string, copy: string, byId: ReadonlyMap<string, CompiledRule>): Firing[] {
  return result.findings.flatMap(
    ({ id, rule, verdict, template, message, evidence, pages, microConversion, scope }) => {
      const compiled = byId.get(rule)
      if (!compiled) return []
      const [first] = evidence
      const place = template || scope
      return [
        {
          key: firingKey(compiled, { site, place, thing: id || microConversion }),
          rule,
          verdict,
          site,
          template,
          url: first?.url || pages.sample[0] || `${result.site.origin}/`,
          message,
          snippet: first?.snippet ?? '',
          selector: first?.selector ?? '',
          node: 0,
          pages: pages.count,
          sample: pages.sample,
          assumed: assumedOf(result, compiled),
          from: { run: copy },
          picture: { key: first?.screenshot ?? '', box: first?.box ?? [] },
        },
      ]
    },
  )
}

/** What a rule could know of the site beside the page; of a rule about the whole site all that it was judged on. */
function assumedOf(
  { site: { profile, consideration }, pages, microConversions, coverage }: AuditResult,
  { rule }: CompiledRule,
): Record<string, unknown> {
  const assumed = { profiles: profile.ids, trade: profile.trade, consideration }
  if (rule.scope !== 'site') return assumed
  const offered = microConversions.flatMap(({ id, status, instances: [first] }) =>
    first ? [`${id} (${status}): ${first.how} “${first.text.slice(0, 40)}” on ${first.url}`] : [],
  )
  const audited = pages.filter(({ state }) => state === 'audited')
  return {
    ...assumed,
    offered,
    absenceJudgeable: coverage.absenceJudgeable,
    pages: audited.length,
    seen: audited.slice(0, 40).map(({ url, type, title }) => `${type} ${url} ${title.slice(0, 50)}`),
  }
}
