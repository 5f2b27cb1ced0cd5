import { resolve } from 'node:path'
import { rulesFolder } from '../../config/installation.ts'
import { readClientFolder, readExpectationsText, readRuleIds, readRuleTexts } from '../../config/rule-files.ts'
import { createExtract } from '../../example-extract.ts'
import { openForeignRules } from '../../foreign-rules.ts'
import { tryExamples, type ExampleReport } from '../../rules/examples.ts'
import { parseExpectations, type Expectations } from '../../rules/expectations.ts'
import { parseRules, type CompiledRule, type RuleText } from '../../rules/rule-file.ts'
import { UsageError } from '../../shared/errors.ts'
import { nearest } from '../../shared/nearest.ts'

/** A folder of rules, read and understood. */
export interface RuleFolder {
  rules: CompiledRule[]
  texts: readonly RuleText[]
  isOurs: boolean
}

/** Reads a folder of rules; one that is not ours may not take the ids of ours. @throws UsageError */
export async function readRuleFolder(folder: string | undefined, only?: string): Promise<RuleFolder> {
  const isOurs = folder === undefined || resolve(folder) === resolve(rulesFolder)
  const texts = isOurs
    ? await readRuleTexts(rulesFolder)
    : (await readClientFolder(folder)).rules.map((file) => ({ ...file, isForeign: true }))
  const rules = parseRules(texts, isOurs ? undefined : await readRuleIds(rulesFolder))
  if (only === undefined) return { rules, texts, isOurs }
  const ids = rules.map(({ rule }) => rule.id)
  if (!ids.includes(only)) {
    const hint = nearest(only, ids)
    throw new UsageError('bad-option', { place: '--rule', message: `there is no rule "${only}" here`, hint })
  }
  return { rules: rules.filter(({ rule }) => rule.id === only), texts, isOurs }
}

/**
 * Tries the examples of each rule. Those of others run in a process that can be ended: a rule that never comes to an end
 * is a mistake with its name. @throws UsageError for such rules
 */
export async function exampleReports({ rules, texts, isOurs }: RuleFolder): Promise<ExampleReport[]> {
  if (rules.length === 0) return []
  const expectations = await readOurExpectations()
  if (isOurs) {
    const extract = await createExtract()
    return rules.map((compiled) => tryExamples(compiled, expectations, extract))
  }
  const context = { profiles: [], trade: 'general', expectations }
  await using foreign = openForeignRules(rules, { texts, context, site: undefined, summaries: [], withExamples: true })
  const reports = await foreign.tryExamples()
  if (foreign.leftOut.length === 0) return reports
  throw new UsageError(
    'bad-rules',
    foreign.leftOut.map(({ rule, reason }) => ({
      place: rules.find((compiled) => compiled.rule.id === rule)?.rule.file ?? rule,
      message: reason,
    })),
  )
}

async function readOurExpectations(): Promise<Expectations> {
  const { text, place } = await readExpectationsText(rulesFolder)
  return parseExpectations(text, place)
}
