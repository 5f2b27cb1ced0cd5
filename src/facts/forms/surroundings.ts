import type { AnyNode, Element } from 'domhandler'
import { readableText } from '../../snapshot/document.ts'
import { isHidden, type FieldContext, type RawField } from './fields.ts'
import type { FormScope } from './scopes.ts'

/** Whether a form is shown when the page opens, as far as can be told. */
export function isVisible(scope: FormScope, raw: RawField[], context: FieldContext): boolean {
  if (context.tree.hidden.has(scope.element)) return false
  const asked = raw.filter((field) => field.type !== 'hidden')
  if (context.layout)
    return asked.some((field) => !field.hidden) || (asked.length === 0 && !isHidden(scope.element, context))
  const classes = scope.element.attribs['class'] ?? ''
  if (classes.split(/\s+/).some((token) => token.length < 24 && context.vocabulary.code('hidden.class', token)))
    return false
  return asked.length === 0 || asked.some((field) => !field.hidden && !field.away)
}

/** What stands right after a form: small print often does. */
export function textBeside(element: Element): string {
  let text = ''
  let next: AnyNode | null = element.next
  for (let steps = 0; next && steps < 4 && text.length < 300; steps++, next = next.next) {
    if (next.type === 'text') text += ` ${next.data.slice(0, 300)}`
    else if ('attribs' in next) text += ` ${readableText(next as Element, { limit: 300 })}`
  }
  return text
}

/** What else stands in the card that holds a form: the block around it, unless that is a whole region of the page. */
export function textOfCard(element: Element): string {
  const card = element.parent
  if (card?.type !== 'tag' || /^(?:body|main|header|footer|article)$/.test(card.name)) return ''
  return readableText(card, { limit: 800 })
}
