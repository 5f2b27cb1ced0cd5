import { expect, test } from 'vitest'
import { linkView, safeUrl } from '../../src/report/link-view.ts'
import { cleanLine, excerpt } from '../../src/report/text.ts'
import { hostile } from './sample-result.ts'

test('control and direction characters go, letters of every script stay', () => {
  expect(cleanLine(hostile.control)).toBe('abc[31mde\uFFFDf')
  expect(cleanLine(hostile.rtl)).toBe('evil שלום עולם مرحبا')
  expect(cleanLine(hostile.emoji)).toBe(hostile.emoji)
})

test('an excerpt never ends in half a character', () => {
  for (let length = 1; length < 24; length++) expect(excerpt(hostile.emoji, length).isWellFormed()).toBe(true)
  expect(excerpt('short', 10)).toBe('short')
  expect(excerpt(hostile.long, 10)).toBe(`${'W'.repeat(10)}…`)
})

test.each([
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  '//a.test',
  'https://',
  `https://a.test/${'x'.repeat(3000)}`,
])('no link to %j', (address) => expect(safeUrl(address)).toBe(''))

test('a link reads as people say it', () => {
  expect(linkView('https://a.test/caf%C3%A9?x=1', 'https://a.test')).toEqual({
    href: 'https://a.test/caf%C3%A9?x=1',
    text: '/café?x=1',
  })
  expect(linkView('https://b.test/', 'https://a.test').text).toBe('b.test')
  expect(linkView('https://a.test/%E2%80%AEmoc', 'https://a.test').text).toBe('/moc')
  expect(linkView('https://a.test/%ff', 'https://a.test').text).toBe('/%ff')
})
