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

/** Why a page counts as kept before its parts arrived. */
function unfinished(markup: string): string[] {
  const snapshot = { ...emptySnapshot(target), html: `<html lang="en"><body>${markup}</body></html>` }
  return (extractFacts({ snapshot, vocabularies, vendors }).facts.hints ?? [])
    .filter(({ source }) => source === 'unfinished')
    .map(({ detail }) => detail)
}

test('a copy that was kept before its parts arrived', () => {
  const lamp = '<main><h1>Oak lamp</h1><p>Made by Anna.</p>'
  expect(unfinished(`${lamp}</main>`)).toEqual([])
  expect(unfinished(`${lamp}<div class="card"><img src="a.jpg"></div><button>Open</button></main>`)).toEqual([])
  expect(unfinished(`${lamp}<img src="https://cdn.shopify.com/s/lamp.jpg"></main>`)).toHaveLength(1)
  expect(
    unfinished(`<script src="a.js"></script>${lamp}<img src="https://cdn.shopify.com/s/lamp.jpg"></main>`),
  ).toEqual([])
  expect(unfinished(`${lamp}${'<div class="row skeleton"></div>'.repeat(6)}</main>`)).toHaveLength(1)
  expect(unfinished(`${lamp}${'<div class="row skeleton">A lamp</div>'.repeat(6)}</main>`)).toEqual([])
  expect(unfinished(`${lamp}<div data-test="price-module-placeholder"></div></main>`)).toHaveLength(1)
  expect(unfinished(`${lamp}<p>{{ product.price }}</p></main>`)).toHaveLength(1)
  expect(unfinished(`${lamp}<p>Write {{ name }} where the name belongs.</p><pre>{{ name }}</pre></main>`)).toEqual([])
  expect(unfinished(`${lamp}<section aria-busy="true"></section></main>`)).toHaveLength(1)
  expect(unfinished(`${lamp}<noscript>Please enable JavaScript</noscript></main>`)).toHaveLength(1)
})
