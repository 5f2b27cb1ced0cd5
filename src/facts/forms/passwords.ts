import type { Vocabulary } from '../vocabulary/vocabulary.ts'

const kinds = ['password.capital', 'password.small', 'password.digit', 'password.symbol'] as const

/** How many kinds of characters a password must hold by its pattern, or by the words beside it, where some of several may suffice; 0 when none is demanded. */
export function demandedKinds(pattern: string, words: string, vocabulary: Vocabulary): number {
  const told = kinds.filter((kind) => vocabulary.mentions(kind, words)).length
  const enough = vocabulary.mentions('password.any-two', words)
    ? 2
    : vocabulary.mentions('password.any-three', words)
      ? 3
      : kinds.length
  return Math.max(kindsInPattern(pattern), Math.min(told, enough))
}

/** Kinds that a pattern looks ahead for: `(?=.*[A-Z])(?=.*\d)`. */
function kindsInPattern(pattern: string): number {
  const wanted = pattern.slice(0, 300).match(/\(\?=[^()]*\)/g) ?? []
  const found = new Set<string>()
  for (const ahead of wanted) {
    const upper = /A-Z/.test(ahead)
    const lower = /a-z/.test(ahead)
    const digit = /\\d|0-9/.test(ahead)
    if (/\[\^|\\W|[!@#$%&]/.test(ahead)) found.add('symbol')
    // One set that takes letters of both sizes, or letters and digits, demands one kind of them.
    else if (Number(upper) + Number(lower) + Number(digit) > 1) found.add('letter')
    else if (upper) found.add('capital')
    else if (lower) found.add('small')
    else if (digit) found.add('digit')
  }
  return found.size
}
