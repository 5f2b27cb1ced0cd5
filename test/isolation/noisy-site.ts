import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** A site whose pages write in every way that a browser knows, with a second origin in frames and a collector on a third port. */
export interface NoisySite extends AsyncDisposable {
  origin: string
  page(number: number): string
  /** `METHOD /path` of all that site and frames saw. */
  seen: string[]
  collectorSeen: string[]
  /** Request headers that came with the last request for this path. */
  headers(path: string): IncomingHttpHeaders | undefined
  /** `127.0.0.1:port` of all three. */
  places: string[]
}

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url))

/** Starts it on free ports, with a certificate of its own for `https`. */
export async function startNoisySite(scheme: 'http' | 'https'): Promise<NoisySite> {
  const seen: string[] = []
  const collectorSeen: string[] = []
  const headers = new Map<string, IncomingHttpHeaders>()
  const site = await start(scheme, seen, (request, response) => serve(request, response))
  const frames = await start(scheme, seen, (request, response) => serve(request, response))
  const collector = await start(scheme, collectorSeen, (_request, response) => response.end())
  const origin = `${scheme}://127.0.0.1:${site.port}`
  const addresses = {
    frame: `${scheme}://localhost:${frames.port}/frame`,
    collector: `${scheme}://127.0.0.1:${collector.port}`,
    socket: `${scheme === 'https' ? 'wss' : 'ws'}://127.0.0.1:${site.port}/socket`,
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '').split('?')[0] ?? ''
    headers.set(path, request.headers)
    if (path === '/redirect-to-collector')
      return void response.writeHead(302, { location: `${addresses.collector}/g/collect?v=2&from=redirect` }).end()
    const [type, body] = path.startsWith('/page/')
      ? ['text/html', pageOf(addresses)]
      : path === '/frame'
        ? ['text/html', `<!doctype html><title>Frame</title><script>${writes(addresses)}</script>`]
        : path.endsWith('.js')
          ? ['text/javascript', worker(addresses)]
          : ['text/plain', 'ok']
    response.setHeader('content-type', type)
    response.setHeader('content-security-policy', [
      "font-src 'none'; report-uri /csp-report",
      "font-src 'none'; report-to reports",
    ])
    response.setHeader('reporting-endpoints', `reports="${origin}/report"`)
    response.end(body)
  }

  return {
    origin,
    page: (number) => `${origin}/page/${number}`,
    seen,
    collectorSeen,
    headers: (path) => headers.get(path),
    places: [site, frames, collector].flatMap(({ port }) => [`127.0.0.1:${port}`, `localhost:${port}`]),
    async [Symbol.asyncDispose]() {
      for (const { server } of [site, frames, collector]) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}

interface Addresses {
  frame: string
  collector: string
  socket: string
}

/** Scripts of a page or frame: writes at once, and more when it is left. */
function writes({ collector, socket }: Addresses): string {
  return `
    fetch('/fetch-post', { method: 'POST', body: 'x', keepalive: true })
    fetch('/fetch-delete', { method: 'DELETE' })
    navigator.sendBeacon('/beacon', 'x')
    navigator.sendBeacon('${collector}/g/collect?v=2&tid=G-1', 'x')
    fetch('${collector}/other-host', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
    const put = new XMLHttpRequest(); put.open('PUT', '/xhr-put'); put.send('x')
    new Image().src = '${collector}/g/collect?v=2&tid=G-1&en=page_view'
    new Image().src = '/redirect-to-collector'
    new Worker('/dedicated.js')
    if (self.SharedWorker) new SharedWorker('/shared.js')
    navigator.serviceWorker?.register('/service.js').catch(() => {})
    try { new WebSocket('${socket}') } catch {}
    for (const last of ['pagehide', 'unload', 'visibilitychange']) addEventListener(last, () => {
      navigator.sendBeacon('/last-beacon', 'x')
      fetch('/last-fetch', { method: 'POST', body: 'x', keepalive: true })
      navigator.sendBeacon('${collector}/g/collect?v=2&en=leave')
    })`
}

function worker({ collector, socket }: Addresses): string {
  return `
    const write = () => {
      fetch('/worker-post', { method: 'POST', body: 'x' }).catch(() => {})
      fetch('${collector}/g/collect?v=2&worker', { method: 'POST', mode: 'no-cors' }).catch(() => {})
    }
    self.onconnect = write
    self.oninstall = write
    self.onactivate = write
    write()
    try { new WebSocket('${socket}') } catch {}
    setTimeout(write, 50)`
}

function pageOf(addresses: Addresses): string {
  return `<!doctype html><html lang="en"><title>Noisy</title>
    <style>@font-face { font-family: none; src: url(/none.woff2) } body { font-family: none }</style>
    <h1>Noisy</h1><a id="ping" href="#here" ping="/ping">Here</a>
    <iframe src="${addresses.frame}"></iframe><iframe name="target"></iframe>
    <form id="hidden" method="post" action="/form" target="target"><input name="a" value="1"></form>
    <form id="top" method="post" action="/top-form"><input name="a" value="1"></form>
    <script>${writes(addresses)}
      document.querySelector('#hidden').submit()
      document.querySelector('#ping').click()
      if (location.pathname.endsWith('5')) setTimeout(() => document.querySelector('#top').submit(), 30)
    </script>`
}

async function start(
  scheme: 'http' | 'https',
  seen: string[],
  serve: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; port: number }> {
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    seen.push(`${request.method} ${(request.url ?? '').split('?')[0]}`)
    serve(request, response)
  }
  const server =
    scheme === 'http'
      ? createServer(listener)
      : createSecureServer({ key: fixture('self-signed-key.pem'), cert: fixture('self-signed-cert.pem') }, listener)
  server.on('upgrade', (request, socket) => {
    seen.push(`UPGRADE ${request.url}`)
    socket.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}
