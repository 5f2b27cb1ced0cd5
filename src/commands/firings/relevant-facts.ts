import type { PageFacts } from '../../facts/index.ts'
import type { CompiledRule } from '../../rules/rule-file.ts'

/** Characters of one fact as JSON, and of one text in it. */
const most = { fact: 1800, text: 140 }
/** A line for each of these says what a page is and offers, whatever the rule reads. */
const always = ['offers', 'hints'] as const

/** What a rule reads of a page, made short: no selectors, no empty values, lists cut where they get long. */
export function relevantFacts(facts: PageFacts, { when, uses }: CompiledRule): Record<string, unknown> {
  const names = new Set([...when.uses, ...uses])
  const relevant: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(facts)) {
    if (names.has(name)) relevant[name] = fitting(shorten(value))
  }
  relevant['actions'] ??= (facts.ctas ?? [])
    .slice(0, 25)
    .map(({ text, intent, target, where }) => `${text.slice(0, 60)} (${intent}, ${target}, ${where.region})`)
  if (!names.has('forms')) {
    relevant['forms'] = (facts.forms ?? []).slice(0, 6).map(({ purpose, heading, submit, fields }) => {
      const asked = fields
        .filter(({ hidden }) => !hidden)
        .map(({ label, name, purpose: asks }) => label || name || asks)
      return `${purpose}: ${heading} [${asked.slice(0, 12).join(', ')}] → ${submit}`.slice(0, 240)
    })
  }
  for (const name of always) {
    if (names.has(name)) continue
    relevant[name] =
      name === 'offers'
        ? (facts.offers ?? [])
            .slice(0, 25)
            .map(
              ({ microConversion, how, text, here }) =>
                `${microConversion} ${how}${here ? ' here' : ''}: ${text.slice(0, 50)}`,
            )
        : (facts.hints ?? []).slice(0, 5).map(({ source, detail }) => `${source}: ${detail}`.slice(0, 120))
  }
  return Object.fromEntries(Object.entries(relevant).filter(([, value]) => !isEmpty(value)))
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string') return value.length > most.text ? `${value.slice(0, most.text)}…` : value
  if (typeof value === 'number') return Math.round(value * 1000) / 1000
  if (Array.isArray(value)) return value.map((each) => shorten(each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      if (key === 'where') {
        const { region, snippet } = inner as { region: string; snippet: string }
        return [
          ['in', region],
          ['html', shorten(snippet)],
        ]
      }
      const short = shorten(inner)
      return isEmpty(short) || short === false ? [] : [[key, short]]
    }),
  )
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === undefined) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** As many things of a list as there is room for, and how many there are. */
function fitting(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const fits: unknown[] = []
  let room = most.fact
  for (const each of value) {
    room -= JSON.stringify(each).length
    if (room < 0) break
    fits.push(each)
  }
  return fits.length < value.length ? [...fits, `… ${value.length} in all`] : fits
}
