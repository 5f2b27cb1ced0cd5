import type { Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import { regionOf } from '../dom/regions.ts'
import { tagged, type Tree } from '../dom/tree.ts'

export interface DataTable {
  kind: 'specifications' | 'comparison'
  text: string
  element: Element
}

const leastRows = 3
const longestCell = 120
const most = 10

/** Names with values are specifications; a table of three columns and more sets things side by side. */
export function tablesOf(tree: Tree): DataTable[] {
  return tagged(tree, 'table', 'dl')
    .filter(
      (element) => !tree.hidden.has(element) && !['nav', 'footer', 'header', 'dialog'].includes(regionOf(element)),
    )
    .slice(0, most)
    .flatMap((element) => (element.name === 'dl' ? namedValues(element) : rowsOfCells(element)))
}

function namedValues(element: Element): DataTable[] {
  const names = below(element, 'dt', 3)
  return names.length >= leastRows && names.length === below(element, 'dd', 3).length ? [specified(element)] : []
}

function rowsOfCells(element: Element): DataTable[] {
  // A table in a table lays out a page.
  if (below(element, 'table', 8).length > 0) return []
  const rows = below(element, 'tr', 2).map((row) =>
    row.children.filter((cell): cell is Element => cell.type === 'tag' && (cell.name === 'td' || cell.name === 'th')),
  )
  const isData = (cells: Element[]): boolean =>
    cells.every((cell) => readableText(cell, { limit: longestCell + 1 }).length <= longestCell)
  const two = rows.filter((cells) => cells.length === 2 && isData(cells))
  if (two.length >= leastRows && two.length >= rows.length / 2) return [specified(element)]
  const wide = rows.filter((cells) => cells.length >= 3 && isData(cells))
  return wide.length >= leastRows ? [{ kind: 'comparison', text: textOf(element), element }] : []
}

function specified(element: Element): DataTable {
  return { kind: 'specifications', text: textOf(element), element }
}

function textOf(element: Element): string {
  return readableText(element, { limit: 160 }).replace(/\s+/g, ' ').trim()
}

function below(element: Element, name: string, depth: number): Element[] {
  return element.children.flatMap((child) => {
    if (child.type !== 'tag') return []
    const own = child.name === name ? [child] : []
    return depth > 1 ? [...own, ...below(child, name, depth - 1)] : own
  })
}
