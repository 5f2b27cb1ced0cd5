import type { CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { regionOf, type Region } from './regions.ts'
import { treeOf, type TextRun } from './tree.ts'

/** What a page has to read, counted once. */
export interface PageText {
  words: number
  mainWords: number
  hasMain: boolean
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

/** Counts words and paragraphs. Without a main landmark, what is in no other landmark is the main region. */
export function pageText($: CheerioAPI): PageText {
  const { runs } = treeOf($)
  const regionsOfRuns = runs.map((run) => regionOf(run.block))
  const hasMain = regionsOfRuns.includes('main')
  const isMain = (region: Region): boolean => (hasMain ? region === 'main' : region === 'body')
  const result: PageText = {
    words: 0,
    mainWords: 0,
    hasMain,
    paragraphs: 0,
    longestParagraph: 0,
    linkWords: 0,
    mainText: '',
    mainRuns: [],
  }
  runs.forEach((run, index) => {
    const words = countWords(run.text)
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

/** Words of a text; in scripts without spaces two characters count as one. */
export function countWords(text: string): number {
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
