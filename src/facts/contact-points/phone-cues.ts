import type { ChildNode, Element } from 'domhandler'
import type { PhoneCandidate } from './phone-numbers.ts'
import type { TextRun } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** What the markup around a number says of it: a class for phones, an icon before it, a box of contact details. */
export function isNumberCue(element: Element, run: TextRun, found: PhoneCandidate, vocabulary: Vocabulary): boolean {
  if ([element, run.block].some((one) => saysPhone(one, vocabulary))) return true
  if (hasIcon(element, vocabulary) || (element !== run.block && hasIcon(run.block, vocabulary))) return true
  return (
    run.text.length < 80 &&
    /\d[\s()./-]+\d/.test(found.text) &&
    found.text.replace(/\D/g, '').length >= 8 &&
    inContactBox(run.block, vocabulary)
  )
}

function saysPhone({ attribs }: Element, vocabulary: Vocabulary): boolean {
  const marks = `${attribs['class'] ?? ''} ${attribs['id'] ?? ''} ${attribs['itemprop'] ?? ''} ${attribs['property'] ?? ''}`
  return marks.length > 3 && vocabulary.code('field.tel', marks)
}

/** An icon of a phone in the element, or straight before it or its parent. */
function hasIcon(element: Element, vocabulary: Vocabulary): boolean {
  const near = element.children.slice(0, 6).filter(isTag)
  for (let node: Element | null = element, steps = 0; node?.type === 'tag' && steps < 2; steps += 1) {
    let before = node.prev
    if (before?.type === 'text' && before.data.trim() === '') before = before.prev
    if (before && isTag(before)) near.push(before)
    node = node.parent as Element | null
  }
  return near.some((one) => isIcon(one, vocabulary))
}

function isIcon(element: Element, vocabulary: Vocabulary): boolean {
  if (!/^(?:i|span|svg|img|em|b|div)$/.test(element.name)) return false
  const inner = element.children.find(isTag)
  return [element, ...(element.name === 'img' || !inner ? [] : [inner])].some(({ name, attribs }) => {
    if (
      name !== 'img' &&
      name !== 'svg' &&
      name !== 'use' &&
      !/ico|fa-|glyph|symbol|sprite/i.test(attribs['class'] ?? '')
    )
      return false
    const file = /[^/]*$/.exec((attribs['src'] ?? attribs['href'] ?? attribs['xlink:href'] ?? '').slice(-80))?.[0] ?? ''
    return vocabulary.code(
      'field.tel',
      `${attribs['class'] ?? ''} ${attribs['alt'] ?? ''} ${attribs['data-icon'] ?? ''} ${file}`,
    )
  })
}

function inContactBox(block: Element, vocabulary: Vocabulary): boolean {
  for (let node: Element | null = block, steps = 0; node?.type === 'tag' && steps < 4; steps += 1) {
    const marks = `${node.attribs['class'] ?? ''} ${node.attribs['id'] ?? ''}`
    if (marks.length > 4 && marks.length < 200 && vocabulary.code('contact.box', marks)) return true
    node = node.parent as Element | null
  }
  return false
}

function isTag(node: ChildNode): node is Element {
  return node.type === 'tag'
}
