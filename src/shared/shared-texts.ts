/** A value whose texts and things are held once, however many pages say the same. */
export type Share = <T>(value: T) => T

/** Texts shorter than this cost less than the list of them. */
const least = 12

/**
 * Makes copies of JSON values in which equal texts are one text. Menus and footers stand on every page: without this a site of 5,000
 * pages holds each of their links 5,000 times. A text that was cut out of a page no longer keeps the whole page alive, either.
 */
export function createShare(): Share {
  const texts = new Map<string, string>()
  const share = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (value.length < least) return value
      const known = texts.get(value)
      if (known !== undefined) return known
      texts.set(value, value)
      return value
    }
    if (Array.isArray(value)) return value.map((each) => share(each))
    if (typeof value !== 'object' || value === null) return value
    const copy: Record<string, unknown> = {}
    for (const key in value) copy[key] = share((value as Record<string, unknown>)[key])
    return copy
  }
  return (value) => share(value) as typeof value
}
