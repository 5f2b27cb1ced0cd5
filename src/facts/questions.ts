import type { Element } from 'domhandler'
import { z } from 'zod'
import { defineDetector } from './detector.ts'
import { regionOf } from './dom/regions.ts'
import { treeOf, type TextRun } from './dom/tree.ts'
import { Where } from './dom/where.ts'

export const AnsweredQuestion = z.object({ question: z.string(), where: Where }).meta({ id: 'AnsweredQuestion' })
export type AnsweredQuestion = z.infer<typeof AnsweredQuestion>

const limit = 60
/** Letters of an answer. */
const least = 25

const marked = /(?:^|[\s_-])(?:faqs?|questions?|accordions?|collapse|toggle|expand\w*)(?:$|[\s_-])/i
const heads = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'summary', 'dt', 'button'])

/** Questions of buyers that the page answers: headings, terms or folded lines that end in a question mark, with what follows. */
export const questions = defineDetector({
  version: 1,
  reads: 'html',
  schema: z
    .array(AnsweredQuestion)
    .describe(
      'Questions of buyers that the page answers: headings, terms or folded lines that end in a question mark, with what follows.',
    ),
  detect({ $, where }) {
    const { runs } = treeOf($)
    const found: AnsweredQuestion[] = []
    const seen = new Set<string>()
    runs.forEach((run, index) => {
      if (found.length === limit || run.text.length > 300 || !/[?？؟]["'”’)\s]*$/.test(run.text)) return
      const text = run.text.trim()
      if (text.length < 8 || seen.has(text) || isAside(run)) return
      const folded = foldOf(run.block)
      if (folded === 'no' || (folded === 'heading' && !isAnswered(runs, index))) return
      seen.add(text)
      found.push({ question: text.slice(0, 200), where: where(run.block, text) })
    })
    return found
  },
})

function isAside({ block }: TextRun): boolean {
  const region = regionOf(block)
  return region === 'nav' || region === 'footer' || region === 'header'
}

/** What makes a line a question of its own: a heading above its answer, or a line that opens it. */
function foldOf(block: Element): 'heading' | 'folded' | 'no' {
  let found: 'heading' | 'folded' | 'no' = 'no'
  for (let node: Element | null = block, steps = 0; node?.type === 'tag' && steps < 5; steps += 1) {
    if (heads.has(node.name)) found = /^h\d$/.test(node.name) && found === 'no' ? 'heading' : 'folded'
    const { attribs } = node
    if (attribs['aria-expanded'] !== undefined || marked.test(`${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`))
      return 'folded'
    node = node.parent as Element | null
  }
  return found
}

/** Text follows before the next heading. */
function isAnswered(runs: readonly TextRun[], index: number): boolean {
  let letters = 0
  for (const { text, block } of runs.slice(index + 1, index + 6)) {
    if (/^h[1-6]$/.test(block.name)) break
    letters += text.length
  }
  return letters >= least
}
