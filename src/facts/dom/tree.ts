import type { CheerioAPI } from 'cheerio'
import type { AnyNode, Element } from 'domhandler'

/** Text that belongs together: what stands between two block boundaries, white space folded. */
export interface TextRun {
  text: string
  /** Nearest element around all of it. */
  block: Element
  /** Where the text of each inline element starts in `text`. */
  parts: { start: number; element: Element }[]
  /** Struck out, as former prices are; by place in `text`. */
  struck: { start: number; end: number }[]
}

/** What one walk over a page's DOM yields; every detector that would walk by itself reads this. */
export interface Tree {
  /** All elements in document order, contents of templates left out. */
  elements: Element[]
  /** Which of `classLists` each of them bears; most of a page's lists are borne by many. */
  classes: number[]
  /** Different values of `class`; the first is that of elements without one. */
  classLists: string[]
  byTag: Map<string, Element[]>
  /** The same as places in `elements`. */
  placesByTag: Map<string, number[]>
  byId: Map<string, Element>
  /** Values of `name` on `<a>`: old-fashioned targets of fragments. */
  anchors: Set<string>
  /** Not shown when the page opens, as far as the markup itself tells: `hidden`, `display:none`, `<noscript>`. */
  hidden: Set<Element>
  /** Text of inline scripts that run, shortened to 20,000 characters each. */
  scripts: { text: string; element: Element }[]
  runs: TextRun[]
}

const wordless = new Set([
  'script',
  'style',
  'noscript',
  'svg',
  'head',
  'iframe',
  'object',
  'select',
  'textarea',
  'math',
])
const inline = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s samp small span strike strong ' +
    'sub sup time tt u var wbr meta link sl-shadow'
  ).split(' '),
)
const striking = new Set(['del', 's', 'strike'])
const strikingClass =
  /(?:^|[\s_-])(?:was|old|strike|struck|linethrough|line-through|crossed|strikethrough)(?:$|[\s_-])|old-?price|price-?old|was-?price|price-?was/i
const runLimit = 20_000
const scriptLimit = 20_000

const trees = new WeakMap<object, Tree>()

/** The walk over this page, made once. */
export function treeOf($: CheerioAPI): Tree {
  const root = $.root()[0]
  if (!root) return emptyTree()
  const known = trees.get(root)
  if (known) return known
  const tree = walk(root as { children: AnyNode[] })
  trees.set(root, tree)
  return tree
}

/** Elements of these names in document order. */
export function tagged(tree: Tree, ...names: string[]): Element[] {
  const present = names.filter((name) => tree.byTag.has(name))
  if (present.length < 2) return tree.byTag.get(present[0] ?? '') ?? []
  const places = present.flatMap((name) => tree.placesByTag.get(name)!).sort((one, other) => one - other)
  return places.map((place) => tree.elements[place]!)
}

function emptyTree(): Tree {
  return {
    elements: [],
    classes: [],
    classLists: [''],
    byTag: new Map(),
    placesByTag: new Map(),
    byId: new Map(),
    anchors: new Set(),
    hidden: new Set(),
    scripts: [],
    runs: [],
  }
}

interface Level {
  node: Element | undefined
  children: AnyNode[]
  index: number
  hidden: boolean
  silent: boolean
  /** Where its text starts in the run at hand. */
  from: number
  breaks: boolean
}

/** Which lists of classes match, by their place in `classLists`: each is looked at once, however many elements bear it. */
export function matchingClasses({ classLists }: Tree, pattern: RegExp): boolean[] {
  return classLists.map((list) => pattern.test(list))
}

function walk(root: { children: AnyNode[] }): Tree {
  const tree = emptyTree()
  const classNumbers = new Map<string, number>([['', 0]])
  let pieces: string[] = []
  let length = 0
  let parts: TextRun['parts'] = []
  let struck: TextRun['struck'] = []
  let block: Element | undefined

  const flush = (): void => {
    if (length > 0 && block) {
      const text = pieces.join('')
      if (text.trim() !== '') tree.runs.push({ text, block, parts, struck })
    }
    if (length > 0 || parts.length > 0) {
      pieces = []
      parts = []
      struck = []
      length = 0
    }
  }

  const stack: Level[] = [
    { node: undefined, children: root.children, index: 0, hidden: false, silent: false, from: 0, breaks: true },
  ]
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!
    const child = top.children[top.index++]
    if (!child) {
      if (length > top.from && top.node && isStriking(top.node)) struck.push({ start: top.from, end: length })
      if (top.breaks) flush()
      stack.pop()
      continue
    }
    if (child.type === 'text') {
      if (top.silent || top.hidden || length > runLimit || !top.node) continue
      const folded = foldSpace(child.data)
      if (folded === '') continue
      if (length === 0) {
        if (folded === ' ') continue
        block = blockAround(stack)
      }
      parts.push({ start: length, element: top.node })
      pieces.push(folded)
      length += folded.length
      continue
    }
    if (!('children' in child) || !('name' in child)) continue
    const element = child as Element
    const name = element.name
    note(tree, element, classNumbers)
    const id = element.attribs['id']
    if (id && !tree.byId.has(id)) tree.byId.set(id, element)
    if (name === 'a' && element.attribs['name']) tree.anchors.add(element.attribs['name'])
    if (name === 'template') continue
    if (name === 'script') {
      noteScript(tree, element)
      continue
    }
    const hidden = top.hidden || isHiddenByMarkup(element)
    if (hidden) tree.hidden.add(element)
    const breaks = !inline.has(name)
    if (breaks) flush()
    if (element.children.length === 0) continue
    stack.push({
      node: element,
      children: element.children as AnyNode[],
      index: 0,
      hidden,
      silent: top.silent || wordless.has(name),
      from: length,
      breaks,
    })
  }
  flush()
  return tree
}

function note(tree: Tree, element: Element, classNumbers: Map<string, number>): void {
  const { name, attribs } = element
  const place = tree.elements.push(element) - 1
  const list = attribs['class'] ?? ''
  let number = classNumbers.get(list)
  if (number === undefined) {
    number = tree.classLists.push(list) - 1
    classNumbers.set(list, number)
  }
  tree.classes.push(number)
  const same = tree.byTag.get(name)
  if (same) {
    same.push(element)
    tree.placesByTag.get(name)!.push(place)
  } else {
    tree.byTag.set(name, [element])
    tree.placesByTag.set(name, [place])
  }
}

/** Each white space as one space; most text has nothing else, and asking is cheaper than replacing. */
function foldSpace(text: string): string {
  if (isBlank(text)) return text === '' ? '' : ' '
  return /[^\S ]| {2}|\u200b/.test(text) ? text.replace(/[\s\u200b]+/g, ' ') : text
}

/** Nothing but the white space that stands between elements; told by the first letters for all else. */
function isBlank(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code !== 32 && (code < 9 || code > 13)) return false
  }
  return true
}

function blockAround(stack: Level[]): Element | undefined {
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const level = stack[index]!
    if (level.breaks && level.node) return level.node
  }
  return stack[stack.length - 1]?.node
}

/** Class attributes that were looked at: pages repeat theirs. */
const strikingClasses = new Map<string, boolean>()
const remembered = 20_000

function isStriking({ name, attribs }: Element): boolean {
  if (striking.has(name)) return true
  const classes = attribs['class']
  if (!classes) return false
  let answer = strikingClasses.get(classes)
  if (answer !== undefined) return answer
  answer = strikingClass.test(classes)
  if (classes.length < 300) {
    if (strikingClasses.size >= remembered) strikingClasses.clear()
    strikingClasses.set(classes, answer)
  }
  return answer
}

function noteScript(tree: Tree, element: Element): void {
  if (element.attribs['src'] !== undefined) return
  const type = (element.attribs['type'] ?? '').toLowerCase()
  if (type.includes('json') || type.includes('template') || type === 'text/html') return
  const first = element.children[0]
  if (first?.type === 'text' && first.data.length > 5) {
    tree.scripts.push({ text: first.data.slice(0, scriptLimit), element })
  }
}

function isHiddenByMarkup(element: Element): boolean {
  if (element.name === 'noscript') return true
  const { attribs } = element
  if (attribs['hidden'] !== undefined && attribs['hidden'] !== 'until-found') return true
  const style = attribs['style']
  // Gravity Forms hides each form until its own script has run, so that the markup alone says nothing.
  if (style !== undefined && /\bgform_wrapper\b/.test(attribs['class'] ?? '')) return false
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style)
}

/** The element whose own text holds the character at this place of a run. */
export function elementAt(run: TextRun, place: number): Element {
  let found = run.block
  for (const part of run.parts) {
    if (part.start > place) break
    found = part.element
  }
  return found
}
