import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { expectationFor, isExpected, parseExpectations } from '../../src/rules/expectations.ts'
import { microConversions, pageTypes, profiles } from '../../src/shared/taxonomy.ts'

const file = new URL('../../rules/expectations.yaml', import.meta.url)
const expectations = parseExpectations(await readFile(file, 'utf8'), 'rules/expectations.yaml')

it('has a line with reason and source for each profile, page type and step', () => {
  for (const profile of profiles) {
    for (const page of [...pageTypes, 'site'] as const) {
      for (const microConversion of microConversions) {
        const line = expectationFor(expectations, { profiles: [profile], trade: 'general', page, microConversion })
        expect(line.reason).not.toMatch('Nothing says')
      }
    }
  }
})

it('takes the stronger of two profiles', () => {
  const of = { trade: 'general', page: 'site', microConversion: 'newsletter-signup' } as const
  expect(expectationFor(expectations, { ...of, profiles: ['local'] }).level).toBe('could')
  expect(expectationFor(expectations, { ...of, profiles: ['local', 'publisher'] }).level).toBe('must')
})

it('asks no dentist for a loyalty scheme, and no legal page for anything', () => {
  const dentist = { profiles: ['local'], trade: 'medical', page: 'site' } as const
  for (const microConversion of ['loyalty-join', 'referral', 'review-write'] as const) {
    expect(expectationFor(expectations, { ...dentist, microConversion }).level).toBe('no')
  }
  for (const microConversion of microConversions) {
    expect(
      isExpected(expectations, { profiles: ['ecommerce'], trade: 'general', page: 'legal', microConversion }),
    ).toBe(false)
  }
})

it('says where a mistake is', () => {
  expect(() => parseExpectations('- step: [newsletter]\n  level: must\n  reason: a\n  source: b\n', 'x.yaml')).toThrow(
    'x.yaml:1',
  )
  expect(() =>
    parseExpectations('- step: [newsletter-signup]\n  levle: must\n  reason: a\n  source: b\n', 'x.yaml'),
  ).toThrow('levle')
})
