import { type RobotsFile, type RobotsRules, fetchRobots, readRobots } from './robots.ts'
import type { Scope } from './scope.ts'
import type { FetchFile } from '../shared/site-file.ts'

/** Why a request may not be made; the outcome that the visit then has. */
export interface Objection {
  outcome: 'robots' | 'off-scope' | 'unreachable'
  reason: string
}

/** What may be asked of which host: robots.txt of each origin, read once per run, and the scope once it is known. */
export interface Permission {
  /** Asked by a visit before each hop of a redirect, and by the crawl before a target is planned. */
  mayFetch(url: URL): Promise<Objection | undefined>
  rulesFor(origin: string): Promise<RobotsRules>
  /** What is known without asking; `undefined` when the origin's file was not read yet. */
  knownRules(origin: string): RobotsRules | undefined
  /** Once the start page is known. Before, its redirects may lead anywhere. */
  setScope(scope: Scope, handOverHosts: ReadonlySet<string>): void
}

/** Makes the permission of a run. `load` and `save` keep the files with the run, so that a resumed run obeys the same rules. */
export function createPermission(options: {
  fetchFile: FetchFile
  mode: 'obey' | 'owner'
  signal: AbortSignal
  load: (origin: string) => Promise<RobotsFile | undefined>
  save: (file: RobotsFile) => Promise<void>
}): Permission {
  const { fetchFile, mode, signal, load, save } = options
  const reading = new Map<string, Promise<RobotsRules>>()
  const read = new Map<string, RobotsRules>()
  let scope: Scope | undefined
  let handOvers: ReadonlySet<string> = new Set()

  async function readOnce(origin: string): Promise<RobotsRules> {
    const kept = await load(origin)
    const file = kept ?? (await fetchRobots(origin, fetchFile, signal))
    if (!kept) await save(file)
    const rules = readRobots(file, mode)
    read.set(origin, rules)
    return rules
  }

  function rulesFor(origin: string): Promise<RobotsRules> {
    const under = reading.get(origin)
    if (under) return under
    const started = readOnce(origin)
    reading.set(origin, started)
    return started
  }

  return {
    rulesFor,
    knownRules: (origin) => read.get(origin),
    setScope(known, hosts) {
      scope = known
      handOvers = hosts
    },
    async mayFetch(url) {
      if (scope && !handOvers.has(url.host) && scope.refuse(url) === 'off-site')
        return { outcome: 'off-scope', reason: url.host }
      const rules = await rulesFor(url.origin)
      if (rules.allows(url.href)) return undefined
      if (rules.reachable) return { outcome: 'robots', reason: 'robots.txt asks us to stay away' }
      // A host that gave no answer at all is no host with rules.
      const answered = rules.problem.startsWith('HTTP')
      return {
        outcome: answered ? 'robots' : 'unreachable',
        reason: answered ? `robots.txt: ${rules.problem}` : rules.problem,
      }
    },
  }
}
