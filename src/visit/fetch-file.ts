import { fetch, ProxyAgent, type Response } from 'undici'
import type { FetchFile, SiteFile } from '../shared/site-file.ts'
import { endingOfError, endingOfRefusal } from './outcome.ts'

const maxHops = 5
const totalMs = 20_000

/** Fetches robots.txt and sitemaps through the isolation proxy. Whoever opens it disposes of it. */
export function fileFetcher(options: {
  proxyUrl: string
  userAgent: string
  /** What the user wants sent with a request. Empty for hosts that are not audited. */
  headersFor?: (url: URL) => Record<string, string>
}): FetchFile & AsyncDisposable {
  const agent = new ProxyAgent({ uri: options.proxyUrl, proxyTunnel: false })

  async function follow(address: string, limitBytes: number, signal: AbortSignal): Promise<SiteFile> {
    let url = new URL(address)
    for (let hop = 0; hop <= maxHops; hop++) {
      const response = await fetch(url, {
        dispatcher: agent,
        redirect: 'manual',
        signal,
        headers: { 'user-agent': options.userAgent, ...options.headersFor?.(url) },
      })
      const location = response.headers.get('location')
      const next = location === null ? null : URL.parse(location, url.href)
      if (response.status < 300 || response.status > 399 || !next) return await readFile(response, limitBytes)
      await response.body?.cancel()
      url = next
    }
    return noAnswer('too many redirects')
  }

  const fetchFile: FetchFile = async (address, { limitBytes, signal }) => {
    try {
      return await follow(address, limitBytes, AbortSignal.any([signal, AbortSignal.timeout(totalMs)]))
    } catch (error) {
      signal.throwIfAborted()
      // Ports that browsers (and `fetch`) never open, such as 6000.
      if (error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port') {
        return noAnswer('a port that browsers refuse')
      }
      const ending = endingOfError(error)
      if (!ending) throw error
      return noAnswer(ending.reason)
    }
  }
  return Object.assign(fetchFile, { [Symbol.asyncDispose]: () => agent.close() })
}

function noAnswer(reason: string): SiteFile {
  return { status: 0, bytes: new Uint8Array(), cut: false, reason }
}

async function readFile(response: Response, limitBytes: number): Promise<SiteFile> {
  const refusal = endingOfRefusal(Object.fromEntries(response.headers))
  if (refusal) {
    await response.body?.cancel()
    return noAnswer(refusal.reason)
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array)
    length += (chunk as Uint8Array).byteLength
    if (length > limitBytes) break
  }
  const bytes = Buffer.concat(chunks).subarray(0, limitBytes)
  return { status: response.status, bytes, cut: length > limitBytes, reason: '' }
}
