import { describe, expect, it } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import { buildVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { buildLinkGraph, clicksTo } from '../../src/journey/link-graph.ts'
import type { SeenPage } from '../../src/journey/seen-page.ts'
import { absenceBlockers } from '../../src/journey/site.ts'

const vocabularies = buildVocabularies([])

/** A page of a made-up site, as the journey sees it. */
function seen(path: string, main: string, footer = ''): SeenPage {
  const url = `https://site.test${path}`
  const html = `<!doctype html><html lang=en><title>${path}</title><body><main>${main}</main><footer>${footer}</footer>`
  const { facts } = extractFacts({ url, html, vocabularies })
  return { key: url, url, facts, rendered: true, depth: 1, host: 'site.test', hostRole: 'main', template: '/*' }
}

const keyOf = (url: string): string => url.split('#')[0]!
const pages = [
  seen('/', '<a href=/a>A</a><a href=/b>B</a>', '<a href=/legal>Legal</a>'),
  seen('/a', '<a href=/b>B</a><a href=/b#more>More of B</a>'),
  seen('/b', '<a href=/c>C</a><a href=/b>Itself</a>', '<a href=/legal>Legal</a>'),
  seen('/c', '<a href=https://other.test/>Elsewhere</a>'),
]
const graph = buildLinkGraph(pages, keyOf)

describe('link graph', () => {
  it('counts pages that link to a page from their main content, each once', () => {
    expect(graph.mainLinksIn.get('https://site.test/b')).toBe(2)
    expect(graph.mainLinksIn.get('https://site.test/legal')).toBeUndefined()
  })

  it('knows what the home page links to', () => {
    expect([...graph.menu].toSorted()).toEqual([
      'https://site.test/a',
      'https://site.test/b',
      'https://site.test/legal',
    ])
  })

  it('counts clicks to the nearest goal, and says when there is no way', () => {
    expect(clicksTo('https://site.test/', new Set(['https://site.test/c']), graph)).toBe(2)
    expect(clicksTo('https://site.test/c', new Set(['https://site.test/a']), graph)).toBe(-1)
  })
})

describe('what keeps us from saying that something is missing', () => {
  const page = (key: string, rendered = true) => ({ key, rendered, inMenu: key !== 'deep', isHome: key === 'home' })
  const templates = [{ pattern: '/*', groups: [['menu', 'deep'], ['home']] }]

  it('is nothing when all that counts was rendered', () => {
    expect(absenceBlockers([page('home'), page('menu'), page('deep')], templates, 3)).toEqual([])
  })

  it('is a page that the home page links to, unrendered', () => {
    expect(absenceBlockers([page('home'), page('menu', false), page('deep')], templates, 2)).toHaveLength(1)
  })

  it('is a template of which too little was rendered', () => {
    expect(absenceBlockers([page('home'), page('menu'), page('deep', false)], templates, 3)).toHaveLength(1)
  })

  it('is a home page that was not rendered', () => {
    expect(absenceBlockers([page('home', false), page('menu'), page('deep')], templates, 2)).toContain(
      'the home page was not rendered',
    )
  })
})
