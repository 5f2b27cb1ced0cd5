import { microConversions, stages } from '../../shared/taxonomy.ts'
import type { Precision } from '../precision.ts'
import type { CompiledRule } from '../rule-file.ts'
import { tierOf, tiers } from '../tier.ts'
import { generated, table } from './markdown.ts'
import { precisionText } from './rule-page.ts'

/** Precision by rule; rules that nobody judged are left out. */
export type Precisions = ReadonlyMap<string, Precision>

/** All rules on one page, by stage, micro-conversion, tier, evidence and precision. */
export function rulesIndex(rules: readonly CompiledRule[], precisions: Precisions): string {
  const fails = rules.filter((rule) => !isReview(rule))
  return `${[
    generated('rules/'),
    '# The rules',
    '',
    `${rules.length} rules: ${fails.length} say that something is wrong, ${rules.length - fails.length} ask the consultant to look (review) and score nothing.`,
    'What the facts mean that they read: [facts](../facts.md). How to write one: [writing rules](../writing-rules.md).',
    'What was considered and what became of it: [catalogue](catalogue.md).',
    '',
    '## By stage',
    '',
    ...[...stages, 'by-target' as const].flatMap((stage) => stageTable(stage, rules, precisions)),
    '## By micro-conversion',
    '',
    ...byStep(rules),
    '',
    '## By tier',
    '',
    'What must be looked at: the markup (static), a layout in the browser (rendered), the whole crawl (graph), requests and tags (network), a lab (lab).',
    '',
    ...counts(
      'Tier',
      tiers.map((tier) => [tier, rules.filter((rule) => tierOf(rule) === tier)]),
    ),
    '',
    '## By evidence',
    '',
    'How sure it is that the topic matters: controlled or large research or a formal standard (A), guidance of platforms, design systems or law (B), wide practice (C).',
    '',
    ...counts(
      'Evidence',
      (['A', 'B', 'C'] as const).map((level) => [level, rules.filter(({ rule }) => rule.evidence === level)]),
    ),
    '',
    '## By measured precision',
    '',
    'Firings on pages of sites that the rule was not made for, looked at by a person.',
    '',
    ...byPrecision(rules, precisions),
  ].join('\n')}\n`
}

function stageTable(
  stage: CompiledRule['rule']['stage'],
  rules: readonly CompiledRule[],
  precisions: Precisions,
): string[] {
  const here = rules.filter(({ rule }) => rule.stage === stage)
  if (here.length === 0) return []
  const title = stage === 'by-target' ? 'Stage of what it is about' : stage
  const head = ['Rule', 'Kind', 'Severity', 'Effort', 'Evidence', 'Tier', 'Says', 'Precision']
  const rows = here.map((compiled) => {
    const { rule } = compiled
    return [
      `${ruleLink(compiled)} ${rule.title}`,
      rule.kind,
      rule.severity,
      rule.effort,
      rule.evidence,
      tierOf(compiled),
      isReview(compiled) ? 'review' : 'fail',
      precisionText(precisions.get(rule.id)),
    ]
  })
  return [`### ${title} (${here.length})`, '', ...table([head, ...rows]), '']
}

function byStep(rules: readonly CompiledRule[]): string[] {
  const rows = [...microConversions, undefined].flatMap((step) => {
    const here = rules.filter(({ rule }) => rule['micro-conversion'] === step && (step || rule.about === 'page'))
    if (here.length === 0) return []
    return [[step ?? 'none: foundations', String(here.length), here.map(ruleLink).join(', ')]]
  })
  const forms = rules.filter(({ rule }) => !rule['micro-conversion'] && rule.about !== 'page')
  const ofThings = [['that of the form or control', String(forms.length), forms.map(ruleLink).join(', ')]]
  return table([['Micro-conversion', 'Rules', ''], ...rows, ...ofThings])
}

function counts(name: string, groups: readonly [string, readonly CompiledRule[]][]): string[] {
  const rows = groups.map(([group, here]) => {
    const reviews = here.filter(isReview).length
    return [group, String(here.length), String(here.length - reviews), String(reviews)]
  })
  return table([[name, 'Rules', 'fail', 'review'], ...rows])
}

function byPrecision(rules: readonly CompiledRule[], precisions: Precisions): string[] {
  const known = rules
    .flatMap((compiled) => {
      const precision = precisions.get(compiled.rule.id)
      return precision && precision.judged + precision.ablations.tried > 0 ? [{ compiled, precision }] : []
    })
    .toSorted((a, b) => share(b.precision) - share(a.precision) || b.precision.judged - a.precision.judged)
  if (known.length === 0) return ['None was judged yet.']
  const rows = known.map(({ compiled, precision }) => [
    ruleLink(compiled),
    isReview(compiled) ? 'review' : 'fail',
    precisionText(precision),
    precision.judged > 0 ? `${Math.round(precision.precision * 100)}%` : '',
  ])
  return table([['Rule', 'Says', 'Judged', 'Precision'], ...rows])
}

function share({ precision, judged, ablations }: Precision): number {
  return judged > 0 ? precision : ablations.right / Math.max(1, ablations.tried)
}

function ruleLink({ rule }: CompiledRule): string {
  return `[\`${rule.id}\`](${rule.id}.md)`
}

function isReview({ rule }: CompiledRule): boolean {
  return rule.review || rule.confidence === 'low'
}
