import { factSchemas } from '../facts/index.ts'
import type { PageSummary } from '../journey/site-facts.ts'
import { labFacts, type LabRecord } from '../snapshot/lab.ts'
import { emptyValue } from './fact-types.ts'
import { foldFindings, type FoldContext, type RuleFinding } from './findings.ts'
import { judgePage, type JudgeContext } from './judge.ts'
import type { CompiledRule } from './rule-file.ts'

/** Whether a rule speaks of laboratory figures. They differ from run to run, so it has a part in no score and no gate. */
export function readsLab({ uses, when }: CompiledRule): boolean {
  return uses.includes('lab') || when.uses.includes('lab')
}

/** What rules about laboratory figures know of a measured page. */
export type MeasuredPage = FoldContext['pages'][number] & Pick<PageSummary, 'typeConfidence'>

/** Judges the measured pages by the rules about laboratory figures alone; in order of id. */
export function labFindings(
  rules: readonly CompiledRule[],
  records: readonly LabRecord[],
  context: JudgeContext & Omit<FoldContext, 'pages'> & { pages: readonly MeasuredPage[] },
): RuleFinding[] {
  const facts = labFacts(records)
  const ours = rules.filter((compiled) => readsLab(compiled) && !compiled.isForeign)
  const verdicts = context.pages.flatMap((page) => {
    const lab = facts.get(page.url)
    if (!lab) return []
    const { url, template, rendered, type, typeConfidence } = page
    const head = { ...(emptyValue(factSchemas.page) as object), url, type, typeConfidence, isHome: type === 'home' }
    return judgePage(ours, { url, template, rendered, hostRole: 'main', facts: { page: head, lab } }, context)
  })
  return foldFindings(ours, verdicts, context)
}
