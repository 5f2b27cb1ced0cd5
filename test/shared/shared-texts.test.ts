import { expect, test } from 'vitest'
import { createShare } from '../../src/shared/shared-texts.ts'

test('copies say the same as what they were made of', () => {
  const share = createShare()
  const text = 'Lamps and shades from Bath'
  const value = { text, list: [1, true, 'short', { deep: text }], empty: '' }
  const copy = share(value)
  expect(copy).toEqual(value)
  expect(copy).not.toBe(value)
})
