import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readClientFolder, readRuleTexts } from '../../src/config/rule-files.ts'
import { readKnowledge } from '../../src/knowledge.ts'
import { expectationFor } from '../../src/rules/expectations.ts'
import { newRuleText } from '../../src/rules/new-rule-text.ts'
import { parseRules } from '../../src/rules/rule-file.ts'
import { UsageError } from '../../src/shared/errors.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

const rule = (id: string): string => newRuleText({ id, stage: 'evaluation', kind: 'bug', schema: 'rule.schema.json' })

describe('a folder of a client', () => {
  it('its rules stand beside ours, its expectations before ours, its weights over ours', async () => {
    await put('evaluation/price-without-tax.yaml', rule('price-without-tax'))
    await put(
      'expectations.yaml',
      `- { step: [social-follow], level: must, reason: They live on it., source: practice }\n`,
    )
    await put('stages.yaml', 'severity: { low: 3 }\nstage-weights: { saas: { evaluation: 50 } }\n')
    const plain = await readKnowledge()
    const knowledge = await readKnowledge({ rules: { folder } })
    expect(knowledge.rules.length).toBe(plain.rules.length + 1)
    expect(knowledge.rules.filter(({ isForeign }) => isForeign).map(({ rule: { id } }) => id)).toEqual([
      'price-without-tax',
    ])
    const of = { profiles: [], trade: 'general', page: 'home', microConversion: 'social-follow' } as const
    expect(expectationFor(knowledge.expectations, of)).toMatchObject({ level: 'must', reason: 'They live on it.' })
    expect(knowledge.weights.severity).toEqual({ ...plain.weights.severity, low: 3 })
    expect(knowledge.weights['stage-weights'].saas.evaluation).toBe(50)
    expect(knowledge.weights['stage-weights'].saas.purchase).toBe(plain.weights['stage-weights'].saas.purchase)
    expect(knowledge.digest).not.toBe(plain.digest)
  })

  it('several folders', async () => {
    await put('a/evaluation/price-without-tax.yaml', rule('price-without-tax'))
    await put('b/evaluation/price-without-unit.yaml', rule('price-without-unit'))
    const { rules } = await readKnowledge({ rules: { folders: [join(folder, 'a'), join(folder, 'b')] } })
    expect(rules.filter(({ isForeign }) => isForeign)).toHaveLength(2)
  })

  it('may not take the id of one of ours', async () => {
    await put('evaluation/form-too-long.yaml', rule('form-too-long'))
    await expect(readKnowledge({ rules: { folder } })).rejects.toThrow(
      /evaluation\/form-too-long.yaml The id "form-too-long" is taken by our own rules\/evaluation\/form-too-long.yaml/,
    )
  })

  it('a weight that there is not, and an expectation that is none', async () => {
    await put('stages.yaml', 'severity: { mild: 3 }\n')
    await expect(readKnowledge({ rules: { folder } })).rejects.toThrow(/stages.yaml/)
    await rm(join(folder, 'stages.yaml'))
    await put('expectations.yaml', '- { step: [telepathy], level: must, reason: a, source: practice }\n')
    await expect(readKnowledge({ rules: { folder } })).rejects.toThrow(/expectations.yaml:1:\d+/)
  })
})

describe('what is not read, and said', () => {
  it('a folder that is not there, and one without rules', async () => {
    await expect(readClientFolder(join(folder, 'nowhere'))).rejects.toThrow('There is no such folder of rules')
    await expect(readClientFolder(folder)).rejects.toThrow('There are no rules in this folder')
  })

  it('a rule beside the stage folders, and a folder that is no stage', async () => {
    await put('price-without-tax.yaml', rule('price-without-tax'))
    await put('evalution/price-without-unit.yaml', rule('price-without-unit'))
    await expect(readClientFolder(folder)).rejects.toThrow(
      /lies in no stage folder[^]*evaluation\/price-without-tax.yaml/,
    )
    await expect(readClientFolder(folder)).rejects.toThrow(/is no stage[^]*Did you mean "evaluation"\?/)
  })

  it('a link out of the folder', async () => {
    await put('elsewhere/secret.yaml', 'password: lamp')
    await mkdir(join(folder, 'pack/evaluation'), { recursive: true })
    await symlink(join(folder, 'elsewhere/secret.yaml'), join(folder, 'pack/evaluation/secret.yaml'))
    await expect(readClientFolder(join(folder, 'pack'))).rejects.toThrow(
      /secret.yaml This link leads out of the folder/,
    )
    await rm(join(folder, 'pack/evaluation'), { recursive: true })
    await symlink(join(folder, 'elsewhere'), join(folder, 'pack/evaluation'))
    await expect(readClientFolder(join(folder, 'pack'))).rejects.toThrow(
      /secret.yaml This link leads out of the folder/,
    )
  })

  it('a file that is too large, and more files than anybody writes', async () => {
    await put('evaluation/large.yaml', `# ${'x'.repeat(200_001)}`)
    await expect(readRuleTexts(folder)).rejects.toThrow(/large.yaml This file is 201 KB large/)
    await rm(join(folder, 'evaluation/large.yaml'))
    await Promise.all(Array.from({ length: 501 }, (_, index) => put(`evaluation/rule-${index}.yaml`, 'id: a')))
    await expect(readRuleTexts(folder)).rejects.toThrow('There are 501 rule files here; 500 are read at most')
  })

  it('aliases that grow without end, and keys that reach into objects', async () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: 8 }, (_, index) => {
        const name = String.fromCharCode(98 + index)
        const before = `*${String.fromCharCode(97 + index)}`
        return `${name}: &${name} [${Array.from({ length: 9 }, () => before).join(', ')}]`
      }),
    ].join('\n')
    const place = 'theirs/evaluation/bomb.yaml'
    expect(() => parseRules([{ place, text: bomb }])).toThrow(/bomb.yaml:2:8 \*a points at another part of the file/)
    expect(() => parseRules([{ place, text: '__proto__: { admin: true }\nid: bomb\n' }])).toThrow(
      /bomb.yaml:1:1 a key can’t be called __proto__/,
    )
    await put('stages.yaml', bomb)
    await expect(readKnowledge({ rules: { folder } })).rejects.toThrow(/points at another part/)
  })

  it('brackets without end', () => {
    const place = 'theirs/evaluation/deep.yaml'
    expect(() => parseRules([{ place, text: `a: ${'['.repeat(50_000)}` }])).toThrow(UsageError)
    expect(() => parseRules([{ place, text: `a: ${'['.repeat(5000)}${']'.repeat(5000)}` }])).toThrow(UsageError)
  })
})
