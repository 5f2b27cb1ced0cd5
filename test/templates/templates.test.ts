import { describe, expect, it } from 'vitest'
import { parseDocument } from '../../src/snapshot/document.ts'
import { chooseSample, type SamplePage } from '../../src/templates/sample.ts'
import { likeness, shapeOf } from '../../src/templates/shape.ts'
import { findTemplates, templatePattern, type TemplatePage } from '../../src/templates/templates.ts'

const article = (title: string, paragraphs: number): string =>
  `<header><nav><a href=/>Home</a></nav></header><main><article><h1>${title}</h1>${'<p>Some text.</p>'.repeat(paragraphs)}</article></main><footer><p>Foot</p></footer>`
const product = (name: string): string =>
  `<header><nav><a href=/>Home</a></nav></header><main><section><figure><img src=a.png></figure><div><h1>${name}</h1><form><select><option>1</select><button>Add</button></form><table><tr><td>Size<td>9</table></div></section></main><footer><p>Foot</p></footer>`

function shape(html: string): ReturnType<typeof shapeOf> {
  return shapeOf(parseDocument(html))
}

function page(path: string, html: string, type: TemplatePage['type'] = 'other'): TemplatePage {
  const url = `https://shop.test${path}`
  return { key: url, url, type, isHome: path === '/', shape: shape(html) }
}

describe('shape', () => {
  it('is the same for short and long lists of the same things', () => {
    expect(likeness(shape(article('A', 2)), shape(article('B', 40)))).toBe(1)
  })

  it('does not look at classes, ids or words', () => {
    const renamed = article('A', 3).replaceAll('<p>', '<p class="x1" id="y">')
    expect(likeness(shape(article('A', 3)), shape(renamed))).toBe(1)
  })

  it('tells an article from a product page', () => {
    expect(likeness(shape(article('A', 3)), shape(product('B')))).toBeLessThan(0.6)
  })
})

describe('templates', () => {
  it('go by folder and type, numbers folded', () => {
    expect(templatePattern(page('/blog/2024/05/post', article('A', 1), 'article'))).toBe('/blog/*/*/* (article)')
    expect(templatePattern(page('/about/', article('A', 1), 'about'))).toBe('/* (about)')
    expect(templatePattern(page('/', article('A', 1), 'home'))).toBe('/')
  })

  it('keep their pattern when pages are added and classes renamed', () => {
    const few = [page('/a', article('A', 1), 'article'), page('/p', product('P'), 'product')]
    const more = [...few, ...Array.from({ length: 10 }, (_, index) => page(`/n${index}`, article('N', 2), 'article'))]
    const patterns = (pages: TemplatePage[]): string[] => findTemplates(pages).map(({ pattern }) => pattern)
    expect(patterns(more)).toEqual(patterns(few))
  })

  it('group pages of one pattern by structure', () => {
    const pages = [page('/a', article('A', 1)), page('/b', article('B', 9)), page('/c', product('C'))]
    expect(findTemplates(pages)[0]?.groups.map((group) => group.length)).toEqual([2, 1])
  })
})

describe('sample', () => {
  const pages: TemplatePage[] = [
    page('/', article('Home', 1), 'home'),
    ...Array.from({ length: 8 }, (_, index) =>
      page(`/blog/${String.fromCharCode(97 + index)}`, article('Post', index + 1), 'article'),
    ),
    ...Array.from({ length: 2 }, (_, index) =>
      page(`/shop/${String.fromCharCode(97 + index)}`, product('Thing'), 'product'),
    ),
  ]
  const samplePages: SamplePage[] = pages.map(({ key, url, isHome }, index) => ({
    key,
    url,
    depth: isHome ? 0 : 1,
    importance: 1 - index / 100,
    isHome,
    inMenu: url.endsWith('/blog/h'),
    isGoal: url.endsWith('/shop/b'),
    isShell: false,
  }))
  const templates = findTemplates(pages)

  it('takes the home page, goals and the menu first, then templates in turn', () => {
    const keys = chooseSample(samplePages, templates, 6).map(({ key }) => key.replace('https://shop.test', ''))
    expect(keys).toEqual(['/', '/shop/b', '/blog/h', '/blog/a', '/shop/a', '/blog/b'])
  })

  it('takes all of a small site', () => {
    expect(chooseSample(samplePages, templates, 150)).toHaveLength(pages.length)
  })

  it('takes pictures of two pages of each structure, and one page of each template as a phone', () => {
    const chosen = chooseSample(samplePages, templates, 150)
    expect(chosen.filter(({ pictures }) => pictures)).toHaveLength(5)
    expect(chosen.filter(({ phone }) => phone)).toHaveLength(3)
  })

  it('does not depend on the order of pages', () => {
    expect(chooseSample(samplePages.toReversed(), templates, 6)).toEqual(chooseSample(samplePages, templates, 6))
  })
})
