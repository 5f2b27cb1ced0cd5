import type { CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { pageText } from '../page/text.ts'
import { regionOf } from './regions.ts'
import { treeOf, type TextRun, type Tree } from './tree.ts'

/** A piece of what a page itself has to say. */
export interface ContentRun {
  run: TextRun
  words: number
  /** Words of the page's own content that a reader passes before it. */
  before: number
  /** Level of the heading that it is; 0 for others. */
  heading: number
}

const known = new WeakMap<Tree, ContentRun[]>()

/**
 * What a page itself has to say, in order: its main content and the opening that stands above it, without menus, footers
 * and lists of links.
 */
export function contentOf($: CheerioAPI): ContentRun[] {
  const tree = treeOf($)
  const found = known.get(tree)
  if (found) return found
  const { isMain } = pageText($)
  const title = tree.runs.findIndex(({ block }) => insideTag(block, 'h1', 2) !== undefined)
  const firstMain = tree.runs.findIndex(({ block }) => isMain(regionOf(block)))
  const content: ContentRun[] = []
  let before = 0
  tree.runs.forEach((run, index) => {
    const region = regionOf(run.block)
    // The title and its line below it often stand in the page's header.
    const opens =
      title >= 0 && index >= title && (firstMain < 0 || index < firstMain) && (region === 'header' || region === 'body')
    if ((!isMain(region) && !opens) || isLinked(run) || isControl(run.block)) return
    const words = wordCount(run.text)
    content.push({ run, words, before, heading: headingLevel(run.block) })
    before += words
  })
  known.set(tree, content)
  return content
}

/** Words of a text. */
export function wordCount(text: string): number {
  return text.trim().split(/\s+/).filter(Boolean).length
}

/** The nearest element of this name around a block, itself included, at most so many steps up. */
export function insideTag(block: Element, name: string, steps: number): Element | undefined {
  for (let node: Element | null = block, step = 0; node?.type === 'tag' && step <= steps; step += 1) {
    if (node.name === name) return node
    node = node.parent as Element | null
  }
  return undefined
}

/** Links and nothing else that is said: an entry of a menu, a breadcrumb, a card that is one link has more around it. */
export function isLinked({ block, parts, text }: TextRun): boolean {
  // What stands beside a number to tap is said of the firm.
  const around = insideTag(block, 'a', 4)
  if (around && /^(?:tel:|mailto:|https?:\/\/wa\.me\/)/i.test(around.attribs['href'] ?? '')) return false
  if (insideTag(block, 'a', 1)) return !/[.!?…]\s*$/.test(text) && wordCount(text) < 9
  return parts.every(({ element, start }, index) => {
    const said = text.slice(start, parts[index + 1]?.start)
    return !/\p{L}/u.test(said) || insideTag(element, 'a', 2) !== undefined
  })
}

function isControl(block: Element): boolean {
  return ['button', 'label', 'option', 'legend', 'summary', 'figcaption'].includes(block.name)
}

function headingLevel(block: Element): number {
  for (let node: Element | null = block, step = 0; node?.type === 'tag' && step <= 2; step += 1) {
    if (/^h[1-6]$/.test(node.name)) return Number(node.name[1])
    node = node.parent as Element | null
  }
  return 0
}
