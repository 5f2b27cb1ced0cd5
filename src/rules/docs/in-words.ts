import type { Part } from '../expression-parts.ts'

/** A condition in words: a sentence, and what it is made of below it. */
export interface Words {
  text: string
  items: Words[]
}

const comparisons: Record<string, string> = {
  '==': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
}

/** What an expression asks, for people who read no CEL. What has no plain words stays as it is written. */
export function inWords(part: Part, variable = ''): Words {
  switch (part.kind) {
    case 'and':
      return { text: 'all of this is true', items: part.parts.map((each) => inWords(each, variable)) }
    case 'or':
      return { text: 'at least one of these is true', items: part.parts.map((each) => inWords(each, variable)) }
    case 'not':
      return negated(part.parts[0], variable)
    case 'compare':
      return compared(part, variable)
    case 'loop':
      return looped(part, variable, false)
    case 'call':
      return called(part, variable)
    case 'path':
      return plain(`${named(part, variable)} holds`)
    case 'literal':
      return plain(part.value === true ? 'always' : code(part.source))
    default:
      return plain(code(part.source))
  }
}

function negated(part: Part, variable: string): Words {
  if (part.kind === 'path') return plain(`${named(part, variable)} does not hold`)
  if (part.kind === 'loop') return looped(part, variable, true)
  if (part.kind === 'compare' && part.operator === 'in') return compared({ ...part, operator: 'not in' }, variable)
  if (part.kind === 'compare' && part.operator === '==') return compared({ ...part, operator: '!=' }, variable)
  return { text: 'this is not so', items: [inWords(part, variable)] }
}

function compared(part: Extract<Part, { kind: 'compare' }>, variable: string): Words {
  const [left, right] = part.parts
  const sized = sizeOf(left)
  if (sized && right.kind === 'literal' && comparisons[part.operator]) {
    const words = `${comparisons[part.operator]!.replace('is ', '')} ${right.source}`.replace(/^is /, 'exactly ')
    if (sized.kind !== 'loop') {
      if (part.operator === '>' && right.source === '0')
        return plain(`there is at least one of ${named(sized, variable)}`)
      if (part.operator === '==' && right.source === '0') return plain(`there is none of ${named(sized, variable)}`)
      return plain(`there are ${words} of ${named(sized, variable)}`)
    }
    return asked(`${words} of ${named(sized.list, variable)} are such that`, sized)
  }
  if (part.operator === 'in' || part.operator === 'not in') {
    const not = part.operator === 'in' ? '' : 'not '
    if (right.kind === 'other' && right.source.startsWith('[')) {
      return plain(`${named(left, variable)} is ${not}one of ${oneOf(right.parts)}`)
    }
    return plain(`${named(left, variable)} is ${not}among ${named(right, variable)}`)
  }
  return plain(`${named(left, variable)} ${comparisons[part.operator] ?? part.operator} ${named(right, variable)}`)
}

function looped(part: Extract<Part, { kind: 'loop' }>, variable: string, not: boolean): Words {
  const list = named(part.list, variable)
  const heads: Record<string, [string, string]> = {
    exists: [`at least one of ${list} is such that`, `none of ${list} is such that`],
    all: [`each of ${list} is such that`, `not each of ${list} is such that`],
    exists_one: [`exactly one of ${list} is such that`, `not exactly one of ${list} is such that`],
    filter: [`those of ${list} for which`, `those of ${list} for which`],
    map: [`of each of ${list}`, `of each of ${list}`],
  }
  return asked(heads[part.macro]?.[not ? 1 : 0] ?? code(part.source), part)
}

/** A heading with what is asked of each thing; a chain of `&&` is part of the heading, a single question of its line. */
function asked(heading: string, { body, variable }: Extract<Part, { kind: 'loop' }>): Words {
  if (body.kind === 'and') {
    return { text: `${heading} all of this is true`, items: body.parts.map((each) => inWords(each, variable)) }
  }
  const inner = inWords(body, variable)
  return inner.items.length === 0 ? plain(`${heading} ${inner.text}`) : { text: heading, items: [inner] }
}

function called(part: Extract<Part, { kind: 'call' }>, variable: string): Words {
  const [given] = part.parts
  const value = given?.kind === 'literal' ? `*${String(given.value).replaceAll('-', ' ')}*` : ''
  if (!part.on && value) {
    if (part.name === 'expected') return plain(`${value} is a must or a should on this page (rules/expectations.yaml)`)
    if (part.name === 'expectedOnSite') return plain(`${value} is a must or a should somewhere on the site`)
    if (part.name === 'profile') return plain(`the site is of the profile ${value}`)
  }
  const verbs: Record<string, string> = { contains: 'contains', startsWith: 'starts with', endsWith: 'ends with' }
  const verb = verbs[part.name]
  if (part.on && given && verb) return plain(`${named(part.on, variable)} ${verb} ${named(given, variable)}`)
  return plain(code(part.source))
}

function sizeOf(part: Part): Part | undefined {
  if (part.kind !== 'call' || part.name !== 'size') return undefined
  return part.on ?? part.parts[0]
}

function oneOf(parts: readonly Part[]): string {
  const values = parts.map((part) => code(part.source))
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

/** A value by its name; of the thing that a loop is at only what follows the dot. */
function named(part: Part, variable: string): string {
  if (part.kind !== 'path' || part.path[0] !== variable) return code(part.source)
  return part.path.length === 1 ? 'it' : code(part.path.slice(1).join('.'))
}

function plain(text: string): Words {
  return { text, items: [] }
}

function code(source: string): string {
  return `\`${source.replace(/\s+/g, ' ').trim()}\``
}

/** Words as a Markdown list. */
export function wordsList({ text, items }: Words, depth = 0): string[] {
  const indent = '  '.repeat(depth)
  return [`${indent}- ${text}${items.length > 0 ? ':' : ''}`, ...items.flatMap((item) => wordsList(item, depth + 1))]
}
