import type { z } from 'zod'
import { elementOf, optionsOf, shapeOf } from '../fact-types.ts'
import { pageNames, siteNames } from '../languages.ts'
import { detectors } from '../../facts/index.ts'
import { cell, generated, table } from './markdown.ts'

/** What rules can read, from the schemas that detectors fill: one section a fact. */
export function factReference(): string {
  const names = { ...pageNames, ...siteNames }
  return `${[
    generated('the schemas of src/facts/'),
    '# Facts that rules read',
    '',
    'A rule with `scope: page` reads the facts of one page, `journey` (what the crawl tells of that page) and `site`. One with',
    '`scope: site` reads `site` and `pages`, a list of what `journey` is for each page. A fact that could not be made is not',
    'there, and a rule that needs it says `unknown`. Facts are never empty in any other way: texts are "", lists [], numbers 0.',
    '',
    ...Object.keys(names).map((name) => `- [\`${name}\`](#${name.toLowerCase()})`),
    '',
    ...Object.entries(names).flatMap(([name, schema]) => section(name, schema)),
  ]
    .join('\n')
    .trimEnd()}\n`
}

function section(name: string, schema: z.ZodType): string[] {
  const element = elementOf(schema)
  const says = [textOf(schema) || textOf(element), element ? 'A list; of each:' : '']
  const layout = Object.entries(detectors).some(([fact, { reads }]) => fact === name && reads === 'layout')
  const inner = element ?? schema
  const rows = fieldRows(inner, '')
  return [
    `## ${name}`,
    '',
    ...says.flatMap((text) => (text ? [text, ''] : [])),
    ...(layout ? ['Only of pages that were laid out in a browser.', ''] : []),
    ...(rows.length > 0 ? [...table([['Name', 'Is', 'Says'], ...rows]), ''] : [`${typeText(inner)}`, '']),
  ]
}

/** Fields of a record and of the records inside it, each by its path. */
function fieldRows(schema: z.ZodType, path: string): string[][] {
  const shape = shapeOf(schema)
  if (!shape) return []
  return Object.entries(shape).flatMap(([key, field]) => {
    const element = elementOf(field)
    const own = [`\`${path}${key}\``, typeText(field), textOf(field)]
    // Where a thing is, is told the same way everywhere.
    if (shapeOf(field)?.['selector'] && path + key !== 'where') return [own]
    return [own, ...fieldRows(element ?? field, `${path}${key}${element ? '[].' : '.'}`)]
  })
}

function typeText(schema: z.ZodType): string {
  const element = elementOf(schema)
  if (element) return `list of ${typeText(element)}`
  const options = optionsOf(schema)
  if (options)
    return options.length > 40 ? `one of ${options.length} ids` : options.map((option) => `\`${option}\``).join(' ')
  if (shapeOf(schema)) return 'record'
  return { boolean: 'yes or no', number: 'number', string: 'text' }[schema.def.type as string] ?? cell(schema.def.type)
}

function textOf(schema: z.ZodType | undefined): string {
  return schema?.description ?? ''
}
