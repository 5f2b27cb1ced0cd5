import type { CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { accessibleName } from '../dom/accessible-name.ts'
import { treeOf } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** What is needed to read the controls of a box. */
export interface BoxReading {
  $: CheerioAPI
  vocabulary: Vocabulary
}

/** A control in it accepts, refuses or sets cookies. */
export function hasChoice(element: Element, reading: BoxReading): boolean {
  return ['consent.accept', 'consent.reject', 'consent.settings'].some((topic) => hasControl(element, topic, reading))
}

/** A control in it is named by one of the topic's words, in any language. */
export function hasControl(element: Element, topic: string, { $, vocabulary }: BoxReading): boolean {
  const tree = treeOf($)
  return $(element)
    .find('button, a, [role="button"], input[type="button"], input[type="submit"]')
    .toArray()
    .slice(0, 40)
    .some((control) => vocabulary.inAnyLanguage(topic, accessibleName(control as Element, tree, 60)))
}

const closeMark = /(?:^|[\s_-])(?:close|dismiss|closer|btn-close)(?:$|[\s_-])|[a-z]Close(?:$|[\s_-])/i

/** A control named for closing, by its words, by a cross, or by its classes; consent counts as closable by any choice. */
export function isClosable(element: Element, { $, vocabulary }: BoxReading): boolean {
  const tree = treeOf($)
  return $(element)
    .find(
      'button, a, [role="button"], input[type="button"], [class*="close" i], [id*="close" i], [data-dismiss], [data-bs-dismiss]',
    )
    .toArray()
    .slice(0, 60)
    .some((found) => {
      const control = found as Element
      if ('data-dismiss' in control.attribs || 'data-bs-dismiss' in control.attribs) return true
      const name = accessibleName(control, tree, 60)
      if (/^[\s×✕✖⨯╳xX]$/u.test(name.trim())) return true
      if (
        ['overlay.close', 'consent.accept', 'consent.reject'].some(
          (topic) => vocabulary.mentions(topic, name) && name.length < 50,
        )
      )
        return true
      return closeMark.test(
        `${control.attribs['class'] ?? ''} ${control.attribs['id'] ?? ''} ${control.attribs['aria-label'] ?? ''}`,
      )
    })
}
