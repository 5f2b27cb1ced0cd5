/**
 * One Lighthouse run in a process and a browser of its own: two runs in one process disturb each other. Reads one line of JSON, a
 * `ChildTask`, and writes lines of JSON, `ChildMessage`s. Ends, with its browser, when its input is closed.
 */
import { createInterface } from 'node:readline'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { parseCollectors } from '../isolation/collectors.ts'
import { holdRequests } from '../isolation/hold-requests.ts'
import type { ChildMessage, ChildTask } from './lighthouse.ts'

const metricAudits = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'speed-index',
  'total-blocking-time',
  'cumulative-layout-shift',
  'interactive',
  'server-response-time',
  'total-byte-weight',
]

/** Leave that a page asks for while it loads: 1 when it does. */
const permissionAudits = ['notification-on-start', 'geolocation-on-start']

const lines = createInterface({ input: process.stdin })
lines.once('line', (line) => {
  // Our parent wrote it.
  const task = JSON.parse(line) as ChildTask
  measure(task).then(
    (message) => finish(message),
    (error: unknown) => finish({ error: error instanceof Error ? error.message : String(error) }),
  )
})
lines.once('close', () => process.exit(1))

async function measure(task: ChildTask): Promise<ChildMessage> {
  const browser = await puppeteer.launch({
    pipe: true,
    executablePath: task.browserPath,
    headless: true,
    userDataDir: task.profile,
    args: task.args,
    ...(task.env === undefined ? {} : { env: task.env }),
  })
  send({ browserPid: browser.process()?.pid ?? 0 })
  try {
    const { cookie = '', ...headers } = task.headers
    const session = await browser.target().createCDPSession()
    await holdRequests(session, {
      collectors: parseCollectors(task.collectors),
      allowWrites: task.allowWrites,
      // Lighthouse measures a page as it is, and its videos are loaded.
      blockMedia: false,
      addHeaders: { host: new URL(task.url).host, headers },
    })
    if (cookie !== '') await browser.setCookie(...cookiesOf(cookie, new URL(task.url)))
    return await runOn(browser, await browser.newPage(), task)
  } finally {
    await browser.close()
  }
}

async function runOn(browser: Browser, page: Page, task: ChildTask): Promise<ChildMessage> {
  page.on('dialog', (dialog) => {
    dialog.dismiss().catch(() => {})
  })
  browser.on('targetcreated', (target) => {
    if (target.type() === 'page' && target.opener() !== undefined)
      target.page().then(
        (popup) => popup?.close(),
        () => {},
      )
  })
  const { default: lighthouse, desktopConfig } = await import('lighthouse')
  const run = await lighthouse(
    task.url,
    {
      onlyCategories: ['performance'],
      onlyAudits: permissionAudits,
      skipAudits: ['screenshot-thumbnails', 'final-screenshot'],
      disableFullPageScreenshot: true,
      // The browser is new; all that it stores are the cookies that the user gave.
      disableStorageReset: true,
      maxWaitForLoad: task.maxWaitMs,
      logLevel: 'silent',
    },
    task.device === 'desktop' ? desktopConfig : undefined,
    page,
  )
  if (run === undefined) return { error: 'Lighthouse gave no result' }
  const { runtimeError, categories, audits } = run.lhr
  if (runtimeError !== undefined) return { error: `${runtimeError.code}: ${runtimeError.message}` }
  const score = categories['performance']?.score ?? null
  const metrics = metricAudits.flatMap((id) => {
    const value = audits[id]?.numericValue
    return value === undefined ? [] : [[id, Math.round(value * 1000) / 1000]]
  })
  const asked = permissionAudits.map((id) => [id, audits[id]?.score === 0 ? 1 : 0])
  return {
    performance: score === null ? null : Math.round(score * 100),
    metrics: Object.fromEntries([...metrics, ...asked]),
  }
}

function cookiesOf(header: string, { hostname, protocol }: URL) {
  return header.split(';').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return {
      name: name.trim(),
      value: value.join('=').trim(),
      domain: hostname,
      path: '/',
      secure: protocol === 'https:',
    }
  })
}

function send(message: ChildMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

/** Ends only once the last line is out. */
function finish(message: ChildMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`, () => process.exit(0))
}
