import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { palette } from '../../src/report/brand.ts'
import { contrastRatio, parseHex, withLightness } from '../../src/report/color.ts'

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('the palette of a brand', () => {
  test('text can be read on every ground, whatever the accent', () => {
    fc.assert(
      fc.property(hex, (given) => {
        const colors = palette(given)
        const ratio = (a: string, b: string) => contrastRatio(parseHex(a), parseHex(b))
        expect(ratio(colors.accent, '#ffffff')).toBeGreaterThanOrEqual(4.5)
        expect(ratio(colors.accent, '#f5f6f7')).toBeGreaterThanOrEqual(4.5)
        expect(ratio(colors.accent, colors.tint)).toBeGreaterThanOrEqual(4.5)
        expect(ratio(colors.accentOnDark, '#161d29')).toBeGreaterThanOrEqual(4.5)
        expect(ratio(colors.accentOnDark, '#1b2533')).toBeGreaterThanOrEqual(4.5)
        expect(ratio(colors.accentOnDark, colors.deep)).toBeGreaterThanOrEqual(4.5)
        expect(ratio('#c9d2d6', colors.deep)).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 500 },
    )
  })

  test('a colour that is dark enough stays as it was given', () => {
    expect(palette('#0f6b5c')).toMatchObject({ accent: '#0f6b5c', adjusted: false })
    expect(palette('#ffd400').adjusted).toBe(true)
  })
})

test('contrast and lightness agree with the published formulas', () => {
  expect(contrastRatio(parseHex('#ffffff'), parseHex('#000000'))).toBeCloseTo(21, 5)
  expect(contrastRatio(parseHex('#767676'), parseHex('#ffffff'))).toBeCloseTo(4.54, 2)
  expect(withLightness(parseHex('#ff0000'), 0.5).hex).toBe('#e61919')
  expect(withLightness(parseHex('#808080'), 1).hex).toBe('#ffffff')
})
