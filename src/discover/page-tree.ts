import type { Document, Element } from 'domhandler'
import { parse } from 'parse5'
import { adapter } from 'parse5-htmlparser2-tree-adapter'
import { htmlLimit, parseDocument } from '../snapshot/document.ts'

/** A parsed page with the elements that steer a crawl; found in one walk, since each page of a site is read so. */
export interface PageTree {
  root: Document
  html: Element | undefined
  body: Element | undefined
  main: Element | undefined
  title: Element | undefined
  base: Element | undefined
  links: Element[]
  metas: Element[]
  hasScripts: boolean
}

/**
 * Parses a page as served without scripts (`<noscript>` counts), or as it was rendered. Served pages go straight through
 * the parser: the numbering and form owners of `parseDocument` would double the cost and serve nothing here.
 */
export function parsePage(html: string, options: { rendered: boolean }): PageTree {
  const root = options.rendered
    ? (parseDocument(html, options).$.root()[0] as unknown as Document)
    : parse(html.slice(0, htmlLimit), { treeAdapter: adapter, scriptingEnabled: false })
  const tree: PageTree = {
    root,
    html: undefined,
    body: undefined,
    main: undefined,
    title: undefined,
    base: undefined,
    links: [],
    metas: [],
    hasScripts: false,
  }
  const stack = root.children.toReversed()
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!('children' in node)) continue
    if ('attribs' in node) sort(tree, node)
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index]
      if (child && child.type !== 'text') stack.push(child)
    }
  }
  return tree
}

function sort(tree: PageTree, element: Element): void {
  const { name, attribs } = element
  if (name === 'html') tree.html ??= element
  else if (name === 'body') tree.body ??= element
  else if (name === 'title') tree.title ??= element
  else if (name === 'script') tree.hasScripts = true
  else if (name === 'meta') tree.metas.push(element)
  else if (name === 'link' && 'rel' in attribs && 'href' in attribs) tree.links.push(element)
  else if (name === 'base' && 'href' in attribs) tree.base ??= element
  else if (name === 'main' || attribs['role'] === 'main') tree.main ??= element
}
