import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalHost, isLocalhostName, isPublicAddress } from '../../src/isolation/addresses.ts'

describe('addresses outside the public internet', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '168.63.129.16',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.251',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:0:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'localhost',
    '',
    '1.2.3',
  ])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test.each([
    '8.8.8.8',
    '100.63.255.255',
    '172.32.0.1',
    '192.167.255.255',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  test('an IPv4 address is judged alike in each of its IPv6 clothes', () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        const expected = isPublicAddress(ip)
        expect(isPublicAddress(`::ffff:${ip}`)).toBe(expected)
        expect(isPublicAddress(`64:ff9b::${ip}`)).toBe(expected)
        const [a, b, c, d] = ip.split('.').map(Number) as [number, number, number, number]
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
        expect(isPublicAddress(`2002:${hex}::1`)).toBe(expected)
      }),
    )
  })

  test('private ranges have no hole', () => {
    const part = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(part, part, part, (b, c, d) => {
        expect(isPublicAddress(`10.${b}.${c}.${d}`)).toBe(false)
        expect(isPublicAddress(`127.${b}.${c}.${d}`)).toBe(false)
        expect(isPublicAddress(`169.254.${c}.${d}`)).toBe(false)
        expect(isPublicAddress(`172.${16 + (b % 16)}.${c}.${d}`)).toBe(false)
        expect(isPublicAddress(`100.${64 + (b % 64)}.${c}.${d}`)).toBe(false)
      }),
    )
  })

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV6(), fc.ipV4Extended(), fc.domain()), (text) => {
        expect(typeof isPublicAddress(text)).toBe('boolean')
        expect(typeof canonicalHost(text)).toBe('string')
      }),
    )
  })
})

test.each([
  ['2130706433', '127.0.0.1'],
  ['0x7f000001', '127.0.0.1'],
  ['0x7f.1', '127.0.0.1'],
  ['0177.0.0.1', '127.0.0.1'],
  ['127.1', '127.0.0.1'],
  ['[::1]', '::1'],
  ['::1', '::1'],
  ['[::ffff:127.0.0.1]', '::ffff:7f00:1'],
  ['Example.TEST.', 'example.test'],
  ['exa mple', ''],
  ['a/b', ''],
  ['user@host', ''],
  ['', ''],
])('the host %s is read as %s', (host, canonical) => {
  expect(canonicalHost(host)).toBe(canonical)
})

test('localhost and what is under it', () => {
  expect(['localhost', 'a.localhost', 'localhost.test', 'mylocalhost'].map(isLocalhostName)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
