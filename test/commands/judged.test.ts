import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mergeVerdicts, readJudged } from '../../src/commands/judged.ts'
import { UsageError } from '../../src/shared/errors.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'judged-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const key = '01234567-01234567-01234567@abcdef'
const rules = ['title-missing']

async function merge(...lines: object[]): Promise<string> {
  const file = join(folder, 'lines.jsonl')
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return mergeVerdicts([file], { rules, today: '2026-11-25', folder: join(folder, 'judged') })
}

test('keeps a verdict without the page that it is about, and once only', async () => {
  const line = { rule: 'title-missing', key, right: true, by: 'anna', note: 'no title', url: 'https://example.test/' }
  expect(await merge(line)).toBe('1 verdicts added, 0 were there already.\n')
  expect(await merge(line, { ...line, by: 'berta', right: false })).toBe('1 verdicts added, 1 were there already.\n')
  const text = await readFile(join(folder, 'judged', 'title-missing.jsonl'), 'utf8')
  expect(text).toBe(
    `{"key":"${key}","right":true,"by":"anna","on":"2026-11-25","note":"no title"}\n` +
      `{"key":"${key}","right":false,"by":"berta","on":"2026-11-25","note":"no title"}\n`,
  )
  expect((await readJudged(join(folder, 'judged'))).get('title-missing')).toHaveLength(2)
})

test('refuses rules that do not exist and judges who contradict themselves, unless they settle it', async () => {
  const line = { rule: 'title-missing', key, right: true, by: 'anna' }
  await expect(merge({ ...line, rule: 'title-mising' })).rejects.toThrow(/title-missing/)
  await merge(line)
  await expect(merge({ ...line, right: false })).rejects.toThrow(UsageError)
  await merge({ ...line, right: false, settled: true })
  expect((await readJudged(join(folder, 'judged'))).get('title-missing')).toMatchObject([
    { right: false, settled: true },
  ])
})
