import type { AnyNode, Element } from 'domhandler'

/** Blocks with such a class are not drawn; whole tokens, since `md:hidden` and `overflow-hidden` say something else. */
const gone = new Set(
  'hidden hide d-none dn is-hidden u-hidden uk-hidden display-none display--none ng-hide mfp-hide invisible'.split(' '),
)
/** These are out of sight, yet a box or list inside may be drawn anew by its label. */
const unseen = new Set(
  'visually-hidden visuallyhidden sr-only screen-reader-text screen-reader-only element-invisible offscreen off-screen'.split(
    ' ',
  ),
)
const dialogs = new Set('modal popup pop-up popover a-popover-preload lightbox'.split(' '))
/** Words in a class list that bring a block back, on open or on wide screens. */
const brought = /(?:^|[\s:-])(?:show|shown|in|open|opened|active|visible|block|flex|grid|inline|table)(?![a-z])/i
const noSize = /(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:!important\s*)?(?:;|$)/i
const clipped = /overflow(?:-[xy])?\s*:\s*(?:hidden|clip)/i
const farAway = /(?:left|right|top|margin)\s*:[^;]*-\d{4,}(?:px|em)/i
const shownInline = /display\s*:\s*(?:block|flex|grid)/i

/** A closed dialog or a block that is not drawn around a field, where only the markup can tell. */
export function isWrappedAway(field: Element, type: string): boolean {
  const isDrawnAnew = /^(?:checkbox|radio|file|select)$/.test(type)
  let inForm = true
  for (let node: AnyNode | null = field.parent; node; node = node.parent) {
    if (!('attribs' in node) || node.name === 'body') return false
    const { name, attribs } = node
    const style = attribs['style'] ?? ''
    const classes = attribs['class'] ?? ''
    const tokens = classes.toLowerCase().split(/\s+/)
    if (isClosedDialog(name, attribs, tokens)) return true
    if (tokens.some((token) => gone.has(token)) && !brought.test(classes) && !shownInline.test(style)) return true
    if (!isDrawnAnew) {
      if (tokens.some((token) => unseen.has(token))) return true
      if ((noSize.test(style) && clipped.test(style)) || farAway.test(style)) return true
      // Around a whole page it only says that a dialog is open in front of it.
      if (inForm && name !== 'form' && attribs['aria-hidden'] === 'true') return true
    }
    if (name === 'form') inForm = false
  }
  return false
}

function isClosedDialog(name: string, attribs: Element['attribs'], tokens: string[]): boolean {
  if (name === 'dialog') return attribs['open'] === undefined
  const role = attribs['role']
  const isModal = tokens.some((token) => dialogs.has(token))
  if (!isModal && role !== 'dialog' && role !== 'alertdialog') return false
  if (attribs['aria-hidden'] === 'true') return true
  return isModal && !brought.test(attribs['class'] ?? '') && !shownInline.test(attribs['style'] ?? '')
}
