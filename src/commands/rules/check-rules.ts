import { neverHolds } from '../../rules/never-applies.ts'
import { pageLanguage, siteLanguage } from '../../rules/languages.ts'
import { placesIn, type CompiledRule } from '../../rules/rule-file.ts'
import type { Mistake } from '../../shared/errors.ts'
import { exampleReports, type RuleFolder } from './rule-folder.ts'

/** What is wrong with rules that can be read and run: a condition that never holds, a check that no example fails. */
export async function ruleRemarks(folder: RuleFolder): Promise<Mistake[]> {
  const { rules, texts } = folder
  const places = new Map(texts.map((text) => [text.place, placesIn(text)]))
  const at = ({ rule }: CompiledRule, path: readonly PropertyKey[]): string =>
    places.get(rule.file)?.(path) ?? rule.file
  const never = rules.flatMap((compiled): Mistake[] => {
    const { rule } = compiled
    const language = rule.scope === 'site' ? siteLanguage() : pageLanguage()
    if (!neverHolds(language.parts(rule.when), rule['page-types'])) return []
    const hint = 'Parts of it exclude each other, or the page types that the rule is for.'
    return [{ place: at(compiled, ['when']), message: 'This can never hold, so the rule never applies', hint }]
  })
  const byId = new Map(rules.map((compiled) => [compiled.rule.id, compiled]))
  // Of a single check it is known when its examples run: one that does not fail as it should is a failure there.
  const several = rules.filter(({ checks }) => checks.length > 1)
  const untried = (await exampleReports({ ...folder, rules: several })).flatMap(({ rule, untried: checks }) =>
    checks.map((index): Mistake => {
      const hint = 'Add an example that breaks just this one; without it nobody would notice if it said the opposite.'
      const place = at(byId.get(rule)!, ['checks', index, 'expect'])
      return { place, message: `No failing example of ${rule} reaches this check`, hint }
    }),
  )
  return [...never, ...untried]
}
