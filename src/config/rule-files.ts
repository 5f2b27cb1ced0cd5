import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { stages } from '../shared/taxonomy.ts'
import { UsageError, type Mistake } from '../shared/errors.ts'
import { nearest } from '../shared/nearest.ts'

/** What a folder of rules may hold: far more than anybody writes, far less than would stop us. */
const most = { files: 500, bytes: 200_000 }

/** A file as text, with its place as a person knows it. */
export interface FileText {
  place: string
  text: string
}

/**
 * The rule files in the stage folders of a folder of rules, as text, sorted by place. What else lies there (stages.yaml,
 * the vocabulary) is read by others. Places start with `name`, the folder's own name when it is not given.
 * @throws UsageError for a folder that does not exist, and for files that lead out of it or are too large or too many
 */
export async function readRuleTexts(folder: string, name = basename(folder)): Promise<FileText[]> {
  const paths = (await findRuleFiles(folder, name)).toSorted()
  if (paths.length > most.files) {
    const message = `There are ${paths.length} rule files here; ${most.files} are read at most`
    throw new UsageError('bad-rules', { place: name, message, hint: 'Split them into several folders.' })
  }
  return readInside(folder, name, paths)
}

/** The ids of a folder's rules with their places, by the names of their files: nothing is read. */
export async function readRuleIds(folder: string): Promise<Map<string, string>> {
  const name = basename(folder)
  const paths = await findRuleFiles(folder, name)
  return new Map(paths.map((path) => [basename(path).replace(/\.ya?ml$/, ''), `${name}/${path}`]))
}

/** What a client may put beside rules of his own. */
const clientFiles = ['expectations.yaml', 'stages.yaml'] as const

/** A client's folder: rules, and what is laid over our expectations and weights. */
export interface ClientFolder {
  rules: FileText[]
  expectations: FileText | undefined
  stages: FileText | undefined
}

/**
 * Reads a folder that a client (or a stranger) wrote: rules in stage folders, `expectations.yaml`, `stages.yaml`.
 * @throws UsageError also when there is nothing of that, and for YAML files that nothing would read
 */
export async function readClientFolder(folder: string): Promise<ClientFolder> {
  const name = folder.replace(/[/\\]+$/, '') || folder
  const rules = await readRuleTexts(folder, name)
  const entries = await readdir(folder, { withFileTypes: true })
  const strays: Mistake[] = []
  for (const entry of entries) {
    const place = `${name}/${entry.name}`
    if (isYaml(entry.name) && !clientFiles.some((file) => file === entry.name)) {
      const hint = `A rule lies in the folder of its stage: ${name}/evaluation/${entry.name}`
      strays.push({ place, message: 'This file lies in no stage folder, so nothing reads it', hint })
    } else if (!isStage(entry.name) && (await holdsYaml(join(folder, entry.name)))) {
      strays.push({ place, message: 'This folder is no stage, so nothing reads it', hint: nearest(entry.name, stages) })
    }
  }
  if (strays.length > 0) throw new UsageError('bad-rules', strays)
  const here = clientFiles.filter((file) => entries.some((entry) => entry.name === file))
  const texts = await readInside(folder, name, here)
  const textOf = (file: (typeof clientFiles)[number]): FileText | undefined =>
    texts.find(({ place }) => place === `${name}/${file}`)
  if (rules.length === 0 && here.length === 0) {
    const hint = `A rule lies in the folder of its stage, ${name}/evaluation/my-rule.yaml. Start one: stagelight rules new my-rule ${name}`
    throw new UsageError('bad-rules', { place: name, message: 'There are no rules in this folder', hint })
  }
  return { rules, expectations: textOf('expectations.yaml'), stages: textOf('stages.yaml') }
}

/** The text of `catalogue.yaml` in a folder of rules. */
export async function readCatalogueText(folder: string): Promise<FileText> {
  const name = 'catalogue.yaml'
  return { place: `${basename(folder)}/${name}`, text: await readFile(join(folder, name), 'utf8') }
}

/** The text of `expectations.yaml` in a folder of rules. */
export async function readExpectationsText(folder: string): Promise<FileText> {
  const name = 'expectations.yaml'
  return { place: `${basename(folder)}/${name}`, text: await readFile(join(folder, name), 'utf8') }
}

async function findRuleFiles(folder: string, name: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new UsageError('bad-rules', { place: name, message: 'There is no such folder of rules' }, { cause })
  })
  const found = await Promise.all(
    names.filter(isStage).map(async (stage) => {
      const files = await readdir(join(folder, stage)).catch((): string[] => [])
      return files.filter(isYaml).map((file) => `${stage}/${file}`)
    }),
  )
  return found.flat()
}

/** Reads files of a folder; all that may not be read are told at once. */
async function readInside(folder: string, name: string, paths: readonly string[]): Promise<FileText[]> {
  const root = await realpath(folder)
  const mistakes: Mistake[] = []
  const texts = await Promise.all(
    paths.map(async (path): Promise<FileText> => {
      const place = `${name}/${path}`
      const refusal = await whyNot(join(folder, path), root)
      if (!refusal) return { place, text: await readFile(join(folder, path), 'utf8') }
      mistakes.push({ place, message: refusal })
      return { place, text: '' }
    }),
  )
  if (mistakes.length > 0) throw new UsageError('bad-rules', mistakes)
  return texts
}

/** Why a file is not read; empty when it is. A link out of the folder could show any file of this machine in a message. */
async function whyNot(path: string, root: string): Promise<string> {
  const real = await realpath(path).catch(() => '')
  if (real === '') return 'This link leads nowhere'
  if (!real.startsWith(root + sep)) return 'This link leads out of the folder; put a copy of the file here'
  const found = await stat(real)
  // A pipe may never end.
  if (!found.isFile()) return 'This is no file'
  return found.size > most.bytes
    ? `This file is ${Math.ceil(found.size / 1000)} KB large; ${most.bytes / 1000} KB are read at most`
    : ''
}

async function holdsYaml(path: string): Promise<boolean> {
  return (await readdir(path).catch((): string[] => [])).some(isYaml)
}

function isStage(name: string): boolean {
  return stages.some((stage) => stage === name)
}

function isYaml(name: string): boolean {
  return name.endsWith('.yaml') || name.endsWith('.yml')
}
