import sniffEncoding from 'html-encoding-sniffer'
import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, join, normalize, sep } from 'node:path'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { FoundBrowser } from './browser/find-browser.ts'
import type { Config } from './config/config.ts'
import { version } from './config/installation.ts'
import { openProxy } from './isolation/proxy.ts'
import type { Knowledge } from './knowledge.ts'
import { digest } from './shared/digest.ts'
import { UsageError, type Mistake } from './shared/errors.ts'
import type { AuditHooks } from './shared/events.ts'
import type { PageType } from './shared/taxonomy.ts'
import { ownAddress, type Target } from './snapshot/schema.ts'
import type { Store } from './store/store.ts'
import { openBrowserVisits } from './visit/browser-visit.ts'

/** A page that somebody saved, given in place of one that reading does not reach. */
export interface SavedPage {
  type: PageType
  file: string
  bytes: Uint8Array
}

/** What the run keeps of it. */
export interface SavedPageRecord {
  key: string
  type: PageType
  file: string
}

/** Reads the saved pages of a config before anything else is done. @throws UsageError with all that are missing or no pages */
export async function readSavedPages({ pages }: Pick<Config, 'pages'>): Promise<SavedPage[]> {
  const mistakes: Mistake[] = []
  const found: SavedPage[] = []
  for (const [type, file] of Object.entries(pages) as [PageType, string][]) {
    const place = `pages.${type} ${file}`
    const bytes = await readFile(file).catch(() => undefined)
    if (!bytes) mistakes.push({ place, message: 'there is no such file, or it can’t be read' })
    else if (!isHtml(bytes))
      mistakes.push({
        place,
        message: 'is no HTML page',
        hint: 'Save the page from a browser as “Web page, complete” or as one HTML file.',
      })
    else found.push({ type, file, bytes })
  }
  if (mistakes.length > 0) throw new UsageError('bad-option', mistakes)
  return found
}

/** Bytes that a browser would show as a page: no pictures, archives or mail. */
function isHtml(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.subarray(0, 1000).includes(0)) return false
  const text = decode(bytes.subarray(0, 20_000))
  if (/^\s*(from|mime-version|content-type)\s*:/i.test(text)) return false
  return /<(!doctype html|html|head|body|main|form|h1|div|title|meta)\b/i.test(text)
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder(sniffEncoding(bytes, { defaultEncoding: 'UTF-8' })).decode(bytes)
}

/**
 * Looks at saved pages in the browser, without the web, and keeps them as pages of the site. What the store holds already is not looked
 * at again.
 */
export async function keepSavedPages(options: {
  saved: readonly SavedPage[]
  origin: string
  store: Store
  knowledge: Knowledge
  browser: FoundBrowser
  hooks: AuditHooks
}): Promise<void> {
  const { saved, store, hooks } = options
  const records: SavedPageRecord[] = []
  for (const page of saved) {
    const key = ownAddress(options.origin, 'saved', page.type, digest(page.bytes, 12))
    records.push({ key, type: page.type, file: basename(page.file) })
    if ((await store.snapshot(key, 'browser'))?.outcome !== 'ok' && hooks.signal?.aborted !== true)
      await keepPage(page, key, options)
  }
  if (saved.length > 0) await store.putMeta('saved-pages', records)
}

async function keepPage(
  page: SavedPage,
  key: string,
  {
    origin,
    store,
    knowledge,
    browser,
    hooks: { onEvent, signal = new AbortController().signal },
  }: Parameters<typeof keepSavedPages>[0],
): Promise<void> {
  await using server = await serveSaved(page)
  const { collectors } = knowledge
  await using proxy = await openProxy({ collectors, allowPrivate: [server.host], only: [server.host] })
  await using visits = openBrowserVisits({
    browser,
    proxy,
    guard: { collectors },
    agentName: `Stagelight/${version}`,
    consent: false,
    keyOf: (url) => url,
  })
  const target: Target = {
    url: server.url,
    key,
    mode: 'browser',
    generation: 0,
    depth: 1,
    source: 'saved',
    pictures: true,
  }
  const { snapshot, pictures } = await visits.visit({ ...target, source: 'start' }, signal)
  if (snapshot.outcome !== 'ok') {
    const why = snapshot.reason || snapshot.outcome
    onEvent?.({ type: 'warning', message: `${page.file} could not be shown, and is left out: ${why}` })
    return
  }
  const url = addressOf(decode(page.bytes), origin) ?? `${origin}/#saved-${page.type}`
  // The page as it would be on the site: its links and forms lead where they would.
  const html = snapshot.html.replaceAll(`${new URL(server.url).origin}/`, `${origin}/`)
  await store.commitVisit({
    target: { ...target, url },
    snapshot: { ...snapshot, url, finalUrl: url, key, html, requests: [], timings: {} },
    pictures,
  })
}

/** Where a saved page was, as browsers note it and pages say it themselves; only when that is this site. */
function addressOf(html: string, origin: string): string | undefined {
  const candidates = [
    /<!--\s*saved from url=\(\d+\)(\S+)\s*-->/i.exec(html)?.[1],
    /<!--\s*Page saved with SingleFile\s+url:\s*(\S+)/i.exec(html)?.[1],
    /<link\b[^>]*\brel=["']?canonical["']?[^>]*\bhref=["']?([^"'\s>]+)/i.exec(html)?.[1],
    /<meta\b[^>]*\bproperty=["']og:url["'][^>]*\bcontent=["']([^"']+)/i.exec(html)?.[1],
  ]
  return candidates.find((url) => url !== undefined && URL.canParse(url) && new URL(url).origin === origin)
}

/** Serves the page, and the folder of files that browsers save beside it, on an address of this machine. */
async function serveSaved({ file, bytes }: SavedPage): Promise<AsyncDisposable & { url: string; host: string }> {
  const stem = basename(file, extname(file))
  const html = decode(bytes)
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)).slice(1)
    if (path === '') return void response.setHeader('content-type', 'text/html; charset=utf-8').end(html)
    // `checkout_files`, `checkout-Dateien`, …: nothing else of this machine is shown to the page.
    const folder = path.split(sep)[0] ?? ''
    const isBeside = folder !== path && folder.startsWith(stem) && !path.includes('..')
    const reading = isBeside ? readFile(join(dirname(file), path)) : Promise.reject(new Error('not beside the page'))
    reading.then(
      (content) =>
        response
          .setHeader('content-type', types[extname(path).toLowerCase()] ?? 'application/octet-stream')
          .end(content),
      () => response.writeHead(404).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}/`,
    host,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const types: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
