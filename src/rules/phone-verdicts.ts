import type { Verdict } from './schema.ts'

/**
 * Verdicts of a page that gives phones something else: what passes on a desktop screen and fails on a phone is a fail.
 * Its evidence keeps selectors and snippets but no node numbers: those count in the phone's own copy of the page.
 */
export function worseOnPhones(desktop: readonly Verdict[], phone: readonly Verdict[]): Verdict[] {
  const fails = new Map(phone.filter(({ state }) => state === 'fail').map((verdict) => [idOf(verdict), verdict]))
  return desktop.map((verdict) => {
    const worse = verdict.state === 'pass' ? fails.get(idOf(verdict)) : undefined
    if (!worse) return verdict
    return { ...worse, evidence: worse.evidence.map((piece) => ({ ...piece, node: 0 })) }
  })
}

function idOf({ rule, microConversion }: Verdict): string {
  return `${rule} ${microConversion}`
}
