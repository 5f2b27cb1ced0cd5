import { eld } from 'eld/medium'
import { z } from 'zod'
import { defineDetector } from './detector.ts'
import { treeOf } from './dom/tree.ts'

export const Language = z
  .object({
    declared: z.string().describe('Primary subtag of <html lang>, lower case; empty when missing'),
    detected: z.string().describe('Language of the readable text; empty when there is too little'),
    used: z.string().describe('The one that facts are read in: declared unless the text clearly speaks another'),
    confidence: z.number().describe('0 to 1'),
    known: z.boolean().describe('True when there is a vocabulary for it'),
  })
  .meta({
    id: 'Language',
    description:
      'The language that a page speaks. Templates often declare English whatever the text is, so the text has the last word.',
  })

/** So much text is looked at, and less than so little says nothing. */
const sampleLength = 3000
const leastText = 60

/** The language that a page speaks. Templates often declare English whatever the text is, so the text has the last word. */
export const language = defineDetector({
  version: 1,
  reads: 'html',
  schema: Language,
  detect({ $, snapshot, vocabularies }) {
    const root = treeOf($).byTag.get('html')?.[0]
    const declared =
      primary(root?.attribs['lang'] ?? root?.attribs['xml:lang'] ?? '') ||
      primary(snapshot.headers['content-language'] ?? '')
    const text = sample($)
    let detected = ''
    let clear = false
    if (text.length >= leastText) {
      const result = eld.detect(text)
      detected = primary(result.language)
      clear = detected !== '' && result.isReliable()
    }
    const agree = declared !== '' && declared === detected
    const used = declared === '' ? detected : detected !== '' && clear && text.length > 200 ? detected : declared
    const confidence = used === '' ? 0 : agree ? 1 : declared === '' || used !== declared ? (clear ? 0.9 : 0.5) : 0.7
    return { declared, detected, used, confidence, known: vocabularies.languages.includes(used) }
  },
})

function primary(tag: string): string {
  const found = /^\s*([A-Za-z]{2,3})(?![A-Za-z])/.exec(tag)
  return found ? found[1]!.toLowerCase() : ''
}

/** Readable text from the whole page: long runs first, since menus are full of names and English words. */
function sample($: Parameters<typeof treeOf>[0]): string {
  const runs = treeOf($).runs
  let text = ''
  for (const least of [60, 1]) {
    for (const run of runs) {
      const length = run.text.length
      if (length < least || (least === 1 && length >= 60)) continue
      if (text.length >= sampleLength) return text
      text += `${run.text.slice(0, 600)} `
    }
    if (text.length > 400) return text
  }
  return text
}
