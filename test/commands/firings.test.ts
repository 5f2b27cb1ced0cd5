import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listFirings } from '../../src/commands/firings.ts'
import { drawFirings, type Firing } from '../../src/commands/firings/firing.ts'
import { UsageError } from '../../src/shared/errors.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firings-'))
  const page = (title: string): string =>
    `<html lang="en"><head><title>${title}</title><meta name="viewport" content="width=device-width, user-scalable=no"></head><body><main><h1>${title}</h1></main></body></html>`
  const names = ['one', 'two', 'three']
  await Promise.all(names.map((name) => writeFile(join(folder, `${name}.html`), page(name))))
  const lines = names.map((name) =>
    JSON.stringify({ id: name, url: `https://${name}.example.test/`, path: `${name}.html`, group: name }),
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

test('as JSON lines a firing comes with what it takes to judge it, and facts are read once', async () => {
  const cache = join(folder, 'cache')
  const lines = await listFirings([folder], { rule: 'zoom-blocked', json: true, cache })
  const cards = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(cards).toHaveLength(3)
  const one = cards.find(({ site }) => site === 'one')
  expect(one).toMatchObject({ rule: 'zoom-blocked', url: 'https://one.example.test/', title: 'one', language: 'en' })
  expect(one?.['context']).toContain('# one')
  expect(one?.['key']).toMatch(/^[\da-f]{8}-[\da-f]{8}-[\da-f]{8}@[\da-f]{6}$/)
  expect(one?.['html']).toBe(join(folder, 'one.html'))
  expect(await listFirings([folder], { rule: 'zoom-blocked', json: true, cache })).toBe(lines)
})

test('a sheet works without network and holds every key', async () => {
  const sheet = join(folder, 'sheet.html')
  expect(await listFirings([folder], { rule: 'zoom-blocked', sheet })).toContain('3 firings to judge')
  const html = await readFile(sheet, 'utf8')
  expect(html.match(/<article /g)).toHaveLength(3)
  expect(html).toContain("default-src 'none'")
  expect(html).not.toMatch(/(?:src|href)="https?:/)
})

test('each site comes before a second place of any', () => {
  const firing = (site: string, template: string): Firing => ({
    key: `${site} ${template}`,
    rule: 'zoom-blocked',
    verdict: 'fail',
    site,
    template,
    url: '',
    message: '',
    snippet: '',
    selector: '',
    node: 0,
    pages: 1,
    sample: [],
    assumed: {},
    from: { file: '' },
    picture: { key: '', box: [] },
  })
  const all = ['/', '/a', '/b', '/c'].map((template) => firing('lamps', template))
  const drawn = drawFirings([...all, firing('shades', '/')], { seed: '1', most: 2 })
  expect(new Set(drawn.map(({ site }) => site))).toEqual(new Set(['lamps', 'shades']))
})

test('says of a rule that it fired nowhere', async () => {
  expect(await listFirings([folder], { rule: 'title-missing' })).toContain('title-missing: nowhere')
})

test('an unknown rule, and a folder without pages or runs, are told apart', async () => {
  await expect(listFirings([folder], { rule: 'nonsense' })).rejects.toThrow(UsageError)
  await expect(listFirings([join(folder, 'nowhere')], {})).rejects.toThrow(UsageError)
})
