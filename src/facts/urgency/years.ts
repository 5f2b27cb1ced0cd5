import { tagged, type Tree } from '../dom/tree.ts'

const year = /(?<![\d.,/-])(?:20[0-4]\d)(?![\d])|(?<=[./-])20[0-4]\d(?!\d)/g

/** Years of this century in a text. */
export function yearsIn(text: string): number[] {
  return (text.match(year) ?? []).map(Number)
}

/**
 * The newest year that the page names as its own: in its copyright line, and in what it tells machines of its changes. A
 * page can't be older; so what ended in a year before is over, whatever the day on which we look.
 */
export function newestYear(tree: Tree): number {
  let newest = 0
  for (const { text } of tree.runs) {
    if (text.length < 300 && /©|\(c\)|copyright/i.test(text)) newest = Math.max(newest, ...yearsIn(text))
  }
  for (const { attribs } of tagged(tree, 'meta')) {
    if (/modified_time|updated_time|last-modified|date/i.test(attribs['property'] ?? attribs['name'] ?? ''))
      newest = Math.max(newest, ...yearsIn((attribs['content'] ?? '').slice(0, 40)))
  }
  return newest
}
