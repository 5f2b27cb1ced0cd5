import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readReportTemplate } from '../../src/config/report-templates.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'template-test-'))
  await mkdir(join(folder, 'look', 'strings'), { recursive: true })
  await mkdir(join(folder, 'heavy'))
  await writeFile(join(folder, 'look', 'brand.yaml'), 'name: Agency\n')
  await writeFile(join(folder, 'look', 'strings', 'en.yaml'), 'nav: { pages: Addresses }\n')
  await writeFile(join(folder, 'look', 'logo.png'), new Uint8Array(10))
  await writeFile(join(folder, 'look', 'notes.txt'), 'not ours')
  await writeFile(join(folder, 'heavy', 'logo.png'), new Uint8Array(20_000_000))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('texts and pictures of every layer are read, under names with slashes', async () => {
  const [layer, ...more] = await readReportTemplate([join(folder, 'look')])
  expect(more).toEqual([])
  expect([...(layer?.texts.keys() ?? [])]).toEqual(['brand.yaml', 'strings/en.yaml'])
  expect([...(layer?.pictures.keys() ?? [])]).toEqual(['logo.png'])
})

test.each([
  ['heavy', 'too large'],
  ['nowhere', 'cannot be read'],
])('a folder “%s” stops with its place', async (name, words) => {
  await expect(readReportTemplate([join(folder, name)])).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(new RegExp(`${name}.*${words}`)),
  })
})
