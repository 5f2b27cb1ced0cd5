import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { getDomain } from 'tldts'
import { compareText } from '../../shared/digest.ts'
import { UsageError } from '../../shared/errors.ts'
import { runFileName } from '../../store/run-folder.ts'

/** A page that somebody saved, and where it came from. */
export interface SavedPage {
  url: string
  file: string
  /** What pages of one site have in common. */
  site: string
}

/** What firings are looked for in. */
export interface Sources {
  /** Folders of stored runs. */
  runs: string[]
  pages: SavedPage[]
}

/** Runs and saved pages in what a person named: folders of runs, and lists of `{url, path}` lines. @throws UsageError */
export async function readSources(paths: readonly string[]): Promise<Sources> {
  const found = (await Promise.all(paths.map((path) => findSources(resolve(path))))).flat().toSorted(compareText)
  if (found.length === 0) {
    throw new UsageError('bad-option', {
      place: paths.join(' '),
      message: 'holds neither a list of saved pages (.jsonl) nor a run',
      hint: 'Give a .jsonl file, the folder of a run, or a folder with several of them.',
    })
  }
  const lists = await Promise.all(found.filter((path) => path.endsWith('.jsonl')).map((path) => readList(path)))
  const pages = new Map(lists.flat().map((page) => [page.file, page]))
  return { runs: found.filter((path) => !path.endsWith('.jsonl')), pages: [...pages.values()] }
}

/** Runs and lists below a path, at most four folders down. */
async function findSources(path: string, depth = 4): Promise<string[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return []
  if (!found.isDirectory()) return path.endsWith('.jsonl') ? [path] : []
  if (existsSync(join(path, runFileName))) return [path]
  if (depth === 0) return []
  const entries = await readdir(path, { withFileTypes: true })
  // `latest` is a link to a run that is listed anyway.
  const inside = entries.filter((entry) => !entry.isSymbolicLink()).map(({ name }) => join(path, name))
  return (await Promise.all(inside.map((each) => findSources(each, depth - 1)))).flat()
}

async function readList(list: string): Promise<SavedPage[]> {
  const lines = (await readFile(list, 'utf8')).split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    const { url, path, group } = JSON.parse(line) as { url?: string; path?: string; group?: string }
    if (!path || !url || !URL.canParse(url)) {
      throw new UsageError('bad-option', { place: `${list}:${index + 1}`, message: 'needs "url" and "path"' })
    }
    return [{ url, file: resolve(dirname(list), path), site: group || getDomain(url) || new URL(url).host }]
  })
}
