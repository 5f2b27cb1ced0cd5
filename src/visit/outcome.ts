import type { Outcome } from '../snapshot/schema.ts'

/** How a visit ended, and one short phrase for the ledger. */
export interface Ending {
  outcome: Outcome
  reason: string
}

/** Codes of Node, undici and the isolation proxy (as far as they come from the site), each with what it means for the audit. */
const codes: Record<string, Ending> = {
  ENOTFOUND: { outcome: 'unreachable', reason: 'no such host' },
  EAI_AGAIN: { outcome: 'unreachable', reason: 'no such host' },
  ECONNREFUSED: { outcome: 'unreachable', reason: 'connection refused' },
  ECONNRESET: { outcome: 'unreachable', reason: 'connection reset' },
  EPIPE: { outcome: 'unreachable', reason: 'connection reset' },
  EHOSTUNREACH: { outcome: 'unreachable', reason: 'host unreachable' },
  ENETUNREACH: { outcome: 'unreachable', reason: 'network unreachable' },
  UND_ERR_SOCKET: { outcome: 'unreachable', reason: 'connection reset' },
  ETIMEDOUT: { outcome: 'timeout', reason: 'no connection in time' },
  UND_ERR_CONNECT_TIMEOUT: { outcome: 'timeout', reason: 'no connection in time' },
  UND_ERR_HEADERS_TIMEOUT: { outcome: 'timeout', reason: 'no answer in time' },
  UND_ERR_BODY_TIMEOUT: { outcome: 'timeout', reason: 'the answer stopped' },
  EPROTO: { outcome: 'tls-error', reason: 'TLS handshake failed' },
  CERT_HAS_EXPIRED: { outcome: 'tls-error', reason: 'certificate expired' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { outcome: 'tls-error', reason: 'certificate not trusted' },
  SELF_SIGNED_CERT_IN_CHAIN: { outcome: 'tls-error', reason: 'certificate not trusted' },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { outcome: 'tls-error', reason: 'certificate not trusted' },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { outcome: 'tls-error', reason: 'certificate not trusted' },
  ERR_TLS_CERT_ALTNAME_INVALID: { outcome: 'tls-error', reason: 'certificate for another host' },
}

/** Chromium's network errors, the part after `net::ERR_`. */
const netErrors: Record<string, Ending> = {
  NAME_NOT_RESOLVED: { outcome: 'unreachable', reason: 'no such host' },
  CONNECTION_REFUSED: { outcome: 'unreachable', reason: 'connection refused' },
  CONNECTION_RESET: { outcome: 'unreachable', reason: 'connection reset' },
  CONNECTION_CLOSED: { outcome: 'unreachable', reason: 'connection reset' },
  EMPTY_RESPONSE: { outcome: 'unreachable', reason: 'empty answer' },
  ADDRESS_UNREACHABLE: { outcome: 'unreachable', reason: 'host unreachable' },
  INTERNET_DISCONNECTED: { outcome: 'unreachable', reason: 'network unreachable' },
  TUNNEL_CONNECTION_FAILED: { outcome: 'unreachable', reason: 'no connection' },
  TIMED_OUT: { outcome: 'timeout', reason: 'no answer in time' },
  CONNECTION_TIMED_OUT: { outcome: 'timeout', reason: 'no connection in time' },
  TOO_MANY_REDIRECTS: { outcome: 'redirect-loop', reason: 'too many redirects' },
  BLOCKED_BY_CLIENT: { outcome: 'refused', reason: 'held by the guard' },
  ACCESS_DENIED: { outcome: 'refused', reason: 'held by the guard' },
  ABORTED: { outcome: 'not-html', reason: 'a download' },
}

/** Header with which the isolation proxy says why it did not pass a request on. */
const refusalHeader = 'x-stagelight-refused'

/** An answer that no site gave: the guard's or the proxy's. */
export function answeredByUs(headers: Record<string, string>): boolean {
  return headers['x-stagelight-held'] !== undefined || headers[refusalHeader] !== undefined
}

/** What the isolation proxy says in place of a site; undefined when the answer is the site's own. */
export function endingOfRefusal(headers: Record<string, string>): Ending | undefined {
  const why = headers[refusalHeader]
  if (why === undefined) return undefined
  const known = codes[why]
  if (known) return known
  if (why === 'failed') return { outcome: 'unreachable', reason: 'no connection' }
  return { outcome: 'refused', reason: why.slice(0, 60) }
}

/** Parts of the pages that bot walls show in place of a site; code, not words, so they hold in every language. */
const challengeMarkers = [
  '_cf_chl_opt',
  '_Incapsula_Resource',
  'captcha-delivery.com',
  'id="px-captcha"',
  'window.gokuProps',
  '/.well-known/sgcaptcha/',
  '/.well-known/ddos-guard/',
  'sucuri_cloudproxy_js',
]
/** A challenge is a small page; a long one that holds a marker has content of its own. */
const challengeLimit = 60_000

/** What an answer means, by its status, headers and, where a challenge may hide, its text. */
export function endingOfAnswer(status: number, headers: Record<string, string>, html: string): Ending {
  if (headers['cf-mitigated'] === 'challenge') return { outcome: 'blocked', reason: 'challenge page' }
  if (html.length > 0 && html.length < challengeLimit && challengeMarkers.some((marker) => html.includes(marker))) {
    return { outcome: 'blocked', reason: 'challenge page' }
  }
  const reason = `HTTP ${status}`
  if (status === 404 || status === 410) return { outcome: 'not-found', reason }
  if (status === 401 || status === 403 || status === 407 || status === 429 || status === 451)
    return { outcome: 'blocked', reason }
  if (status >= 500) return { outcome: 'server-error', reason }
  if (status >= 400) return { outcome: 'client-error', reason }
  if (status >= 300) return { outcome: 'client-error', reason: `${reason} without a usable address` }
  if (status === 204 || status === 205) return { outcome: 'not-html', reason }
  return { outcome: 'ok', reason: '' }
}

/** What is said of a body that is no page. */
export function endingOfType(contentType: string): Ending {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  if (type === '' || type === 'text/html' || type === 'application/xhtml+xml') return { outcome: 'ok', reason: '' }
  return { outcome: 'not-html', reason: type.slice(0, 60) }
}

/** What an exception of undici, Node or Playwright means; undefined when it is no site trouble but a fault of ours. */
export function endingOfError(error: unknown): Ending | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : ''
    const known = codes[code]
    if (known) return known
    if (/^(ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_)/.test(code)) return { outcome: 'tls-error', reason: code.toLowerCase() }
    if (code.startsWith('HPE_')) return { outcome: 'unreachable', reason: 'not an HTTP answer' }
    if (/^Z_|^ERR_(_ERROR_FORMAT|BROTLI|ZSTD)|^ERR__/.test(code)) {
      return { outcome: 'unreachable', reason: 'damaged compression' }
    }
    if (cause.name === 'TimeoutError') return { outcome: 'timeout', reason: 'no answer in time' }
    const tunnel = /Proxy response \((\d+)\)/.exec(cause.message)
    if (tunnel) return endingOfTunnel(Number(tunnel[1]))
    const net = /net::ERR_([A-Z0-9_]+)/.exec(cause.message)
    if (net) return endingOfNetError(net[1] ?? '')
    if (/Download is starting/.test(cause.message)) return { outcome: 'not-html', reason: 'a download' }
    if (cause.message === 'bad port') return { outcome: 'refused', reason: 'a port that browsers refuse' }
    if (/redirect count exceeded/.test(cause.message)) return { outcome: 'redirect-loop', reason: 'too many redirects' }
  }
  return undefined
}

/** The proxy's answer to CONNECT: it has no body that we could read, only a status. */
function endingOfTunnel(status: number): Ending {
  if (status === 403) return { outcome: 'refused', reason: 'private network or collector' }
  if (status === 503) return { outcome: 'unreachable', reason: 'no such host' }
  if (status === 504) return { outcome: 'timeout', reason: 'no connection in time' }
  return { outcome: 'unreachable', reason: 'no connection' }
}

function endingOfNetError(name: string): Ending {
  const known = netErrors[name]
  if (known) return known
  if (/^(CERT_|SSL_|TLS_|BAD_SSL)/.test(name)) return { outcome: 'tls-error', reason: name.toLowerCase() }
  return { outcome: 'unreachable', reason: name.toLowerCase().replaceAll('_', ' ') }
}
