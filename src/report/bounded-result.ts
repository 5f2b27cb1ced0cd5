import type { AuditResult } from './result.ts'
import { cleanBlock, cleanLine, excerpt } from './text.ts'

/** Longest text under a key that a report shows; the table files and audit.json hold it whole. */
const longest: Record<string, number> = {
  title: 160,
  message: 400,
  why: 2000,
  fix: 2000,
  hypothesis: 1000,
  snippet: 320,
  selector: 200,
  name: 80,
  host: 100,
  vendor: 60,
  text: 120,
}
const otherwise = 240
const longestAddress = 4000

/** The same result with every text cleaned of what could disturb a page, and none longer than a page can bear. */
export function boundedResult(result: AuditResult): AuditResult {
  return boundedValue(result, '') as AuditResult // the walk keeps the shape; only texts change
}

function boundedValue(value: unknown, key: string): unknown {
  if (typeof value === 'string') {
    if (/^https?:\/\//i.test(value)) return cleanLine(value).slice(0, longestAddress)
    return excerpt(key === 'snippet' ? cleanBlock(value).trim() : cleanLine(value), longest[key] ?? otherwise)
  }
  if (Array.isArray(value)) return value.map((item) => boundedValue(item, key))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, boundedValue(inner, name)]))
}
