import { createHash } from 'node:crypto'

/** Hex SHA-256 of a text or bytes, cut to `length` characters. Pure: the same input gives the same digest everywhere. */
export function digest(input: string | Uint8Array, length = 64): string {
  return createHash('sha256').update(input).digest('hex').slice(0, length)
}

/** JSON with sorted keys, so that equal values have equal text. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => compareText(a, b)))
  })
}

/** Orders texts by code unit: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
