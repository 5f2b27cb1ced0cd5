import { addressLimit } from './url-identity.ts'

/** A set of addresses of which only so many are visited. */
export interface TrapGroup {
  id: string
  limit: number
  reason: 'trap-parameters' | 'trap-calendar'
}

const calendarLimit = 12
const facetLimit = 20
const paginationLimit = 20

/** Parameters that rearrange or narrow a list: their combinations have no end. */
const facets =
  /^(?:sort|order|orderby|sortby|dir|direction|limit|per_?page|view|mode|layout|filter|filters|f|facet|facets|color|colour|size|price|min_?price|max_?price|brand|rating|tags?|attribute|availability)$|^(?:filter|facet|f|attr|sort)[._[%]/i
const pagination = /^(?:page|p|paged|pg|start|offset|from|seite|pagina)$/i
const calendarParameter = /^(?:year|month|week|day|date|tribe-bar-date|start_?date|end_?date|cal|calendar)$/i
const date = /^(?:19|20)\d\d(?:-?(?:0?[1-9]|1[0-2])(?:-?(?:0?[1-9]|[12]\d|3[01]))?)?$/
const year = /^(?:19|20)\d\d$/
const monthOrDay = /^(?:0?[1-9]|[12]\d|3[01])$/

/** Addresses that only a trap makes, by themselves: endless, or folders that repeat. */
export function isTrapAddress(url: URL): 'too-long' | 'trap-path' | 'trap-parameters' | undefined {
  if (url.href.length > addressLimit) return 'too-long'
  const segments = url.pathname.split('/').filter(Boolean)
  if (segments.length > 25 || repeats(segments)) return 'trap-path'
  const names = parametersOf(url).map(([name]) => name)
  const arrays = names.filter((name) => !/(?:\[\]|%5B%5D)$/i.test(name))
  if (names.length > 12 || arrays.length - new Set(arrays).size >= 1) return 'trap-parameters'
  return undefined
}

/** One folder three times in a row, or a pair of folders three times, says that relative links went astray. */
function repeats(segments: string[]): boolean {
  for (let width = 1; width <= 3; width++) {
    for (let at = 0; at + width * 3 <= segments.length; at++) {
      const part = segments.slice(at, at + width).join('/')
      const second = segments.slice(at + width, at + width * 2).join('/')
      const third = segments.slice(at + width * 2, at + width * 3).join('/')
      if (part === second && part === third) return true
    }
  }
  return false
}

/** The groups that an address counts in. Most addresses are in none. */
export function trapGroups(url: URL, maxPages: number): TrapGroup[] {
  const groups: TrapGroup[] = []
  const place = url.host + url.pathname
  const segments = url.pathname.split('/').filter(Boolean)
  const dated = datedTail(segments)
  if (dated > 0) {
    const prefix = segments.slice(0, segments.length - dated).join('/')
    groups.push({ id: `calendar ${url.host}/${prefix}`, limit: calendarLimit, reason: 'trap-calendar' })
  }
  const parameters = parametersOf(url)
  if (parameters.length === 0) return groups
  const names = [...new Set(parameters.map(([name]) => name))].toSorted()
  if (
    parameters.some(([name, value]) => calendarParameter.test(name) || /^(?:19|20)\d\d-\d\d(?:-\d\d)?$/.test(value))
  ) {
    groups.push({ id: `calendar ${place}`, limit: calendarLimit, reason: 'trap-calendar' })
  }
  if (names.some((name) => facets.test(name))) {
    groups.push({ id: `facets ${place}`, limit: facetLimit, reason: 'trap-parameters' })
  } else if (names.some((name) => pagination.test(name))) {
    const fixed = parameters.filter(([name]) => !pagination.test(name)).map((pair) => pair.join('='))
    groups.push({ id: `pages ${place}?${fixed.join('&')}`, limit: paginationLimit, reason: 'trap-parameters' })
  }
  const share = Math.ceil(maxPages / (names.length === 1 ? 2 : 4))
  groups.push({ id: `query ${place}?${names.join('&')}`, limit: Math.max(100, share), reason: 'trap-parameters' })
  return groups
}

/** How many of the last segments make up a bare date, as archives and calendars have; an article below a date has none. */
function datedTail(segments: string[]): number {
  const last = segments.at(-1) ?? ''
  if (date.test(last)) return 1
  if (!monthOrDay.test(last)) return 0
  if (year.test(segments.at(-2) ?? '')) return 2
  return monthOrDay.test(segments.at(-2) ?? '') && year.test(segments.at(-3) ?? '') ? 3 : 0
}

function parametersOf(url: URL): [name: string, value: string][] {
  return url.search
    .slice(1)
    .split('&')
    .filter(Boolean)
    .map((part) => {
      const [name = '', value = ''] = part.split('=', 2)
      return [name.toLowerCase(), value]
    })
}

/** Addresses built alike, for fairness when a cap bites: host and folder, numbers and long ids folded. */
export function folderPattern(url: URL): string {
  const folders = url.pathname
    .split('/')
    .filter(Boolean)
    .slice(0, -1)
    .map((segment) => (/^\d+$|^[0-9a-f]{12,}$/i.test(segment) ? '*' : segment))
  const names = [...new Set(parametersOf(url).map(([name]) => name))].toSorted().join('&')
  return `${url.host}/${folders.join('/')}${names ? `?${names}` : ''}`
}
