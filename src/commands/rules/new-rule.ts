import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { rulesFolder } from '../../config/installation.ts'
import { readRuleIds } from '../../config/rule-files.ts'
import { newRuleText } from '../../rules/new-rule-text.ts'
import { RuleFile } from '../../rules/schema.ts'
import { UsageError } from '../../shared/errors.ts'
import { nearest } from '../../shared/nearest.ts'
import { findingKinds, stages } from '../../shared/taxonomy.ts'

export interface NewRuleOptions {
  stage?: string | undefined
  kind?: string | undefined
}

const defaultFolder = 'my-rules'

/** Writes a rule to start from, which passes `check` and `test`. @throws UsageError when its name is taken or none */
export async function newRule(
  id: string | undefined,
  folder = defaultFolder,
  { stage: givenStage = 'evaluation', kind: givenKind = 'friction' }: NewRuleOptions = {},
): Promise<string> {
  const stage = oneOf('--stage', givenStage, stages)
  const kind = oneOf('--kind', givenKind, findingKinds)
  if (id === undefined || !RuleFile.shape.id.safeParse(id).success) {
    const hint = 'Small letters, digits and hyphens, and the problem: stagelight rules new price-without-tax'
    throw new UsageError('bad-option', { place: id ?? 'rules new', message: 'a rule needs a name', hint })
  }
  await refuseClash(id, folder)
  const file = join(folder, stage, `${id}.yaml`)
  const isOurs = resolve(folder) === resolve(rulesFolder)
  const schema = relative(resolve(folder, stage), join(rulesFolder, 'rule.schema.json'))
  await mkdir(join(folder, stage), { recursive: true })
  await writeFile(file, newRuleText({ id, stage, kind, schema: isOurs ? '../rule.schema.json' : schema }), {
    flag: 'wx',
  })
  const where = isOurs ? '' : ` ${folder}`
  return `${file} is a rule that works, about prices; make it yours.
  stagelight rules check${where}    finds mistakes
  stagelight rules test${where}     runs its examples
  stagelight explain ${id} --page <url> --config <file>    shows how it judges a page${isOurs ? '' : `; the config says: rules: { folder: ${folder} }`}
`
}

async function refuseClash(id: string, folder: string): Promise<void> {
  const ours = await readRuleIds(rulesFolder)
  const there = stages.map((stage) => join(folder, stage, `${id}.yaml`)).find((file) => existsSync(file))
  const taken = there ?? ours.get(id)
  if (taken === undefined) return
  const hint = there ? 'Take another name, or edit that file.' : 'Take another name: ids are one a rule, ours included.'
  throw new UsageError('bad-rules', { place: id, message: `this id is taken by ${taken}`, hint })
}

function oneOf<Value extends string>(place: string, given: string, known: readonly Value[]): Value {
  const found = known.find((value) => value === given)
  if (found) return found
  throw new UsageError('bad-option', { place: `${place} ${given}`, message: 'is none', hint: nearest(given, known) })
}
