import type { Element } from 'domhandler'
import type { DetectorInput } from '../detector.ts'

const plumbing =
  /(?:^|[\s_-])(?:carousel|slick|swiper|owl|flickity|splide|glide|slider|pagination|pager|page-?numbers|prev|next|accordion|collapsed?|toggle|toggler|hamburger|burger|menu|dropdown|close|dismiss|lang|language|search-?(?:toggle|icon|open)|filter|facet|sort|tab|tabs|breadcrumb|scroll|back-?to-?top|qty|quantity|plus|minus|vjs|mejs|plyr|pswp|tooltip|copy|skip|sr-only|screen-reader-text|theme-switch|dark-mode|refine|refinement|swatch|swatches|color-?option|tweet|share|sharing|like|rating-star|star|play-pause|paddle|paddlenav|sss)(?:$|[\s_-])/i
/** A submit control of a form can be its close button, too. */
const closing = /(?:^|[\s_-])(?:close|closer|dismiss)(?:$|[\s_-])/i
const plumbingAttributes = [
  'data-slide',
  'data-bs-slide',
  'data-slide-to',
  'data-bs-slide-to',
  'data-dismiss',
  'data-bs-dismiss',
  'aria-expanded',
  'aria-haspopup',
  'aria-pressed',
  'aria-selected',
  'aria-controls',
]
const consentMark =
  /cookie|consent|gdpr|onetrust|cybot|usercentrics|didomi|cmplz|borlabs|truste(?![a-z])|qc-cmp|(?:^|[\s_-])(?:cky|cli)-|iubenda|klaro/i
/** Where links for those who don't see the page jump to. */
const skipTarget = /^#(?:main|content|page-content|skip|primary)[\w-]*$/i
const mainClass = /(?:^|[\s_-])(?:btn|button)[-_]+primary(?:$|\s)/i
const plumbingTopics = [
  'pagination',
  'overlay.close',
  'link.menu',
  'link.skip',
  'form.filter',
  'form.switch',
  'share.print',
  'share.copy',
  'cta.control',
]

/** A submit control that closes what it stands in. */
export function isCloser(classes: string): boolean {
  return closing.test(classes)
}

/** A control that only moves the page about: a slide, a menu, a filter. `spoken`: its whole label names an action. */
export function isPlumbing(
  element: Element,
  classes: string,
  text: string,
  spoken: boolean,
  { vocabulary }: DetectorInput<Record<never, never>>,
): boolean {
  const said = vocabulary.wholeTopics(text)
  if (plumbingTopics.some((topic) => said.has(topic))) return true
  const [first = '', ...more] = text.split(/\s+/)
  const steers = !spoken && more.length > 0 && vocabulary.wholeTopics(first).has('cta.control-start')
  if (steers && element.name !== 'a') return true
  // Who calls a button his primary one means it, whatever else its class says.
  if (more.length > 0 && mainClass.test(classes)) return false
  const marks = `${classes} ${element.attribs['id'] ?? ''} ${element.attribs['rel'] ?? ''}`
  if (spoken)
    return /(?:^|[\s_-])(?:slick|swiper|owl|carousel|pagination|page-numbers|menu-item-link|vjs)(?:$|[\s_-])/i.test(
      marks,
    )
  if (skipTarget.test(element.attribs['href'] ?? '')) return true
  return plumbing.test(marks) || plumbingAttributes.some((name) => name in element.attribs)
}

const consented = new WeakMap<Element, boolean>()

/** It stands in a consent banner. */
export function isConsent(element: Element, steps = 0): boolean {
  const known = consented.get(element)
  if (known !== undefined) return known
  if (steps > 8 || element.name === 'body' || element.name === 'html') return false
  const { id, class: classes } = element.attribs
  const marked = (id !== undefined && consentMark.test(id)) || (classes !== undefined && consentMark.test(classes))
  const inside = marked || (element.parent?.type === 'tag' && isConsent(element.parent as Element, steps + 1))
  // Far from the root of the question the answer is cut short, and not kept.
  if (steps === 0 || marked) consented.set(element, inside)
  return inside
}
