import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'

const buttonWord = /btn|butn|button|knop|boton|bouton|call-to-action|callout|(?:^|[\s_-])ctas?(?:$|[\s_-]|\d)/i
/** A word of buttons that names a group of them, a radio button or the opposite. */
const noButton =
  /buttons?[-_]?(?:group|bar|set|row|wrap|container|toolbar|list|area|holder|text-wrap)|btn-?(?:group|bar|toolbar|row|wrap)|(?:radio|no|un|non|sub)-?(?:button|btn)|subtn|callout-(?:body|text|content)/gi

const padded = /(?:^|\s)px?-\d/
const rounded = /(?:^|\s)rounded/
const painted = /(?:^|\s)(?:bg-(?!transparent)|border(?:-\S+)?(?:\s|$))/

/** Its classes are those of a button, by name or by what utility classes draw: padding, round corners and a fill or a frame. */
export function looksLikeButton(classes: string | undefined): boolean {
  if (classes === undefined) return false
  if (padded.test(classes) && rounded.test(classes) && painted.test(classes)) return true
  if (!buttonWord.test(classes)) return false
  return buttonWord.test(classes.replace(noButton, ' '))
}

/** `<a><button>Buy</button></a>` and `<a><span class="btn">`. */
export function wrapsButton(element: Element): boolean {
  return element.children.some(
    (child) =>
      child.type === 'tag' &&
      (child.name === 'button' ||
        looksLikeButton(child.attribs['class']) ||
        (child.children.length === 1 && wrapsButton(child))),
  )
}

/** `<div class="cta-button"><a>`: a wrapper made for this one link. */
export function isWrapped(element: Element): boolean {
  const wrapper = wrapperOf(element)
  return wrapper !== undefined && looksLikeButton(wrapper.attribs['class'])
}

/** An element around this one that holds no other word. */
export function wrapperOf(element: Element): Element | undefined {
  const parent = element.parent
  if (parent?.type !== 'tag' || parent.name === 'body' || parent.name === 'li') return undefined
  const alone = parent.children.every(
    (child) =>
      child === element ||
      child.type === 'comment' ||
      (child.type === 'text' && child.data.trim() === '') ||
      (child.type === 'tag' && (child.name === 'img' || child.name === 'i' || child.name === 'br')),
  )
  return alone ? (parent as Element) : undefined
}

/** A page that was laid out shows a filled box of a button's size, whatever its classes are. */
export function isDrawnAsButton(
  element: Element,
  { layout, nodeOf }: Pick<DetectorInput<Record<never, never>>, 'layout' | 'nodeOf'>,
): boolean {
  if (!layout) return false
  const node = String(nodeOf(element))
  const desktop = layout.desktop.nodes[node]
  const box = desktop?.shown ? desktop : layout.mobile.nodes[node]
  if (!box?.shown || !box.filled) return false
  const [, , width, height] = box.box
  return width <= 500 && height >= 20 && height <= 90
}
