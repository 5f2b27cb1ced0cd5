import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { UsageError } from '../shared/errors.ts'

/** A folder of report parts as text: nothing is parsed yet. Names are relative to the folder, with `/`. */
export interface TemplateLayer {
  folder: string
  /** `report.hbs`, `partials/finding.hbs`, `theme.css`, `brand.yaml`, `strings/en.yaml` … */
  texts: ReadonlyMap<string, string>
  /** Pictures that a brand refers to. */
  pictures: ReadonlyMap<string, Uint8Array>
}

const textEndings = new Set(['.hbs', '.css', '.js', '.yaml'])
const pictureEndings = new Set(['.svg', '.png', '.jpg', '.jpeg', '.webp'])
const maxTextBytes = 1_000_000
const maxPictureBytes = 500_000

/**
 * Reads template folders. They are laid over each other, the last on top, so that a client's look is a folder which
 * holds only what differs from ours.
 */
export async function readReportTemplate(folders: readonly string[]): Promise<TemplateLayer[]> {
  return Promise.all(folders.map(readLayer))
}

async function readLayer(folder: string): Promise<TemplateLayer> {
  const texts = new Map<string, string>()
  const pictures = new Map<string, Uint8Array>()
  for (const name of await listFiles(folder)) {
    const ending = extname(name).toLowerCase()
    const isPicture = pictureEndings.has(ending)
    if (!isPicture && !textEndings.has(ending)) continue
    const bytes = await readFile(join(folder, name))
    const limit = isPicture ? maxPictureBytes : maxTextBytes
    if (bytes.length > limit) {
      throw new UsageError('bad-config', {
        message: `This file is too large for a report (${Math.round(bytes.length / 1000)} KB).`,
        place: join(folder, name),
        hint: `At most ${limit / 1000} KB: the report is one file and holds it.`,
      })
    }
    if (isPicture) pictures.set(name, bytes)
    else texts.set(name, bytes.toString('utf8'))
  }
  return { folder, texts, pictures }
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .toSorted()
  } catch (cause) {
    throw new UsageError(
      'bad-config',
      { message: 'This template folder cannot be read.', place: folder, hint: 'Give a folder that holds brand.yaml.' },
      { cause },
    )
  }
}
