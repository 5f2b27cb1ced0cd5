import { describe, expect, test } from 'vitest'
import { maskResult, maskSnippet, maskUrl } from '../../src/report/masking.ts'
import { sampleResult } from './sample-result.ts'

describe('masking', () => {
  test.each([
    ['https://a.test/reset?token=4f9ac81200d1ee', 'https://a.test/reset?token=***'],
    ['https://a.test/?access_token=abc&page=2', 'https://a.test/?access_token=***&page=2'],
    ['https://a.test/?resetKey=abc123', 'https://a.test/?resetKey=***'],
    ['https://user:pw@a.test/x', 'https://a.test/x'],
    ['https://a.test/#id_token=abcdef', 'https://a.test/#id_token=***'],
    ['https://a.test/?who=jane%40example.com', 'https://a.test/?who=***'],
    ['https://a.test/p;jsessionid=1A2B3C?x=1', 'https://a.test/p;jsessionid=***?x=1'],
    ['https://a.test/?s=Xk29sLq0PzR7vWnM4tYb8cJd', 'https://a.test/?s=***'],
    ['https://a.test/?d=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0.SflKxwRJSM', 'https://a.test/?d=***'],
    ['https://a.test/?code=4f9ac81200d1ee77', 'https://a.test/?code=***'],
  ])('hides what lets somebody in: %s', (address, masked) => {
    expect(maskUrl(address)).toBe(masked)
    expect(maskUrl(masked)).toBe(masked)
  })

  test.each([
    'https://a.test/?id=4711&page=2',
    'https://a.test/?q=espresso%20machine&sort=price',
    'https://a.test/?code=winter-sale',
    'https://a.test/?keyword=coffee&category=beans',
    'https://a.test/?article=how-to-brew-a-Better-cup-in-2026-at-home',
    'https://a.test/blog/2026/11/a-long-title?utm_campaign=autumn_2026_newsletter',
    'mailto:hello@a.test',
    'not an address',
  ])('leaves what identifies a page: %s', (address) => {
    expect(maskUrl(address)).toBe(address)
  })

  test('hides values of fields, keeps labels of buttons and contact points', () => {
    expect(maskSnippet('<input name=phone value="+49 30 1234">')).toBe('<input name=phone value="***">')
    expect(maskSnippet('<input type=submit value="Send">')).toBe('<input type=submit value="Send">')
    expect(maskSnippet('<textarea name=m>Dear all</textarea>')).toBe('<textarea name=m>***</textarea>')
    expect(maskSnippet('<meta name="csrf-token" content="abc">')).toBe('<meta name="csrf-token" content="***">')
    expect(maskSnippet('<meta name="description" content="Coffee">')).toBe('<meta name="description" content="Coffee">')
    expect(maskSnippet('<a href="/login?session=abc123&lang=de">')).toBe('<a href="/login?session=***&lang=de">')
    expect(maskSnippet('<a href="tel:+4930123">+49 30 123</a>')).toBe('<a href="tel:+4930123">+49 30 123</a>')
  })

  test('an address inside a sentence is masked too', () => {
    const result = sampleResult()
    const findings = result.findings.map((finding) => ({
      ...finding,
      message: 'The first leads to https://a.test/reset?token=4f9ac812. The next does not.',
    }))
    const masked = maskResult({ ...result, findings })
    expect(masked.findings[0]?.message).toBe('The first leads to https://a.test/reset?token=***. The next does not.')
  })

  test('a result masked twice is the same as masked once', () => {
    const once = maskResult(sampleResult({ hostile: true, findings: 20 }))
    expect(maskResult(once)).toEqual(once)
  })
})
