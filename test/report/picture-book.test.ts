import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPictureBook, type EvidenceItem } from '../../src/report/picture-book.ts'
import type { Picture } from '../../src/snapshot/schema.ts'

function book(box: Picture['box'], viewport: Picture['viewport'] = 'desktop', budget = 10_000) {
  const picture: Picture = { key: 'k', viewport, kind: 'screens', box, scale: 0.5, format: 'webp' }
  return createPictureBook(new Map([['k', { picture, bytes: new Uint8Array(300) }]]), budget)
}

function evidence(box: number[], screenshot = 'k'): EvidenceItem {
  return { url: 'https://a.test/', selector: 'a', snippet: '<a>', box, viewport: 'desktop', screenshot }
}

const length = fc.integer({ min: 1, max: 5000 })
const place = fc.integer({ min: -500, max: 6000 })

describe('a picture book', () => {
  test('a region lies inside its picture, and the mark inside the region', () => {
    const cases = fc.record({
      viewport: fc.constantFrom('desktop' as const, 'mobile' as const),
      top: place,
      pw: length,
      ph: length,
      x: place,
      y: place,
      w: length,
      h: length,
    })
    fc.assert(
      fc.property(cases, ({ viewport, top, pw, ph, x, y, w, h }) => {
        const shot = book([0, top, pw, ph], viewport).shot(evidence([x, y, w, h]))
        const seen = x + w > 0 && x < pw && y + h > top && y < top + ph
        expect(shot !== undefined).toBe(seen)
        if (!shot) return
        const [left = 0, up = 0, width = 0, height = 0] = shot.viewBox.split(' ').map(Number)
        expect(Math.min(left, up)).toBeGreaterThanOrEqual(0)
        expect(left + width).toBeLessThanOrEqual(pw + 1)
        expect(up + height).toBeLessThanOrEqual(ph + 1)
        expect(Math.min(width, height)).toBeGreaterThan(0)
        if (Math.min(width, height) < 40) return // too small a picture to stand a frame in
        expect(shot.mark.x).toBeGreaterThanOrEqual(left)
        expect(shot.mark.y).toBeGreaterThanOrEqual(up)
        expect(shot.mark.x + shot.mark.width).toBeLessThanOrEqual(left + width + 4)
        expect(shot.mark.y + shot.mark.height).toBeLessThanOrEqual(up + height + 4)
      }),
      { numRuns: 2000 },
    )
  })

  test('without a place or a picture there is no shot', () => {
    expect(book([0, 0, 1366, 800]).shot(evidence([]))).toBeUndefined()
    expect(book([0, 0, 1366, 800]).shot(evidence([1, 1, 0, 0]))).toBeUndefined()
    expect(book([0, 0, 1366, 800]).shot(evidence([1, 1, 9, 9], 'other'))).toBeUndefined()
    expect(book([0, 0, 1366, 800]).shot(evidence([1, 900, 9, 9]))).toBeUndefined()
  })

  test('a picture counts once against the budget', () => {
    const few = book([0, 0, 1366, 800], 'desktop', 700)
    expect(few.shot(evidence([10, 10, 50, 50]))?.picture).toBe('pic-1')
    expect(few.shot(evidence([10, 300, 50, 50]))?.picture).toBe('pic-1')
    expect(few.embedded()).toHaveLength(1)
    expect(book([0, 0, 1366, 800], 'desktop', 500).shot(evidence([10, 10, 50, 50]))).toBeUndefined()
  })
})
