import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect, createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { compareText } from '../shared/digest.ts'
import type { Collectors } from './collectors.ts'
import { createGate, type Gate, type RefusalReason } from './gate.ts'
import { refuseSocks } from './socket-trap.ts'

/** What the proxy lets through and what it refuses. */
export interface ProxyOptions {
  collectors: Collectors
  /** `host:port` in private networks that may be reached: the audited site, when it is one. */
  allowPrivate: readonly string[]
  /** `host` or `host:port` that may be written to, because the owner said so. */
  allowWrites?: readonly string[]
  /** What is never written, whoever allows it: orders and payments. */
  neverWrite?: (url: URL) => boolean
  /** Nothing but these `host:port` is reached: a saved page is looked at without the web. */
  only?: readonly string[]
  /** Where a host really is: `a.test` or `a.test:80` to `127.0.0.1:8080`. What is named here may be private. */
  mapHost?: Readonly<Record<string, string>>
}

/** What went through since the proxy was opened. */
export interface ProxyCounts {
  /** Plain HTTP requests and tunnels asked for, refused ones included. */
  requests: number
  connects: number
  refusedPrivate: number
  refusedOffline: number
  refusedCollector: number
  refusedWrite: number
  /** Web sockets, and tunnels that carried something other than TLS. */
  refusedSocket: number
  /** No such host, refused or broken by the other side. */
  failed: number
  bytesIn: number
  bytesOut: number
}

/** Something that the proxy did not let out, folded by host. */
export interface Refusal {
  /** `host:port` */
  host: string
  why: RefusalReason
  count: number
}

/** Layer 2: a proxy on this machine that all traffic goes through. */
export interface Proxy extends AsyncDisposable {
  /** `http://127.0.0.1:port`: for undici's ProxyAgent and as the browser's proxy. */
  readonly url: string
  /** `127.0.0.1:port` of a listener that web sockets are sent to, and that refuses them all. */
  readonly socketTrap: string
  counts(): ProxyCounts
  /** Sorted by host and reason. */
  refusals(): Refusal[]
}

/** Headers that concern only the way between two neighbours (RFC 9110, section 7.6.1). */
const hopByHop = ['proxy-connection', 'proxy-authorization', 'connection', 'keep-alive', 'te', 'trailer', 'upgrade']

/** Opens a proxy on a free port of 127.0.0.1. */
export async function openProxy(options: ProxyOptions): Promise<Proxy> {
  const counts: ProxyCounts = {
    requests: 0,
    connects: 0,
    refusedPrivate: 0,
    refusedOffline: 0,
    refusedCollector: 0,
    refusedWrite: 0,
    refusedSocket: 0,
    failed: 0,
    bytesIn: 0,
    bytesOut: 0,
  }
  const refusals = new Map<string, Refusal>()
  const counters = {
    'private-network': 'refusedPrivate',
    collector: 'refusedCollector',
    write: 'refusedWrite',
    websocket: 'refusedSocket',
    'not-tls': 'refusedSocket',
    offline: 'refusedOffline',
  } as const
  const refuse = (host: string, why: RefusalReason) => {
    counts[counters[why]]++
    const key = `${host} ${why}`
    const known = refusals.get(key)
    if (known) known.count++
    else if (refusals.size < 10_000) refusals.set(key, { host, why, count: 1 })
  }
  const gate = createGate(options)
  const sockets = new Set<Duplex>()
  const keep = (socket: Duplex) => {
    // A page may break any connection at any time; a socket without a listener would end the process.
    socket.on('error', () => socket.destroy())
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  }

  const server = createServer({ keepAliveTimeout: 5_000 }, (request, response) => {
    counts.requests++
    forward({ request, response, gate, refuse, counts }).catch((error: unknown) => {
      counts.failed++
      answer(response, 502, codeOf(error))
    })
  })
  server.on('connection', keep)
  server.on('clientError', (_error, socket) => socket.destroy())
  server.on('upgrade', (request, socket) => {
    refuse(request.headers.host ?? '', 'websocket')
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
  })
  server.on('connect', (request, client, head) => {
    counts.requests++
    counts.connects++
    tunnel({ request, client, head, gate, refuse, counts, keep }).catch((error: unknown) => {
      counts.failed++
      // A tunnel's answer has no headers that a client shows: the status has to tell.
      const status = codeOf(error) === noSuchHost ? '503 No Such Host' : '502 Bad Gateway'
      client.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`)
    })
  })
  const trap = createSocketServer((socket) => {
    keep(socket)
    refuseSocks(socket, (host) => refuse(host, 'websocket'))
  })
  const [port, trapPort] = await Promise.all([listen(server), listen(trap)])

  return {
    url: `http://127.0.0.1:${port}`,
    socketTrap: `127.0.0.1:${trapPort}`,
    counts: () => ({ ...counts }),
    refusals: () => [...refusals.values()].toSorted((a, b) => compareText(a.host, b.host) || compareText(a.why, b.why)),
    async [Symbol.asyncDispose]() {
      const closed = Promise.all([once(server, 'close'), once(trap, 'close')])
      server.close()
      trap.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port // an address of its own kind only for pipes
}

interface Shared {
  gate: Gate
  refuse: (host: string, why: RefusalReason) => void
  counts: ProxyCounts
}

const noSuchHost = 'ENOTFOUND'

/** The system's name for what went wrong, e.g. `ECONNREFUSED`; visits know what each means. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed'
}

/** Plain HTTP: asks for the same thing at the address that was checked. */
async function forward({
  request,
  response,
  gate,
  refuse,
  counts,
}: Shared & { request: IncomingMessage; response: ServerResponse }): Promise<void> {
  const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined
  if (url?.protocol !== 'http:') return answer(response, 400, 'not an http address')
  const way = await gate.check({
    host: url.hostname,
    port: Number(url.port || 80),
    method: request.method ?? '',
    url: url.href,
  })
  if ('refused' in way) {
    if (way.refused === 'unresolved') throw Object.assign(new Error('no such host'), { code: noSuchHost })
    refuse(way.host, way.refused)
    return answer(response, 403, way.refused)
  }
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !hopByHop.includes(name)))
  const onward = httpRequest({
    host: way.address,
    port: way.port,
    method: request.method,
    path: url.pathname + url.search,
    headers: { ...headers, host: url.host },
    agent: false,
  })
  const fail = (error: unknown) => {
    counts.failed++
    if (response.headersSent) response.destroy()
    else answer(response, 502, codeOf(error))
  }
  onward.on('error', fail)
  onward.on('response', (reply) => {
    const kept = reply.rawHeaders.flatMap((name, at, all) =>
      at % 2 === 0 && !hopByHop.includes(name.toLowerCase()) ? [name, all[at + 1] ?? ''] : [],
    )
    response.writeHead(reply.statusCode ?? 502, kept)
    reply.on('error', fail)
    reply.on('data', (chunk: Buffer) => (counts.bytesIn += chunk.length))
    reply.pipe(response)
  })
  response.on('close', () => onward.destroy())
  request.on('data', (chunk: Buffer) => (counts.bytesOut += chunk.length))
  request.on('error', () => onward.destroy())
  request.pipe(onward)
}

/** HTTPS: a tunnel to the address that was checked; what is said inside it only layer 1 can see. */
async function tunnel({
  request,
  client,
  head,
  gate,
  refuse,
  counts,
  keep,
}: Shared & {
  request: IncomingMessage
  client: Duplex
  head: Buffer
  keep: (socket: Socket) => void
}): Promise<void> {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(request.url ?? '') ?? []
  const way = await gate.check({ host, port: Number(port), method: 'CONNECT', url: '' })
  if ('refused' in way) {
    if (way.refused === 'unresolved') throw Object.assign(new Error('no such host'), { code: noSuchHost })
    refuse(way.host, way.refused)
    client.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
    return
  }
  const onward = connect({ host: way.address, port: way.port, noDelay: true })
  keep(onward)
  client.on('close', () => onward.destroy())
  onward.on('close', () => client.destroy())
  onward.setTimeout(connectTimeoutMs, () => onward.destroy())
  await once(onward, 'connect')
  onward.setTimeout(0)
  client.write('HTTP/1.1 200 Connection established\r\n\r\n')
  onward.on('data', (chunk: Buffer) => (counts.bytesIn += chunk.length))
  onward.pipe(client)
  if (head.length > 0) client.unshift(head)
  client.once('data', (first: Buffer) => {
    // Whatever else a tunnel is good for (a TURN relay, a write in plain HTTP), it is no read of a page.
    if (first[0] !== tlsHandshake) {
      refuse(way.host, 'not-tls')
      return void client.destroy()
    }
    counts.bytesOut += first.length
    onward.write(first)
    client.on('data', (chunk: Buffer) => (counts.bytesOut += chunk.length))
    client.pipe(onward)
  })
}

/** First byte of a TLS connection: a record of type handshake. */
const tlsHandshake = 0x16
const connectTimeoutMs = 15_000

function answer(response: ServerResponse, status: number, why: string): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close', 'x-stagelight-refused': why })
  response.end(why)
}
