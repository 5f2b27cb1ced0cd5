import { rulesFolder } from '../config/installation.ts'
import { readExpectationsText, readRuleTexts } from '../config/rule-files.ts'
import { readVendorsText } from '../config/vendors.ts'
import { readVocabularyTexts } from '../config/vocabularies.ts'
import { extractFacts } from '../facts/extract.ts'
import { parseVendors } from '../facts/vendors/vendors.ts'
import { parseVocabularies } from '../facts/vocabulary/vocabulary.ts'
import { listFirings, type FiringsOptions } from './firings.ts'
import { runExamples, type ExampleFailure, type Extract } from '../rules/examples.ts'
import { parseExpectations, type Expectations } from '../rules/expectations.ts'
import { parseRules, type CompiledRule } from '../rules/rule-file.ts'

export const rulesActions = ['check', 'test', 'list', 'firings'] as const
export type RulesAction = (typeof rulesActions)[number]

/** What a command has to say, and whether all was well. */
export interface RulesReport {
  text: string
  ok: boolean
}

/**
 * For people who write rules: `check` reads every file of a folder, `test` runs the examples too, `list` prints a table.
 * `firings` shows where our rules fire over stored runs and saved pages. Mistakes in the files come as one `UsageError`.
 */
export async function rules(
  action: RulesAction,
  paths: readonly string[] = [],
  options: FiringsOptions = {},
): Promise<RulesReport> {
  if (action === 'firings') return { text: await listFirings(paths, options), ok: true }
  const folder = paths[0] ?? rulesFolder
  const compiled = parseRules(await readRuleTexts(folder))
  if (action === 'list') return { text: table(compiled), ok: true }
  const [expectations, extract] = await Promise.all([readExpectations(), createExtract()])
  if (action === 'check') return { text: `${countRules(compiled.length)}, no mistakes.\n`, ok: true }
  const failures = compiled.flatMap((rule) => runExamples(rule, expectations, extract))
  return { text: testReport(compiled, failures), ok: failures.length === 0 }
}

async function readExpectations(): Promise<Expectations> {
  const { text, place } = await readExpectationsText(rulesFolder)
  return parseExpectations(text, place)
}

/** Facts of an example's HTML, found with the words and vendors that come with the program. */
export async function createExtract(): Promise<Extract> {
  const vocabularies = parseVocabularies(await readVocabularyTexts(`${rulesFolder}/vocabulary`))
  const vendors = parseVendors(await readVendorsText(`${rulesFolder}/vendors.yaml`))
  return ({ url, html, given }) => {
    const { facts, warnings } = extractFacts({ url, html, vocabularies, vendors, given })
    if (warnings.length > 0) throw new Error(`A detector failed on an example: ${warnings.join('; ')}`)
    return facts
  }
}

function testReport(compiled: readonly CompiledRule[], failures: readonly ExampleFailure[]): string {
  const examples = compiled.reduce((sum, { rule }) => sum + Object.values(rule.examples).flat().length, 0)
  const lines = failures.map(
    ({ file, wanted, name, message }) =>
      `${file}: “${name}” should ${wanted === 'skip' ? 'be skipped' : wanted}\n  ${message}`,
  )
  const right = examples - failures.length
  return [...lines, `${countRules(compiled.length)}, ${right} of ${examples} examples as they should be.`, ''].join(
    '\n',
  )
}

function countRules(count: number): string {
  return count === 1 ? '1 rule' : `${count} rules`
}

function table(compiled: readonly CompiledRule[]): string {
  const rows = compiled.map(({ rule }) => [
    rule.id,
    rule.stage,
    rule.kind,
    rule.severity,
    rule.review || rule.confidence === 'low' ? 'review' : 'fail',
    rule.title,
  ])
  const all = [['id', 'stage', 'kind', 'severity', 'as', 'title'], ...rows]
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  return `${all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`
}
