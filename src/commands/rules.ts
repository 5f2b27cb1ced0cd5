import { rulesFolder } from '../config/installation.ts'
import { readRuleTexts } from '../config/rule-files.ts'
import { parseRules } from '../rules/rule-file.ts'
import { UsageError } from '../shared/errors.ts'
import { listFirings, type FiringsOptions } from './firings.ts'
import { mergeVerdicts } from './judged.ts'
import { ruleRemarks } from './rules/check-rules.ts'
import { newRule, type NewRuleOptions } from './rules/new-rule.ts'
import { exampleReports, readRuleFolder, type RuleFolder } from './rules/rule-folder.ts'
import { ruleRow, rulesTable } from './rules/rules-table.ts'
import { writeRuleDocs } from './rules/write-docs.ts'

export const rulesActions = ['new', 'check', 'test', 'list', 'docs', 'firings', 'judge'] as const
export type RulesAction = (typeof rulesActions)[number]

export type RulesOptions = FiringsOptions & NewRuleOptions & { json?: boolean | undefined }

/** What a command has to say, and whether all was well. */
export interface RulesReport {
  text: string
  ok: boolean
}

/**
 * For people who write rules: `new` starts one, `check` finds every mistake in a folder, `test` runs the examples, `list`
 * prints a table, `docs` writes the pages. `firings` shows where our rules fire over stored runs and saved pages; `judge`
 * keeps verdicts on them. Mistakes in the files come as one `UsageError`.
 */
export async function rules(
  action: RulesAction,
  paths: readonly string[] = [],
  options: RulesOptions = {},
): Promise<RulesReport> {
  switch (action) {
    case 'new':
      return { text: await newRule(paths[0], paths[1], options), ok: true }
    case 'check':
      return check(await readRuleFolder(paths[0], options.rule))
    case 'test':
      return test(await readRuleFolder(paths[0], options.rule))
    case 'list': {
      const { rules: all } = await readRuleFolder(paths[0], options.rule)
      const text = options.json ? `${JSON.stringify(all.map(ruleRow), undefined, 2)}\n` : rulesTable(all)
      return { text, ok: true }
    }
    case 'docs':
      return { text: await writeRuleDocs(paths[0]), ok: true }
    case 'firings':
      return { text: await listFirings(paths, options), ok: true }
    case 'judge':
      return { text: await judge(paths), ok: true }
  }
}

async function check(folder: RuleFolder): Promise<RulesReport> {
  const remarks = await ruleRemarks(folder)
  if (remarks.length > 0) throw new UsageError('bad-rules', remarks)
  return { text: `${countRules(folder.rules.length)}, no mistakes.\n`, ok: true }
}

async function test(folder: RuleFolder): Promise<RulesReport> {
  const failures = (await exampleReports(folder)).flatMap((report) => report.failures)
  const examples = folder.rules.reduce((sum, { rule }) => sum + Object.values(rule.examples).flat().length, 0)
  const lines = failures.map(
    ({ file, wanted, name, message }) =>
      `${file}: “${name}” should ${wanted === 'skip' ? 'be skipped' : wanted}\n  ${message}`,
  )
  const right = examples - failures.length
  const count = `${countRules(folder.rules.length)}, ${right} of ${examples} examples as they should be.`
  return { text: [...lines, count, ''].join('\n'), ok: failures.length === 0 }
}

/** Verdicts on firings, put where they are kept. */
async function judge(files: readonly string[]): Promise<string> {
  const ids = parseRules(await readRuleTexts(rulesFolder)).map(({ rule }) => rule.id)
  return mergeVerdicts(files, { rules: ids, today: new Date().toISOString().slice(0, 10) })
}

function countRules(count: number): string {
  return count === 1 ? '1 rule' : `${count} rules`
}
