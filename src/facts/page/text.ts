import type { CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { regionOf, type Region } from '../dom/regions.ts'
import { treeOf, type TextRun, type Tree } from '../dom/tree.ts'

/** What a page has to read, counted once. */
export interface PageText {
  words: number
  mainWords: number
  /** Holds what the page is about: the main landmark, else what is in no landmark. */
  isMain(region: Region): boolean
  /** Paragraphs of 12 words or more in the main region. */
  paragraphs: number
  longestParagraph: number
  /** Words inside links of the main region. */
  linkWords: number
  /** Text of the main region, up to 6,000 characters. */
  mainText: string
  mainRuns: TextRun[]
}

const shortestParagraph = 12
const mainTextLimit = 6000

const known = new WeakMap<Tree, PageText>()

/**
 * Counts words and paragraphs, once for each page. Without a main landmark, what is in no other landmark is the main region; the same where
 * the landmark holds next to nothing of what there is to read.
 */
export function pageText($: CheerioAPI): PageText {
  const tree = treeOf($)
  let text = known.get(tree)
  if (!text) known.set(tree, (text = readText(tree)))
  return text
}

function readText({ runs }: Tree): PageText {
  const regionsOfRuns = runs.map((run) => regionOf(run.block))
  const counts = runs.map((run) => countWords(run.text))
  const isMain = mainRegions(regionsOfRuns, counts)
  const result: PageText = {
    words: 0,
    mainWords: 0,
    isMain,
    paragraphs: 0,
    longestParagraph: 0,
    linkWords: 0,
    mainText: '',
    mainRuns: [],
  }
  runs.forEach((run, index) => {
    const words = counts[index]!
    result.words += words
    if (!isMain(regionsOfRuns[index]!)) return
    result.mainWords += words
    result.mainRuns.push(run)
    if (result.mainText.length < mainTextLimit) result.mainText += `${run.text} `
    const inLink = insideLink(run.block) ? words : linkedWords(run)
    result.linkWords += inLink
    if (words >= shortestParagraph && inLink < words / 2) {
      result.paragraphs += 1
      result.longestParagraph = Math.max(result.longestParagraph, words)
    }
  })
  return result
}

function mainRegions(regions: Region[], counts: number[]): (region: Region) => boolean {
  const wordsIn = (wanted: Region): number =>
    regions.reduce((sum, region, index) => sum + (region === wanted ? counts[index]! : 0), 0)
  if (!regions.includes('main')) return (region) => region === 'body'
  if (wordsIn('main') < wordsIn('body') / 8) return (region) => region === 'main' || region === 'body'
  return (region) => region === 'main'
}

/** Words of a text; in scripts without spaces two characters count as one. */
function countWords(text: string): number {
  let count = 0
  let inWord = false
  let dense = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 0x3040 && code <= 0xd7a3) dense += 1
    const isSpace = code <= 32 || code === 160
    if (!isSpace && !inWord) count += 1
    inWord = !isSpace
  }
  return dense > count ? count + Math.floor(dense / 2) : count
}

function insideLink(block: Element): boolean {
  let node: Element | null = block
  for (let depth = 0; node && depth < 4; depth++) {
    if (node.name === 'a') return true
    node = node.parent && 'attribs' in node.parent ? (node.parent as Element) : null
  }
  return false
}

function linkedWords(run: TextRun): number {
  let words = 0
  run.parts.forEach((part, index) => {
    if (part.element === run.block || !insideLink(part.element)) return
    words += countWords(run.text.slice(part.start, run.parts[index + 1]?.start ?? run.text.length))
  })
  return words
}
