import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder, rulesFolder } from '../../config/installation.ts'
import { readCatalogueText, readRuleTexts } from '../../config/rule-files.ts'
import { parseCatalogue } from '../../rules/catalogue.ts'
import { cataloguePage } from '../../rules/docs/catalogue-page.ts'
import { factReference } from '../../rules/docs/fact-reference.ts'
import { generatedMark } from '../../rules/docs/markdown.ts'
import { rulePage } from '../../rules/docs/rule-page.ts'
import { rulesIndex } from '../../rules/docs/rules-index.ts'
import { precisionOf } from '../../rules/precision.ts'
import { parseRules } from '../../rules/rule-file.ts'
import { ruleSchemaJson } from '../../rules/rule-schema-json.ts'
import { readJudged } from '../judged.ts'

/** Everything that is generated from rules and facts, by its path in the package. */
export async function generatedFiles(): Promise<Map<string, string>> {
  const rules = parseRules(await readRuleTexts(rulesFolder))
  const judged = await readJudged()
  const catalogue = await readCatalogueText(rulesFolder)
  const decisions = parseCatalogue(
    catalogue.text,
    catalogue.place,
    rules.map(({ rule }) => rule),
  )
  const precisions = new Map(
    rules.map((compiled) => {
      const { id } = compiled.rule
      return [id, precisionOf(compiled, judged.get(id) ?? [])]
    }),
  )
  return new Map([
    ...rules.map((compiled): [string, string] => {
      const { id } = compiled.rule
      return [`docs/rules/${id}.md`, rulePage(compiled, precisions.get(id))]
    }),
    ['docs/rules/README.md', rulesIndex(rules, precisions)],
    ['docs/rules/catalogue.md', cataloguePage(decisions)],
    ['docs/facts.md', factReference()],
    ['rules/rule.schema.json', ruleSchemaJson()],
  ])
}

/** Generated files that are not as they would be written now, and pages of rules that are no more. */
export async function staleFiles(folder = packageFolder): Promise<string[]> {
  const files = await generatedFiles()
  const stale = await Promise.all(
    [...files].map(async ([path, text]) => {
      const there = await readFile(join(folder, path), 'utf8').catch(() => undefined)
      return there === text ? [] : [path]
    }),
  )
  const gone = (await generatedPages(folder)).filter((path) => !files.has(path))
  return [...stale.flat(), ...gone].toSorted()
}

/** Pages of rules that say that they were generated: what a person put beside them is left alone. */
async function generatedPages(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'docs/rules')).catch((): string[] => [])
  const paths = names.filter((name) => name.endsWith('.md')).map((name) => `docs/rules/${name}`)
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')))
  return paths.filter((_path, index) => texts[index]!.startsWith(generatedMark))
}

/** Writes what is stale; a sentence says what. */
export async function writeRuleDocs(folder = packageFolder): Promise<string> {
  const files = await generatedFiles()
  const stale = await staleFiles(folder)
  for (const path of stale) {
    const text = files.get(path)
    if (text === undefined) {
      await rm(join(folder, path))
      continue
    }
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return `${files.size} files, ${stale.length} of them new or changed in ${folder}.\n`
}
