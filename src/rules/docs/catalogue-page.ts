import type { Decision } from '../catalogue.ts'
import { generated, table } from './markdown.ts'

const outcomes = { fail: 'fail', review: 'review', 'left-out': 'left out', later: 'later' } as const

/** Every rule that was considered, with what became of it and why. */
export function cataloguePage(decisions: readonly Decision[]): string {
  const count = (outcome: Decision['outcome']): number => decisions.filter((each) => each.outcome === outcome).length
  const rows = decisions.map(({ id, title, tier, rules, outcome, reason }) => [
    title,
    `\`${id}\``,
    tier,
    outcomes[outcome],
    rules.map((rule) => `[${rule}](${rule}.md)`).join(', '),
    reason,
  ])
  return `${[
    generated('rules/catalogue.yaml'),
    '# What was considered, and what became of it',
    '',
    `${decisions.length} things that could be said of a site. ${count('fail')} became rules that may say that something is wrong, ` +
      `${count('review')} only ask a person to look, ${count('left-out')} were left out, and ${count('later')} wait for what we can't do yet.`,
    '',
    ...table([['What', 'Id', 'Seen in', 'Outcome', 'Rules', 'Why'], ...rows]),
  ].join('\n')}\n`
}
