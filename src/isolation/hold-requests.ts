import type { Collectors } from './collectors.ts'
import { mayWrite } from './gate.ts'

/** What we need of a browser-wide DevTools session; Playwright's and Puppeteer's both fit. */
export interface BrowserSession {
  send(
    method: 'Fetch.enable',
    params: { patterns: { urlPattern: string; resourceType?: FilteredType }[] },
  ): Promise<unknown>
  send(
    method: 'Fetch.continueRequest',
    params: { requestId: string; headers?: { name: string; value: string }[] },
  ): Promise<unknown>
  send(method: 'Fetch.failRequest', params: { requestId: string; errorReason: 'BlockedByClient' }): Promise<unknown>
  send(
    method: 'Fetch.fulfillRequest',
    params: {
      requestId: string
      responseCode: number
      responseHeaders: { name: string; value: string }[]
      body?: string
    },
  ): Promise<unknown>
  on(event: 'Fetch.requestPaused', listener: (event: PausedRequest) => void): unknown
}

interface PausedRequest {
  requestId: string
  request: { url: string; method: string; headers: Record<string, string> }
  resourceType: string
  frameId?: string
}

/** A request that was answered here. */
export interface HeldRequest {
  url: string
  method: string
  /** Lower case, as the DevTools protocol names it. */
  type: string
  why: 'write' | 'collector' | 'media'
  frameId: string | undefined
}

interface HoldOptions {
  collectors: Collectors
  allowWrites?: readonly string[]
  /** What is never written, whoever allows it: orders and payments. */
  neverWrite?: (url: URL) => boolean
  blockMedia?: boolean
  /** Headers for one host (`name` or `name:port`) and no other. */
  addHeaders?: { host: string; headers: Record<string, string> }
  onHeld?: (held: HeldRequest) => void
}

/** All types that can carry something other than GET. Pictures, styles, fonts and scripts can't, and each stop costs time. */
const writingTypes = ['Document', 'XHR', 'Fetch', 'EventSource', 'Ping', 'CSPViolationReport', 'Other'] as const
type FilteredType = (typeof writingTypes)[number] | 'Media'

const pixel = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

/**
 * Stops each request that is not a plain read, or that goes to a collector, in the browser process, where those of frames, of dedicated, shared and
 * service workers, and of pages just being left all pass. It is answered as if it had gone well, so that the page's own code goes on.
 */
export async function holdRequests(session: BrowserSession, options: HoldOptions): Promise<void> {
  const { collectors, allowWrites = [], neverWrite, blockMedia = true, addHeaders, onHeld } = options
  const hasHeaders = Object.keys(addHeaders?.headers ?? {}).length > 0

  const decide = async (event: PausedRequest): Promise<void> => {
    const { requestId, request, resourceType } = event
    const type = resourceType.toLowerCase()
    const why = reasonToHold(request, type)
    if (why === 'preflight') {
      await session.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: 204,
        responseHeaders: permissive(request.headers),
      })
    } else if (why === undefined) {
      await session.send('Fetch.continueRequest', { requestId, ...headersFor(request) })
    } else {
      onHeld?.({ url: request.url, method: request.method, type, why, frameId: event.frameId })
      if (why === 'media') await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
      else await session.send('Fetch.fulfillRequest', { requestId, ...emptyAnswer(request.headers, type) })
    }
  }

  const headersFor = ({ url, headers }: PausedRequest['request']) => {
    if (!hasHeaders || !addHeaders || new URL(url).host !== addHeaders.host) return {}
    const all = { ...lowerCaseNames(headers), ...lowerCaseNames(addHeaders.headers) }
    return { headers: Object.entries(all).map(([name, value]) => ({ name, value })) }
  }

  const reasonToHold = ({ url, method }: PausedRequest['request'], type: string) => {
    if (collectors.matchesUrl(url)) return 'collector'
    if (type === 'media' && blockMedia) return 'media'
    if (method === 'GET' || method === 'HEAD') return undefined
    const address = new URL(url)
    const { hostname, host, port, protocol } = address
    const isAllowed = mayWrite(
      allowWrites,
      hostname,
      port === '' ? `${host}:${protocol === 'https:' ? 443 : 80}` : host,
    )
    if (isAllowed && !neverWrite?.(address)) return undefined
    return method === 'OPTIONS' ? 'preflight' : 'write'
  }

  session.on('Fetch.requestPaused', (event) => {
    // A page that is gone took its requests along: there is nothing left to answer.
    decide(event).catch(() => {})
  })
  await session.send('Fetch.enable', {
    patterns: [
      ...writingTypes.map((resourceType) => ({ urlPattern: '*', resourceType })),
      ...(blockMedia ? [{ urlPattern: '*', resourceType: 'Media' as const }] : []),
      ...(hasHeaders ? [{ urlPattern: `http*://${addHeaders?.host}/*` }] : []),
      ...collectors.urlPatterns.map((urlPattern) => ({ urlPattern })),
    ],
  })
}

/** The answer to what was held: a picture where one is wanted, a blank page in a frame, else nothing at all. */
function emptyAnswer(headers: Record<string, string>, type: string) {
  const responseHeaders = permissive(headers)
  if (type === 'image')
    return {
      responseCode: 200,
      responseHeaders: [...responseHeaders, { name: 'content-type', value: 'image/gif' }],
      body: pixel,
    }
  if (type === 'script' || type === 'stylesheet' || type === 'xhr' || type === 'fetch')
    return {
      responseCode: 200,
      responseHeaders: [...responseHeaders, { name: 'content-type', value: contentType[type] }],
      body: '',
    }
  // 204 to a navigation leaves the page as it is.
  return { responseCode: 204, responseHeaders }
}

const contentType = {
  script: 'text/javascript',
  stylesheet: 'text/css',
  xhr: 'text/plain',
  fetch: 'text/plain',
} as const

function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** Lets any script read our answer, with cookies or without. */
function permissive(headers: Record<string, string>): { name: string; value: string }[] {
  const asked = (name: string) => Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  const origin = asked('origin')
  return Object.entries({
    'x-stagelight-held': '1', // for a person who looks into the network panel
    'cache-control': 'no-store',
    'access-control-allow-origin': origin ?? '*',
    ...(origin === undefined ? {} : { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': asked('access-control-request-method') ?? 'GET, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': asked('access-control-request-headers') ?? '*',
  }).map(([name, value]) => ({ name, value }))
}
