import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resultTables, toCsv } from '../../src/report/csv.ts'
import { maskResult } from '../../src/report/masking.ts'
import { sampleResult } from './sample-result.ts'

/** Reads CSV back the way a spreadsheet does. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  const cells = /"((?:[^"]|"")*)"|([^",\r\n]*)/y
  let at = 1 // past the byte order mark
  while (at < text.length) {
    cells.lastIndex = at
    const [all, quoted, bare] = cells.exec(text) ?? ['', undefined, '']
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '')
    at += all.length
    if (text.startsWith('\r\n', at)) {
      at += 2
      if (at < text.length) rows.push([])
    } else at += 1
  }
  return rows
}

describe('CSV', () => {
  test('no text can start a formula, and every cell comes back', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.constantFrom('=', '+', '-', '@', '\t=', ' =', '"=', '＝', '\r\n=', '|', '%'), fc.string())
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), (cells) => {
        const columns = cells.map((_, index) => `c${index}`)
        const csv = toCsv(columns, [Object.fromEntries(cells.map((cell, index) => [`c${index}`, cell]))])
        const read = readCsv(csv)
        expect(read).toHaveLength(2)
        expect(read[1]).toHaveLength(cells.length)
        for (const cell of read[1] ?? []) expect(cell).not.toMatch(/^[\s"]*[=+\-@|%＝＋－＠\t]/u)
      }),
    )
  })

  test('numbers stay numbers, claims become words', () => {
    expect(toCsv(['a', 'b', 'c'], [{ a: -3.5, b: true, c: Number.NaN }])).toBe('\uFEFF"a","b","c"\r\n-3.5,yes,\r\n')
  })

  test('tables of a hostile result keep their shape', () => {
    const result = maskResult(sampleResult({ pages: 40, findings: 30, hostile: true }))
    const tables = resultTables(result)
    expect([...tables.keys()]).toEqual([
      'pages.csv',
      'findings.csv',
      'opportunities.csv',
      'experiments.csv',
      'events.csv',
    ])
    expect(readCsv(tables.get('pages.csv') ?? '')).toHaveLength(1 + result.pages.length)
    expect(readCsv(tables.get('findings.csv') ?? '')).toHaveLength(1 + result.findings.length)
    for (const table of tables.values()) {
      const [head, ...rows] = readCsv(table)
      for (const row of rows) {
        expect(row).toHaveLength(head?.length ?? 0)
        for (const cell of row) expect(cell).not.toMatch(/^[=+@\t]|^-(?!\d)/)
      }
    }
  })
})
