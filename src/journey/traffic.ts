import { z } from 'zod'
import { UsageError } from '../shared/errors.ts'

/** Names of columns, by what they hold: `traffic:` in `rules/journey.yaml`. */
export const TrafficColumns = z.strictObject({ page: z.array(z.string()).min(1), visits: z.array(z.string()).min(1) })
export type TrafficColumns = z.infer<typeof TrafficColumns>

/** Visits by page, as a file of the client's says. Keys are addresses or paths, as written there. */
export type Traffic = ReadonlyMap<string, number>

/**
 * Reads a table of visits: CSV with a column of pages and one of visits, or what GA4 exports (comment lines, a line of
 * totals, further tables below). Separators are commas, semicolons or tabs.
 * @throws UsageError with the columns found and wanted
 */
export function parseTraffic(text: string, place: string, columns: TrafficColumns): Traffic {
  const lines = tableOf(text)
  const separator = separatorOf(lines)
  const [head = [], ...rows] = readCsv(lines, separator)
  const names = head.map((name) => name.trim())
  const pageColumn = columnOf(names, columns.page)
  const visitsColumn = columnOf(names, columns.visits)
  if (pageColumn < 0 || visitsColumn < 0) {
    throw new UsageError('bad-config', {
      place,
      message: names.some((name) => name !== '')
        ? `has no column of ${pageColumn < 0 ? 'pages' : 'visits'}; its columns are: ${names.join(', ').slice(0, 300)}`
        : 'holds no table',
      hint: `Wanted: one of ${columns.page.slice(0, 4).join(', ')}, and one of ${columns.visits.slice(0, 4).join(', ')}.`,
    })
  }
  const visits = new Map<string, number>()
  for (const row of rows) {
    const page = (row[pageColumn] ?? '').trim()
    const count = numberOf(row[visitsColumn] ?? '')
    // Totals name no page.
    if (!/^(?:https?:\/\/|\/)/i.test(page) || count === undefined) continue
    visits.set(page, (visits.get(page) ?? 0) + count)
  }
  if (visits.size === 0) {
    throw new UsageError('bad-config', {
      place,
      message: `names no page in its column "${names[pageColumn]}", or no number beside one`,
      hint: 'Pages are addresses (https://…) or paths that start with a slash.',
    })
  }
  return visits
}

/** The first table of the text: comments and blank lines before it left out, what follows a blank line left out, too. */
function tableOf(text: string): string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const start = lines.findIndex((line) => !isBetweenTables(line))
  if (start < 0) return ''
  const rest = lines.slice(start)
  let isQuoted = false
  const end = rest.findIndex((line) => {
    const isEnd = !isQuoted && isBetweenTables(line)
    if ((line.split('"').length - 1) % 2 === 1) isQuoted = !isQuoted
    return isEnd
  })
  return (end < 0 ? rest : rest.slice(0, end)).join('\n')
}

function isBetweenTables(line: string): boolean {
  return line.trim() === '' || line.startsWith('#')
}

function separatorOf(table: string): string {
  const head = table.split('\n', 1)[0]!.replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: head.split(sign).length }))
  return counts.toSorted((a, b) => b.count - a.count)[0]!.sign
}

/** RFC 4180: quoted fields may hold separators, line breaks and doubled quotes. */
export function readCsv(text: string, separator: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let isQuoted = false
  const endRow = (): void => {
    row.push(field)
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    field = ''
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (isQuoted) {
      if (sign !== '"') field += sign
      else if (text[at + 1] === '"') {
        field += '"'
        at++
      } else isQuoted = false
    } else if (sign === '"' && field === '') isQuoted = true
    else if (sign === separator) {
      row.push(field)
      field = ''
    } else if (sign === '\n') endRow()
    else if (sign !== '\r') field += sign
  }
  if (field !== '' || row.length > 0) endRow()
  return rows
}

function columnOf(names: readonly string[], wanted: readonly string[]): number {
  const plain = (name: string): string =>
    name
      .toLowerCase()
      .replace(/[\s_-]+/g, ' ')
      .replaceAll('’', "'")
      .trim()
  const known = names.map(plain)
  return wanted.map((name) => known.indexOf(plain(name))).find((index) => index >= 0) ?? -1
}

/** Whole numbers with or without signs between thousands; `undefined` for what is none. */
function numberOf(text: string): number | undefined {
  const plain = text.trim().replace(/(?<=\d)[.,'’\s\u00A0\u202F](?=\d{3}(?!\d))/g, '')
  return /^\d+(?:[.,]\d+)?$/.test(plain) ? Number(plain.replace(',', '.')) : undefined
}

/** Visits by page key: paths belong to the site's own origin; several lines of one page add up. */
export function visitsByKey(traffic: Traffic, origin: string, keyOf: (url: string) => string): Map<string, number> {
  const visits = new Map<string, number>()
  for (const [page, count] of traffic) {
    const url = URL.parse(page, origin)
    if (!url) continue
    const key = keyOf(url.href)
    visits.set(key, (visits.get(key) ?? 0) + count)
  }
  return visits
}
