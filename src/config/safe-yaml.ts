import { visit, type Document } from 'yaml'

/** What YAML can do that no file of ours needs. */
export interface Trick {
  offset: number
  message: string
  hint: string
}

/**
 * Aliases, with which a small file can grow without end when it is read, and keys that would reach into the program's
 * own objects. Looked for before a document becomes values.
 */
export function yamlTricks(document: Document): Trick[] {
  const tricks: Trick[] = []
  visit(document, {
    Alias(_key, node) {
      tricks.push({
        offset: node.range?.[0] ?? 0,
        message: `*${node.source} points at another part of the file`,
        hint: 'Write it out: aliases are not read, because a few of them can grow into more than fits in memory.',
      })
    },
    Pair(_key, { key }) {
      if (typeof key !== 'object' || key === null || !('value' in key) || key.value !== '__proto__') return
      const range = 'range' in key && Array.isArray(key.range) ? (key.range as number[]) : []
      tricks.push({ offset: range[0] ?? 0, message: 'a key can’t be called __proto__', hint: 'Leave it out.' })
    },
  })
  return tricks
}
