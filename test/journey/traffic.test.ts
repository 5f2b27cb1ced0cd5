import { describe, expect, it } from 'vitest'
import { parseTraffic, readCsv, visitsByKey } from '../../src/journey/traffic.ts'
import { importanceOf } from '../../src/journey/importance.ts'
import { readKnowledge } from '../../src/knowledge.ts'
import { UsageError } from '../../src/shared/errors.ts'

const { journey } = await readKnowledge()
const parse = (text: string): [string, number][] => [...parseTraffic(text, 'visits.csv', journey.traffic)]

describe('a table of visits', () => {
  it('has a column of pages and one of visits', () => {
    expect(parse('url,sessions\nhttps://lamps.example.test/,120\nhttps://lamps.example.test/oak,30\n')).toEqual([
      ['https://lamps.example.test/', 120],
      ['https://lamps.example.test/oak', 30],
    ])
  })

  it('may be what GA4 exports: comments, totals, further tables', () => {
    const text = [
      '# ----------------------------------------',
      '# Pages and screens: Page path and screen class',
      '# Account: Lamps',
      '# ----------------------------------------',
      '',
      'Page path and screen class,Views,Active users,Views per active user',
      ',"1,530",400,3.8',
      '/,"1,200",300,4',
      '"/oak, oiled",330,100,3.3',
      '',
      '# ----------------------------------------',
      'Nth day,Views',
      '0000,12',
    ].join('\r\n')
    expect(parse(`\uFEFF${text}`)).toEqual([
      ['/', 1200],
      ['/oak, oiled', 330],
    ])
  })

  it('may come from a spreadsheet: semicolons, tabs, thousands as people write them', () => {
    expect(parse('Seite;Seitenaufrufe\n/lampen;1.204\n/eiche;87')).toEqual([
      ['/lampen', 1204],
      ['/eiche', 87],
    ])
    expect(parse('Page\tVisits\n/oak\t1 204')).toEqual([['/oak', 1204]])
  })

  it('adds up lines of one page and leaves out what is no page or no number', () => {
    expect(parse('page,visits\n/oak,1\n/oak,2\n(other),9\nTotal,12\n/ash,n/a\n')).toEqual([['/oak', 3]])
  })

  it.each([
    ['landing,conversions\n/oak,3', /landing, conversions.*Wanted|columns are: landing, conversions/],
    ['page,rank\n/oak,3', /no column of visits; its columns are: page, rank/],
    ['', /holds no table/],
    ['page,visits\nhome,3', /names no page/],
  ])('is refused with the columns found and wanted: %j', (text, message) => {
    expect(() => parse(text)).toThrow(UsageError)
    expect(() => parse(text)).toThrow(message)
  })
})

describe('CSV', () => {
  it('has quotes, doubled quotes, separators and line breaks in quoted fields, empty fields, and no line at the end', () => {
    expect(readCsv('a,"b,1","c ""x""",\n"two\nlines",,d,""', ',')).toEqual([
      ['a', 'b,1', 'c "x"', ''],
      ['two\nlines', '', 'd', ''],
    ])
  })

  it('leaves out empty lines and ends an open quote with the text', () => {
    expect(readCsv('a\n\n"b', ',')).toEqual([['a'], ['b']])
  })
})

describe('importance by visits', () => {
  const keyOf = (url: string): string => url.split(/[#?]/, 1)[0]!
  const page = (path: string, type = 'service') => ({
    key: `https://lamps.example.test${path}`,
    facts: { page: { type, isHome: path === '/' } },
    depth: 1,
  })

  it('replaces the guess: the most visited page has 1, legal pages none, unnamed ones next to none', () => {
    const visits = visitsByKey(
      new Map([
        ['/', 400],
        ['/oak?utm=x', 60],
        ['/oak', 40],
        ['/terms', 900],
      ]),
      'https://lamps.example.test',
      keyOf,
    )
    const pages = [page('/'), page('/oak'), page('/ash'), page('/terms', 'legal')] as never
    const graph = { from: new Map(), mainLinksIn: new Map(), linked: new Set<string>(), menu: new Set<string>() }
    const found = importanceOf({ pages, graph, goals: new Set(), numbers: journey, visits })
    expect([...found.values()]).toEqual([0.667, 0.333, 0.01, 0])
  })
})
