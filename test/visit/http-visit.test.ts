import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCollectors } from '../../src/isolation/collectors.ts'
import { openProxy, type Proxy } from '../../src/isolation/proxy.ts'
import type { Snapshot, Target } from '../../src/snapshot/schema.ts'
import { httpVisit, type HttpVisitOptions } from '../../src/visit/http-visit.ts'
import { startSmallSite, type SmallSite } from './small-site.ts'

const collectors = parseCollectors(readFileSync('rules/collectors.yaml', 'utf8'))
const html = { 'content-type': 'text/html' }
let site: SmallSite
let proxy: Proxy

beforeAll(async () => {
  site = await startSmallSite({
    '/': '<html><body><h1>Welcome</h1></body></html>',
    '/to-home': (_request, response) => response.writeHead(301, { location: '/' }).end(),
    '/to-self': (_request, response) => response.writeHead(302, { location: '/to-self#x' }).end(),
    '/to-private': (_request, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
    '/to-nowhere': (_request, response) => response.writeHead(302, {}).end(),
    '/meta': '<meta http-equiv=refresh content="0; url=/"><body>Moving',
    '/japanese': (_request, response) =>
      response.writeHead(200, html).end(
        Buffer.concat([
          Buffer.from('<meta charset=Shift_JIS><p>'),
          Buffer.from([0x93, 0xfa, 0x96, 0x7b]), // 日本
        ]),
      ),
    '/bomb': (_request, response) =>
      response
        .writeHead(200, { ...html, 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(30_000_000, '<p>more</p>'))),
    '/broken-gzip': (_request, response) =>
      response.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end('this is no gzip'),
    '/drip': (_request, response) => {
      response.writeHead(200, html)
      const timer = setInterval(() => response.write('<p>'), 50)
      response.on('close', () => clearInterval(timer))
    },
    '/silent': () => {},
    '/reset': (request) => request.socket.destroy(),
    '/file.pdf': (_request, response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF'),
    '/xhtml': (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/xhtml+xml' }).end('<html><body/></html>'),
    '/members': (_request, response) => response.writeHead(401, html).end('Members only'),
    '/busy': (_request, response) => response.writeHead(503, { ...html, 'retry-after': '7' }).end('Busy'),
    '/teapot': (_request, response) => response.writeHead(418, html).end('Teapot'),
    '/wall': (_request, response) =>
      response.writeHead(503, html).end('<script>window._cf_chl_opt={}</script><p>One moment'),
    '/echo': (request, response) => response.writeHead(200, html).end(`<pre>${JSON.stringify(request.headers)}</pre>`),
  })
  proxy = await openProxy({ collectors, allowPrivate: [site.host, `localhost:${site.port}`] })
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await proxy[Symbol.asyncDispose]()
})

const target = (url: string, source: Target['source'] = 'link'): Target => ({
  url,
  key: url.split('#')[0] ?? url,
  mode: 'http',
  generation: 0,
  depth: 1,
  source,
})

async function visitUrl(
  url: string,
  options: Partial<HttpVisitOptions> = {},
  source?: Target['source'],
): Promise<Snapshot> {
  await using visit = httpVisit({
    proxyUrl: proxy.url,
    userAgent: 'Tester',
    keyOf: (address) => address.split('#')[0] ?? address,
    ...options,
  })
  return (await visit(target(url, source), new AbortController().signal)).snapshot
}
const visitPath = (path: string, options?: Partial<HttpVisitOptions>, source?: Target['source']): Promise<Snapshot> =>
  visitUrl(site.origin + path, options, source)

test('a page is kept as text, through the proxy', async () => {
  const before = proxy.counts().requests
  const snapshot = await visitPath('/')
  expect(snapshot).toMatchObject({ outcome: 'ok', reason: '', status: 200, redirects: [] })
  expect(snapshot.html).toContain('Welcome')
  expect(snapshot.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(proxy.counts().requests).toBe(before + 1)
})

test('a page that moved is another page', async () => {
  expect(await visitPath('/to-home')).toMatchObject({
    outcome: 'redirected',
    finalUrl: `${site.origin}/`,
    redirects: [{ url: `${site.origin}/to-home`, status: 301 }],
    html: '',
  })
  expect(await visitPath('/meta')).toMatchObject({ outcome: 'redirected', finalUrl: `${site.origin}/`, html: '' })
})

test('the start page is followed', async () => {
  for (const path of ['/to-home', '/meta']) {
    const snapshot = await visitPath(path, {}, 'start')
    expect(snapshot).toMatchObject({ outcome: 'ok', finalUrl: `${site.origin}/` })
    expect(snapshot.redirects).toHaveLength(1)
    expect(snapshot.html).toContain('Welcome')
  }
})

test('each hop is asked for', async () => {
  const mayFetch = (url: URL) =>
    url.pathname === '/' ? ({ outcome: 'robots', reason: 'robots.txt' } as const) : undefined
  const seen = site.seen.length
  expect(await visitPath('/to-home', { mayFetch }, 'start')).toMatchObject({ outcome: 'robots', reason: 'robots.txt' })
  expect(site.seen.slice(seen)).toEqual(['GET /to-home'])
})

test.each([
  ['/to-self', 'redirect-loop'],
  ['/to-nowhere', 'client-error'],
  ['/nothing', 'not-found'],
  ['/members', 'blocked'],
  ['/teapot', 'client-error'],
  ['/busy', 'server-error'],
  ['/file.pdf', 'not-html'],
  ['/bomb', 'too-large'],
  ['/broken-gzip', 'unreachable'],
  ['/xhtml', 'ok'],
] as const)('%s ends as %s', async (path, outcome) => {
  const snapshot = await visitPath(path)
  expect(snapshot.outcome).toBe(outcome)
  expect(snapshot.reason === '').toBe(outcome === 'ok')
})

test('a challenge is told from an error', async () => {
  expect(await visitPath('/wall')).toMatchObject({ outcome: 'blocked', reason: 'challenge page', status: 503 })
})

test('what to wait for is kept', async () => {
  expect((await visitPath('/busy')).headers['retry-after']).toBe('7')
})

test('a private network is refused, also behind a redirect', async () => {
  expect(await visitUrl('http://10.0.0.1/')).toMatchObject({ outcome: 'refused', reason: 'private-network' })
  expect(await visitPath('/to-private', {}, 'start')).toMatchObject({ outcome: 'refused' })
  expect(await visitUrl('https://10.0.0.1/')).toMatchObject({ outcome: 'refused' })
})

test('a site that does not answer ends in time', async () => {
  const started = performance.now()
  const limits = { totalMs: 400, headersMs: 400 }
  expect(await visitPath('/drip', { limits })).toMatchObject({ outcome: 'timeout' })
  expect(await visitPath('/silent', { limits })).toMatchObject({ outcome: 'timeout' })
  expect(performance.now() - started).toBeLessThan(3_000)
})

test('a broken connection is unreachable', async () => {
  expect(await visitPath('/reset')).toMatchObject({ outcome: 'unreachable' })
})

test('a certificate that nobody vouches for is a TLS error', async () => {
  const server = createServer({
    key: readFileSync('test/isolation/fixtures/self-signed-key.pem'),
    cert: readFileSync('test/isolation/fixtures/self-signed-cert.pem'),
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await using own = await openProxy({ collectors, allowPrivate: [`127.0.0.1:${port}`] })
  const snapshot = await visitUrl(`https://127.0.0.1:${port}/`, { proxyUrl: own.url })
  server.close()
  expect(snapshot.outcome).toBe('tls-error')
})

test('old encodings are read as browsers read them', async () => {
  expect((await visitPath('/japanese')).html).toContain('日本')
})

test('headers of the user go where they are meant to', async () => {
  const headersFor = (url: URL): Record<string, string> =>
    url.hostname === '127.0.0.1' ? { authorization: 'Basic abc', cookie: 'a=1' } : {}
  const own = await visitPath('/echo', { headersFor, acceptLanguage: 'de' })
  expect(own.html).toContain('Basic abc')
  expect(own.html).toContain('"accept-language":"de"')
  const other = await visitUrl(`http://localhost:${site.port}/echo`, { headersFor })
  expect(other.outcome).toBe('ok')
  expect(other.html).not.toContain('Basic abc')
})

test('an abort is no outcome', async () => {
  await using visit = httpVisit({ proxyUrl: proxy.url, userAgent: 'Tester', keyOf: (url) => url })
  const stop = new AbortController()
  const visiting = visit(target(`${site.origin}/silent`), stop.signal)
  setTimeout(() => stop.abort(new Error('stopped')), 50)
  await expect(visiting).rejects.toThrow('stopped')
})
