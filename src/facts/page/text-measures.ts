import type { AnyNode, Element } from 'domhandler'
import { isDated } from './dates.ts'
import type { PageEvidence } from './features.ts'
import { tagged, treeOf, type TextRun } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** How the text of the main region is made up: long and short pieces, where prose stands, dates, prices, code. */
export function textMeasures(page: PageEvidence, vocabulary: Vocabulary): Map<string, number> {
  const tree = treeOf(page.$)
  const found = new Map<string, number>()
  const { text } = page
  const runs = text.mainRuns
  const total = runs.reduce((sum, run) => sum + run.text.length, 0) || 1
  const share = (test: (run: TextRun) => boolean): number =>
    runs.reduce((sum, run) => sum + (test(run) ? run.text.length : 0), 0) / total
  found.set('words', text.words)
  found.set('main words', text.mainWords)
  found.set('main share', text.mainWords / Math.max(1, text.words))
  found.set('runs', runs.length)
  found.set('run length', total / Math.max(1, runs.length))
  found.set(
    'long text share',
    share((run) => run.text.length > 200),
  )
  found.set(
    'middling text share',
    share((run) => run.text.length > 80 && run.text.length <= 200),
  )
  found.set(
    'short text share',
    share((run) => run.text.length <= 30),
  )
  found.set('long runs', runs.filter((run) => run.text.length > 200).length)
  found.set('paragraphs', text.paragraphs)
  found.set('longest paragraph', text.longestParagraph)
  found.set('linked share', text.linkWords / Math.max(1, text.mainWords))
  found.set(
    'price runs',
    runs.filter((run) => run.text.length < 60 && /[$€£¥₹]\s?\d|\d\s?(?:€|£|zł|kr\b|USD|EUR|CHF)/.test(run.text)).length,
  )
  const dated = runs.map((run) => run.text.length < 90 && isDated(run.text, vocabulary))
  found.set('dated runs', dated.filter(Boolean).length)
  found.set('first date', dated.indexOf(true) < 0 ? 999 : dated.indexOf(true))
  const firstLong = runs.findIndex((run) => run.text.length > 160)
  found.set('first long run', firstLong < 0 ? 999 : firstLong)
  found.set('questions', runs.filter((run) => run.text.length < 160 && /[?？]\s*$/.test(run.text)).length)
  // Where the prose stands: the most that one element holds, and how many hold some.
  const prose = new Map<AnyNode, number>()
  let proseTotal = 0
  let stretch = 0
  let longestStretch = 0
  for (const run of runs) {
    const isProse = run.text.length > 100
    if (isProse) {
      proseTotal += run.text.length
      stretch += run.text.length
      longestStretch = Math.max(longestStretch, stretch)
      const holder = run.block.parent ?? run.block
      prose.set(holder, (prose.get(holder) ?? 0) + run.text.length)
    } else if (run.text.length < 30) stretch *= 0.7
  }
  let most = 0
  for (const length of prose.values()) most = Math.max(most, length)
  found.set('prose share', proseTotal / total)
  found.set('prose in one share', most / Math.max(1, proseTotal))
  found.set('prose in one of all', most / total)
  found.set('prose in one', most)
  found.set('prose holders', prose.size)
  found.set('stretch', longestStretch)
  found.set(
    'list text share',
    share((run) => within(run.block, /^(?:li|dd|dt)$/, 4)),
  )
  found.set(
    'table text share',
    share((run) => within(run.block, /^(?:td|th)$/, 4)),
  )
  found.set(
    'code text share',
    share((run) => within(run.block, /^(?:pre|code)$/, 4)),
  )
  found.set(
    'heading text share',
    share((run) => within(run.block, /^h[1-6]$/, 3)),
  )
  found.set('all code', tagged(tree, 'pre', 'code').length)
  found.set(
    'sentences',
    runs.reduce((sum, run) => sum + (run.text.match(/[.!?。](?:\s|$)/g)?.length ?? 0), 0) /
      Math.max(1, text.mainWords / 100),
  )
  found.set('exclaims', runs.filter((run) => run.text.length < 200 && /!\s*$/.test(run.text)).length)
  found.set('numbers', (text.mainText.match(/\d+/g)?.length ?? 0) / Math.max(1, text.mainText.length / 1000))
  return found
}

/** An element or one close above it has such a name. */
export function within(element: Element, names: RegExp, depth: number): boolean {
  let node: Element | null = element
  for (let step = 0; node && step < depth; step++) {
    if (names.test(node.name)) return true
    node = node.parent && 'attribs' in node.parent ? (node.parent as Element) : null
  }
  return false
}
