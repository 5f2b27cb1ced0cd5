import { compareText } from '../shared/digest.ts'
import type { RequestRecord } from '../snapshot/schema.ts'

/** Kinds of request whose status a record keeps. */
const keepsStatus = ['document', 'script', 'stylesheet', 'fetch', 'xhr']

const longestPattern = 120

/** A path with what changes from page to page taken out: parts with digits, long tokens. No query. */
export function pathPattern(pathname: string): string {
  const folded = pathname
    .split('/')
    .map((part) => (/\d/.test(part) || part.length > 40 ? foldPart(part) : part))
    .join('/')
  return folded.slice(0, longestPattern)
}

/** Counts requests of one kind together. */
export interface RequestTally {
  add(record: Omit<RequestRecord, 'host' | 'pathPattern' | 'count'> & { url: string }): void
  /** Sorted, so that the order of arrival doesn't matter. */
  records(): RequestRecord[]
}

/** Starts an empty tally. */
export function tallyRequests(): RequestTally {
  const tally = new Map<string, RequestRecord>()
  return {
    add({ url, method, type, fate, why, status }) {
      if (!URL.canParse(url)) return
      const { host, pathname, protocol } = new URL(url)
      if (!/^(?:https?|wss?):$/.test(protocol)) return
      const record = {
        host,
        pathPattern: pathPattern(pathname),
        method,
        type,
        fate,
        why,
        status: keepsStatus.includes(type) ? status : 0,
        count: 1,
      }
      const key = sortKey(record)
      const known = tally.get(key)
      if (known) known.count++
      else tally.set(key, record)
    },
    records: () => [...tally].toSorted(([a], [b]) => compareText(a, b)).map(([, record]) => ({ ...record })),
  }
}

function sortKey({ host, pathPattern, method, type, fate, why, status }: RequestRecord): string {
  return [host, pathPattern, method, type, fate, why, status].join(' ')
}

/** `app.3f9a2c.js` → `app.*.js`: words between punctuation stay when they hold no digit. */
function foldPart(part: string): string {
  return part
    .split(/([.\-_~,;=])/)
    .map((word) => (/\d/.test(word) || word.length > 40 ? '*' : word))
    .join('')
    .replace(/\*(?:[.\-_~,;=]\*)+/g, '*')
}
