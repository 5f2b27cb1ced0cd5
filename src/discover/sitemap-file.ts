import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { SaxesParser } from 'saxes'

/** Bounds for what a site may feed us. The protocol itself allows 50,000 addresses and 50 MB in one file. */
export const sitemapLimits = { files: 50, depth: 3, entries: 50_000, fetchedBytes: 20_000_000, plainBytes: 60_000_000 }

export interface SitemapEntry {
  url: string
  /** 0 to 1; 0.5 when it doesn't say. A weak hint at most. */
  priority: number
  /** Other language versions of the page. */
  alternates: { language: string; url: string }[]
}

/** What one file holds: pages, or further sitemaps. */
export interface SitemapContent {
  entries: SitemapEntry[]
  sitemaps: string[]
  cut: boolean
}

/** Reads a sitemap, a sitemap index, RSS, Atom or a plain list, plain or gzipped, without ever holding it whole. */
export async function parseSitemap(bytes: Uint8Array): Promise<SitemapContent> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const reader = sitemapReader()
  let plainBytes = 0
  const decoder = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8')
  const chunks = isGzip ? Readable.from([bytes]).pipe(createGunzip()) : slices(bytes)
  try {
    for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
      plainBytes += chunk.length
      reader.write(decoder.decode(chunk, { stream: true }))
      if (plainBytes > sitemapLimits.plainBytes || reader.isFull()) return { ...reader.end(), cut: true }
    }
  } catch {
    // A damaged archive: what came before the damage counts.
    return { ...reader.end(), cut: true }
  }
  return { ...reader.end(), cut: false }
}

function* slices(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

function sitemapReader() {
  const entries: SitemapEntry[] = []
  const sitemaps: string[] = []
  let kind: 'unknown' | 'xml' | 'text' = 'unknown'
  let rest = ''
  let text = ''
  let entry: SitemapEntry | undefined
  let isIndexEntry = false
  const path: string[] = []

  const parser = new SaxesParser({ xmlns: false, fragment: false })
  parser.on('error', () => undefined) // sloppy files are common; saxes goes on after an error that is listened to
  parser.on('opentag', ({ name, attributes }) => {
    const local = localName(name)
    path.push(local)
    text = ''
    if (local === 'url' || local === 'item' || local === 'entry') entry = { url: '', priority: 0.5, alternates: [] }
    if (local === 'sitemap') isIndexEntry = true
    if (local !== 'link' || !entry) return
    const href = attributes['href'] ?? ''
    const relation = attributes['rel'] ?? 'alternate'
    if (attributes['hreflang'] && href)
      entry.alternates.push({ language: attributes['hreflang'].toLowerCase(), url: href })
    else if (href && relation === 'alternate' && path.at(-2) === 'entry') entry.url = href
  })
  parser.on('text', (part) => (text += part.length + text.length > 4000 ? '' : part))
  parser.on('cdata', (part) => (text += part.length + text.length > 4000 ? '' : part))
  parser.on('closetag', ({ name }) => {
    const local = localName(name)
    const value = text.trim()
    const parent = path.at(-2)
    path.pop()
    text = ''
    if (local === 'loc' && isIndexEntry && parent === 'sitemap') sitemaps.push(value)
    else if (entry && local === 'loc' && parent === 'url') entry.url = value
    else if (entry && local === 'link' && parent === 'item') entry.url = value
    else if (entry && local === 'priority') entry.priority = priorityOf(value)
    if (local === 'sitemap') isIndexEntry = false
    if (entry && (local === 'url' || local === 'item' || local === 'entry')) {
      if (entry.url) entries.push(entry)
      entry = undefined
    }
  })

  function writeLines(final: boolean): void {
    const lines = rest.split(/\r\n|\n|\r/)
    rest = final ? '' : (lines.pop() ?? '').slice(0, 4000)
    for (const line of lines) {
      if (/^\s*https?:\/\//i.test(line)) entries.push({ url: line.trim(), priority: 0.5, alternates: [] })
    }
  }

  return {
    isFull: () => entries.length >= sitemapLimits.entries,
    write(part: string): void {
      if (kind === 'unknown') {
        rest += part
        const first = rest.replace(/^\uFEFF/, '').trimStart()
        if (first === '') return
        kind = first.startsWith('<') ? 'xml' : 'text'
        if (kind === 'xml') parser.write(first)
        else writeLines(false)
        if (kind === 'xml') rest = ''
        return
      }
      if (kind === 'xml') parser.write(part)
      else {
        rest += part
        writeLines(false)
      }
    },
    end(): { entries: SitemapEntry[]; sitemaps: string[] } {
      if (kind === 'text') writeLines(true)
      return { entries, sitemaps }
    },
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}

function priorityOf(text: string): number {
  const priority = Number.parseFloat(text)
  return priority >= 0 && priority <= 1 ? priority : 0.5
}
