import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load-config.ts'
import { exampleReports, readRuleFolder } from '../../src/commands/rules/rule-folder.ts'
import { readKnowledge } from '../../src/knowledge.ts'
import { pageLanguage } from '../../src/rules/languages.ts'

const root = resolve(import.meta.dirname, '../..')
const guide = await readFile(join(root, 'docs/writing-rules.md'), 'utf8')
const blocks = [...guide.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({
  language,
  text,
}))
const files = blocks.filter(({ language }) => language === 'yaml')
const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.trim().split('\n'))

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guide-'))
  for (const { text } of files) {
    const path = /^# (\S+)\n/.exec(text)?.[1]
    if (!path) throw new Error(`A YAML block of the guide does not say which file it is:\n${text}`)
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  await writeFile(
    join(folder, 'page.html'),
    '<html lang="en"><main><h1>Desk lamp</h1><form><input name="a"></form></main></html>',
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('docs/writing-rules.md', () => {
  it('its rules have no mistakes, and their examples come out as they should', { timeout: 120_000 }, async () => {
    const rules = await readRuleFolder(join(folder, 'my-rules'))
    expect(rules.rules).toHaveLength(3)
    const reports = await exampleReports(rules)
    expect(reports.flatMap(({ failures, untried }) => [...failures, ...untried])).toEqual([])
  })

  it.each(['stagelight.config.yaml', 'client.config.yaml'])('%s is a config', async (file) => {
    const { rules } = await loadConfig({ flags: {}, file, folder, environment: {} })
    const knowledge = await readKnowledge({ rules: { ...rules, folder: join(folder, rules.folder ?? '') } })
    expect(knowledge.rules.filter(({ isForeign }) => isForeign)).toHaveLength(3)
    expect(knowledge.weights.severity.low).toBe(0.5)
  })

  it('its expressions are right', () => {
    const lines = blocks.filter(({ language }) => language === 'cel').flatMap(({ text }) => text.trim().split('\n'))
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) expect(pageLanguage().compile(line, 'bool'), line).not.toBeInstanceOf(Array)
  })

  it('its commands do what it says', { timeout: 300_000 }, async () => {
    expect(commands.length).toBeGreaterThan(4)
    for (const command of commands) {
      const [program, ...args] = command.split(' ')
      expect(program).toBe('stagelight')
      // The guide shows the file that `new` would write; here it is there already.
      if (args[1] === 'new') await rm(join(folder, 'my-rules/evaluation/product-without-picture.yaml'))
      const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'src/cli.ts'), ...args], {
        cwd: folder,
      })
      expect(stdout, command).not.toBe('')
      if (args[1] === 'new')
        await writeFile(join(folder, 'my-rules/evaluation/product-without-picture.yaml'), files[0]!.text)
    }
  })

  it('has no other kind of block', () => {
    expect([...new Set(blocks.map(({ language }) => language))].toSorted()).toEqual(['cel', 'sh', 'yaml'])
  })
})
