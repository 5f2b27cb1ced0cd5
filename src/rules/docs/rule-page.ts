import { stringify } from 'yaml'
import type { Names } from '../fact-types.ts'
import { pageLanguage, siteLanguage } from '../languages.ts'
import type { Precision } from '../precision.ts'
import type { CompiledRule } from '../rule-file.ts'
import type { RuleExample } from '../schema.ts'
import { tierOf } from '../tier.ts'
import { inWords, wordsList } from './in-words.ts'
import { cell, fence, generated, link, table } from './markdown.ts'
import { namesUsed } from './names-used.ts'

/** The page of one rule: what it says, when, why, and how it was tested. */
export function rulePage(compiled: CompiledRule, precision: Precision | undefined): string {
  const { rule, when, checks } = compiled
  const language = rule.scope === 'site' ? siteLanguage() : pageLanguage()
  const words = (source: string): string[] => wordsList(inWords(language.parts(source)))
  const applies = [
    ...(rule['page-types'].length > 0 ? [`Only on pages of these types: ${rule['page-types'].join(', ')}.`, ''] : []),
    ...(rule.profiles.length > 0 ? [`Only on sites of these profiles: ${rule.profiles.join(', ')}.`, ''] : []),
    ...(when.source === 'true' ? [] : ['When', '', ...words(rule.when), '', ...fence('cel', rule.when)]),
  ]
  return lines([
    generated(`rules/${rule.file.split('/').slice(-2).join('/')}`),
    `# ${rule.title}`,
    '',
    `\`${rule.id}\``,
    '',
    ...attributes(compiled, precision),
    '',
    '## When it applies',
    '',
    ...(applies.length > 0 ? applies : [rule.scope === 'site' ? 'On every site.' : 'On every page.', '']),
    ...checks.flatMap(({ expect, otherwise }, index) => [
      checks.length > 1 ? `## Check ${index + 1}` : '## What it checks',
      '',
      ...words(expect.source),
      '',
      ...fence('cel', expect.source),
      'Otherwise it says:',
      '',
      `> ${otherwise.trim().replace(/\s+/g, ' ')}`,
      '',
    ]),
    ...(rule.show ? ['What it points at:', '', ...fence('cel', rule.show)] : []),
    ...(rule.claims === 'absence' ? [absence(rule.scope), ''] : []),
    ...paragraph('Why', rule.why),
    ...paragraph('How to mend it', rule.fix),
    ...(rule.hypothesis ? paragraph('Hypothesis', rule.hypothesis) : []),
    ...(rule.metric ? [`Measured by: ${rule.metric}`, ''] : []),
    '## Sources',
    '',
    ...rule.sources.map((source) => `- ${source === 'practice' ? 'Practice: we know of no study' : link(source)}`),
    '',
    '## What the names mean',
    '',
    ...table([['Name', 'Says'], ...meanings(compiled, language.names)]),
    '',
    '## Examples',
    '',
    ...(['pass', 'fail', 'skip'] as const).flatMap((wanted) =>
      rule.examples[wanted].flatMap((example) => exampleLines(wanted, example)),
    ),
  ])
}

/** Each name in the rule's expressions with what its schema says of it, linked to the reference. */
function meanings({ rule }: CompiledRule, names: Names): string[][] {
  const language = rule.scope === 'site' ? siteLanguage() : pageLanguage()
  const sources = [rule.when, ...rule.checks.map(({ expect }) => expect), ...(rule.show ? [rule.show] : [])]
  return [...namesUsed(sources.map(language.parts), names)].map(([path, says]) => {
    const fact = /^\w+/.exec(path)?.[0] ?? path
    return [`[\`${path}\`](../facts.md#${fact.toLowerCase()})`, says]
  })
}

function attributes(compiled: CompiledRule, precision: Precision | undefined): string[] {
  const { rule } = compiled
  const step =
    rule['micro-conversion'] ?? (rule.about === 'forms' ? 'that of the form' : 'none: a foundation of its stage')
  const isReview = rule.review || rule.confidence === 'low'
  const rows: [string, string][] = [
    ['Says', isReview ? 'review: it asks the consultant to look and scores nothing' : 'fail'],
    ['Kind', rule.kind],
    ['Stage', rule.stage === 'by-target' ? 'that of the step, else of the page' : rule.stage],
    ['Micro-conversion', step],
    [
      'Judges',
      rule.scope === 'site'
        ? 'the whole site at once'
        : rule.about === 'forms'
          ? 'the forms of each page'
          : 'each page',
    ],
    ['Severity', rule.severity],
    ['Effort', rule.effort],
    ['Evidence', rule.evidence],
    ['Tier', tierOf(compiled)],
    ['Measured precision', precisionText(precision)],
  ]
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${cell(value)} |`)]
}

/** How often a rule was right, in one phrase. */
export function precisionText(precision: Precision | undefined): string {
  if (!precision) return 'not judged yet'
  const { judged, right, ablations } = precision
  const parts = [
    ...(judged > 0 ? [`${right} of ${judged} firings right`] : []),
    ...(ablations.tried > 0 ? [`${ablations.right} of ${ablations.tried} ablations right`] : []),
  ]
  return parts.join('; ') || 'not judged yet'
}

function absence(scope: 'page' | 'site'): string {
  return scope === 'site'
    ? 'It says that something is missing, so it is silent (`unknown`) unless enough of the site was seen in a browser and nothing that we could not see might supply it.'
    : 'It says that something is missing, so it is silent (`unknown`) unless the page was seen in a browser, in a language that we read, and nothing that we could not see might supply it.'
}

function paragraph(title: string, text: string): string[] {
  return [`## ${title}`, '', text.trim(), '']
}

function exampleLines(wanted: 'pass' | 'fail' | 'skip', { name, html, ...given }: RuleExample): string[] {
  const label = { pass: 'Passes', fail: 'Fails', skip: 'Does not apply' }[wanted]
  return [
    `### ${label}: ${name}`,
    '',
    ...(Object.keys(given).length > 0 ? fence('yaml', stringify(given, { lineWidth: 110 }).trimEnd()) : []),
    ...(html === undefined ? [] : fence('html', html.trimEnd())),
  ]
}

function lines(all: readonly string[]): string {
  return `${all.join('\n').trimEnd()}\n`
}
