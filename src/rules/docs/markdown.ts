/** How a page begins that nobody should edit. */
export const generatedMark = '<!-- Generated from'

/** The first line of such a page. */
export function generated(from: string): string {
  return `${generatedMark} ${from} by \`npm run docs\`: edit that, not this. -->\n`
}

/** A text inside of a table's cell. */
export function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('|', String.raw`\|`)
    .trim()
}

/** A block of code, whatever it holds. */
export function fence(language: string, text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length))
  const ticks = '`'.repeat(longest + 1)
  return [`${ticks}${language}`, text.trimEnd(), ticks, '']
}

/** An address that can be clicked. */
export function link(url: string): string {
  return `<${url}>`
}

/** A table; the first row is its head. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const [head = [], ...body] = rows
  const line = (row: readonly string[]): string => `| ${row.map(cell).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...body.map(line)]
}
