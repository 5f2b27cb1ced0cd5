import { openForeignRules } from './foreign-rules.ts'
import type { PageSummary, SiteFacts } from './journey/site-facts.ts'
import type { Knowledge } from './knowledge.ts'
import type { RuleChange } from './rule-changes.ts'
import type { JudgeContext, JudgedPage } from './rules/judge.ts'
import { worseOnPhones } from './rules/phone-verdicts.ts'
import type { Verdict } from './rules/schema.ts'
import type { OnEvent } from './shared/events.ts'

/** A page as desktops get it and, where that is another, as phones do. */
export interface PageToJudge {
  desktop: JudgedPage
  phone: JudgedPage | undefined
}

/** What a client's own rules say of a site, and which of them had to be left out. */
export async function foreignVerdicts(input: {
  knowledge: Knowledge
  context: JudgeContext
  /** Not known of a page that is judged by itself; rules about the whole site are silent then. */
  site: SiteFacts | undefined
  summaries: readonly PageSummary[]
  pages: readonly PageToJudge[]
  onEvent: OnEvent | undefined
}): Promise<{ verdicts: Verdict[]; leftOut: readonly RuleChange[] }> {
  const { knowledge, context, site, summaries, pages, onEvent } = input
  if (!knowledge.rules.some(({ isForeign }) => isForeign)) return { verdicts: [], leftOut: [] }
  await using rules = openForeignRules(knowledge.rules, { texts: knowledge.foreignRules, context, site, summaries })
  const verdicts: Verdict[] = []
  for (const { desktop, phone } of pages) {
    const seen = await rules.judgePage(desktop)
    verdicts.push(...(phone ? worseOnPhones(seen, await rules.judgePage(phone)) : seen))
  }
  if (site) verdicts.push(...(await rules.judgeSite()))
  for (const { rule, reason } of rules.leftOut) onEvent?.({ type: 'warning', message: `Rule ${rule}: ${reason}` })
  const gone = new Set(rules.leftOut.map(({ rule }) => rule))
  return { verdicts: verdicts.filter(({ rule }) => !gone.has(rule)), leftOut: rules.leftOut }
}
