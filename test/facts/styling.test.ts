import { expect, test } from 'vitest'
import { lacksStyles } from '../../src/facts/dom/styling.ts'
import type { RequestRecord } from '../../src/snapshot/schema.ts'

function sheet(pathPattern: string, fate: RequestRecord['fate'], host = 'cdn.test'): RequestRecord {
  return { host, pathPattern, method: 'GET', type: 'stylesheet', fate, why: '', status: 0, count: 1 }
}

test('a page whose style sheet did not arrive is not the page that visitors see', () => {
  expect(lacksStyles({ requests: [sheet('/bootstrap.min.css', 'failed')] })).toBe(true)
  expect(lacksStyles({ requests: [sheet('/site.css', 'sent')] })).toBe(false)
})

test('a script that writes the style sheet counts like one', () => {
  const script = { ...sheet('/', 'failed', 'cdn.tailwindcss.com'), type: 'script' }
  expect(lacksStyles({ requests: [script] })).toBe(true)
  expect(lacksStyles({ requests: [{ ...script, host: 'cdn.test' }] })).toBe(false)
})

test('one sheet that is gone is gone for visitors, too; where all are, the site is not served as it is meant to be', () => {
  const gone = { ...sheet('/site.css', 'sent'), status: 404 }
  const there = { ...sheet('/more.css', 'sent'), status: 200 }
  expect(lacksStyles({ requests: [gone, there] })).toBe(false)
  expect(lacksStyles({ requests: [gone, sheet('/site.css', 'failed')] })).toBe(true)
})

test('a sheet that came at the second try, or that only holds fonts, does no harm', () => {
  expect(lacksStyles({ requests: [sheet('/site.css', 'failed'), sheet('/site.css', 'sent')] })).toBe(false)
  expect(lacksStyles({ requests: [sheet('/css*', 'failed', 'fonts.googleapis.com')] })).toBe(false)
})
