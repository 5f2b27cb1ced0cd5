import type { RuleSettings } from './config/rule-settings.ts'
import { globToTest } from './discover/scope.ts'
import type { CompiledRule } from './rules/rule-file.ts'
import { compareText } from './shared/digest.ts'
import { UsageError, type Mistake } from './shared/errors.ts'
import { nearest } from './shared/nearest.ts'

/** What was changed of a rule before a site was judged with it, and why; part of the result. */
export interface RuleChange {
  rule: string
  /** left-out: it took too long or needed too much memory. */
  change: 'off' | 'severity' | 'paths' | 'review' | 'left-out'
  /** The new severity, or the paths; empty when the change says all. */
  to: string
  reason: string
}

/** Rules as the config wants them, and the list of what it changed. @throws UsageError for rules that don't exist */
export function changeRules(
  rules: readonly CompiledRule[],
  settings: RuleSettings,
): { rules: CompiledRule[]; changes: RuleChange[] } {
  const mistakes = settingMistakes(rules, settings)
  if (mistakes.length > 0) throw new UsageError('bad-config', mistakes)
  const changes: RuleChange[] = [
    ...Object.entries(settings.off).map(([rule, reason]) => ({ rule, change: 'off' as const, to: '', reason })),
    ...Object.entries(settings.severity).map(([rule, { to, reason }]) => ({
      rule,
      change: 'severity' as const,
      to,
      reason,
    })),
    ...Object.entries(settings.paths).map(([rule, { only, not, reason }]) => ({
      rule,
      change: 'paths' as const,
      to: [only ? `only ${only.join(', ')}` : '', not ? `not ${not.join(', ')}` : ''].filter(Boolean).join('; '),
      reason,
    })),
    ...Object.entries(settings.review).map(([rule, reason]) => ({ rule, change: 'review' as const, to: '', reason })),
  ]
  return {
    rules: rules.filter(({ rule }) => !Object.hasOwn(settings.off, rule.id)).map((each) => changed(each, settings)),
    changes: changes.toSorted((a, b) => compareText(a.rule, b.rule) || compareText(a.change, b.change)),
  }
}

function changed(compiled: CompiledRule, settings: RuleSettings): CompiledRule {
  const { id } = compiled.rule
  const severity = own(settings.severity, id)?.to
  const paths = own(settings.paths, id)
  const review = own(settings.review, id) !== undefined
  if (!severity && !paths && !review) return compiled
  const rule = { ...compiled.rule, ...(severity ? { severity } : {}), ...(review ? { review } : {}) }
  return { ...compiled, rule, ...(paths ? { isAskedOn: pathTest(paths) } : {}) }
}

function pathTest({ only, not = [] }: RuleSettings['paths'][string]): (url: string) => boolean {
  const wanted = only?.map(globToTest)
  const unwanted = not.map(globToTest)
  return (text) => {
    const url = URL.parse(text)
    if (!url) return true
    return (!wanted || wanted.some((matches) => matches(url))) && !unwanted.some((matches) => matches(url))
  }
}

function settingMistakes(rules: readonly CompiledRule[], settings: RuleSettings): Mistake[] {
  const byId = new Map(rules.map(({ rule }) => [rule.id, rule]))
  const ids = [...byId.keys()]
  return (['off', 'severity', 'paths', 'review'] as const).flatMap((key) =>
    Object.keys(settings[key]).flatMap((id): Mistake[] => {
      const place = `rules.${key}.${id}`
      const rule = byId.get(id)
      if (!rule) return [{ place, message: `there is no rule "${id}"`, hint: nearest(id, ids) }]
      if (key !== 'off' && Object.hasOwn(settings.off, id)) {
        return [{ place, message: 'this rule is turned off, so nothing else can be changed of it' }]
      }
      if (key === 'paths' && rule.scope === 'site') {
        const hint = `Turn it off instead: rules: { off: { ${id}: "the reason" } }`
        return [{ place, message: 'this rule judges the whole site at once and has no paths', hint }]
      }
      return []
    }),
  )
}

function own<Value>(record: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
