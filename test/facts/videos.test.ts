import { expect, test } from 'vitest'
import { factsOf } from './page-facts.ts'

test('a silent loop is decoration', () => {
  expect(factsOf('video-background-loop').videos).toMatchObject([
    { decorative: true, autoplay: true, muted: true, controls: false },
  ])
})
test('a player with captions and poster', () => {
  expect(factsOf('video-with-captions').videos).toMatchObject([
    { provider: 'file', captions: 'yes', poster: true, controls: true, decorative: false, title: 'Tour' },
  ])
})
test('a frame that waits for consent', () =>
  expect(factsOf('video-behind-consent').videos).toMatchObject([{ provider: 'youtube' }]))
test('a preview picture that opens a player; a plain link to a clip is none', () => {
  expect(factsOf('video-preview-link').videos).toHaveLength(1)
})
test('a loop that waits for a press is content', () =>
  expect(factsOf('video-loop-waits-for-play').videos).toMatchObject([{ decorative: false, autoplay: false }]))
test('a card that opens its player in a dialog', () =>
  expect(factsOf('video-gallery-in-dialog').videos).toMatchObject([{ provider: 'drupal', decorative: false }]))
test('players that scripts and consent tools put in', () =>
  expect(factsOf('video-players-put-in-by-scripts').videos?.map(({ provider }) => provider)).toEqual([
    'youtube',
    'vimeo',
    'other',
    'youtube',
    'vimeo',
  ]))
test('a button that plays a video in a dialog; one that runs a slideshow is none', () =>
  expect(factsOf('video-opens-in-dialog').videos?.map(({ title }) => title)).toEqual([
    'Play video: a boat in nine days',
  ]))
test('an empty shell is no video', () => expect(factsOf('video-empty-shell').videos).toEqual([]))
test('a silent loop in a link is decoration', () =>
  expect(factsOf('video-runs-under-mouse').videos).toMatchObject([{ decorative: true }]))
test('a button of the content that names its video, and a player that a script sets up', () => {
  expect(factsOf('video-named-button').videos?.map(({ title }) => title)).toEqual(['Product video'])
  expect(factsOf('video-set-up-by-script').videos?.map(({ provider }) => provider)).toEqual(['jwplayer'])
})
