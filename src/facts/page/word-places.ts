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

/** The words of a text, numbers as `0`: what a number is says nothing, that there is one may. */
export function plainWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .match(/\p{L}{2,}|\d+/gu)
      ?.map(withoutDigits) ?? []
  )
}

/** A text with each number as `0`. */
export function withoutDigits(text: string): string {
  return text.replace(/\d+/g, '0')
}
