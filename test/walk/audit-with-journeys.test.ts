import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runAudit, runEvaluate, type AuditOutcome } from '../../src/audit.ts'
import type { ConfigInput } from '../../src/config/config.ts'
import { UsageError } from '../../src/shared/errors.ts'
import { comparable } from '../sites/audit-small-site.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let folder: string
let config: ConfigInput
let outcome: AuditOutcome

beforeAll(async () => {
  shop = await openShop()
  folder = await mkdtemp(join(tmpdir(), 'stagelight-test-'))
  const saved = join(folder, 'order.html')
  await mkdir(join(folder, 'order_files'))
  await writeFile(join(folder, 'order_files', 'look.css'), 'h1 { font-size: 41px }')
  await writeFile(join(folder, 'secret.css'), 'h1 { color: red }')
  await writeFile(
    saved,
    `<!doctype html><!-- saved from url=(0034)${shop.origin}/order/42 --><html lang="en"><head><title>Thank you – Lamps</title>
    <link rel="stylesheet" href="order_files/look.css"><link rel="stylesheet" href="secret.css"></head><body>
    <main><h1>Thank you for your order</h1><p>Order number 42 is on its way.</p><img src="${shop.origin}/pixel.gif"></main></body></html>`,
  )
  config = {
    url: `${shop.origin}/`,
    outputDir: folder,
    lighthouse: false,
    rps: 100,
    maxTime: 300,
    profile: ['ecommerce'],
    owner: true,
    allow: [shop.host],
    pages: { confirmation: saved },
    journeys: [
      {
        name: 'Buy a lamp',
        goal: 'purchase',
        steps: [
          { open: '/lamps/blue' },
          { choose: { Size: 'M' } },
          { click: 'Add to basket' },
          { expect: '1 item' },
          { click: 'Checkout', page: 'checkout' },
          { fill: { 'E-mail': 'anna@example.test' } },
          { 'stop-before': 'Pay now' },
        ],
      },
      { name: 'Find the sale', steps: [{ click: 'Sale' }] },
    ],
  }
  const audited = await runAudit(config)
  if ('failed' in audited) throw new Error(audited.failed.reason)
  outcome = audited
}, 240_000)
afterAll(async () => {
  await shop[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

describe('an audit with journeys and saved pages', () => {
  test('tells each journey twice, and orders nothing', () => {
    expect(outcome.result.journey.declared.map(({ name, viewport, outcome: end }) => [name, viewport, end])).toEqual([
      ['Buy a lamp', 'desktop', 'completed'],
      ['Buy a lamp', 'mobile', 'completed'],
      ['Find the sale', 'desktop', 'broken'],
      ['Find the sale', 'mobile', 'broken'],
    ])
    expect(shop.orders).toBe(0)
    expect(outcome.result.sideEffects).toContainEqual(
      expect.objectContaining({ kind: 'write', method: 'POST', pathPattern: '/cart/add', fate: 'sent' }),
    )
  })

  test('judges where they led as pages, the full cart in place of the empty one', () => {
    const pages = new Map(outcome.result.pages.map((page) => [new URL(page.url).pathname, page]))
    expect(pages.get('/cart')).toMatchObject({ type: 'cart', rendered: true, reachedBy: 'journey:Buy a lamp' })
    expect(pages.get('/checkout')).toMatchObject({
      type: 'checkout',
      typeConfidence: 1,
      reachedBy: 'journey:Buy a lamp',
    })
    expect(pages.get('/order/42')).toMatchObject({
      type: 'confirmation',
      title: 'Thank you – Lamps',
      rendered: true,
      reachedBy: 'saved:order.html',
    })
    expect(pages.get('/lamps/blue')).toMatchObject({ reachedBy: '' })
    expect(outcome.result.pages.filter(({ url }) => new URL(url).pathname === '/cart')).toHaveLength(1)
    const dead = outcome.result.journey.deadEnds.map(({ url }) => new URL(url).pathname)
    expect(dead).not.toContain('/order/42')
  })

  test('finds the step that breaks, with its picture, and what lies in the way', () => {
    const broken = outcome.result.findings.find(({ rule }) => rule === 'declared-journey-broken')
    expect(broken).toMatchObject({ verdict: 'fail', severity: 'critical', pages: { count: 2 } })
    expect(broken?.message).toContain('“Find the sale” (desktop) breaks off at step 1: click “Sale”')
    expect(broken?.evidence.map(({ viewport, screenshot }) => [viewport, screenshot !== ''])).toEqual([
      ['desktop', true],
      ['mobile', true],
    ])
    const friction = outcome.result.findings.find(({ rule }) => rule === 'declared-journey-friction')
    expect(friction?.evidence[0]).toMatchObject({
      snippet: expect.stringContaining('<input') as string,
      viewport: 'desktop',
    })
  })

  test('the report shows them, and holds nothing that was typed', async () => {
    const html = await readFile(join(outcome.folder, 'report.html'), 'utf8')
    expect(html).toMatch(/Buy a lamp · [Dd]esktop: gone to the end/)
    expect(html.includes('In the way: “Wait!”.')).toBe(true)
    const json = await readFile(join(outcome.folder, 'audit.json'), 'utf8')
    expect(html + json).not.toContain('anna@')
  })

  test('a saved page is looked at without the web, with the files saved beside it and no others', () => {
    expect(shop.seen).not.toContain('GET /pixel.gif')
    expect(shop.seen.filter((line) => line.includes('order'))).toEqual([])
  })

  test('is judged again from what is kept, and resumed without a step walked twice', async () => {
    const again = await runEvaluate(outcome.folder)
    expect(comparable(again.result)).toEqual(comparable(outcome.result))
    const before = shop.seen.length
    const resumed = await runAudit(config, { resume: true })
    expect('result' in resumed && comparable(resumed.result)).toEqual(comparable(outcome.result))
    expect(shop.seen.slice(before).filter((line) => line.startsWith('POST'))).toEqual([])
  }, 120_000)
})

describe('what is wrong before anything is asked of the site', () => {
  const mistakeOf = async (more: ConfigInput): Promise<UsageError> => {
    const seen = shop.seen.length
    const error: unknown = await runAudit({ ...config, ...more }).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(shop.seen).toHaveLength(seen)
    if (error instanceof UsageError) return error
    throw new Error('no mistake was found')
  }

  test('writing needs the owner’s consent', async () => {
    expect((await mistakeOf({ owner: false })).message).toContain('needs the owner’s consent')
  })

  test('saved pages that are missing or no pages, all at once', async () => {
    await writeFile(join(folder, 'a.pdf'), '%PDF-1.7 \u0000')
    await writeFile(join(folder, 'notes.txt'), 'Buy lamps')
    const error = await mistakeOf({
      pages: { cart: join(folder, 'none.html'), checkout: join(folder, 'a.pdf'), account: join(folder, 'notes.txt') },
    })
    expect(error.mistakes.map(({ message }) => message)).toEqual([
      'there is no such file, or it can’t be read',
      'is no HTML page',
      'is no HTML page',
    ])
  })
})
