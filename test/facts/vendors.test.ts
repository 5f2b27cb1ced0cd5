import { expect, test } from 'vitest'
import { parseVendors } from '../../src/facts/vendors/vendors.ts'
import { factsOf, vendors } from './page-facts.ts'

test('every entry can be recognised by something', () => {
  const traceless = vendors.filter(
    ({ script, frame, link, markup, call }) => [script, frame, link, markup, call].flat().length === 0,
  )
  expect(traceless).toEqual([])
  expect(new Set(vendors.map(({ vendor }) => vendor)).size).toBeGreaterThan(80)
})

test('markers are classes, ids, attributes or tags', () => {
  const odd = vendors
    .flatMap(({ markup }) => markup)
    .filter((marker) => !/^(?:[.#][\w-]+\*?|\[[\w-]+\]|[a-z][\w:-]*)$/i.test(marker))
  expect(odd).toEqual([])
})

test('all mistakes are told at once, each with its place', () => {
  const text =
    '- { vendor: Good Name, kind: chat }\n- { vendor: fine, kind: nonsense }\n- { vendor: fine, kind: chat, id: "(" }\n'
  expect(() => parseVendors({ text, place: 'vendors.yaml' })).toThrow(
    /vendors\.yaml:1:3 vendor.*\n.*vendors\.yaml:2:3 kind.*\n.*vendors\.yaml:3:3 id is not a pattern/s,
  )
  expect(() => parseVendors({ text: 'a: b', place: 'vendors.yaml' })).toThrow('a list of entries')
})

test('the snippets that vendors tell people to paste today', () => {
  const { tags = [], widgets = [] } = factsOf('vendors-of-today')
  const names = (kind: string): string[] =>
    [...tags, ...widgets].filter((one) => one.kind === kind).map(({ vendor }) => vendor)
  const all = new Set([...tags, ...widgets].map(({ vendor }) => vendor))
  const wanted =
    'google-analytics-4 google-tag-manager meta-pixel linkedin-insight tiktok-pixel pinterest-tag microsoft-ads hotjar clarity matomo ' +
    'plausible fathom adobe-launch segment heap mixpanel amplitude posthog fullstory vwo optimizely ab-tasty kameleoon convert hubspot ' +
    'klaviyo criteo x-pixel reddit-pixel snap-pixel marketo contentsquare logrocket google-ads intercom drift crisp tidio livechat zendesk ' +
    'userlike tawk freshchat gorgias cookiebot onetrust usercentrics didomi axeptio tarteaucitron iubenda osano quantcast sourcepoint ' +
    'cookieyes borlabs complianz klaro'
  expect(wanted.split(' ').filter((vendor) => !all.has(vendor))).toEqual([])
  expect(names('search')).toEqual([])
  const ids = Object.fromEntries(tags.map(({ vendor, id }) => [vendor, id]))
  expect(ids).toMatchObject({
    'google-analytics-4': 'G-ABC1234567',
    'google-tag-manager': 'GTM-ABCD123',
    'meta-pixel': '1234567890123456',
    klaviyo: 'AbC123',
    hotjar: '1234567',
    'google-ads': 'AW-123456789',
  })
})
test('the library of Google tags that only serves ads is no analytics', () =>
  expect(factsOf('vendors-gtag-for-ads-only').tags).toMatchObject([
    { vendor: 'google-ads', kind: 'advertising', id: 'AW-123456789' },
  ]))
