import type { Element } from 'domhandler'
import type { FormPurpose } from '../../shared/taxonomy.ts'
import { accessibleName } from '../dom/accessible-name.ts'
import { isMessenger, resolve } from '../dom/address.ts'
import {
  isButtonPicture,
  isDrawnAsButton,
  isScriptedButton,
  isWrapped,
  looksLikeButton,
  wrapperOf,
  wrapsButton,
} from './buttons.ts'
import { meaningOf, submitIntent, type CtaIntent, type LabelMeaning } from './intents.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { isCloser, isConsent, isPlumbing } from './plumbing.ts'
import type { DetectorInput } from '../detector.ts'
import { profileNetwork, sharerOf } from '../share/targets.ts'
import { shareWidget } from '../share/widgets.ts'
import { regionOf } from '../dom/regions.ts'
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
  /** What it does that no intent names, as its topic has it: `jump`, `review`; empty for others. */
  action: string
  /** Where a link leads, to find those that lead to the same; empty for others. */
  target: string
  /** Not shown by the markup itself; its form's script will. */
  uncovered: boolean
  /** How far down the markup it stands, 0 to 1. */
  place: number
  where: Where
}

/** What a firm puts among its menu's links as its one wish. */
const pressing = new Set<CtaIntent>(['trial', 'demo', 'quote', 'book', 'donate', 'call'])
/** What it puts there, too, when it stands outside the menu's list. */
const hinting = new Set<CtaIntent>(['subscribe', 'sign-up', 'apply', 'download', 'buy'])
/** A label that is no more than a network's name shares there, or leads to the firm's page there. */
const networkName =
  /^(?:share (?:on|to) )?(?:facebook|twitter|x|pinterest|linkedin|whatsapp|reddit|tumblr|telegram|instagram|youtube|tiktok|flipboard|pocket|mix|buffer|messenger|vk|vkontakte|xing|threads|bluesky|mastodon|line|email|e-mail)$/i
/** Attributes by which pages and their frameworks answer a press. */
const scripting = /^(?:onclick|ng-click|data-ng-click|v-on:click|@click|x-on:click|\(click\))/
/** Icons are named like this where their name is read out for want of another: `close-circle`. */
const iconName = /^[a-z]+(?:-[a-z]+)+$/
const noTopics = ['consent.accept', 'consent.reject', 'consent.settings']
const limit = 400

/** Everything on the page that may be a call to action: no menus, no cookie buttons, no controls that only move the page about. */
export function ctaCandidates(
  input: DetectorInput<Record<never, never>>,
  purposeOf: (element: Element) => FormPurpose | undefined,
): CtaCandidate[] {
  const tree = treeOf(input.$)
  const found: CtaCandidate[] = []
  const total = Math.max(1, tree.elements.length)
  for (let index = 0; index < tree.elements.length && found.length < limit; index++) {
    const element = tree.elements[index]!
    const kind = kindOf(element)
    if (!kind || isInside(element, found) || (tree.hidden.has(element) && !isUncovered(element, tree, input))) continue
    const candidate = judge(element, kind, tree, input, purposeOf)
    if (candidate) found.push({ ...candidate, place: index / total })
  }
  return found
}

function kindOf(element: Element): CtaCandidate['kind'] | undefined {
  const { name, attribs } = element
  if (name === 'a') {
    const inert = attribs['href'] === undefined && attribs['role'] !== 'button' && !isScripted(element)
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
  return attribs['role'] === 'button' || isScriptedButton(element) ? 'button' : undefined
}

/** A script answers a press on it, or on the picture in it. */
function isScripted({ attribs, children }: Element): boolean {
  if (Object.keys(attribs).some((name) => scripting.test(name))) return true
  return children.some(
    (child) => child.type === 'tag' && child.name === 'img' && child.attribs['onclick'] !== undefined,
  )
}

/** "Continue" says what the form says that it leads through. */
function isOnward({ intent }: LabelMeaning, text: string, vocabulary: Vocabulary): boolean {
  return intent === 'other' && vocabulary.is('cta.vague', text)
}

function purposeAround(
  element: Element,
  purposeOf: (element: Element) => FormPurpose | undefined,
): FormPurpose | undefined {
  const purpose = purposeOf(element)
  if (purpose !== undefined && purpose !== 'search' && purpose !== 'newsletter') return purpose
  return undefined
}

/** The only control that sends a form stays hidden until what stands before it is filled in. */
function isUncovered(element: Element, tree: Tree, input: DetectorInput<Record<never, never>>): boolean {
  const owner = kindOf(element) === 'submit' ? input.formOwner(element) : undefined
  if (!owner || tree.hidden.has(owner) || tree.hidden.has(element.parent as Element)) return false
  const controls = input.controlsOf(owner)
  const others = controls.filter((control) => control !== element && kindOf(control) === 'submit')
  return fillable(controls) >= 2 && others.every((other) => tree.hidden.has(other))
}

/** How many of these controls a person fills in. */
export function fillable(controls: Element[]): number {
  return controls.filter(
    ({ name, attribs }) =>
      name !== 'button' && !/^(?:hidden|submit|button|image|reset|checkbox)$/i.test(attribs['type'] ?? ''),
  ).length
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
  const submits = kind === 'submit' && input.formOwner(element) !== undefined
  const text = labelOf(element, tree, submits ? input.formOwner(element) : undefined)
  if (!/\p{L}\s?\p{L}/u.test(text) && !/\d(?:\D{0,3}\d){5}/.test(text)) return undefined
  const words = text.split(/\s+/).length
  if (words > 12 || text.length > 100) return undefined
  const meaning = meaningOf(text, vocabulary)
  if (!meaning.action && iconName.test(text)) return undefined
  const buttonLike =
    kind !== 'link' ||
    attribs['role'] === 'button' ||
    looksLikeButton(classes) ||
    wrapsButton(element) ||
    isWrapped(element) ||
    (meaning.action && isButtonPicture(element)) ||
    isDrawnAsButton(element, input)
  const address = kind === 'link' ? resolve(attribs['href'] ?? '', input.base) : undefined
  const reaches = waysOf(address)
  if (address && (sharerOf(address) || profileNetwork(address) !== '')) return undefined
  const purpose = submits ? purposeOf(element) : undefined
  if (shareWidget(element) !== '') return undefined
  const classIntent = classMeaning(classes, input)
  const lead = kind === 'link' && classIntent === 'other' && !meaning.action ? wrapperOf(element) : undefined
  const wrapperIntent = lead ? classMeaning(lead.attribs['class'] ?? '', input) : 'other'
  const wordy = !meaning.whole && words > 6 && !pressing.has(meaning.intent)
  const plain = kind === 'link' && !buttonLike
  const named = classIntent !== 'other' || wrapperIntent !== 'other'
  if (plain && reaches === '' && !named && (!meaning.action || wordy)) return undefined
  // What makes a button of a plain box is its class alone: its words have to say so, too.
  if (isScriptedButton(element) && !(meaning.whole && meaning.action)) return undefined
  if (
    submits
      ? isCloser(classes) || isSideControl(element, text, input)
      : isPlumbing(element, classes, text, meaning.whole, input)
  )
    return undefined
  if (noTopics.some((topic) => vocabulary.is(topic, text)) && isConsent(element)) return undefined
  const region = regionOf(element)
  const menuLike = region === 'nav' || region === 'header' || region === 'footer'
  const listed = isInList(element)
  const asks = pressing.has(meaning.intent) || (!listed && hinting.has(meaning.intent))
  const wish = region !== 'footer' && meaning.whole && asks
  if (plain && menuLike && !wish && !(reaches === 'phone' && region === 'header')) return undefined
  if (plain && region === 'aside' && !meaning.action && reaches !== 'phone') return undefined
  if (!submits && menuLike && !meaning.action && (kind !== 'link' || listed)) return undefined
  const intent = submits
    ? submitIntent(purpose, meaning)
    : networkName.test(text)
      ? 'share'
      : buttonLike && isOnward(meaning, text, vocabulary)
        ? submitIntent(purposeAround(element, purposeOf), meaning)
        : meaning.intent !== 'other'
          ? meaning.intent
          : (intentOf[reaches] ?? (classIntent === 'other' ? wrapperIntent : classIntent))
  if (isConsent(element)) return undefined
  return {
    element,
    text,
    intent,
    kind: kind === 'submit' && !submits ? 'button' : kind,
    buttonLike,
    purpose,
    region,
    listed,
    spoken: meaning.action,
    reaches,
    action: meaning.other,
    target: address && !address.href.startsWith('javascript:') && attribs['href'] !== '#' ? address.href : '',
    uncovered: tree.hidden.has(element),
    where: input.where(element, text),
  }
}

/** A second control of a form that applies a code, takes something out or leads back. */
function isSideControl(element: Element, text: string, input: DetectorInput<Record<never, never>>): boolean {
  if (!input.vocabulary.wholeTopics(text).has('cta.control')) return false
  const owner = input.formOwner(element)
  return owner !== undefined && input.controlsOf(owner).filter((control) => kindOf(control) === 'submit').length > 1
}

/** What it says; of a whole block that leads somewhere its headline, of a picture that sends a form its value. */
function labelOf(element: Element, tree: Tree, form: Element | undefined): string {
  if (element.name === 'img') return (element.attribs['alt'] ?? '').trim().slice(0, 120)
  const text = accessibleName(element, tree, 120)
  if (text === '' && form) return element.name === 'input' ? (element.attribs['value'] ?? '').trim().slice(0, 120) : ''
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

/** A list of links: a menu, whatever it is called. */
function isInList(element: Element): boolean {
  for (let node = element.parent, steps = 0; node?.type === 'tag' && steps < 3; node = node.parent, steps += 1) {
    if (node.name === 'li') return true
  }
  return false
}
