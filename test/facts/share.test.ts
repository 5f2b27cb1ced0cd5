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
test('a group named for sharing, whose marks a script makes buttons of', () =>
  expect(networks('share-group-by-script')).toEqual(['facebook', 'x']))
test('controls that say that they share, by call, label or attribute', () =>
  expect(networks('share-labelled-controls')).toEqual(['facebook', 'native', 'mail', 'whatsapp']))
test('the button of a photo viewer, and a profile that is called a share link', () =>
  expect(networks('share-in-photo-viewer')).toEqual([]))
test('profiles behind a counter of clicks and in a network’s box; not those in a sentence about somebody', () =>
  expect(factsOf('profiles-by-detour').socialProfiles?.map(({ network }) => network)).toEqual(['vk', 'facebook']))
test('networks refuse a preview image without a scheme', () =>
  expect(factsOf('share-preview-without-scheme').share).toMatchObject({
    previewImage: 'https://cdn.oakdesks.test/desk.jpg',
    previewImageValid: false,
  }))
test('a mention is no sharing', () => expect(networks('share-mention')).toEqual([]))
