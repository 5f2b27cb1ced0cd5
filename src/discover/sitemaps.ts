import type { FetchFile } from '../shared/site-file.ts'
import { parseSitemap, type SitemapEntry, sitemapLimits } from './sitemap-file.ts'
import { parseAddress, sameSite, urlKey } from './url-identity.ts'

/** All that a site's sitemaps list, with what could not be read. */
export interface SitemapFindings {
  entries: SitemapEntry[]
  /** Addresses of sitemaps that the site names and that could not be read. */
  unreadable: string[]
  /** Sitemaps on other people's hosts, not asked for: a copy of a site often names those of the original. */
  elsewhere: string[]
  cut: boolean
}

/**
 * Reads sitemaps and the indexes that name them, in order and one at a time, so that a cap always keeps the same entries.
 * `chosen` comes from the user and may be anywhere, `named` from the site, `guesses` may be absent without a word.
 * Entries of other people's hosts are dropped.
 */
export async function fetchSitemaps(options: {
  site: URL
  chosen: readonly string[]
  named: readonly string[]
  guesses: readonly string[]
  fetchFile: FetchFile
  signal: AbortSignal
}): Promise<SitemapFindings> {
  const { site, fetchFile, signal } = options
  const waiting = [
    ...options.chosen.map((url) => ({ url, depth: 0, from: 'user' })),
    ...options.named.map((url) => ({ url, depth: 0, from: 'site' })),
    ...options.guesses.map((url) => ({ url, depth: 0, from: 'guess' })),
  ]
  const findings: SitemapFindings = { entries: [], unreadable: [], elsewhere: [], cut: false }
  const seenFiles = new Set<string>()
  const seenPages = new Set<string>()
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const address = parseAddress(next.url, site)
    if (!address || seenFiles.has(address.href)) continue
    if (seenFiles.size >= sitemapLimits.files || findings.entries.length >= sitemapLimits.entries) {
      findings.cut = true
      break
    }
    seenFiles.add(address.href)
    if (next.from !== 'user' && !sameSite(address, site)) {
      findings.elsewhere.push(address.href)
      continue
    }
    const file = await fetchFile(address.href, { limitBytes: sitemapLimits.fetchedBytes, signal })
    signal.throwIfAborted()
    if (file.status < 200 || file.status >= 300) {
      if (next.from !== 'guess') findings.unreadable.push(address.href)
      continue
    }
    const content = await parseSitemap(file.bytes)
    if (content.cut || file.cut) findings.cut = true
    const isEmpty = content.entries.length === 0 && content.sitemaps.length === 0
    if (isEmpty && next.from !== 'guess') findings.unreadable.push(address.href)
    for (const entry of content.entries) {
      const url = parseAddress(entry.url, address)
      if (!url || !sameSite(url, site) || seenPages.has(urlKey(url))) continue
      if (findings.entries.length >= sitemapLimits.entries) {
        findings.cut = true
        break
      }
      seenPages.add(urlKey(url))
      const alternates = entry.alternates.flatMap((alternate) => {
        const target = parseAddress(alternate.url, address)
        return target ? [{ language: alternate.language, url: target.href }] : []
      })
      findings.entries.push({ url: url.href, priority: entry.priority, alternates })
    }
    if (next.depth + 1 > sitemapLimits.depth) continue
    const { depth, from } = next
    waiting.unshift(...content.sitemaps.map((url) => ({ url, depth: depth + 1, from })))
  }
  return findings
}
