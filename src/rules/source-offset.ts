import type { Scalar } from 'yaml'

/**
 * Where in the file a character of a scalar's value stands. YAML folds lines and drops indents, so value and source are
 * walked together, white space against white space.
 */
export function offsetInSource(text: string, node: Scalar, index: number): number {
  const start = node.range?.[0] ?? 0
  const value = String(node.value)
  let offset = start
  if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL') offset = text.indexOf('\n', start) + 1
  else if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') offset += 1
  offset = skipSpace(text, offset)
  for (let i = 0; i < index; i++) {
    if (isSpace(value[i])) {
      if (!isSpace(value[i + 1])) offset = skipSpace(text, offset)
    } else {
      offset += 1
    }
  }
  return offset
}

function skipSpace(text: string, offset: number): number {
  let end = offset
  while (isSpace(text[end])) end += 1
  return end
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character)
}
