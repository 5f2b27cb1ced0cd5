import { fork, type ChildProcess } from 'node:child_process'
import type { RuleChange } from './rule-changes.ts'
import type { JudgeContext, JudgedPage } from './rules/judge.ts'
import type { CompiledRule, RuleText } from './rules/rule-file.ts'
import type { Verdict } from './rules/schema.ts'
import type { PageSummary, SiteFacts } from './journey/site-facts.ts'
import type { ExampleReport } from './rules/examples.ts'

/** What rules of others may cost. */
export interface ForeignLimits {
  /** Milliseconds that all of them together may take for one page, and one of them alone when that is not enough. */
  pageMs?: number
  /** Milliseconds of a run that may go into finding out which rule is too slow. */
  searchMs?: number
  /** Megabytes. */
  memory?: number
}

/** What the process needs to know before it can judge. */
export interface ForeignBriefing {
  texts: readonly RuleText[]
  context: JudgeContext
  site: SiteFacts | undefined
  summaries: readonly PageSummary[]
  /** It will try examples: the words and models with which their pages are read are made ready before time runs. */
  withExamples?: boolean
}

export type ForeignTask = { kind: 'page'; page: JudgedPage } | { kind: 'site' } | { kind: 'examples' }

/** Rules from a folder that is not ours. What breaks the limits is left out from then on, and `leftOut` says so. */
export interface ForeignRules extends AsyncDisposable {
  judgePage(page: JudgedPage): Promise<Verdict[]>
  judgeSite(): Promise<Verdict[]>
  tryExamples(): Promise<ExampleReport[]>
  leftOut: readonly RuleChange[]
}

type Answer = { items: unknown[] } | { late: string }

/**
 * Judges with rules that somebody else wrote. They hold no code, but two loops over the ten thousand links of a page take
 * twenty seconds, and a list joined to itself a few times takes days; an expression can't be stopped from inside. So they
 * run in a process that can be ended: a thread that runs out of memory may take the others with it.
 */
export function openForeignRules(
  rules: readonly CompiledRule[],
  briefing: ForeignBriefing,
  { pageMs = 2000, searchMs = 60_000, memory = 256 }: ForeignLimits = {},
): ForeignRules {
  const leftOut: RuleChange[] = []
  let child: ChildProcess | undefined
  let searched = 0
  const alive = new Map(rules.filter(({ isForeign }) => isForeign).map((compiled) => [compiled.rule.id, compiled]))

  function leaveOut(rule: string, reason: string): void {
    alive.delete(rule)
    leftOut.push({ rule, change: 'left-out', to: '', reason: `It ${reason}; it was left out.` })
  }

  async function ask<Item>(task: ForeignTask, ids: readonly string[], place: string): Promise<Item[]> {
    if (ids.length === 0) return []
    // Reading an example's page takes longer than judging it, so that examples are never taken together.
    const together: Answer = task.kind === 'examples' ? { late: '' } : await attempt(task, ids)
    if ('items' in together) return together.items as Item[]
    const items: Item[] = []
    for (const id of ids) {
      if (searched > searchMs) {
        leaveOut(id, `belongs to a folder whose rules are too slow on ${place}`)
        continue
      }
      const started = performance.now()
      const alone = await attempt(task, [id])
      if (task.kind !== 'examples') searched += performance.now() - started
      if ('items' in alone) items.push(...(alone.items as Item[]))
      else leaveOut(id, `${alone.late} on ${place}`)
    }
    return items
  }

  async function attempt(task: ForeignTask, ids: readonly string[]): Promise<Answer> {
    const isNew = child === undefined
    const current = (child ??= start())
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined
      const settle = (): void => {
        clearTimeout(timer)
        current.off('message', onMessage).off('error', onError).off('exit', onExit)
      }
      // A rule may have many examples, and reading their pages takes longer than judging them.
      const limit = task.kind === 'examples' ? pageMs * 5 : pageMs
      const giveUp = (late: string): void => {
        child = undefined
        settle()
        current.kill('SIGKILL')
        resolve({ late })
      }
      const begin = (): void => {
        timer = setTimeout(() => giveUp(`took longer than ${limit / 1000} s`), limit)
        current.send({ task, ids })
      }
      const onMessage = (message: unknown): void => {
        if (message === ready) return begin()
        settle()
        const { items, fault } = message as { items?: unknown[]; fault?: string }
        if (items) resolve({ items })
        else reject(new Error(fault))
      }
      const onError = (error: Error): void => {
        settle()
        reject(error)
      }
      const onExit = (_code: number | null, signal: NodeJS.Signals | null): void =>
        giveUp(signal === 'SIGABRT' ? `needed more than ${memory} MB of memory` : 'ended the process that judged it')
      current.on('message', onMessage).on('error', onError).on('exit', onExit)
      if (!isNew) begin()
    })
  }

  function start(): ChildProcess {
    const started = fork(new URL(import.meta.url.replace(/(\.[jt]s)$/, '-child$1')), [], {
      execArgv: [`--max-old-space-size=${memory}`],
      serialization: 'advanced',
      // What a process writes when its memory ends is for nobody.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    started.send(briefing)
    return started
  }

  const idsOf = (wanted: (compiled: CompiledRule) => boolean): string[] =>
    [...alive.values()].filter(wanted).map(({ rule }) => rule.id)

  return {
    leftOut,
    judgePage(page) {
      const { site: _site, ...facts } = page.facts
      const ids = idsOf(({ rule, isAskedOn }) => rule.scope === 'page' && isAskedOn?.(page.url) !== false)
      return ask({ kind: 'page', page: { ...page, facts } }, ids, page.url)
    },
    judgeSite: () =>
      ask(
        { kind: 'site' },
        idsOf(({ rule }) => rule.scope === 'site'),
        'this site',
      ),
    tryExamples: () =>
      ask(
        { kind: 'examples' },
        idsOf(() => true),
        'its own examples',
      ),
    async [Symbol.asyncDispose]() {
      child?.kill('SIGKILL')
    },
  }
}

/** What a process says when it can judge. */
export const ready = 'ready'
