import type { PageEvidence } from './features.ts'
import { tagged, treeOf, type Tree } from '../dom/tree.ts'
import { placeNoter, plainWords, withoutDigits } from './word-places.ts'

const tokenPlaces = 16_384

const topOfText = 3000
const shortRun = 40
const elementLimit = 20_000

/** The words of a page by where they stand, as `#place` each: names of classes, title, address, labels, first text. */
export function pageTokens(page: PageEvidence): Set<string> {
  const tree = treeOf(page.$)
  const found = new Set<string>()
  const add = placeNoter(found, tokenPlaces)
  const addWords = (source: string, text: string): void => {
    for (const word of plainWords(text)) add(source, word)
  }
  for (const name of classNames(tree)) {
    add('class', name)
    for (const part of name.split(/[-_:]+/)) if (part.length > 2) add('class word', part)
  }
  addWords('title', page.title)
  addWords('heading', page.firstHeading)
  addWords('address', page.url.pathname.slice(0, 300))
  for (const segment of page.url.pathname.split('/').slice(1, -1)) add('segment', segment.toLowerCase().slice(0, 30))
  for (const word of page.url.hostname.split('.').slice(0, -1)) add('host', word)
  for (const name of page.url.searchParams.keys()) add('parameter', name.toLowerCase().slice(0, 20))
  const labels = new Set<string>()
  for (const run of page.text.mainRuns) if (run.text.length <= shortRun) labels.add(run.text)
  for (const label of labels) {
    const words = plainWords(label).slice(0, 5)
    if (words.length === 0) continue
    add('label', words.join(' '))
    for (const word of words) add('label word', word)
  }
  addWords('text', page.text.mainText.slice(0, topOfText))
  for (const { attribs } of tagged(tree, 'meta').slice(0, 200)) {
    const name = (attribs['property'] ?? attribs['name'] ?? attribs['itemprop'] ?? '').toLowerCase().slice(0, 30)
    if (name === '') continue
    add('meta', name)
    if (name === 'og:type' || name === 'generator' || name === 'twitter:card')
      add(name, (attribs['content'] ?? '').slice(0, 60).toLowerCase().split(/\s+/, 2).join(' '))
  }
  const body = tree.byTag.get('body')?.[0]?.attribs
  for (const token of `${body?.['class'] ?? ''} ${body?.['id'] ?? ''}`.slice(0, 800).toLowerCase().split(/\s+/))
    if (token !== '') add('body', withoutDigits(token))
  return found
}

function classNames(tree: Tree): Set<string> {
  const lists = new Set<string>()
  for (const { attribs } of tree.elements.slice(0, elementLimit)) if (attribs['class']) lists.add(attribs['class'])
  const names = new Set<string>()
  for (const list of lists)
    for (const name of list.slice(0, 300).toLowerCase().split(/\s+/))
      if (name !== '' && name.length < 40) names.add(withoutDigits(name))
  return names
}
