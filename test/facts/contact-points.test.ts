import { describe, expect, it, test } from 'vitest'
import {
  isPlaceholderNumber,
  normalizedPhone,
  phoneCandidates,
  samePhone,
} from '../../src/facts/contact-points/phone-numbers.ts'
import { factsOf, renderedFacts } from './page-facts.ts'

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

test('extensions, letters with their digits, and each number of a list', () => {
  const phones = (factsOf('phone-extension-and-letters').contactPoints ?? []).filter(({ kind }) => kind === 'phone')
  expect(phones.map(({ value }) => value)).toEqual([
    '413-732-8702 ext. 14',
    '413-732-8702 x22',
    '1-888-MAPLES1 (627-5371)',
    '07535 657 161',
    '07535 657 153',
    '0800-146-573',
    '1800-409-623',
    '(413)-545-0722',
  ])
  expect(phones[2]?.normalized).toBe('18886275371')
})
test('numbers of models, firms and samples are no phones', () => {
  expect(points('phone-numbers-of-other-things', 'phone', 'fax')).toEqual([])
})
test('a link that calls nobody, a sample number, and a link that calls another number than it shows', () => {
  const phones = (factsOf('phone-dead-link').contactPoints ?? []).filter(({ kind }) => kind === 'phone')
  expect(phones.map(({ value, callable, state }) => `${value} ${callable ? 'callable ' : ''}${state}`)).toEqual([
    '(413) 732-8702 dead',
    'Call us dead',
    '+14137328703 callable works',
    '(413) 732-8799 works',
    '+14137328704 callable works',
    '(555) 123-4567 placeholder',
  ])
})
test('an icon or a box of contact details stands in for the word', () => {
  expect(points('phone-by-icon-and-box', 'phone', 'fax')).toEqual([
    'phone 852222299',
    'phone 222238719',
    'fax 0234869399',
  ])
})
test('mail addresses that scripts put together or attributes hide', () => {
  const mails = (factsOf('mail-put-together').contactPoints ?? []).filter(({ kind }) => kind === 'email')
  expect(mails.map(({ normalized, state }) => `${normalized} ${state}`).toSorted()).toEqual([
    ' dead',
    'buero@ahorn-werkstatt.de works',
    'garten@ahorn-werkstatt.de works',
    'laden@ahorn-werkstatt.de works',
    'lager@ahorn-werkstatt.de works',
    'post@ahorn-werkstatt.de works',
  ])
})
test.each([
  ['hours-in-one-line', 1],
  ['hours-announced', 1],
  ['hours-round-the-clock', 1],
  ['hours-not-hours', 0],
])('%s', (page, count) => expect(points(page, 'hours')).toHaveLength(count))
test('an address without a postal code is one by its label, its pin or its element', () => {
  expect(points('addresses-labelled', 'address', 'map')).toEqual([
    'address 419 harbour row, lamp quarter, northport',
    'address 12 bridge lane, upper town, oakham',
    'address 506 mill road, street 32, oakham',
    'map find us callable',
  ])
})
test('addresses of several countries', () => expect(points('addresses-written-in-ways', 'address')).toHaveLength(4))

test.each([
  ['4590 8000', 'dk'],
  ['912 345 678', 'pt'],
  ['24630 25633', 'gr'],
])('%s is likely in %s, possible elsewhere', (text, country) => {
  expect(phoneCandidates(text, country)[0]?.certainty).toBe('likely')
  expect(phoneCandidates(text, 'test')[0]?.certainty).toBe('possible')
})
test.each([
  ['0123456789', true],
  ['+12125550142', true],
  ['+01123456789', true],
  ['+919876543210', true],
  ['+14137328702', false],
])('%s is a sample: %s', (number, sample) => expect(isPlaceholderNumber(number)).toBe(sample))

test.each([
  ['+49 (0)221 123456', 'sure'],
  ['(413) 732-8702', 'sure'],
  ['01 42 68 53 00', 'likely'],
  ['0221 / 123456', 'likely'],
  ['912 345 678', 'possible'],
  ['(11) 4004-1234', 'likely'],
  ['1300 123 456', 'likely'],
  ['۰۲۱ ۸۸۷۷ ۶۶۵۵', 'likely'],
  ['12.05.2024', undefined],
  ['08.00 – 18.00', undefined],
  ['192.168.10.1', undefined],
  ['1.234.567', undefined],
])('%s is %s', (text, certainty) => expect(phoneCandidates(text)[0]?.certainty).toBe(certainty))

test('one number written in two ways', () => {
  expect(normalizedPhone('+49 (0)221 123456')).toBe('+49221123456')
  expect(samePhone('+49221123456', '0221123456')).toBe(true)
  expect(samePhone('2125550101', '2125550102')).toBe(false)
})
test('a button for a chat and a chat with somebody; one word that leads to a page and a link to the form are none', () => {
  expect(points('contact-chat-link-to-page', 'chat')).toEqual([])
  expect(points('contact-chat-button', 'chat')).toEqual(['chat chat callable'])
  expect(points('contact-chat-with-somebody', 'chat')).toEqual(['chat chat with our fitters callable'])
})

test('an address in a link to something else is pointed at by that link', () => {
  const mails = (factsOf('mail-in-link-to-nowhere').contactPoints ?? []).filter(({ kind }) => kind === 'email')
  expect(mails.map(({ where }) => where.snippet.startsWith('<a '))).toEqual([true, false])
})

describe('what a chat, a room and a faulty link are', () => {
  const found = (body: string) =>
    renderedFacts(`<html lang="en"><body><main><h1>Lamps</h1>${body}</main></body></html>`, {})
  it('a chat goes by the number of the page that it reaches', () => {
    const { contactPoints } = found('<p>Phone 020 7946 0000</p><a href="https://wa.me/442079460000">Chat</a>')
    expect(contactPoints?.map(({ kind, normalized }) => `${kind} ${normalized}`)).toEqual([
      'phone 02079460000',
      'messenger 02079460000',
    ])
  })
  it('an invitation to a room of the firm is a way to ask', () =>
    expect(found('<a href="https://discord.gg/lamps">Join us</a>').contactPoints?.[0]?.kind).toBe('messenger'))
  it('a mail address behind a scheme that no program knows can be read', () =>
    expect(found('<a href="mail://anna@lamps.example">Write</a>').contactPoints?.[0]).toMatchObject({
      kind: 'email',
      normalized: 'anna@lamps.example',
      callable: false,
    }))
  it('an empty link to call is nothing to see', () =>
    expect(found('<a href="tel:" aria-label="Phone"></a>').contactPoints).toEqual([]))
  it('a printed number of a messenger can be written to', () =>
    expect(found('<p>WhatsApp: +44 20 7946 0000</p>').offers?.map((offer) => offer.microConversion)).toContain(
      'messaging-click',
    ))
})
