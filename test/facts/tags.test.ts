import { expect, test } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import type { PageFacts } from '../../src/facts/index.ts'
import { emptySnapshot, type RequestRecord } from '../../src/snapshot/schema.ts'
import { vendors, vocabularies } from './page-facts.ts'

const loader = '<script async src="https://www.googletagmanager.com/gtag/js?id=G-AB12CD34EF"></script>'
const starter = "<script>gtag('js', new Date()); gtag('config', 'G-AB12CD34EF')</script>"

function request(over: Partial<RequestRecord>): RequestRecord {
  return {
    host: 'lamps.test',
    pathPattern: '/',
    method: 'GET',
    type: 'script',
    fate: 'sent',
    why: '',
    status: 200,
    count: 1,
    ...over,
  }
}

function facts(head: string, requests: RequestRecord[] = []): PageFacts {
  const target = {
    url: 'https://lamps.test/',
    key: 'lamps',
    mode: 'http',
    generation: 0,
    depth: 0,
    source: 'start',
  } as const
  const html = `<!doctype html><html lang="en"><head><title>Lamps</title>${head}</head><body><h1>Lamps</h1></body></html>`
  return extractFacts({ snapshot: { ...emptySnapshot(target), html, requests }, vocabularies, vendors }).facts
}

function told(page: PageFacts): string[] | undefined {
  return page.tags?.map(({ vendor, id, how, times }) => `${vendor} ${id} ${how} ${times}`)
}

test('a tag says how it was seen, and how often the page starts it', () => {
  expect(told(facts(loader))).toEqual(['google-analytics-4 G-AB12CD34EF script-tag 1'])
  expect(told(facts(loader + starter))).toEqual(['google-analytics-4 G-AB12CD34EF inline 1'])
  expect(told(facts(loader + starter + loader + starter))).toEqual(['google-analytics-4 G-AB12CD34EF inline 2'])
})

test('a script that only fetches the file late starts nothing', () => {
  const late =
    "<script>setTimeout(() => load('https://www.googletagmanager.com/gtag/js?id=G-AB12CD34EF'), 3000)</script>"
  expect(told(facts(late + starter))).toEqual(['google-analytics-4 G-AB12CD34EF inline 1'])
})

test('two accounts are two tags', () => {
  const other = starter.replace('G-AB12CD34EF', 'G-ZZ98YY76XX')
  expect(told(facts(starter + other))).toEqual([
    'google-analytics-4 G-AB12CD34EF inline 1',
    'google-analytics-4 G-ZZ98YY76XX inline 1',
  ])
})

test('a copy of the page in a script, and a snippet that waits for consent, start nothing', () => {
  const copy = `<script>self.__next_f.push([1,"gtag('config', 'G-AB12CD34EF')"])</script>`
  const waiting = starter.replace('<script>', '<script type="text/plain" data-category="statistics">')
  expect(told(facts(starter + copy + waiting))).toEqual(['google-analytics-4 G-AB12CD34EF inline 1'])
})

test('a request that was held for its address tells of a tool that the page’s own code brings', () => {
  const held = request({ host: 'eu.collect.test', type: 'ping', method: 'POST', fate: 'held', why: 'collector' })
  expect(facts('', [held]).tags).toMatchObject([
    { vendor: 'collect.test', kind: 'analytics', how: 'request', held: true },
  ])
  expect(told(facts(loader, [held]))).toEqual(['google-analytics-4 G-AB12CD34EF script-tag 1'])
})

test('what could have brought a tool that was not seen', () => {
  expect(facts('').unseenTags).toEqual([])
  expect(
    facts('', [request({ pathPattern: '/lamp.png', type: 'image', fate: 'failed', status: 0 })]).unseenTags,
  ).toEqual([])
  expect(facts('', [request({ pathPattern: '/app.*.js', fate: 'failed', status: 0 })]).unseenTags).toEqual([
    { source: 'failed-script', detail: 'lamps.test/app.*.js' },
  ])
  expect(
    facts('', [request({ pathPattern: '/stats', type: 'fetch', method: 'POST', fate: 'held', why: 'write' })])
      .unseenTags,
  ).toEqual([{ source: 'held-request', detail: 'lamps.test/stats' }])
  expect(facts('<script type="text/plain">count()</script>').unseenTags).toMatchObject([{ source: 'consent' }])
  expect(facts('<script src="https://consent.cookiebot.com/uc.js"></script>').unseenTags).toMatchObject([
    { source: 'consent', detail: 'cookiebot' },
  ])
})
