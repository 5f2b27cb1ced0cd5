import { readFile } from 'node:fs/promises'
import { UsageError } from '../shared/errors.ts'

/** The client's table of visits as text; `journey/traffic.ts` parses it. @throws UsageError when there is no such file */
export async function readTrafficText(path: string): Promise<{ place: string; text: string }> {
  try {
    return { place: path, text: decode(await readFile(path)) }
  } catch (cause) {
    throw new UsageError('bad-config', {
      place: `traffic: ${path}`,
      message: `can't be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      hint: 'Give the path of a CSV with a column of pages and one of visits, or of a GA4 export.',
    })
  }
}

/** Spreadsheets on Windows save "Unicode text" as UTF-16. */
function decode(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe
  return new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes)
}
