import type { AnyNode, Element } from 'domhandler'
import { z } from 'zod'
import { Where, type Locate } from '../dom/where.ts'
import { tagged } from '../dom/tree.ts'
import { isHidden, type Field, type FieldContext, type RawField } from './fields.ts'
import type { FormScope } from './scopes.ts'

export const Puzzle = z
  .object({
    kind: z
      .enum(['widget', 'picture', 'sum', 'question'])
      .describe(
        'A box of a service to tick, a picture to copy, a sum to work out, or another question for people only',
      ),
    where: Where,
  })
  .meta({ id: 'Puzzle' })
export type Puzzle = z.infer<typeof Puzzle>

/** What a visitor must solve before a form takes what he wrote; checks that nobody sees are none. */
export function puzzlesOf(
  scope: FormScope,
  raw: RawField[],
  purposes: readonly Field['purpose'][],
  context: FieldContext,
  where: Locate,
): Puzzle[] {
  const found: Puzzle[] = []
  for (const widget of widgetsOf(context)) {
    if (isInside(widget, scope.around)) found.push({ kind: 'widget', where: where(widget) })
  }
  raw.forEach((field, index) => {
    if (purposes[index] !== 'captcha' || field.hidden || field.honeypot) return
    if (!/^(?:text|number|tel)$/.test(field.type)) return
    const { label, nearby, explicit } = field.labels
    const words = `${explicit} ${nearby} ${label}`
    const kind = hasPicture(field.element, context)
      ? 'picture'
      : /\d\s*[+*×x−–-]\s*\d/u.test(words)
        ? 'sum'
        : context.vocabulary.inAnyLanguage('field.captcha', words)
          ? 'question'
          : undefined
    if (kind) found.push({ kind, where: where(field.element, label) })
  })
  return found
}

const most = 30
const known = new WeakMap<object, Element[]>()

/** Boxes of services that ask visitors to prove that they are people, as far as they are seen. */
function widgetsOf(context: FieldContext): Element[] {
  const { tree, vocabulary } = context
  const before = known.get(tree)
  if (before) return before
  const found = ['div', 'span', 'iframe'].flatMap((name) =>
    tagged(tree, name).filter(({ attribs }) =>
      name === 'iframe' ? isTickFrame(attribs['src'] ?? '') : isTickBox(attribs, vocabulary.code),
    ),
  )
  const shown = found.filter((element) => !isHidden(element, context)).slice(0, most)
  const outermost = shown.filter((element) => !shown.some((other) => other !== element && isInside(element, other)))
  known.set(tree, outermost)
  return outermost
}

function isTickBox(attribs: Element['attribs'], code: (topic: string, identifier: string) => boolean): boolean {
  if (attribs['data-sitekey'] === undefined) return false
  const names = `${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`
  if (!code('puzzle.widget', names)) return false
  const looks = `${attribs['data-size'] ?? ''} ${attribs['data-type'] ?? ''} ${names}`
  return !/invisible|\bv3\b/i.test(looks) && attribs['data-badge'] === undefined
}

/** The frame that such a service draws says in its address whether it is seen. */
function isTickFrame(address: string): boolean {
  if (/[?&#](?:amp;)?size=invisible/i.test(address)) return false
  return (
    /\/recaptcha\/(?:api2|enterprise)\/anchor\?/i.test(address) || /hcaptcha\.com\/.*frame=checkbox\b/i.test(address)
  )
}

/** A picture by the field that is one to copy by its address, name or words. */
function hasPicture(field: Element, { vocabulary }: FieldContext): boolean {
  let node: AnyNode | null = field.parent
  for (let level = 0; node && level < 4; level++, node = node.parent) {
    if (!('attribs' in node) || node.name === 'form' || node.name === 'body') return false
    const stack: AnyNode[] = node.children.slice(0, 60) as AnyNode[]
    for (let steps = 0; stack.length > 0 && steps < 60; steps++) {
      const each = stack.pop()!
      if (!('attribs' in each)) continue
      if (each.name === 'img' || each.name === 'canvas') {
        const { src = '', id = '', class: classes = '', alt = '' } = each.attribs
        if (vocabulary.code('field.captcha', `${src.slice(0, 200)} | ${id} | ${classes} | ${alt}`)) return true
      }
      stack.push(...(each.children.slice(0, 60) as AnyNode[]))
    }
  }
  return false
}

function isInside(element: Element, ancestor: Element): boolean {
  for (let node: AnyNode | null = element; node; node = node.parent) if (node === ancestor) return true
  return false
}
