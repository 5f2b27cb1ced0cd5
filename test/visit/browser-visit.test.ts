import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBench, type Bench } from './browser-bench.ts'
import { startSmallSite, type SmallSite } from './small-site.ts'

let site: SmallSite
let bench: Bench
beforeAll(async () => {
  site = await startSmallSite({
    '/': '<h1>Welcome</h1>',
    '/client': `<div id="app"></div><script>
      setTimeout(async () => {
        const text = await (await fetch('/data')).text()
        document.querySelector('#app').innerHTML = '<h1>' + text + '</h1><img loading="lazy" src="/pixel.gif">'
      }, 100)</script>`,
    '/data': (_request, response) => setTimeout(() => response.end('From afar'), 600),
    '/restless': `<p id="clock"></p><script>let n = 0; setInterval(() => { clock.textContent = n++; document.body.dataset.n = n }, 20)</script>
      <script>fetch('/never')</script><a href="/">Home</a>`,
    '/never': () => {},
    '/growing': `<script>setInterval(() => document.body.append(document.createElement('p')), 30)</script><a href="/">Home</a>`,
    '/hang': '<h1>Hang</h1><script>for (;;);</script>',
    '/late-hang': '<h1>Hang</h1><script>addEventListener("load", () => setTimeout(() => { for (;;); }, 10))</script>',
    '/slow-picture': '<h1>Here</h1><img src="/never">',
    '/silent': () => {},
    '/moves': `<script>setTimeout(() => location.replace('/'), 50)</script>`,
    '/routes': `<script>history.pushState({}, '', '/elsewhere')</script><h1>Here</h1>`,
    '/to-home': (_request, response) => response.writeHead(302, { location: '/' }).end(),
    '/loop': (_request, response) => response.writeHead(302, { location: '/loop' }).end(),
    '/download': (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/zip', 'content-disposition': 'attachment' }).end('PK'),
    '/feed': (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    '/members': (_request, response) => response.writeHead(401, { 'content-type': 'text/html' }).end('No'),
    '/dialogs': `<script>alert('a'); confirm('b'); window.open('/'); onbeforeunload = () => 'stay'</script><h1>Here</h1>`,
    '/memory': `<h1></h1><script>
      const seen = [document.cookie, localStorage.seen, sessionStorage.seen].join('|')
      document.querySelector('h1').textContent = 'seen ' + seen
      document.cookie = 'seen=1'; localStorage.seen = 1; sessionStorage.seen = 1</script>`,
    '/echo': (request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<pre>${JSON.stringify(request.headers)}</pre><img src="/echo.gif">`),
    '/phone': `<meta name="viewport" content="width=device-width"><h1></h1><script>document.querySelector('h1').textContent =
      [navigator.userAgent.includes('Mobile'), 'ontouchstart' in window, devicePixelRatio, innerWidth].join()</script>`,
    '/long': `<body style="margin:0">${'<p style="height:1000px">Text</p>'.repeat(6)}<form style="height:200px"><input><button>Go</button></form></body>`,
  })
  bench = await openBench(site, {
    limits: { totalMs: 4_000, answerMs: 1_500, loadMs: 1_500, settleMs: 1_500 },
    headersFor: (url): Record<string, string> =>
      url.hostname === '127.0.0.1' && url.pathname.startsWith('/echo') ? { 'x-key': 'opensesame', cookie: 'a=1' } : {},
  })
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  await site[Symbol.asyncDispose]()
})

describe('a page', () => {
  test('that scripts build is waited for', async () => {
    const { document, snapshot } = await bench.visit('/client')
    expect(document.$('h1').text()).toBe('From afar')
    expect(snapshot.requests.find(({ pathPattern }) => pathPattern === '/data')).toMatchObject({
      fate: 'sent',
      type: 'fetch',
    })
  })

  test.each(['/restless', '/growing', '/slow-picture'])('that never rests (%s) is still read', async (path) => {
    expect((await bench.visit(path)).snapshot).toMatchObject({ outcome: 'ok', status: 200 })
  })

  test.each(['/hang', '/late-hang'])(
    'that blocks its thread (%s) ends in time, and the next one is fine',
    async (path) => {
      expect((await bench.visit(path)).snapshot).toMatchObject({ outcome: 'timeout', reason: 'over 4 s' })
      expect((await bench.visit('/')).snapshot.outcome).toBe('ok')
    },
  )

  test.each([
    ['/silent', 'timeout'],
    ['/nothing', 'not-found'],
    ['/members', 'blocked'],
    ['/loop', 'redirect-loop'],
    ['/download', 'not-html'],
    ['/feed', 'not-html'],
    ['/to-home', 'redirected'],
    ['/moves', 'redirected'],
    ['/routes', 'redirected'],
    ['/dialogs', 'ok'],
  ] as const)('%s ends as %s', async (path, outcome) => {
    expect((await bench.visit(path)).snapshot.outcome).toBe(outcome)
  })

  test('in a private network is refused', async () => {
    expect((await bench.visitUrl('http://10.0.0.1/')).snapshot.outcome).toBe('refused')
  })

  test('that moved says where to; the start page is followed', async () => {
    const { snapshot } = await bench.visit('/to-home')
    expect(snapshot).toMatchObject({ finalUrl: `${site.origin}/`, redirects: [{ status: 302 }] })
    const start = await bench.visit('/moves', { source: 'start' })
    expect(start.snapshot).toMatchObject({ outcome: 'ok', finalUrl: `${site.origin}/` })
    expect(start.document.$('h1').text()).toBe('Welcome')
  })

  test('finds nothing that an earlier visit left', async () => {
    const first = (await bench.visit('/memory')).document.$('h1').text()
    const second = (await bench.visit('/memory')).document.$('h1').text()
    expect([first, second]).toEqual(['seen ||', 'seen ||'])
  })

  test('gets the headers that are meant for it', async () => {
    const { document } = await bench.visit('/echo')
    expect(document.$('pre').text()).toContain('opensesame')
    expect(document.$('pre').text()).toContain('a=1')
    const other = await bench.visitUrl(`http://localhost:${site.port}/echo`)
    expect(other.snapshot.outcome).toBe('ok')
    expect(other.document.$('pre').text()).not.toMatch(/opensesame|a=1/)
  })

  test('can be seen as a phone sees it', async () => {
    const { document, snapshot } = await bench.visit('/phone', { mode: 'phone' })
    expect(document.$('h1').text()).toBe('true,true,3,390')
    expect(snapshot.layout?.mobile.width).toBe(390)
  })
})

test('pictures are named by page, viewport and region', async () => {
  const { snapshot, pictures } = await bench.visit('/long', { pictures: true })
  expect(snapshot.pictures.map(({ viewport, kind }) => `${viewport} ${kind}`)).toEqual([
    'desktop screens',
    'desktop clip',
    'mobile screens',
    'mobile clip',
  ])
  expect(snapshot.pictures[0]).toMatchObject({ box: [0, 0, 1366, 3840], scale: 0.5, format: 'jpeg' })
  for (const { key } of snapshot.pictures) {
    expect([...pictures.get(key)!.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
  }
  const again = await bench.visit('/long', { pictures: true })
  expect(again.snapshot.pictures).toEqual(snapshot.pictures)
  expect((await bench.visit('/long')).snapshot.pictures).toEqual([])
})

test('an abort is no outcome, and frees the tab', async () => {
  const stop = new AbortController()
  const visiting = Promise.all([1, 2].map(() => bench.visitUrl(`${site.origin}/hang`, {}, stop.signal)))
  setTimeout(() => stop.abort(new Error('stopped')), 300)
  await expect(visiting).rejects.toThrow('stopped')
  expect((await bench.visit('/')).snapshot.outcome).toBe('ok')
})

test('four visits at once share two tabs', async () => {
  const seen = await Promise.all(['/', '/client', '/memory', '/phone'].map((path) => bench.visit(path)))
  expect(seen.map(({ snapshot }) => snapshot.outcome)).toEqual(['ok', 'ok', 'ok', 'ok'])
})

test('tabs and browsers are replaced in time, and nobody notices', async () => {
  await using own = await openBench(site, { recycle: { tab: 2, browser: 5 } })
  const seen = await Promise.all(Array.from({ length: 12 }, () => own.visit('/')))
  expect(seen.every(({ snapshot }) => snapshot.outcome === 'ok')).toBe(true)
})
