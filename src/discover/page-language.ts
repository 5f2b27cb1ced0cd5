import { eld } from 'eld/medium'

/** Which language a page is in, as far as it can be told. */
export interface PageLanguage {
  /** Primary subtag of what the page declares (`fr` of `fr-CH`); empty when it declares nothing. */
  declared: string
  /** What its text is written in; empty when there is too little text or the detector is not sure. */
  detected: string
}

/** Words below which a guess is not worth having. */
const enoughWords = 25

/** Reads the language of a page from its declaration and from its text. */
export function readLanguage(declared: string, text: string): PageLanguage {
  return { declared: primaryLanguage(declared), detected: detectLanguage(text) }
}

/** `de` of `de-AT`, `de_AT`, `DE`; empty for what is no language tag. */
export function primaryLanguage(tag: string): string {
  return /^\s*([a-z]{2,3})(?:[-_]|\s*$)/i.exec(tag)?.[1]?.toLowerCase() ?? ''
}

function detectLanguage(text: string): string {
  const sample = text.slice(0, 4000)
  // Chinese, Japanese and Thai write no spaces: letters count in place of words.
  const words = sample.split(/\s+/).length
  const letters = sample.match(/[\u0E00-\u0EFF\u3040-\u9FFF\uAC00-\uD7AF]/g)?.length ?? 0
  if (words < enoughWords && letters < enoughWords * 2) return ''
  const result = eld.detect(sample)
  return result.isReliable() ? result.language : ''
}
