import { compareText } from '../shared/digest.ts'
import type { RequestFate, RequestRecord } from '../snapshot/schema.ts'

/** A row of the side-effect ledger: one kind of request that was no plain read, and what became of it. */
export interface SideEffect {
  /** Why it was held or refused (`write`, `collector`, `media`, `websocket` …); `write` also for one that was let through. */
  kind: string
  host: string
  method: string
  pathPattern: string
  fate: RequestFate
  /** On how many pages. */
  pages: number
}

/** Folds what all pages asked for into the ledger. Plain reads are left out; the order of pages doesn't matter. */
export function foldSideEffects(pages: readonly { url: string; requests: readonly RequestRecord[] }[]): SideEffect[] {
  const rows = new Map<string, { row: Omit<SideEffect, 'pages'>; urls: Set<string> }>()
  for (const { url, requests } of pages) {
    for (const { host, method, pathPattern, fate, why } of requests) {
      const isRead = method === 'GET' || method === 'HEAD'
      if (why === '' && isRead) continue
      const row = { kind: why || 'write', host, method, pathPattern, fate }
      const key = [row.kind, host, pathPattern, method, fate].join(' ')
      const known = rows.get(key)
      if (known) known.urls.add(url)
      else rows.set(key, { row, urls: new Set([url]) })
    }
  }
  return [...rows].toSorted(([a], [b]) => compareText(a, b)).map(([, { row, urls }]) => ({ ...row, pages: urls.size }))
}
