import type { AnyNode, Element } from 'domhandler'
import type { Tree } from '../dom/tree.ts'
import { holdsName, isOutOfReach, isPressable } from '../nameless-controls.ts'

/** Names that parts of a link bear for those who hear the page: a label, or the alternative text of a picture that a script draws. */
export function namesWithin(link: Element): string {
  const stack: AnyNode[] = link.children.slice(0, 60)
  for (let steps = 0; stack.length > 0 && steps < 200; steps++) {
    const node = stack.pop()!
    if (!('attribs' in node)) continue
    const { attribs } = node
    const name = attribs['aria-label'] || attribs['alt'] || attribs['data-alt'] || ''
    if (/\S/.test(name)) return name.replace(/\s+/g, ' ').trim().slice(0, 200)
    stack.push(...(node.children.slice(0, 60) as AnyNode[]))
  }
  return ''
}

/** Shown and in reach, with something drawn in it and nothing that names it now or once scripts have run. */
export function isNamelessLink(link: Element, tree: Tree): boolean {
  return link.name === 'a' && isPressable(link, tree) && !isOutOfReach(link) && !holdsName(link)
}

/** A description or title tells what its text leaves out, or it counts what more there is ("4 more"). */
export function isCompleted(link: Element, text: string, tree: Tree, isGeneric: (words: string) => boolean): boolean {
  if (/(?:^|[\s(+])\d+(?=[\s)+]|$)/.test(text)) return true
  const { attribs } = link
  const described = (attribs['aria-describedby'] ?? '').split(/\s+/)
  if (described.some((id) => id !== '' && tree.byId.has(id))) return true
  const title = (attribs['title'] ?? '').trim()
  return title !== '' && title.toLowerCase() !== text.toLowerCase() && !isGeneric(title)
}

/** The same for all addresses of one page: without scheme, `www.`, the place in it and the slash at the end. */
export function sameTarget(href: string): string {
  return href
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/#(?![!/]).*$/, '')
    .replace(/\/$/, '')
}
