import { expect, test } from 'vitest'
import { quickRefresh } from '../../src/visit/refresh.ts'

const page = 'https://site.test/old'
const meta = (content: string): string => `<html><head><meta http-equiv="Refresh" content="${content}"></head></html>`

test.each([
  ['0; url=/new', 'https://site.test/new'],
  ["0;URL='new'", 'https://site.test/new'],
  ['5, https://other.test/', 'https://other.test/'],
  ['0;url=/new?a=1&amp;b=2', 'https://site.test/new?a=1&b=2'],
])('a page moves its visitors by %s', (content, target) => {
  expect(quickRefresh(meta(content), {}, page)).toBe(target)
})

test.each(['30; url=/new', '0', '0; url=/old', '0; url=#top', '0; url=javascript:alert(1)', 'soon; url=/new'])(
  'a page stays with %s',
  (content) => {
    expect(quickRefresh(meta(content), {}, page)).toBeUndefined()
  },
)

test('a refresh for visitors without scripts moves nobody', () => {
  expect(quickRefresh(`<noscript>${meta('0; url=/plain')}</noscript>`, {}, page)).toBeUndefined()
})

test('the header counts as much', () => {
  expect(quickRefresh('', { refresh: '1; url=/new' }, page)).toBe('https://site.test/new')
})
