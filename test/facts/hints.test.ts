import { expect, test } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import { emptySnapshot, type RequestRecord } from '../../src/snapshot/schema.ts'
import { vendors, vocabularies } from './page-facts.ts'

const target = {
  url: 'https://shop.test/',
  key: 'p',
  mode: 'browser',
  generation: 0,
  depth: 0,
  source: 'start',
} as const
const html = '<html lang="en"><body><main><h1>Oak desks</h1><p>Desks for people who stay.</p></main></body></html>'

/** What the page may lack because of one request that was not let through. */
function hidden(host: string, pathPattern: string, request: Partial<RequestRecord> = {}): string[] {
  const held = {
    host,
    pathPattern,
    method: 'POST',
    type: 'xhr',
    fate: 'held',
    why: 'write',
    status: 0,
    count: 1,
  } as const
  const snapshot = { ...emptySnapshot(target), html, requests: [{ ...held, ...request }] }
  return (extractFacts({ snapshot, vocabularies, vendors }).facts.hints ?? []).flatMap(({ couldSupply }) => couldSupply)
}

test('what the site itself would have answered, by its address', () => {
  expect(hidden('shop.test', '/api/content')).toEqual(['any'])
  expect(hidden('shop.test', '/')).toEqual(['begin-checkout'])
  expect(hidden('shop.test', '/customer/section/load/')).toEqual(['begin-checkout'])
  expect(hidden('shop.test', '/wp-json/contact-form-*/v*/contact-forms/*/feedback')).toEqual(['contact-form'])
  expect(hidden('shop.test', '/wp-json/wp-statistics/v*/hit')).toEqual([])
  expect(hidden('shop.test', '/heartbeat')).toEqual([])
})
test('a host that serves everybody’s files tells by the path', () => {
  const script = { method: 'GET', type: 'script', fate: 'failed', why: '' } as const
  expect(hidden('cdn.jsdelivr.net', '/npm/swiper/swiper.min.js', script)).toEqual([])
  expect(hidden('cdn.jsdelivr.net', '/npm/@docsearch/js', script)).toEqual(['site-search'])
})
