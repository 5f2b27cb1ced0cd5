import type { Element } from 'domhandler'
import type { PageEvidence } from './features.ts'
import { resolve } from '../dom/address.ts'
import { regionOf } from '../dom/regions.ts'
import { tagged, treeOf, type Tree } from '../dom/tree.ts'
import { plainWords, withoutDigits } from './word-places.ts'

const topOfText = 3000
const shortRun = 40
const elementLimit = 20_000
const many = 5
const manyMore = 20
const linkLimit = 2000

/** The words of a page by where they stand: title, address, labels, text, class names and ids, names of files. */
export function pageTokens(page: PageEvidence): Map<string, Set<string>> {
  const tree = treeOf(page.$)
  const { text, url } = page
  const isMain = (element: Element): boolean => text.isMain(regionOf(element))
  const labels = new Set<string>()
  const others = new Set<string>()
  for (const run of tree.runs) {
    if (run.text.length > shortRun) continue
    ;(isMain(run.block) ? labels : others).add(run.text)
  }
  const words = (texts: Iterable<string>): Set<string> => new Set(plainWords([...texts].join('\n')))
  const meta = metaWords(tree)
  const { classes, repeated } = classWords(tree, isMain)
  return new Map([
    ['title', words([page.title])],
    ['address', words([url.pathname.slice(0, 300)])],
    [
      'segment',
      new Set(
        url.pathname
          .toLowerCase()
          .split('/')
          .slice(1, -1)
          .map((segment) => segment.slice(0, 30)),
      ),
    ],
    ['host', new Set(url.hostname.split('.').slice(0, -1))],
    ['parameter', new Set([...url.searchParams.keys()].map((name) => name.toLowerCase().slice(0, 20)))],
    ['label', words(labels)],
    ['menu', words(others)],
    ['text', words([text.mainText.slice(0, topOfText)])],
    ['description', words(meta.descriptions)],
    ['meta', meta.names],
    ['class', classes],
    ['repeated class', repeated],
    ['id', idWords(tree)],
    ['file', fileWords(tree, url)],
    ['linked segment', linkedSegments(tree, url, isMain)],
  ])
}

function metaWords(tree: Tree): { names: Set<string>; descriptions: string[] } {
  const names = new Set<string>()
  const descriptions: string[] = []
  for (const { attribs } of tagged(tree, 'meta').slice(0, 200)) {
    const name = (attribs['property'] ?? attribs['name'] ?? attribs['itemprop'] ?? '').toLowerCase().slice(0, 30)
    if (name === '') continue
    names.add(name)
    if (name === 'description' || name === 'og:description') descriptions.push((attribs['content'] ?? '').slice(0, 300))
  }
  return { names, descriptions }
}

/** Parts of class names, and those that many elements of the main region bear. */
function classWords(
  tree: Tree,
  isMain: (element: Element) => boolean,
): { classes: Set<string>; repeated: Set<string> } {
  const bearers: number[] = []
  const last = Math.min(tree.elements.length, elementLimit)
  for (let place = 0; place < last; place++) {
    const list = tree.classes[place]!
    if (list !== 0) bearers[list] = (bearers[list] ?? 0) + (isMain(tree.elements[place]!) ? 1 : 0)
  }
  const counts = new Map<string, number>()
  for (const [number, list] of tree.classLists.entries()) {
    const times = bearers[number]
    if (times === undefined) continue
    for (const part of new Set(partsOf(list.slice(0, 300))))
      if (part.length > 2 && part.length < 25) counts.set(part, (counts.get(part) ?? 0) + times)
  }
  const repeated = new Set<string>()
  for (const [part, times] of counts) {
    if (times >= many) repeated.add(part)
    if (times >= manyMore) repeated.add(`${part} often`)
  }
  return { classes: new Set(counts.keys()), repeated }
}

/** The parts of a name that a developer gave: `postList_item2` is post, list, item. */
function partsOf(name: string): string[] {
  const plain = /[A-Z]/.test(name) ? name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase() : name
  return (/\d/.test(plain) ? withoutDigits(plain) : plain).split(/[\s\-_:.]+/)
}

function idWords(tree: Tree): Set<string> {
  const words = new Set<string>()
  for (const { attribs } of tree.elements.slice(0, elementLimit)) {
    const id = attribs['id']
    if (!id || id.length > 100) continue
    for (const part of partsOf(id)) if (part.length > 2 && part.length < 20) words.add(part)
  }
  return words
}

/** Words in the addresses of scripts and style sheets: what the page is built with. */
function fileWords(tree: Tree, url: URL): Set<string> {
  const words = new Set<string>()
  for (const { attribs } of tagged(tree, 'script', 'link').slice(0, 300)) {
    const target = resolve(attribs['src'] ?? attribs['href'] ?? '', url)
    if (!target || target.href === url.href) continue
    for (const word of plainWords(target.pathname.slice(0, 200))) if (word.length > 2) words.add(word)
  }
  return words
}

/** Segments of addresses that many links of the main region lead through. */
function linkedSegments(tree: Tree, url: URL, isMain: (element: Element) => boolean): Set<string> {
  const counts = new Map<string, number>()
  for (const link of tagged(tree, 'a').slice(0, linkLimit)) {
    const href = link.attribs['href']
    if (!href || href.startsWith('#') || !isMain(link)) continue
    const target = resolve(href, url)
    if (target?.host !== url.host) continue
    for (const segment of target.pathname.toLowerCase().split('/').slice(1, -1).slice(0, 3)) {
      const word = withoutDigits(segment.slice(0, 24))
      counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  }
  const found = new Set<string>()
  for (const [word, times] of counts) {
    if (times >= 3) found.add(word)
    if (times >= 12) found.add(`${word} often`)
  }
  return found
}
