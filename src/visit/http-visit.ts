import sniffEncoding from 'html-encoding-sniffer'
import { fetch, ProxyAgent, type Response } from 'undici'
import { emptySnapshot, keptHeaders, type Snapshot, type Target } from '../snapshot/schema.ts'
import { endingOfAnswer, endingOfError, endingOfRefusal, endingOfType, type Ending } from './outcome.ts'
import { quickRefresh } from './refresh.ts'
import type { Visit, VisitResult } from './visit.ts'

export interface HttpVisitOptions {
  /** The isolation proxy; nothing is fetched around it. */
  proxyUrl: string
  userAgent: string
  /** Value of `Accept-Language`. */
  acceptLanguage?: string
  /** What the user wants sent with a request: authorisation, cookies. Empty for hosts that are not audited. */
  headersFor?: (url: URL) => Record<string, string>
  /** Asked before every hop; what it returns ends the visit (robots, scope). */
  mayFetch?: (url: URL) => Promise<Ending | undefined> | Ending | undefined
  /** Identity of an address; a redirect to another identity is another page's business. */
  keyOf: (url: string) => string
  limits?: Partial<HttpLimits>
}

/** Bounds of one visit by HTTP: decoded bytes and milliseconds. */
export interface HttpLimits {
  bytes: number
  connectMs: number
  headersMs: number
  bodyIdleMs: number
  totalMs: number
}

const defaultLimits: HttpLimits = {
  bytes: 5_000_000,
  connectMs: 10_000,
  headersMs: 15_000,
  bodyIdleMs: 10_000,
  totalMs: 30_000,
}
const maxHops = 10
/** Of an answer that is no page, so much is read to tell a challenge from an error. */
const errorBodyBytes = 64_000

/** Visits pages by plain HTTP through the isolation proxy. Whoever opens it disposes of it: it keeps connections. */
export function httpVisit(options: HttpVisitOptions): Visit & AsyncDisposable {
  const limits = { ...defaultLimits, ...options.limits }
  const agent = new ProxyAgent({
    uri: options.proxyUrl,
    // Plain HTTP goes to the proxy as it is: only so can it see paths and answer with a reason.
    proxyTunnel: false,
    proxyTls: { timeout: limits.connectMs },
    requestTls: { timeout: limits.connectMs },
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyIdleMs,
  })

  const visit = async (target: Target, signal: AbortSignal): Promise<VisitResult> => {
    const started = performance.now()
    const snapshot = emptySnapshot(target)
    const pace = AbortSignal.any([signal, AbortSignal.timeout(limits.totalMs)])
    let ending: Ending
    try {
      ending = await follow(target, snapshot, pace)
    } catch (error) {
      signal.throwIfAborted()
      const known = endingOfError(error)
      if (!known) throw error
      ending = known
    }
    snapshot.outcome = ending.outcome
    snapshot.reason = ending.reason
    snapshot.timings = { total: Math.round(performance.now() - started) }
    return { snapshot, pictures: new Map() }
  }

  async function follow(target: Target, snapshot: Snapshot, signal: AbortSignal): Promise<Ending> {
    let url = new URL(target.url)
    for (let hop = 0; hop <= maxHops; hop++) {
      snapshot.finalUrl = url.href
      const objection = await options.mayFetch?.(url)
      if (objection) return objection
      const response = await request(url, signal)
      snapshot.status = response.status
      snapshot.headers = keepHeaders(response)
      const refusal = endingOfRefusal(Object.fromEntries(response.headers))
      if (refusal) {
        await response.body?.cancel()
        snapshot.status = 0
        return refusal
      }
      let next = redirectTarget(response, url)
      if (next === undefined) {
        const ending = await readPage(response, snapshot, signal)
        const moved = ending.outcome === 'ok' ? quickRefresh(snapshot.html, snapshot.headers, url.href) : undefined
        if (moved === undefined) return ending
        next = new URL(moved)
      } else {
        await response.body?.cancel()
      }
      snapshot.redirects.push({ url: url.href, status: response.status })
      snapshot.html = ''
      snapshot.bytes = 0
      url = next
      // The start page is followed to wherever it lives; any other page that moved is a target of its own.
      if (target.source !== 'start' && options.keyOf(url.href) !== target.key) {
        snapshot.finalUrl = url.href
        return (await options.mayFetch?.(url)) ?? { outcome: 'redirected', reason: '' }
      }
    }
    return { outcome: 'redirect-loop', reason: `more than ${maxHops} redirects` }
  }

  function request(url: URL, signal: AbortSignal): Promise<Response> {
    const language = options.acceptLanguage
    return fetch(url, {
      dispatcher: agent,
      redirect: 'manual',
      signal,
      headers: {
        'user-agent': options.userAgent,
        accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.5',
        ...(language ? { 'accept-language': language } : {}),
        ...options.headersFor?.(url),
      },
    })
  }

  async function readPage(response: Response, snapshot: Snapshot, signal: AbortSignal): Promise<Ending> {
    const byStatus = endingOfAnswer(response.status, snapshot.headers, '')
    const byType = endingOfType(snapshot.headers['content-type'] ?? '')
    if (byStatus.outcome === 'ok' && byType.outcome !== 'ok') {
      await response.body?.cancel()
      return byType
    }
    const limit = byStatus.outcome === 'ok' ? limits.bytes : errorBodyBytes
    const body = await readBody(response, limit, signal)
    if (byStatus.outcome !== 'ok') {
      return endingOfAnswer(response.status, snapshot.headers, decode(body.bytes, snapshot))
    }
    if (body.cut) return { outcome: 'too-large', reason: `over ${limits.bytes / 1_000_000} MB` }
    const html = decode(body.bytes, snapshot)
    const ending = endingOfAnswer(response.status, snapshot.headers, html)
    if (ending.outcome !== 'ok') return ending
    if (snapshot.headers['content-type'] === undefined && !/^\s*</.test(html)) {
      return { outcome: 'not-html', reason: 'no content type' }
    }
    snapshot.html = html
    snapshot.bytes = body.bytes.byteLength
    return ending
  }

  return Object.assign(visit, { [Symbol.asyncDispose]: () => agent.close() })
}

function redirectTarget(response: Response, url: URL): URL | undefined {
  const location = response.headers.get('location')
  if (response.status < 300 || response.status > 399 || location === null || !URL.canParse(location, url.href)) {
    return undefined
  }
  const next = new URL(location, url)
  if (next.protocol !== 'http:' && next.protocol !== 'https:') return undefined
  // A fragment outlives a redirect that names none.
  if (next.hash === '') next.hash = url.hash
  return next
}

/** Reads at most so many decoded bytes; a larger body is cut and the connection dropped. */
async function readBody(
  response: Response,
  limit: number,
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; cut: boolean }> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    signal.throwIfAborted()
    chunks.push(chunk as Uint8Array)
    length += (chunk as Uint8Array).byteLength
    if (length > limit) break
  }
  return { bytes: Buffer.concat(chunks).subarray(0, limit), cut: length > limit }
}

function decode(bytes: Uint8Array, snapshot: Snapshot): string {
  const type = snapshot.headers['content-type'] ?? ''
  const label = /charset\s*=\s*["']?([^"';\s]+)/i.exec(type)?.[1]
  const encoding = sniffEncoding(bytes, {
    xml: type.includes('xhtml'),
    ...(label ? { transportLayerEncodingLabel: label } : {}),
  })
  // `replacement` stands for encodings that browsers refuse to read; they show one replacement character.
  if (encoding === 'replacement') return '\uFFFD'
  return new TextDecoder(encoding === 'x-user-defined' ? 'windows-1252' : encoding).decode(bytes)
}

function keepHeaders(response: Response): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of keptHeaders) {
    const value = response.headers.get(name)
    if (value !== null) kept[name] = value.slice(0, 2000)
  }
  return kept
}
