import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listFirings } from '../../src/commands/firings.ts'
import { UsageError } from '../../src/shared/errors.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firings-'))
  const page = (title: string): string =>
    `<html lang="en"><head><title>${title}</title><meta name="viewport" content="width=device-width, user-scalable=no"></head><body><main><h1>${title}</h1></main></body></html>`
  const names = ['one', 'two', 'three']
  await Promise.all(names.map((name) => writeFile(join(folder, `${name}.html`), page(name))))
  const lines = names.map((name) =>
    JSON.stringify({ id: name, url: `https://${name}.example.test/`, path: `${name}.html` }),
  )
  await writeFile(join(folder, 'list.jsonl'), `${lines.join('\n')}\n`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('lists where a rule fires, with what was assumed; the seed decides which are drawn', async () => {
  const all = await listFirings([folder], { rule: 'zoom-blocked' })
  expect(all).toContain('Saved pages are judged one by one')
  expect(all).toContain('zoom-blocked: 3 times on 3 sites; 3 shown')
  const [first, again] = await Promise.all(
    [1, 2].map(() => listFirings([folder], { rule: 'zoom-blocked', seed: 'a', most: 1 })),
  )
  expect(first).toBe(again)
  expect(first!.match(/https:\/\//g)).toHaveLength(1)
})

test('says of a rule that it fired nowhere', async () => {
  expect(await listFirings([folder], { rule: 'title-missing' })).toContain('title-missing: nowhere')
})

test('an unknown rule, and a folder without pages or runs, are told apart', async () => {
  await expect(listFirings([folder], { rule: 'nonsense' })).rejects.toThrow(UsageError)
  await expect(listFirings([join(folder, 'nowhere')], {})).rejects.toThrow(UsageError)
})
