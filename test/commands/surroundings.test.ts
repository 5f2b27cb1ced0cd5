import { expect, test } from 'vitest'
import { pointedAt, surroundings } from '../../src/commands/firings/surroundings.ts'
import { parseDocument } from '../../src/snapshot/document.ts'

const page = parseDocument(
  `<html><head><title>Lamps</title><style>p{}</style></head><body><nav><a href="/">Start</a></nav><main><h1>Lamps</h1>
  <p>Made in <b>Bath</b>.</p><form><input name="q" placeholder="What do you look for?"><button id="go" aria-label="Find a lamp">→</button></form>
  <img src="a.png" alt="A lamp"></main></body></html>`,
)

test('says what is around a thing as a reader meets it', () => {
  const text = surroundings(page.$, pointedAt(page, { node: 0, selector: '#go' }))
  expect(text).toContain('[Start → /]')
  expect(text).toContain('# Lamps\nMade in Bath.')
  expect(text).toContain('<text “What do you look for?”> ⟦[“Find a lamp” →]⟧')
  expect(text).toContain('(picture: A lamp)')
  expect(text).not.toContain('p{}')
})

test('without a thing it is the main content, its beginning and its end', () => {
  expect(surroundings(page.$, undefined)).toMatch(/^# Lamps/)
  const long = parseDocument(`<main><h1>Start</h1><p>${'word '.repeat(600)}</p><p>The end</p></main>`)
  const text = surroundings(long.$, pointedAt(long, { node: 0, selector: 'no[such' }))
  expect(text.length).toBeLessThan(1520)
  expect(text).toMatch(/^# Start/)
  expect(text).toMatch(/The end$/)
})
