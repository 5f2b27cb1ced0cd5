import { readFile } from 'node:fs/promises'

/** The vendors file as text; `facts/vendors.ts` parses it. */
export async function readVendorsText(path: string): Promise<{ place: string; text: string }> {
  return { place: 'rules/vendors.yaml', text: await readFile(path, 'utf8') }
}
