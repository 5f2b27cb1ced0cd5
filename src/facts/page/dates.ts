import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** A short text that holds a date. */
export function isDated(text: string, vocabulary: Vocabulary): boolean {
  if (!/\d/.test(text)) return false
  if (/\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d\b/.test(text)) return true
  return (
    /\b(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th|\.)?\b/.test(text) &&
    vocabulary.inAnyLanguage('date.months', text) &&
    text.length < 60
  )
}
