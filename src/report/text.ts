// Control characters other than tab and newline, bidi overrides and isolates (they could reorder our own words), BOM.
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const unwanted = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/g

/** Text from a page, made fit to be shown: no control or direction characters, no half characters, one line. */
export function cleanLine(text: string): string {
  return cleanBlock(text).replace(/\s+/g, ' ').trim()
}

/** The same, but line breaks stay. */
export function cleanBlock(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(unwanted, '')
}

/** At most `length` characters, cut between whole characters and marked with an ellipsis. */
export function excerpt(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length)
  // A high surrogate, joiner or variation selector at the end would leave half an emoji.
  return `${cut.replace(/(?:[\uD800-\uDBFF]|\u200D|\uFE0F)+$/, '').trimEnd()}…`
}
