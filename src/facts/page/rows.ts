import type { AnyNode, Element } from 'domhandler'
import type { Tree } from '../dom/tree.ts'

interface Look {
  links: number
  words: number
  longest: number
  priced: boolean
  dated: boolean
  pictured: boolean
  headed: boolean
  button: boolean
  coded: boolean
}

interface Group {
  size: number
  looks: Look[]
  words: number
}

const kept = 3
const leastRow = 3
const sampled = 6

/** The largest groups of brothers that are built alike, in numbers: how many, how long, and what each holds. */
export function rowMeasures(tree: Tree, isMain: (element: Element) => boolean): Map<string, number> {
  const groups = new Map<AnyNode, Map<string, Element[]>>()
  for (const element of tree.elements.slice(0, 20_000)) {
    // Most elements have no two brothers to stand in a row with.
    if (!element.parent || element.parent.children.length < leastRow) continue
    if (!/^(?:li|div|article|section|a|tr|figure|p|dl|dd|[a-z]+-[a-z-]+)$/.test(element.name)) continue
    let signatures = groups.get(element.parent)
    if (!signatures) groups.set(element.parent, (signatures = new Map()))
    const classes = element.attribs['class'] ?? ''
    const end = classes.search(/\s/)
    const signature = `${element.name}.${end < 0 ? classes : classes.slice(0, end)}`
    const list = signatures.get(signature)
    if (list) list.push(element)
    else signatures.set(signature, [element])
  }
  const linked: Group[] = []
  const plain: Group[] = []
  for (const signatures of groups.values()) {
    for (const list of signatures.values()) {
      if (list.length < leastRow || !isMain(list[0]!)) continue
      const step = Math.max(1, Math.floor(list.length / sampled))
      const looks = list
        .filter((_, index) => index % step === 0)
        .slice(0, sampled)
        .map((element) => look(element))
      const words =
        (looks.reduce((sum, one) => sum + Math.min(80, one.words), 0) / looks.length) * Math.min(60, list.length)
      const isLinked = looks.filter((one) => one.links > 0).length > looks.length / 2
      ;(isLinked ? linked : plain).push({ size: list.length, looks, words })
    }
  }
  const found = new Map<string, number>()
  const note = (name: string, { size, looks, words }: Group): void => {
    const mean = (value: (one: Look) => number): number =>
      looks.reduce((sum, one) => sum + value(one), 0) / looks.length
    found.set(`${name} size`, size)
    found.set(`${name} all words`, words)
    found.set(
      `${name} words`,
      mean((one) => one.words),
    )
    found.set(
      `${name} longest`,
      mean((one) => one.longest),
    )
    found.set(
      `${name} links`,
      mean((one) => one.links),
    )
    for (const key of ['priced', 'dated', 'pictured', 'headed', 'button', 'coded'] as const)
      found.set(
        `${name} ${key}`,
        mean((one) => (one[key] ? 1 : 0)),
      )
    const average = mean((one) => one.words)
    found.set(`${name} uneven`, Math.sqrt(mean((one) => (one.words - average) ** 2)) / Math.max(1, average))
  }
  linked.sort((a, b) => b.words - a.words)
  plain.sort((a, b) => b.words - a.words)
  linked.slice(0, kept).forEach((group, index) => note(`rows ${index}`, group))
  if (plain[0]) note('plain rows', plain[0])
  const pictured = linked.filter((group) => group.looks.filter((one) => one.pictured).length > group.looks.length / 2)
  const priced = linked.filter((group) => group.looks.filter((one) => one.priced).length > group.looks.length / 2)
  const dated = linked.filter((group) => group.looks.filter((one) => one.dated).length > group.looks.length / 2)
  const headed = linked.filter((group) => group.looks.filter((one) => one.headed).length > group.looks.length / 2)
  const most = (list: Group[]): number => Math.max(0, ...list.map((group) => group.size))
  found.set('pictured rows', most(pictured))
  found.set('priced rows', most(priced))
  found.set('dated rows', most(dated))
  found.set('headed rows', most(headed))
  found.set('groups', linked.length)
  found.set('plain groups', plain.length)
  found.set(
    'rows',
    linked.reduce((sum, group) => sum + group.size, 0),
  )
  return found
}

function look(element: Element): Look {
  const result: Look = {
    links: 0,
    words: 0,
    longest: 0,
    priced: false,
    dated: false,
    pictured: false,
    headed: false,
    button: false,
    coded: false,
  }
  const stack: AnyNode[] = [element]
  for (let steps = 0; stack.length > 0 && steps < 300; steps++) {
    const node = stack.pop()!
    if (node.type === 'text') {
      const text = node.data.slice(0, 400).trim()
      if (text === '') continue
      if (/[$€£¥₹]\s?\d|\d\s?(?:€|£|zł)/.test(text)) result.priced = true
      if (text.length < 60 && /\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d\d/.test(text)) result.dated = true
      const words = text.split(/\s+/).length
      result.words += words
      result.longest = Math.max(result.longest, words)
    } else if ('attribs' in node) {
      if (node.name === 'script' || node.name === 'style' || node.name === 'noscript') continue
      if (node.name === 'a') result.links += 1
      else if (node.name === 'img' || node.name === 'picture') result.pictured = true
      else if (node.name === 'time') result.dated = true
      else if (/^h[2-6]$/.test(node.name)) result.headed = true
      else if (node.name === 'button') result.button = true
      else if (node.name === 'code' || node.name === 'pre') result.coded = true
      for (let index = Math.min(node.children.length, 40) - 1; index >= 0; index--) stack.push(node.children[index]!)
    }
  }
  return result
}
