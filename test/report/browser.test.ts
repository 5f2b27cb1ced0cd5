import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from '../../src/browser/find-browser.ts'
import { launchBrowser } from '../../src/browser/launch-browser.ts'
import { readReportTemplate } from '../../src/config/report-templates.ts'
import { renderReport } from '../../src/report/index.ts'
import { sampleResult, samplePictures, type SampleOptions } from './sample-result.ts'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const template = await readReportTemplate([fileURLToPath(new URL('../../report-templates/default', import.meta.url))])
const desktop = { viewport: { width: 1366, height: 768 } }
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

let browser: Browser
let folder: string
let photo: Uint8Array

beforeAll(async () => {
  browser = await launchBrowser(await findBrowser())
  folder = await mkdtemp(join(tmpdir(), 'report-test-'))
  const page = await browser.newPage({ viewport: { width: 400, height: 300 } })
  await page.setContent('<body style="background:#ff0000">')
  photo = await page.screenshot({ type: 'jpeg', quality: 80 })
  await page.close()
})

afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Opened {
  page: Page
  complaints: string[]
  requests: string[]
}

/** Opens a report the way a client does, by double click; gives what the browser complained about and asked for. */
async function open(
  file: 'report.html' | 'worklist.html',
  sample: SampleOptions,
  context: BrowserContextOptions,
  locale = 'en',
): Promise<Opened> {
  const files = renderReport(
    { result: sampleResult(sample), pictures: samplePictures(() => photo), template, locale },
    ['html'],
  )
  const path = join(folder, file)
  await writeFile(path, files.find((candidate) => candidate.file === file)?.bytes ?? '')
  const page = await (await browser.newContext({ offline: true, ...context })).newPage()
  const [complaints, requests]: [string[], string[]] = [[], []]
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(pathToFileURL(path).href)
  return { page, complaints, requests }
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(node: unknown, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    } // the line before put it there
    return (await axe.run(document, { resultTypes: ['violations'] })).violations
  })
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ html }) => html.slice(0, 120))
        .slice(0, 3)
        .join(' | ')}`,
  )
}

describe.each(['report.html', 'worklist.html'] as const)('%s in a browser', (file) => {
  test('nothing from a hostile page runs, and nothing is asked for but the file', async () => {
    const { page, complaints, requests } = await open(file, { hostile: true, findings: 40, pages: 60 }, desktop)
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false)
    expect(complaints).toEqual([])
    expect(requests.filter((url) => !url.startsWith('data:image/'))).toHaveLength(1)
    await page.context().close()
  })

  test('the policy holds: a script that got in all the same does not run', async () => {
    const { page, complaints } = await open(file, {}, desktop)
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'globalThis.pwned = 1'
      document.body.append(script)
      const image = document.createElement('img')
      image.src = 'http://127.0.0.1:9/pixel.gif'
      document.body.append(image)
    })
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false)
    await expect
      .poll(() => complaints.filter((line) => line.includes('Content Security Policy')).length)
      .toBeGreaterThan(1)
    await page.context().close()
  })

  test.each([
    ['desktop', desktop, {}],
    ['phone', phone, {}],
    ['desktop, dark', { ...desktop, colorScheme: 'dark' as const }, {}],
    ['phone, one stage unscored', phone, { stages: 'one-unscored', pages: 12 } as const],
    ['desktop, nothing found', desktop, { findings: 0, pages: 1, stages: 'unscored' } as const],
  ])('no barrier: %s', async (_name, context, sample) => {
    const { page } = await open(file, { findings: 14, ...sample }, context)
    expect(await violations(page)).toEqual([])
    await page.context().close()
  })

  test.each([320, 390, 768, 1366])('fits %i pixels without sideways scroll, hostile words included', async (width) => {
    const { page } = await open(
      file,
      { hostile: true, findings: 30, pages: 40 },
      { viewport: { width, height: 844 } },
      'de',
    )
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await page.context().close()
  })

  test('reads the same without scripts', async () => {
    const { page } = await open(file, {}, { ...desktop, javaScriptEnabled: false })
    expect(await page.locator('article').count()).toBeGreaterThan(5)
    expect(await page.locator('#page-filters').isVisible()).toBe(false)
    await page.context().close()
  })
})

test('the pictures are drawn, with the element marked', async () => {
  const { page } = await open('report.html', {}, desktop)
  const shot = page.locator('.shot').first()
  await shot.scrollIntoViewIfNeeded()
  const base64 = (await shot.screenshot()).toString('base64')
  const viewer = await browser.newPage() // a page without a policy, which may look at the pixels
  const red = await viewer.evaluate(async (data) => {
    const image = new Image()
    image.src = `data:image/png;base64,${data}`
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    return [...(context?.getImageData(Math.round(image.width / 2), Math.round(image.height / 2), 1, 1).data ?? [])]
  }, base64)
  expect(red[0]).toBeGreaterThan(240)
  expect(red[1]).toBeLessThan(20)
  await viewer.close()
  await page.context().close()
})

test('the inventory is filtered and sorted by keyboard', async () => {
  const { page } = await open('report.html', { pages: 60 }, desktop)
  const rows = page.locator('#page-table tbody tr:visible')
  expect(await rows.count()).toBe(60)
  await page.getByRole('searchbox').fill('product part')
  const found = await rows.count()
  expect(found).toBeGreaterThan(0)
  expect(found).toBeLessThan(60)
  expect(await page.locator('#filter-count').textContent()).toBe(`${found} of 60 pages`)
  await page.getByRole('searchbox').fill('')
  await page.locator('#filter-state').selectOption('Failed')
  expect(await rows.count()).toBe(3)
  await page.locator('#filter-state').selectOption('All')
  const button = page.locator('#page-table thead button').last()
  await button.focus()
  await page.keyboard.press('Enter')
  const column = async () => (await page.locator('#page-table tbody td:last-child').allTextContents()).map(Number)
  expect(await column()).toEqual((await column()).toSorted((a, b) => a - b))
  await page.keyboard.press('Enter')
  expect(await column()).toEqual((await column()).toSorted((a, b) => b - a))
  expect(await page.locator('#page-table th[aria-sort]').count()).toBe(1)
  await page.context().close()
})

test('the contents can be reached and followed by keyboard', async () => {
  const { page } = await open('report.html', {}, desktop)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => location.hash)).toBe('#main')
  for (const href of await page
    .locator('a[href^="#"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))) {
    expect(await page.locator(href).count(), href).toBe(1)
  }
  await page.context().close()
})

test('prints to A4 with every finding, evidence open', async () => {
  const { page } = await open('report.html', { findings: 14 }, desktop)
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.contents').isVisible()).toBe(false)
  await page.context().close()
})
