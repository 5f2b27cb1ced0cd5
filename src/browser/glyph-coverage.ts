import type { Page } from 'playwright'

/** Two characters each: a script counts as drawn when they differ from each other and from a character that nobody has. */
const samples = {
  Latin: ['g', 'R'],
  Cyrillic: ['Ж', 'д'],
  Greek: ['Ω', 'ξ'],
  Japanese: ['語', 'の'],
  Chinese: ['广', '這'],
  Korean: ['한', '글'],
  Arabic: ['ع', 'ك'],
  Hebrew: ['ש', 'ל'],
  Devanagari: ['क', 'ह'],
  Thai: ['ก', 'ฬ'],
  'check marks': ['✓', '✗'],
  emoji: ['😀', '🚀'],
} as const
export type Script = keyof typeof samples

// Unassigned in Unicode, so every font shows its box for a missing glyph, or nothing.
const missing = '\u0378'

// A string, since it runs in the page; the page is blank and ours.
const drawAll = `(characters) => characters.map((character) => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 48
  const context = canvas.getContext('2d')
  context.font = '32px sans-serif'
  context.fillText(character, 4, 36)
  return canvas.toDataURL()
})`

/** Which scripts this browser can draw with the fonts that it has, judged by the pixels. */
export async function glyphCoverage(page: Page): Promise<Record<Script, boolean>> {
  const characters = [' ', missing, ...Object.values(samples).flat()]
  const drawn = (await page.evaluate(`(${drawAll})(${JSON.stringify(characters)})`)) as string[]
  const picture = (character: string) => drawn[characters.indexOf(character)]
  const isDrawn = (character: string) => picture(character) !== picture(' ') && picture(character) !== picture(missing)
  return Object.fromEntries(
    Object.entries(samples).map(([script, [first, second]]) => [
      script,
      isDrawn(first) && isDrawn(second) && picture(first) !== picture(second),
    ]),
  ) as Record<Script, boolean>
}
