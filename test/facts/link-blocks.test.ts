import { expect, test } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import { readKnowledge } from '../../src/knowledge.ts'

const { vocabularies } = await readKnowledge()

/** Kind of block → texts of the links in it. */
function blocks(body: string, language = 'en'): Record<string, string[]> {
  const html = `<!doctype html><html lang="${language}"><body>${body}</body></html>`
  const { facts } = extractFacts({ url: 'https://lamps.example.test/oak', html, vocabularies })
  const texts = new Map((facts.links ?? []).map(({ where, text }) => [where.node, text]))
  return Object.fromEntries(
    (facts.linkBlocks ?? []).map(({ kind, nodes }) => [kind, nodes.map((node) => texts.get(node) ?? '')]),
  )
}

const lots = '<p>Oak is a wood for lamps that last, and it grows in most of our woods.</p>'.repeat(20)

test('blocks are told by class, id and rel', () => {
  expect(
    blocks(`<div class="menu-item"><a href="/a">Lamps</a></div><ul class="c-breadcrumb"><li><a href="/b">Home</a></ul>
      <p><a rel="tag" href="/c">oak</a></p><div id="related-posts"><a href="/d">Ash</a></div><div class="pagination"><a href="/e">2</a></div>
      <div class="site-footer__links footer-links"><a href="/f">Terms</a></div><p class="byline"><a href="/g">Anna</a></p>`),
  ).toEqual({
    menu: ['Lamps'],
    breadcrumb: ['Home'],
    tags: ['oak'],
    related: ['Ash'],
    pages: ['2'],
    footer: ['Terms'],
    author: ['Anna'],
  })
})

test('a section that a heading calls related is related, in each language', () => {
  expect(blocks('<section><h2>You may also like</h2><a href="/ash">Ash</a></section>')).toEqual({ related: ['Ash'] })
  expect(blocks('<section><h2>Das könnte Sie auch interessieren</h2><a href="/ash">Esche</a></section>', 'de')).toEqual(
    { related: ['Esche'] },
  )
})

test('what holds the main heading or much text is content, whatever it is called', () => {
  expect(
    blocks(`<article class="post no-author tags-oak"><h1>Oak</h1><p><a href="/ash">Ash</a></p></article>`),
  ).toEqual({})
  expect(blocks(`<div class="author__content">${lots}<a href="/ash">Ash</a></div>`)).toEqual({})
  expect(blocks('<div class="dialog-off-canvas-main-canvas"><main><a href="/ash">Ash</a></main></div>')).toEqual({})
})

test('the footer of a card is content', () => {
  expect(blocks('<div class="card-footer"><a href="/b">More</a></div>')).toEqual({})
})

test('a link to another language says so; the same language is no sign', () => {
  expect(
    blocks(
      '<p><a hreflang="de" href="/de">Deutsch</a> <a hreflang="en-GB" href="/ash">Ash</a> <a hreflang="und" href="/elm">Elm</a></p>',
    ),
  ).toEqual({
    languages: ['Deutsch'],
  })
})
