import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fetch, ProxyAgent } from 'undici'
import { parseCollectors } from '../../src/isolation/collectors.ts'
import { openProxy, type Proxy, type ProxyOptions } from '../../src/isolation/proxy.ts'
import { startNoisySite } from './noisy-site.ts'

const collectors = parseCollectors(`
vendors:
  - { name: Counter, hosts: [counter.test], anywhere: ['/collect?v=*'] }
`)

let server: Server
let port: number
/** Nobody listens there. */
let closedPort: number
let seen: string[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.host} ${request.url}`)
    if (request.url === '/break') return void request.socket.destroy()
    response.setHeader('x-a', ['1', '2'])
    response.end('hello')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  const gone = createServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  closedPort = (gone.address() as AddressInfo).port
  gone.close()
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(() => {
  seen = []
})

const open = (options: Partial<ProxyOptions> = {}) =>
  openProxy({ collectors, allowPrivate: [`127.0.0.1:${port}`], ...options })

/** By undici's agent, as the HTTP visits do it; `proxyTunnel` off, so that plain HTTP stays visible to the proxy. */
async function get(proxy: Proxy, url: string, init: { method?: string; body?: string } = {}) {
  const dispatcher = new ProxyAgent({ uri: proxy.url, proxyTunnel: false })
  try {
    const response = await fetch(url, { ...init, dispatcher })
    return { status: response.status, why: response.headers.get('x-stagelight-refused'), text: await response.text() }
  } finally {
    await dispatcher.close()
  }
}

/** What the proxy says to bytes sent to it raw. */
async function say(address: string, text: string | Buffer): Promise<Buffer> {
  const [host, at] = address.split(':') as [string, string]
  const socket = connect(Number(at), host)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => {})
  socket.write(text)
  socket.setTimeout(1_000, () => socket.destroy())
  await once(socket, 'close')
  return Buffer.concat(chunks)
}

test('passes on reads to the audited host and counts them', async () => {
  await using proxy = await open()
  expect(await get(proxy, `http://127.0.0.1:${port}/a?b=1`)).toMatchObject({ status: 200, text: 'hello' })
  expect(seen).toEqual([`GET 127.0.0.1:${port} /a?b=1`])
  expect(proxy.counts()).toMatchObject({ requests: 1, connects: 0, bytesIn: 5, failed: 0 })
})

test('opens tunnels for TLS to the audited host', async () => {
  await using site = await startNoisySite('https')
  await using proxy = await open({ allowPrivate: site.places })
  const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls: { rejectUnauthorized: false } })
  const response = await fetch(site.page(1), { dispatcher })
  expect(await response.text()).toContain('Noisy')
  await dispatcher.close()
  expect(proxy.counts()).toMatchObject({ requests: 1, connects: 1, failed: 0 })
  expect(proxy.counts().bytesIn).toBeGreaterThan(1_000)
})

test('closes a tunnel that carries something else', async () => {
  await using proxy = await open()
  const connecting = `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nhost: x\r\n\r\n`
  const reply = await say(new URL(proxy.url).host, `${connecting}POST /hidden HTTP/1.1\r\nhost: in.test\r\n\r\n`)
  expect(reply.toString()).toMatch(/^HTTP\/1.1 200 /)
  expect(seen).toEqual([])
  expect(proxy.refusals()).toEqual([{ host: `127.0.0.1:${port}`, why: 'not-tls', count: 1 }])
})

test.each([
  'http://127.0.0.1:8081/',
  'http://localhost:8081/',
  'http://a.localhost:8081/',
  'http://10.0.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://[::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[fd00::1]/',
])('refuses %s', async (url) => {
  await using proxy = await open()
  expect(await get(proxy, url)).toMatchObject({ status: 403, why: 'private-network' })
  expect(proxy.counts().refusedPrivate).toBe(1)
  const { host } = new URL(url)
  const reply = await say(
    new URL(proxy.url).host,
    `CONNECT ${/:\d+$/.test(host) ? host : `${host}:443`} HTTP/1.1\r\n\r\n`,
  )
  expect(reply.toString()).toMatch(/^HTTP\/1.1 403/)
})

test('allows a private place exactly, not its neighbour port', async () => {
  await using proxy = await open({ allowPrivate: ['localhost:8081'] })
  expect(await get(proxy, `http://127.0.0.1:${port}/`)).toMatchObject({ status: 403 })
  expect(await get(proxy, `http://localhost:${port}/`)).toMatchObject({ status: 403 })
  expect(seen).toEqual([])
})

test('refuses collectors by host and, where it can see it, by path; writes unless allowed', async () => {
  await using proxy = await open({ mapHost: { 'counter.test': `127.0.0.1:${port}` } })
  expect(await get(proxy, 'http://counter.test/x.gif')).toMatchObject({ why: 'collector' })
  expect(await get(proxy, `http://127.0.0.1:${port}/collect?v=1`)).toMatchObject({ why: 'collector' })
  expect(await get(proxy, `http://127.0.0.1:${port}/form`, { method: 'POST', body: 'x' })).toMatchObject({
    why: 'write',
  })
  expect(seen).toEqual([])
  expect(proxy.refusals()).toEqual([
    { host: `127.0.0.1:${port}`, why: 'collector', count: 1 },
    { host: `127.0.0.1:${port}`, why: 'write', count: 1 },
    { host: 'counter.test:80', why: 'collector', count: 1 },
  ])
  await using lenient = await open({ allowWrites: ['127.0.0.1'] })
  expect(await get(lenient, `http://127.0.0.1:${port}/form`, { method: 'POST', body: 'x' })).toMatchObject({
    status: 200,
  })
  expect(seen).toEqual([`POST 127.0.0.1:${port} /form`])
})

test('knows where a mapped host really is', async () => {
  await using proxy = await open({ mapHost: { 'shop.test': `127.0.0.1:${port}` } })
  expect(await get(proxy, 'http://shop.test/a')).toMatchObject({ status: 200 })
  expect(seen).toEqual(['GET shop.test /a'])
})

test('says when there is nobody, and survives connections that break', async () => {
  await using proxy = await open({ allowPrivate: [`127.0.0.1:${port}`, `127.0.0.1:${closedPort}`] })
  expect(await get(proxy, `http://127.0.0.1:${closedPort}/`)).toMatchObject({ status: 502, why: 'ECONNREFUSED' })
  expect(await get(proxy, `http://127.0.0.1:${port}/break`)).toMatchObject({ status: 502 })
  expect(await get(proxy, 'http://no-such-host.invalid/')).toMatchObject({ status: 502 })
  const place = new URL(proxy.url).host
  await say(place, '\0\0nonsense\r\n\r\n')
  await say(place, 'GET / HTTP/1.1\r\n\r\n')
  await say(place, 'CONNECT nonsense HTTP/1.1\r\n\r\n')
  await say(place, `CONNECT 127.0.0.1:${closedPort} HTTP/1.1\r\n\r\n`)
  expect(proxy.counts().failed).toBeGreaterThanOrEqual(4)
  expect(await get(proxy, `http://127.0.0.1:${port}/still`)).toMatchObject({ status: 200 })
})

test('refuses web sockets, whichever way they come', async () => {
  await using proxy = await open()
  const greeting = Buffer.from([5, 1, 0])
  const name = Buffer.from('chat.test')
  const request = Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([1, 187])])
  const reply = await say(proxy.socketTrap, Buffer.concat([greeting, request]))
  expect([...reply.subarray(0, 4)]).toEqual([5, 0, 5, 2])
  await say(
    new URL(proxy.url).host,
    `GET http://127.0.0.1:${port}/socket HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
  )
  expect(seen).toEqual([])
  expect(proxy.refusals().map(({ host, why }) => [host, why])).toEqual([
    [`127.0.0.1:${port}`, 'websocket'],
    ['chat.test:443', 'websocket'],
  ])
})

test('closes at once, even with a tunnel open', async () => {
  const proxy = await open()
  const { hostname, port: at } = new URL(proxy.url)
  const socket = connect(Number(at), hostname)
  socket.on('error', () => {})
  socket.write(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\n\r\n`)
  await once(socket, 'data')
  const started = performance.now()
  await proxy[Symbol.asyncDispose]()
  expect(performance.now() - started).toBeLessThan(500)
})

test('what is never written is not written where writing is allowed', async () => {
  await using proxy = await open({
    allowWrites: ['127.0.0.1'],
    neverWrite: ({ pathname }) => pathname === '/place-order',
  })
  const post = { method: 'POST', body: 'a=1' }
  expect(await get(proxy, `http://127.0.0.1:${port}/cart`, post)).toMatchObject({ status: 200 })
  expect(await get(proxy, `http://127.0.0.1:${port}/place-order`, post)).toMatchObject({ status: 403, why: 'write' })
  expect(await get(proxy, `http://127.0.0.1:${port}/place-order`)).toMatchObject({ status: 200 })
  expect(seen.map((line) => line.split(' ')[0])).toEqual(['POST', 'GET'])
})

test('offline, nothing but what is named is reached', async () => {
  await using proxy = await open({ only: [`127.0.0.1:${port}`] })
  expect(await get(proxy, `http://127.0.0.1:${port}/`)).toMatchObject({ status: 200 })
  expect(await get(proxy, 'http://shop.example.test/')).toMatchObject({ status: 403, why: 'offline' })
  expect(proxy.refusals()).toEqual([{ host: 'shop.example.test:80', why: 'offline', count: 1 }])
})
