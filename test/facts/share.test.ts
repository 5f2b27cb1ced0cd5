import { expect, test } from 'vitest'
import { factsOf } from './page-facts.ts'

const networks = (page: string): string[] => (factsOf(page).share?.controls ?? []).map(({ network }) => network)

test('only what shares an address of this site counts', () =>
  expect(networks('share-own-page')).toEqual(['facebook', 'mail']))
test('links to the firm’s profiles share nothing', () => {
  expect(networks('share-profile-only')).toEqual([])
  expect(factsOf('share-profile-only').socialProfiles?.map(({ network }) => network)).toEqual(['facebook', 'instagram'])
})
test('a reply in an embedded feed is no sharing', () => expect(networks('share-reply-in-feed')).toEqual([]))
test('a widget whose script draws the buttons', () =>
  expect(networks('share-widget-drawn-by-script')).toEqual(['addtoany']))
test('a preview falls back to title and description; a relative image is not valid', () => {
  expect(factsOf('share-preview-falls-back').share).toMatchObject({
    previewTitle: 'Maple syrup',
    previewDescription: 'Sweet',
    previewImage: 'https://shop.test/pic.jpg',
    previewImageValid: false,
  })
})
