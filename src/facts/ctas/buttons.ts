import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'

const buttonWord = /btn|butn|button|knop|boton|bouton|call-to-action|callout|(?:^|[\s_-])ctas?(?:$|[\s_-]|\d)/i
/** A word of buttons that names a group of them, a radio button or the opposite. */
const noButton =
  /buttons?[-_]?(?:group|bar|set|row|wrap|container|toolbar|list|area|holder|text-wrap)|btn-?(?:group|bar|toolbar|row|wrap)|(?:radio|no|un|non|sub)-?(?:button|btn)|subtn|callout-(?:body|text|content)/gi

const padded = /(?:^|\s)px?-\d/
const rounded = /(?:^|\s)rounded/
/** Padded on all sides and filled when pointed at: a button with square corners. */
const padX = /(?:^|\s)px-\d/
const padY = /(?:^|\s)py-\d/
const fillsOnHover = /(?:^|\s)hover:bg-/
const painted = /(?:^|\s)(?:bg-(?!transparent)|border(?:-\S+)?(?:\s|$))/

/** Its classes are those of a button, by name or by what utility classes draw: padding, a fill or a frame, and round corners or a change when pointed at. */
export function looksLikeButton(classes: string | undefined): boolean {
  if (classes === undefined) return false
  if (padded.test(classes) && rounded.test(classes) && painted.test(classes)) return true
  if (padX.test(classes) && padY.test(classes) && fillsOnHover.test(classes) && painted.test(classes)) return true
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

/** `<a><img src="/images/btn-order.png"></a>`: what shops drew before there was styling; menus did, too, so the words have to ask something. */
export function isButtonPicture(element: Element): boolean {
  return element.children.some((child) => {
    if (child.type !== 'tag' || child.name !== 'img') return false
    const file = /[^/]*$/.exec((child.attribs['src'] ?? '').replace(/[?#].*$/, ''))?.[0] ?? ''
    return /(?:^|[_-])(?:btn|button|bt)[_\d-]|[_-](?:btn|button)(?:[._-]|$)|^(?:btn|button)[a-z\d]/i.test(file)
  })
}

/** `<div class="cta-button"><a>`, `<x-button><a>`: a wrapper made for this one link; or a place that a component keeps for its button. */
export function isWrapped(element: Element): boolean {
  if (buttonWord.test(element.attribs['slot'] ?? '')) return true
  const wrapper = wrapperOf(element)
  if (!wrapper) return false
  return looksLikeButton(wrapper.attribs['class']) || (wrapper.name.includes('-') && buttonWord.test(wrapper.name))
}

const pressable = /^(?:a|button|input|select|textarea|label|summary)$/

/** `<div class="btn">` and `<img class="button" onclick>`: a script makes a button of it; nothing in it or around it can be pressed by itself. */
export function isScriptedButton(element: Element): boolean {
  const { name, attribs } = element
  if (name !== 'div' && name !== 'span' && name !== 'img') return false
  const classes = attribs['class']
  if (name === 'img' && attribs['onclick'] === undefined) return false
  if (!classes || !/(?:^|\s)(?:btn|button)(?:$|[\s-])/i.test(classes) || !looksLikeButton(classes)) return false
  for (let node = element.parent, steps = 0; node?.type === 'tag' && steps < 8; node = node.parent, steps += 1) {
    if (pressable.test(node.name) || node.attribs['role'] === 'button') return false
  }
  return !holdsPressable(element)
}

function holdsPressable({ children }: Element, depth = 0): boolean {
  return children.some(
    (child) => child.type === 'tag' && (depth > 4 || pressable.test(child.name) || holdsPressable(child, depth + 1)),
  )
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
