import { linkView, type LinkView } from './link-view.ts'
import type { AuditResult } from './result.ts'
import { excerpt } from './text.ts'

/** A line of the inventory. */
export interface PageRow {
  link: LinkView
  title: string
  type: string
  state: 'audited' | 'skipped' | 'blocked' | 'failed'
  reason: string
  rendered: boolean
  /** A declared journey, a saved file: what it comes from in place of links; `how` is empty for most pages. */
  reached: { how: '' | 'journey' | 'saved'; name: string }
  depth: number
  findings: number
  nextSteps: number
}

export interface Inventory {
  rows: PageRow[]
  total: number
  shown: number
  /** Page types and states that the rows hold, for the filters. */
  types: string[]
  states: string[]
}

/** The pages, those with most to say first; the table files hold them all. */
export function inventoryView({ pages, site }: AuditResult, most: number): Inventory {
  const ranked = pages.toSorted((a, b) => rank(b) - rank(a) || b.importance - a.importance || b.findings - a.findings)
  const rows = ranked.slice(0, most).map((page) => ({
    link: linkView(page.url, site.origin),
    title: excerpt(page.title, 90),
    type: page.type,
    state: page.state,
    reason: page.state === 'audited' ? '' : excerpt(page.reason, 80),
    rendered: page.rendered,
    reached: reachedBy(page.reachedBy),
    depth: page.depth,
    findings: page.findings,
    nextSteps: page.nextSteps.length,
  }))
  return {
    rows,
    total: pages.length,
    shown: rows.length,
    types: [...new Set(rows.map(({ type }) => type))].toSorted(),
    states: [...new Set(rows.map(({ state }) => state))].toSorted(),
  }
}

function reachedBy(told = ''): PageRow['reached'] {
  const how = (['journey', 'saved'] as const).find((one) => told.startsWith(`${one}:`)) ?? ''
  return { how, name: excerpt(told.slice(how.length + 1), 60) }
}

function rank({ state }: AuditResult['pages'][number]): number {
  return state === 'audited' ? 1 : 0
}
