import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { expectationFor, isExpected, parseExpectations, trades } from '../../src/rules/expectations.ts'
import { microConversions, pageTypes, profiles, type MicroConversion, type Profile } from '../../src/shared/taxonomy.ts'

const file = new URL('../../rules/expectations.yaml', import.meta.url)
const expectations = parseExpectations(await readFile(file, 'utf8'), 'rules/expectations.yaml')

const places = [...pageTypes, 'site'] as const
const everyProfile = [...profiles.map((profile) => [profile]), []]

it('has a line with reason and source for each profile, trade, page type and step', () => {
  const fallenThrough = new Set<string>()
  for (const of of everyProfile) {
    for (const trade of trades) {
      for (const page of places) {
        for (const microConversion of microConversions) {
          const { reason } = expectationFor(expectations, { profiles: of, trade, page, microConversion })
          if (reason.startsWith('Nothing says'))
            fallenThrough.add(`${of.join(' ')} ${trade} ${page} ${microConversion}`)
        }
      }
    }
  }
  expect([...fallenThrough]).toEqual([])
})

it('has no line that another one always stands before', () => {
  const decides = (line: (typeof expectations)[number]): boolean =>
    line.step.every((microConversion) =>
      (line.profiles ?? profiles).some((profile) =>
        (line.trades ?? trades).some((trade) =>
          (line.on ?? places).some(
            (page) =>
              expectationFor(expectations, { profiles: [profile], trade, page, microConversion }).reason ===
              line.reason,
          ),
        ),
      ),
    )
  expect(expectations.filter((line) => !decides(line)).map(({ reason }) => reason)).toEqual([])
})

/** What firms of many kinds would say is owed to their visitors: profile, trade, page, step, level. */
const samples: [Profile, string, (typeof places)[number], MicroConversion, string][] = [
  ['local', 'medical', 'site', 'loyalty-join', 'no'],
  ['local', 'medical', 'site', 'referral', 'no'],
  ['local', 'medical', 'site', 'newsletter-signup', 'could'],
  ['local', 'medical', 'site', 'phone-call', 'must'],
  ['booking', 'medical', 'site', 'appointment-booking', 'should'],
  ['local', 'medical', 'site', 'appointment-booking', 'could'],
  ['lead-gen', 'legal', 'site', 'newsletter-signup', 'could'],
  ['lead-gen', 'legal', 'site', 'review-write', 'no'],
  ['lead-gen', 'legal', 'site', 'contact-form', 'must'],
  ['nonprofit', 'church', 'site', 'donation', 'should'],
  ['nonprofit', 'church', 'site', 'trial-start', 'no'],
  ['nonprofit', 'church', 'site', 'store-locator-use', 'should'],
  ['nonprofit', 'general', 'site', 'donation', 'must'],
  ['nonprofit', 'general', 'article', 'social-share', 'could'],
  ['lead-gen', 'general', 'product', 'add-to-cart', 'no'],
  ['lead-gen', 'general', 'site', 'newsletter-signup', 'could'],
  ['lead-gen', 'general', 'service', 'contact-form', 'should'],
  ['lead-gen', 'general', 'site', 'sample-request', 'could'],
  ['saas', 'general', 'site', 'begin-checkout', 'no'],
  ['saas', 'general', 'cart', 'begin-checkout', 'no'],
  ['saas', 'general', 'pricing', 'trial-start', 'should'],
  ['saas', 'general', 'site', 'newsletter-signup', 'should'],
  ['saas', 'general', 'site', 'donation', 'no'],
  ['ecommerce', 'general', 'product', 'add-to-cart', 'must'],
  ['ecommerce', 'general', 'site', 'order-tracking', 'should'],
  ['ecommerce', 'general', 'checkout', 'newsletter-signup', 'no'],
  ['ecommerce', 'general', 'legal', 'add-to-cart', 'no'],
  ['publisher', 'general', 'site', 'newsletter-signup', 'must'],
  ['publisher', 'general', 'article', 'social-share', 'should'],
  ['publisher', 'general', 'site', 'contact-form', 'could'],
  ['local', 'restaurant', 'site', 'store-locator-use', 'should'],
  ['local', 'restaurant', 'site', 'appointment-booking', 'could'],
  ['local', 'restaurant', 'site', 'contact-form', 'could'],
  ['booking', 'restaurant', 'site', 'appointment-booking', 'should'],
  ['local', 'lodging', 'site', 'appointment-booking', 'must'],
  ['booking', 'lodging', 'site', 'add-to-cart', 'no'],
  ['booking', 'general', 'site', 'appointment-booking', 'must'],
  ['local', 'beauty', 'site', 'appointment-booking', 'should'],
  ['local', 'fitness', 'site', 'trial-start', 'could'],
  ['lead-gen', 'repair', 'site', 'phone-call', 'must'],
  ['local', 'crafts', 'site', 'store-locator-use', 'could'],
  ['lead-gen', 'crafts', 'site', 'trial-start', 'no'],
  ['lead-gen', 'education', 'site', 'reorder', 'no'],
  ['local', 'real-estate', 'site', 'purchase', 'no'],
  ['local', 'public', 'site', 'review-write', 'no'],
  ['local', 'general', 'site', 'newsletter-signup', 'could'],
  ['local', 'general', 'home', 'learn-more-click', 'should'],
]

it.each(samples)('%s, %s: %s owes %s: %s', (profile, trade, page, microConversion, level) => {
  expect(expectationFor(expectations, { profiles: [profile], trade, page, microConversion }).level).toBe(level)
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
