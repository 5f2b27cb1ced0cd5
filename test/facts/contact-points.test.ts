import { expect, test } from 'vitest'
import { normalizedPhone, phoneCandidates, samePhone } from '../../src/facts/contact-points/phone-numbers.ts'
import { factsOf } from './page-facts.ts'

function points(page: string, ...kinds: string[]): string[] {
  return (factsOf(page).contactPoints ?? [])
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, normalized, callable }) => `${kind} ${normalized}${callable ? ' callable' : ''}`)
}

test('a fax line is told from a phone', () => {
  expect(points('phone-fax-beside', 'phone', 'fax')).toEqual(['phone 02211234560', 'fax 022112345699'])
})
test('dates, book numbers, spans of years and numbered papers are no phones', () => {
  expect(points('phone-not-a-date', 'phone')).toEqual([])
})
test('a number that stands as a link and as text is listed once for each', () => {
  expect(points('phone-linked', 'phone')).toEqual(['phone +12125550142 callable', 'phone 2125550142'])
})
test('letters stand for digits', () => expect(points('phone-in-letters', 'phone')).toEqual(['phone 18003569377']))
test('two numbers in one line are two', () => {
  expect(points('phone-two-in-one-line', 'phone')).toEqual(['phone 2125550101', 'phone 2125550102'])
})
test('a long postal code is no phone', () => expect(points('phone-zip-plus-four', 'phone')).toEqual([]))
test('the label may stand in the cell before', () => {
  expect(points('phone-label-in-other-cell', 'phone')).toEqual(['phone 5551234567'])
})
test('a mail address in words', () =>
  expect(points('mail-spelled-out', 'email')).toEqual(['email office@maple-street.org']))
test('a mail address that Cloudflare hides', () =>
  expect(points('mail-encoded', 'email')).toEqual(['email a@b.co callable']))
test('a chat in a messenger is no way to share', () => {
  expect(points('messenger-not-share', 'messenger')).toEqual(['messenger https://wa.me/491701234567 callable'])
  expect(factsOf('messenger-not-share').share?.controls.map(({ network }) => network)).toEqual(['whatsapp'])
})
test('address and hours', () => {
  expect(points('hours-and-address', 'address', 'hours').map((point) => point.split(' ')[0])).toEqual([
    'address',
    'hours',
  ])
})

test.each([
  ['+49 (0)221 123456', 'sure'],
  ['(413) 732-8702', 'sure'],
  ['01 42 68 53 00', 'likely'],
  ['0221 / 123456', 'likely'],
  ['912 345 678', 'possible'],
  ['12.05.2024', undefined],
  ['192.168.10.1', undefined],
  ['1.234.567', undefined],
])('%s is %s', (text, certainty) => expect(phoneCandidates(text)[0]?.certainty).toBe(certainty))

test('one number written in two ways', () => {
  expect(normalizedPhone('+49 (0)221 123456')).toBe('+49221123456')
  expect(samePhone('+49221123456', '0221123456')).toBe(true)
  expect(samePhone('2125550101', '2125550102')).toBe(false)
})
