import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectBatch } from '../../src/commands/inspect/batch.ts'
import type { ReaderLimits } from '../../src/commands/inspect/page-reader.ts'
import { UsageError } from '../../src/shared/errors.ts'
import { vocabularies } from '../facts/own-pages.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagelight-batch-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function page(name: string, html: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, html)
  return path
}

interface Answer {
  id: unknown
  facts?: { page: { title: string } }
  error?: string
}

async function batch(lines: string[], limits?: ReaderLimits): Promise<{ answers: Answer[]; thrown: unknown }> {
  const list = await page('list.jsonl', lines.join('\n'))
  const answers: Answer[] = []
  const write = async (line: string): Promise<void> => void answers.push(JSON.parse(line) as Answer)
  const thrown: unknown = await inspectBatch(list, { vocabularies, vendors: [] }, write, limits).then(
    () => undefined,
    (error: unknown) => error,
  )
  return { answers, thrown }
}

const task = (id: unknown, path: string): string => JSON.stringify({ id, url: 'https://a.example.test/', path })

test('answers come in the order of the list; what can not be read has an error', { timeout: 60_000 }, async () => {
  const large = await page(
    'large.html',
    `<title>Large</title>${'<p><a href="/a">Tour of the town</a></p>'.repeat(20_000)}`,
  )
  const small = await page('small.html', '<title>Small \u2028</title>')
  const list = Array.from({ length: 40 }, (_, index) => task(index, index === 0 ? large : small))
  const { answers, thrown } = await batch([...list, '', task('gone', join(folder, 'nowhere.html'))])
  expect(thrown).toBeUndefined()
  expect(answers.map(({ id }) => id)).toEqual([...Array.from({ length: 40 }, (_, index) => index), 'gone'])
  expect(answers[0]?.facts?.page.title).toBe('Large')
  expect(answers[39]?.facts?.page.title).toBe('Small')
  expect(answers[40]?.error).toMatch(/ENOENT/)
})

test.each([
  ['{"id": 1', 'is no JSON'],
  ['{"id": 1}', '"path" is missing'],
  ['null', '"path" is missing'],
])(
  'a line that is no task ends the batch, after the answers before it: %s',
  { timeout: 60_000 },
  async (line, message) => {
    const small = await page('small.html', '<title>Small</title>')
    const { answers, thrown } = await batch([task('before', small), line, task('after', small)])
    expect(answers.map(({ id }) => id)).toEqual(['before'])
    expect(thrown).toBeInstanceOf(UsageError)
    expect((thrown as UsageError).mistakes[0]).toMatchObject({ place: expect.stringMatching(/:2$/), message })
  },
)

test('a page that takes too long costs its own line alone', { timeout: 60_000 }, async () => {
  const slow = await page('slow.html', '<div>'.repeat(1_000_000))
  const small = await page('small.html', '<title>Small</title>')
  const { answers } = await batch([task(1, small), task(2, slow), task(3, small)], { pageMs: 2000 })
  expect(answers.map(({ id, error, facts }) => [id, error ?? facts?.page.title])).toEqual([
    [1, 'Small'],
    [2, 'took longer than 2 seconds'],
    [3, 'Small'],
  ])
})

test('a page that takes all memory costs its own line alone', { timeout: 60_000 }, async () => {
  const huge = await page('huge.html', '<p><b>x</b><i>y</i>'.repeat(260_000))
  const small = await page('small.html', '<title>Small</title>')
  const { answers } = await batch([task(1, huge), task(2, small)], { memory: 200 })
  expect(answers[0]?.error).toMatch(/memory/)
  expect(answers[1]?.facts?.page.title).toBe('Small')
})

test('what is no file is not waited for', { timeout: 60_000 }, async () => {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const { answers } = await batch([task(1, pipe), task(2, folder)])
  expect(answers.map(({ error }) => error)).toEqual([`${pipe} is no file`, `${folder} is no file`])
})
