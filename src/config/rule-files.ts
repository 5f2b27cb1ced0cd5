import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { stages } from '../shared/taxonomy.ts'
import { UsageError } from '../shared/errors.ts'

/**
 * The rule files in the stage folders of a folder of rules, as text, sorted by place. What else lies there (stages.yaml,
 * the vocabulary) is read by others.
 */
export async function readRuleTexts(folder: string): Promise<{ place: string; text: string }[]> {
  const name = basename(folder)
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new UsageError('bad-rules', { place: folder, message: 'There is no such folder of rules' }, { cause })
  })
  const folders = entries.filter((entry) => entry.isDirectory() && stages.some((stage) => stage === entry.name))
  const places = await Promise.all(
    folders.map(async (entry) => {
      const files = await readdir(join(folder, entry.name))
      return files.filter(isYaml).map((file) => [entry.name, file])
    }),
  )
  const paths = places
    .flat()
    .map((parts) => parts.join('/'))
    .toSorted()
  return Promise.all(
    paths.map(async (path) => ({ place: `${name}/${path}`, text: await readFile(join(folder, path), 'utf8') })),
  )
}

/** The text of `expectations.yaml` in a folder of rules. */
export async function readExpectationsText(folder: string): Promise<{ place: string; text: string }> {
  const name = 'expectations.yaml'
  return { place: `${basename(folder)}/${name}`, text: await readFile(join(folder, name), 'utf8') }
}

function isYaml(name: string): boolean {
  return name.endsWith('.yaml') || name.endsWith('.yml')
}
