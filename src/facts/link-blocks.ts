import type { AnyNode, Element } from 'domhandler'
import { z } from 'zod'
import { readableText } from '../snapshot/document.ts'
import { blockMarks, linkBlockKinds, type LinkBlockKind } from './link-blocks/marks.ts'
import { defineDetector } from './detector.ts'
import { tagged, treeOf, type Tree } from './dom/tree.ts'
import { Where } from './dom/where.ts'

export const LinkBlock = z
  .object({
    kind: z.enum(linkBlockKinds).describe('pages: numbers of pages, the one before and the one after'),
    nodes: z.array(z.int()).describe('Node numbers of the links in it'),
    where: Where,
  })
  .meta({ id: 'LinkBlock' })

/** Ancestors looked at; further up stand wrappers of the whole page. */
const furthest = 12
const mostBlocks = 200

/** Links that go with the content without being what it leads to: menus, breadcrumbs, tags, related items, page numbers. */
export const linkBlocks = defineDetector({
  version: 1,
  reads: 'html',
  schema: z
    .array(LinkBlock)
    .describe(
      'Links that go with the content without being what it leads to: menus, breadcrumbs, tags, related items, page numbers.',
    ),
  detect({ $, vocabulary, nodeOf, where }) {
    const tree = treeOf($)
    const byMarks = new Map<string, LinkBlockKind | undefined>()
    const around = new Map<Element, { kind: LinkBlockKind; block: Element } | undefined>()
    const headed = relatedSections(tagged(tree, 'h2', 'h3', 'h4', 'h5'), (text) => vocabulary.is('related', text))

    const content = wrappersOf(tree)

    const ownKind = (element: Element): LinkBlockKind | undefined => {
      if (content.main.has(element)) return undefined
      if (headed.has(element)) return 'related'
      const { class: classes = '', id = '', role = '', itemtype = '' } = element.attribs
      const marks = `${classes} ${id} ${role} ${itemtype}`
      if (marks === '   ') return undefined
      if (!byMarks.has(marks)) byMarks.set(marks, kindOfMarks(marks))
      const kind = byMarks.get(marks)
      if (!kind || kind === 'menu') return kind
      // What holds the main heading, or much text, is the content, whatever it is called.
      return content.heading.has(element) || (short.has(kind) && isLong(element)) ? undefined : kind
    }
    const blockOf = (element: Element, steps: number): { kind: LinkBlockKind; block: Element } | undefined => {
      if (around.has(element)) return around.get(element)
      const kind = ownKind(element)
      const { parent } = element
      const end = steps === furthest || parent?.type !== 'tag' || parent.name === 'body'
      const above = end ? undefined : blockOf(parent as Element, steps + 1)
      // A menu within a menu is one.
      const found = kind && above?.kind !== kind ? { kind, block: element } : above
      around.set(element, found)
      return found
    }

    const spoken = tagged(tree, 'html')[0]?.attribs['lang'] ?? ''
    const blocks: { kind: LinkBlockKind; block: Element; nodes: number[] }[] = []
    for (const link of tagged(tree, 'a')) {
      if (link.attribs['href'] === undefined || link.parent?.type !== 'tag') continue
      const parent = link.parent as Element
      const own = kindOfLink(link.attribs, spoken)
      const found = own ? { kind: own, block: parent } : blockOf(link, 0)
      if (!found) continue
      const known = blocks.find(({ kind, block }) => kind === found.kind && block === found.block)
      if (known) known.nodes.push(nodeOf(link))
      else if (blocks.length < mostBlocks) blocks.push({ ...found, nodes: [nodeOf(link)] })
    }
    return blocks.map(({ block, kind, nodes }) => ({ kind, nodes, where: where(block, kind) }))
  },
})

/** What a link says of itself: `rel`, and `hreflang` where it names another language than the page's. */
function kindOfLink({ rel = '', hreflang = '' }: Element['attribs'], spoken: string): LinkBlockKind | undefined {
  if (rel === '' && hreflang === '') return undefined
  if (/\b(?:tag|category)\b/i.test(rel)) return 'tags'
  if (/\b(?:next|prev|previous)\b/i.test(rel)) return 'pages'
  if (/\bauthor\b/i.test(rel)) return 'author'
  return /^[a-z]{2}\b/i.test(hreflang) && spoken !== '' && primary(hreflang) !== primary(spoken)
    ? 'languages'
    : undefined
}

function primary(language: string): string {
  return language.trim().toLowerCase().split(/[-_]/, 1)[0]!
}

function kindOfMarks(marks: string): LinkBlockKind | undefined {
  return blockMarks.find(({ is, not }) => is.test(marks) && !not?.test(marks))?.kind
}

/** Blocks of a few words. */
const short = new Set<LinkBlockKind>(['breadcrumb', 'tags', 'pages', 'author', 'languages'])
const longestShort = 800

function isLong(element: Element): boolean {
  // White space is folded after the limit was reached.
  return readableText(element, { limit: 4 * longestShort }).length > longestShort
}

/** Elements around the main region, and around the main heading. */
function wrappersOf(tree: Tree): { main: Set<Element>; heading: Set<Element> } {
  const around = (elements: Element[]): Set<Element> => {
    const found = new Set<Element>()
    for (const element of elements) {
      for (let node: AnyNode | null = element; node?.type === 'tag' && !found.has(node); node = node.parent)
        found.add(node)
    }
    return found
  }
  const mains = tagged(tree, 'main')
  return { main: around(mains), heading: around([...mains, ...tagged(tree, 'h1')]) }
}

/** What stands under a heading that announces related things: its parent, unless that holds a whole page. */
function relatedSections(headings: Element[], announces: (text: string) => boolean): Set<Element> {
  const found = new Set<Element>()
  for (const heading of headings) {
    const { parent } = heading
    if (parent?.type !== 'tag' || !sections.has(parent.name) || !announces(textOf(heading))) continue
    // A section that begins with this heading is about nothing else.
    const first = parent.children.find((child) => child.type === 'tag')
    if (first === heading) found.add(parent as Element)
  }
  return found
}

const sections = new Set(['section', 'aside', 'div', 'ul'])

function textOf(element: Element): string {
  return element.children
    .map((child) => (child.type === 'text' ? child.data : child.type === 'tag' ? textOf(child as Element) : ''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
}
