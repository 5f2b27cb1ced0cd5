import { existsSync } from 'node:fs'
import { mkdir, readdir, readlink, rm, symlink, writeFile, readFile, rename } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { UsageError } from '../shared/errors.ts'

export const runFileName = 'run.sqlite'

/** Makes `<output>/<host>/<UTC time>/`. An earlier run is never written over. @throws UsageError when it can't be written */
export async function createRunFolder(outputDir: string, host: string, startedAt: Date): Promise<string> {
  const parent = join(outputDir, hostFolder(host))
  const stamp = startedAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-')
  try {
    await makeFolders(resolve(parent))
    for (let attempt = 1; ; attempt++) {
      const folder = join(parent, attempt === 1 ? stamp : `${stamp}-${attempt}`)
      // Made, not looked for: of two runs that start in one second, each gets its own.
      if (await makeFolder(folder)) return folder
    }
  } catch (error) {
    throw new UsageError(
      'output',
      {
        place: outputDir,
        message: `can't be written (${codeOf(error)})`,
        hint: 'Choose another folder with --output-dir.',
      },
      { cause: error },
    )
  }
}

function hostFolder(host: string): string {
  return host.replace(/[^a-z0-9.-]+/gi, '_')
}

/** Makes a folder and those above it, step by step: Node's own `recursive` never ends where the system refuses quietly. */
async function makeFolders(path: string): Promise<void> {
  if (existsSync(path)) return
  await makeFolders(join(path, '..'))
  await makeFolder(path)
}

/** False when there is one already. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Writes a file of a run, whole or not at all: a run that is killed leaves no half of a report. */
export async function saveFile(path: string, bytes: string | Uint8Array): Promise<void> {
  const fresh = `${path}.part`
  await writeFile(fresh, bytes)
  await rename(fresh, path)
}

/** Points `latest` beside the run to it: a link, or a small file where links are not allowed. */
export async function pointLatest(folder: string): Promise<void> {
  const latest = join(folder, '..', 'latest')
  const fresh = `${latest}.${process.pid}`
  try {
    await symlink(basename(folder), fresh)
    await rename(fresh, latest)
  } catch {
    await rm(fresh, { force: true })
    await writeFile(`${latest}.txt`, `${basename(folder)}\n`)
  }
}

/**
 * The run folder that a person means: a run folder, its `run.sqlite`, or a host's folder (its latest run).
 * @throws UsageError when there is no run
 */
export async function findRunFolder(path: string): Promise<string> {
  const full = resolve(path)
  const candidates = [full, full.endsWith(runFileName) ? join(full, '..') : '', await latestIn(full)]
  const found = candidates.find((folder) => folder !== '' && existsSync(join(folder, runFileName)))
  if (found) return found
  throw new UsageError('bad-run', {
    place: path,
    message: `there is no run here (no ${runFileName})`,
    hint: 'Give the folder of a run, e.g. stagelight-report/example.com/latest.',
  })
}

/**
 * The newest run of a host that has a run file, finished or not: what `--resume` goes on with.
 * @throws UsageError when there is none
 */
export async function newestRunFolder(outputDir: string, host: string): Promise<string> {
  const parent = join(resolve(outputDir), hostFolder(host))
  const names = await readdir(parent).catch((): string[] => [])
  const newest = names
    .filter((name) => /^\d/.test(name) && existsSync(join(parent, name, runFileName)))
    .toSorted()
    .at(-1)
  if (newest) return join(parent, newest)
  throw new UsageError('bad-run', {
    place: host,
    message: `no run of this site to go on with in ${outputDir}`,
    hint: 'Start one without --resume.',
  })
}

/** The newest run of a host's folder; empty when there is none. */
async function latestIn(folder: string): Promise<string> {
  const link = join(folder, 'latest')
  try {
    return join(folder, await readlink(link))
  } catch {
    const note = await readFile(`${link}.txt`, 'utf8').catch(() => '')
    return note ? join(folder, note.trim()) : ''
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
