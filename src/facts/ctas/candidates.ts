import type { Element } from 'domhandler'
import type { FormPurpose } from '../../shared/taxonomy.ts'
import { accessibleName } from '../dom/accessible-name.ts'
import { isMessenger, resolve } from '../dom/address.ts'
import { meaningOf, submitIntent, type CtaIntent } from './intents.ts'
import type { DetectorInput } from '../detector.ts'
import { profileNetwork, sharerOf } from '../share/targets.ts'
import { shareWidget } from '../share/widgets.ts'
import { treeOf, type Tree } from '../dom/tree.ts'
import type { Where } from '../dom/where.ts'

/** A link or control that asks the visitor to do something, before it is ranked. */
export interface CtaCandidate {
  element: Element
  text: string
  intent: CtaIntent
  kind: 'link' | 'button' | 'submit'
  /** A control, or a link that its classes make look like one. */
  buttonLike: boolean
  /** Purpose of the form that it submits; undefined for what submits none. */
  purpose: FormPurpose | undefined
  region: Where['region']
  /** Stands in a list, as menus do. */
  listed: boolean
  /** Its words name an action, in the page's own language. */
  spoken: boolean
  /** How it reaches people by itself: a phone number, a mail address, a file. */
  reaches: 'phone' | 'mail' | 'messenger' | 'file' | ''
  /** How far down the markup it stands, 0 to 1. */
  place: number
  where: Where
}

const buttonClass =
  /(?:^|[\s_-])(?:btn|butn|button|ctas?|buttons?-link|knop|boton|bouton|wp-block-button__link|elementor-button|et_pb_button|call-to-action|callout)(?:$|[\s_-]|\d)|(?:btn|button)(?:$|\s|[-_A-Z\d])|Button(?:$|\s|_)/
const quickButton = /btn|butn|button|cta|knop|boton|bouton|call-to|callout/i
const plumbing =
  /(?:^|[\s_-])(?:carousel|slick|swiper|owl|flickity|splide|glide|slider|pagination|pager|page-?numbers|prev|next|accordion|collapsed?|toggle|toggler|hamburger|burger|menu|dropdown|close|dismiss|lang|language|search-?(?:toggle|icon|open)|filter|facet|sort|tab|tabs|breadcrumb|scroll|back-?to-?top|qty|quantity|plus|minus|vjs|mejs|plyr|tooltip|copy|skip|sr-only|screen-reader-text|theme-switch|dark-mode|refine|refinement|swatch|swatches|color-?option|tweet|share|sharing|like|rating-star|star|play-pause|paddle|paddlenav|sss)(?:$|[\s_-])/i
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
  /cookie|consent|gdpr|onetrust|cybot|usercentrics|didomi|cmplz|borlabs|truste|qc-cmp|cky-|iubenda|klaro/i
const noTopics = ['consent.accept', 'consent.reject', 'consent.settings']
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
/** What a firm puts among its menu's links as its one wish. */
const pressing = new Set<CtaIntent>(['trial', 'demo', 'quote', 'book', 'donate', 'call'])
const limit = 400

/** Everything on the page that may be a call to action: no menus, no cookie buttons, no controls that only move the page about. */
export function ctaCandidates(
  input: DetectorInput<Record<never, never>>,
  purposeOf: (element: Element) => FormPurpose | undefined,
): CtaCandidate[] {
  const tree = treeOf(input.$)
  const found: CtaCandidate[] = []
  const total = Math.max(1, tree.elements.length)
  for (const [index, element] of tree.elements.entries()) {
    if (found.length === limit) break
    const kind = kindOf(element)
    if (!kind || tree.hidden.has(element) || isInside(element, found)) continue
    const candidate = judge(element, kind, tree, input, purposeOf)
    if (candidate) found.push({ ...candidate, place: index / total })
  }
  return found
}

function kindOf(element: Element): CtaCandidate['kind'] | undefined {
  const { name, attribs } = element
  if (name === 'a') {
    const inert = attribs['href'] === undefined && attribs['role'] !== 'button' && attribs['onclick'] === undefined
    return inert && !looksLikeButton(attribs['class']) && !isWrapped(element) ? undefined : 'link'
  }
  if (name === 'button') {
    const type = (attribs['type'] ?? '').toLowerCase()
    return type === 'button' || type === 'reset' ? 'button' : 'submit'
  }
  if (name === 'input') {
    const type = (attribs['type'] ?? '').toLowerCase()
    return type === 'submit' || type === 'image' ? 'submit' : type === 'button' ? 'button' : undefined
  }
  return attribs['role'] === 'button' ? 'button' : undefined
}

function looksLikeButton(classes: string | undefined): boolean {
  return classes !== undefined && quickButton.test(classes) && buttonClass.test(classes)
}

function isInside(element: Element, found: CtaCandidate[]): boolean {
  const last = found.at(-1)?.element
  for (let node = element.parent, steps = 0; last && node && steps < 6; node = node.parent, steps += 1) {
    if (node === last) return true
  }
  return false
}

function judge(
  element: Element,
  kind: CtaCandidate['kind'],
  tree: Tree,
  input: DetectorInput<Record<never, never>>,
  purposeOf: (element: Element) => FormPurpose | undefined,
): Omit<CtaCandidate, 'place'> | undefined {
  const { vocabulary } = input
  const { attribs } = element
  const classes = attribs['class'] ?? ''
  const buttonLike =
    kind !== 'link' ||
    attribs['role'] === 'button' ||
    looksLikeButton(classes) ||
    wrapsButton(element) ||
    isWrapped(element)
  const text = labelOf(element, tree)
  if (!/\p{L}{2}/u.test(text) && !/\d{3}/.test(text)) return undefined
  const words = text.split(/\s+/).length
  if (words > 12 || text.length > 100) return undefined
  const address = kind === 'link' ? resolve(attribs['href'] ?? '', input.base) : undefined
  const reaches = waysOf(address)
  if (address && (sharerOf(address) || profileNetwork(address) !== '')) return undefined
  const meaning = meaningOf(text, vocabulary)
  const submits = kind === 'submit' && input.formOwner(element) !== undefined
  const purpose = submits ? purposeOf(element) : undefined
  if (shareWidget(element) !== '') return undefined
  const classIntent = classMeaning(classes, input)
  const wordy = !meaning.whole && words > 6 && !pressing.has(meaning.intent)
  const plain = kind === 'link' && !buttonLike
  if (plain && reaches === '' && classIntent === 'other' && (!meaning.action || wordy)) return undefined
  if (submits ? closing.test(classes) : isPlumbing(element, classes, text, meaning.whole, input)) return undefined
  if (noTopics.some((topic) => vocabulary.is(topic, text)) && isConsent(element)) return undefined
  const where = input.where(element, text)
  const { region } = where
  const menuLike = region === 'nav' || region === 'header' || region === 'footer'
  const wish = region !== 'footer' && meaning.whole && pressing.has(meaning.intent)
  if (plain && menuLike && !wish && !(reaches === 'phone' && region === 'header')) return undefined
  if (plain && region === 'aside' && !meaning.action && reaches !== 'phone') return undefined
  if (!submits && menuLike && !meaning.action && (kind !== 'link' || isInList(element))) return undefined
  const intent = submits
    ? submitIntent(purpose, meaning)
    : meaning.intent !== 'other'
      ? meaning.intent
      : (intentOf[reaches] ?? classIntent)
  if (isConsent(element)) return undefined
  return {
    element,
    text,
    intent,
    kind: kind === 'submit' && !submits ? 'button' : kind,
    buttonLike,
    purpose,
    region,
    listed: isInList(element),
    spoken: meaning.action,
    reaches,
    where,
  }
}

/** What it says; of a whole block that leads somewhere its headline. */
function labelOf(element: Element, tree: Tree): string {
  const text = accessibleName(element, tree, 120)
  if (element.name !== 'a' || text.length < 90) return text
  const headline = headlineIn(element)
  return headline ? accessibleName(headline, tree, 120) : text
}

function headlineIn(element: Element, depth = 0): Element | undefined {
  for (const child of element.children) {
    if (child.type !== 'tag') continue
    if (/^h[1-6]$/.test(child.name)) return child
    const found = depth < 4 ? headlineIn(child, depth + 1) : undefined
    if (found) return found
  }
  return undefined
}

const fileAddress = /\.(?:pdf|docx?|xlsx?|pptx?|zip|exe|dmg|epub|csv|apk)$/i
const intentOf: Partial<Record<CtaCandidate['reaches'], CtaIntent>> = {
  phone: 'call',
  mail: 'contact',
  messenger: 'contact',
  file: 'download',
}

/** What a link of any words does by its address. */
function waysOf(address: URL | undefined): CtaCandidate['reaches'] {
  if (!address) return ''
  if (address.protocol === 'tel:') return 'phone'
  if (address.protocol === 'mailto:') return address.pathname.includes('@') ? 'mail' : ''
  if (isMessenger(address)) return 'messenger'
  return fileAddress.test(address.pathname) ? 'file' : ''
}

/** What developers call a button of which we can't read the words. */
const classIntents: [topic: string, intent: CtaIntent][] = [
  ['class.cart', 'cart'],
  ['class.buy', 'buy'],
  ['class.more', 'learn-more'],
  ['class.subscribe', 'subscribe'],
]

function classMeaning(classes: string, { vocabulary }: DetectorInput<Record<never, never>>): CtaIntent {
  if (classes === '') return 'other'
  const topics = vocabulary.topicsInCode(classes)
  return classIntents.find(([topic]) => topics.has(topic))?.[1] ?? 'other'
}

/** `<a><button>Buy</button></a>` and `<a><span class="btn">`. */
function wrapsButton(element: Element): boolean {
  return element.children.some(
    (child) =>
      child.type === 'tag' &&
      (child.name === 'button' ||
        looksLikeButton(child.attribs['class']) ||
        (child.children.length === 1 && wrapsButton(child))),
  )
}

/** `<div class="cta-button"><a>`: a wrapper made for this one link. */
function isWrapped(element: Element): boolean {
  const parent = element.parent
  if (parent?.type !== 'tag' || !looksLikeButton(parent.attribs['class'])) return false
  return parent.children.every(
    (child) => child === element || child.type === 'comment' || (child.type === 'text' && child.data.trim() === ''),
  )
}

function isPlumbing(
  element: Element,
  classes: string,
  text: string,
  spoken: boolean,
  { vocabulary }: DetectorInput<Record<never, never>>,
): boolean {
  const said = vocabulary.wholeTopics(text)
  if (plumbingTopics.some((topic) => said.has(topic))) return true
  const marks = `${classes} ${element.attribs['id'] ?? ''} ${element.attribs['rel'] ?? ''}`
  if (spoken)
    return /(?:^|[\s_-])(?:slick|swiper|owl|carousel|pagination|page-numbers|menu-item-link|vjs)(?:$|[\s_-])/i.test(
      marks,
    )
  return plumbing.test(marks) || plumbingAttributes.some((name) => name in element.attribs)
}

const consented = new WeakMap<Element, boolean>()

/** It stands in a consent banner. */
function isConsent(element: Element, steps = 0): boolean {
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

/** A list of links: a menu, whatever it is called. */
function isInList(element: Element): boolean {
  for (let node = element.parent, steps = 0; node?.type === 'tag' && steps < 3; node = node.parent, steps += 1) {
    if (node.name === 'li') return true
  }
  return false
}
