/** Adds the words of a text to a set of features as `#place` in a table: what a model learns can't be read back as words. */
export type PlaceNoter = (source: string, word: string) => void

/** Notes words by where they stand; `size` is a power of two. */
export function placeNoter(features: Set<string>, size: number): PlaceNoter {
  return (source, word) => void features.add(`#${placeOf(`${source}:${word}`) & (size - 1)}`)
}

/** FNV-1a. */
function placeOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash ^ (hash >>> 15)
}

// oxlint-disable-next-line no-control-regex -- "all ASCII" is the question
const plain = /^[\u0000-\u007f]*$/

/** The words of a text, numbers as `0`: what a number is says nothing, that there is one may. */
export function plainWords(text: string): string[] {
  const lower = text.toLowerCase()
  // Plain letters are looked for four times as fast.
  const words = lower.match(plain.test(lower) ? /[a-z]{2,}|\d+/g : /\p{L}{2,}|\d+/gu) ?? []
  return words.map((word) => (word.charCodeAt(0) < 58 ? '0' : word))
}

/** A text with each number as `0`. */
export function withoutDigits(text: string): string {
  return text.replace(/\d+/g, '0')
}
