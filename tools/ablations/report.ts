import type { CompiledRule } from '../../src/rules/rule-file.ts'
import type { Ablation } from './ablate.ts'

/** What came of all tries, a line a rule; what went wrong with its reason. */
export function reportOf(
  rules: readonly CompiledRule[],
  done: readonly Ablation[],
  { verbose }: { verbose: boolean },
): string {
  const lines = rules.flatMap(({ rule }) => {
    const mine = done.filter((each) => each.rule === rule.id)
    const of = (outcome: Ablation['outcome']): Ablation[] => mine.filter((each) => each.outcome === outcome)
    const told = [...of('right'), ...of('wrong')]
    const line = [
      rule.id.padEnd(34),
      String(told.length).padStart(5),
      String(of('right').length).padStart(6),
      String(of('wrong').length).padStart(6),
      String(of('unknown').length).padStart(8),
      String(of('untried').length).padStart(8),
      String(told.filter(({ kind }) => kind === 'saved page').length).padStart(6),
      String(told.filter(({ way }) => way === 'put in').length).padStart(7),
    ].join('')
    const shown = mine.filter(({ outcome }) => outcome === 'wrong' || (verbose && outcome !== 'right'))
    const others = [
      ...Map.groupBy(
        mine.flatMap((each) => each.others),
        (id) => id,
      ),
    ]
      .map(([id, list]) => `${id} ${list.length}`)
      .join(', ')
    return [
      line,
      ...shown.map(({ site, way, outcome, reason }) => `    ${outcome} ${site} ${way}: ${reason}`),
      ...(others ? [`    fired besides: ${others}`] : []),
    ]
  })
  const head = `${''.padEnd(34)} told  right  wrong unknown untried saved put in`
  return `\n${[head, ...lines].join('\n')}\n`
}
