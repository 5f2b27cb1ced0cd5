import type { AnyNode, Element } from 'domhandler'
import { regionOf, type Region } from '../dom/regions.ts'
import type { Tree } from '../dom/tree.ts'

/** The largest group of brothers built alike that each hold a link: cards, teasers, rows. */
export function repeatedBlocks(
  tree: Tree,
  isMain: (region: Region) => boolean,
): { count: number; priced: boolean; dated: boolean; pictured: boolean; words: number } {
  const groups = new Map<AnyNode, Map<string, Element[]>>()
  for (const element of tree.elements.slice(0, 20_000)) {
    if (!/^(?:li|div|article|section|a|tr|figure)$/.test(element.name) || !element.parent) continue
    let signatures = groups.get(element.parent)
    if (!signatures) groups.set(element.parent, (signatures = new Map()))
    const signature = `${element.name}.${(element.attribs['class'] ?? '').split(/\s/)[0] ?? ''}`
    const list = signatures.get(signature)
    if (list) list.push(element)
    else signatures.set(signature, [element])
  }
  let best: Element[] = []
  let bestWords = 0
  for (const signatures of groups.values()) {
    for (const list of signatures.values()) {
      if (list.length < 3 || list.length < best.length / 2 || !isMain(regionOf(list[0]!))) continue
      const sample = looks(list[1]!)
      if (!sample.linked || sample.words < 3) continue
      const size = Math.min(list.length, 60) * Math.min(sample.words, 60)
      if (size > bestWords) {
        best = list
        bestWords = size
      }
    }
  }
  const samples = best.slice(0, 3).map(looks)
  const some = (key: 'priced' | 'dated' | 'pictured'): boolean => samples.filter((sample) => sample[key]).length > 1
  return {
    count: best.length,
    priced: some('priced'),
    dated: some('dated'),
    pictured: some('pictured'),
    words: samples.reduce((sum, sample) => sum + sample.words, 0) / Math.max(1, samples.length),
  }
}

function looks(element: Element): {
  linked: boolean
  words: number
  priced: boolean
  dated: boolean
  pictured: boolean
} {
  const result = { linked: element.name === 'a', words: 0, priced: false, dated: false, pictured: false }
  const stack: AnyNode[] = [element]
  for (let steps = 0; stack.length > 0 && steps < 200; steps++) {
    const node = stack.pop()!
    if (node.type === 'text') {
      const text = node.data.slice(0, 200)
      if (/[$€£¥₹]\s?\d|\d\s?(?:€|£|zł)/.test(text)) result.priced = true
      if (/\b(?:19|20)\d\d\b/.test(text)) result.dated = true
      result.words += text.split(/\s+/).filter(Boolean).length
    } else if ('attribs' in node) {
      if (node.name === 'a') result.linked = true
      if (node.name === 'img' || node.name === 'picture') result.pictured = true
      if (node.name === 'time') result.dated = true
      if (node.name === 'script' || node.name === 'style') continue
      for (let index = Math.min(node.children.length, 40) - 1; index >= 0; index--) stack.push(node.children[index]!)
    }
  }
  return result
}
