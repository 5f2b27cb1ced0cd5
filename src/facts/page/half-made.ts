import type { CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { tagged, treeOf, type Tree, type TextRun } from '../dom/tree.ts'
import type { PageEvidence } from './features.ts'
import type { TypeGuess } from './type.ts'

/** How sure we are at most of what a page is whose gaps nobody filled in. */
const half = 0.5

/** Less sure of a page that is only a template of pages; a mail that lies on the server is no page at all. */
export function doubted(guess: TypeGuess, { $, title }: PageEvidence): TypeGuess {
  const tree = treeOf($)
  if (isMail($, tree)) return { ...guess, type: 'other', confidence: half, cues: ['written as a mail'] }
  if (guess.confidence <= half || !(isGap(title) || hasGaps(tree))) return guess
  return { ...guess, confidence: half }
}

/** Somewhere on the page a gap of a template stands for the text. */
export function hasGaps({ runs }: Tree): boolean {
  return runs.some((run) => isGap(run.text) && !isShown(run))
}

/** `{{ product.price }}` and nothing else, or a line that begins with a command such as `{% for %}`. */
function isGap(text: string): boolean {
  if (!text.includes('{')) return false
  if (/^\s*\{%-?\s*(?:if|else|elif|elsif|for|end\w+|include|block|extends|assign|load|set|url|render)\b/.test(text))
    return true
  return text.length < 80 && /^\s*\S{0,3}\s*\{\{\s*[\w.$|]+(?:\s*[|.]\s*[\w.]+)*\s*\}\}\s*$/.test(text)
}

/** Code that is there to be read. */
function isShown({ block }: TextRun): boolean {
  return /^(?:pre|code|textarea|option)$/.test(block.name)
}

/** Tables from the edge of the body on, marked for programs that show mail, and nothing that only a page has. */
function isMail($: CheerioAPI, tree: Tree): boolean {
  if (tagged(tree, 'table').length === 0 || tagged(tree, 'script', 'form', 'nav', 'main').length > 0) return false
  const body = tagged(tree, 'body')[0]
  const outer = body
    ? elementsOf(body).flatMap((element) => (/^(?:center|div)$/.test(element.name) ? elementsOf(element) : element))
    : []
  const tables = outer.filter(({ name }) => name === 'table')
  if (tables.length === 0) return false
  const isMarked = tagged(tree, 'meta').some(
    ({ attribs }) => attribs['name'] === 'x-apple-disable-message-reformatting',
  )
  return isMarked || speaksToMailPrograms($) || tables.every(({ attribs }) => attribs['role'] === 'presentation')
}

function elementsOf({ children }: Element): Element[] {
  return children.filter((child): child is Element => child.type === 'tag')
}

/** Comments for Outlook stand at the edge of head or body. */
function speaksToMailPrograms($: CheerioAPI): boolean {
  return $('head, body')
    .contents()
    .toArray()
    .some((node) => node.type === 'comment' && /^\[if \(?(?:gte )?mso(?! 9\]><xml)/.test(node.data))
}
