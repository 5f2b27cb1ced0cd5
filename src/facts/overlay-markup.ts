import type { Element } from 'domhandler'
import { z } from 'zod'
import { readableText } from '../snapshot/document.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { matchingClasses, treeOf, type Tree } from './dom/tree.ts'
import { hasChoice, hasControl, isClosable } from './overlays/controls.ts'
import { vendorMatches } from './vendors/matches.ts'
import { Where } from './dom/where.ts'

export const MarkedOverlay = z
  .object({
    kind: z.enum(['consent', 'promotion', 'newsletter']),
    vendor: z.string().describe('The service that draws it; empty when none is known'),
    closable: z.boolean().describe('Has a control that closes it'),
    accepts: z.boolean().describe('Has a control that agrees to cookies'),
    refuses: z.boolean().describe('Has a control that refuses cookies, or takes only the necessary ones'),
    where: Where,
  })
  .meta({ id: 'MarkedOverlay' })
export type MarkedOverlay = z.infer<typeof MarkedOverlay>

type Input = DetectorInput<Record<never, never>>
const limit = 20

/** Boxes whose markup is made to lie over the page. Whether they ever show, only the rendered page tells (`overlays`). */
export const overlayMarkup = defineDetector({
  version: 3,
  reads: 'html',
  schema: z
    .array(MarkedOverlay)
    .describe(
      'Boxes whose markup is made to lie over the page. Whether they ever show, only the rendered page tells (overlays).',
    ),
  detect(input) {
    const tree = treeOf(input.$)
    const found: MarkedOverlay[] = []
    const taken = new Set<Element>()
    const add = (kind: MarkedOverlay['kind'], vendor: string, element: Element): void => {
      if (found.length === limit || isWithin(element, taken)) return
      taken.add(element)
      const isConsent = kind === 'consent'
      found.push({
        kind,
        vendor,
        closable: isClosable(element, input),
        accepts: isConsent && hasControl(element, 'consent.accept', input),
        refuses: isConsent && hasControl(element, 'consent.reject', input),
        where: input.where(element, kind),
      })
    }
    for (const { vendor, how, element } of vendorMatches(input)) {
      if (vendor.kind !== 'consent' || how !== 'markup' || !element) continue
      if (words(element) > 3) add('consent', vendor.vendor, element)
    }
    const mayLie = matchingClasses(tree, named)
    for (const [place, element] of tree.elements.entries()) {
      if (!boxes.has(element.name) && !element.name.includes('-')) continue
      const { attribs, name } = element
      if (
        !mayLie[tree.classes[place]!] &&
        !named.test(attribs['id'] ?? '') &&
        !(attribs['role']?.endsWith('dialog') || 'aria-modal' in attribs || name === 'dialog' || consentName.test(name))
      )
        continue
      if (isWithin(element, taken)) continue
      const kind = kindOf(element, input)
      if (kind) add(kind, '', element)
    }
    if (!found.some(({ kind }) => kind === 'consent')) {
      const notice = aroundNotice(tree, input)
      if (notice) add('consent', '', notice)
    }
    return found
  },
})

/** Some part of the names below; asked first, for speed. */
const named =
  /cookie|consent|gdpr|rgpd|dsgvo|cc[-_]|modal|pop|lightbox|overlay|dialog|drawer|fancybox|mfp|flyout|slideout|exit|spu|hustle|holder|wisepops/i
const boxes = new Set(['div', 'section', 'aside', 'dialog', 'form', 'footer', 'p', 'span', 'ul', 'header'])

/** Names that boxes for consent carry, whatever the page's language. */
const consentName = /cookie|consent|gdpr|rgpd|dsgvo/i
const consentBox =
  /(?:cookie|consent|gdpr|rgpd|dsgvo)\w{0,8}[-_]?(?:bar|banner|notice|consent|pop-?up|message|law|info|alert|box|layer|warning|disclaimer|script|dialog|overlay|modal|hint|notification|bubble|container|wrapper|bottom|panel)|(?:^|[\s_-])cc[-_](?:banner|window|cookies|container)(?:$|[\s_-])/i
/** The tick box under a comment asks for consent too, and lies over nothing. */
const notConsent = /comment|disabled|no-?cookie|cookie-?(?:recipe|policy-page|cutter)|cookies-consent-text/i
/** A link to the settings and the message of an unticked box are parts, not the banner. */
const partOfConsent = /[^\s]*(?:link|error)s?(?=\s|$)/gi
/** Boxes that pop-up plug-ins build, and names that say that a box opens by itself. */
const popUp =
  /(?:^|[\s_-])(?:pum-overlay|spu-box|cp-popup|sgpb-popup|hustle-popup|om-holder|elementor-location-popup|elementor-popup-modal|mc-modal|wisepops|exit-?(?:intent|popup|pop-up|modal)|(?:nl|newsletter|subscribe|signup|promo(?:tion)?s?|welcome|subscription)[-_]?(?:popup|pop-up|modal|lightbox|overlay|popin)|(?:popup|modal|lightbox)[-_](?:newsletter|promo|subscribe|welcome))(?:$|[\s_-])/i
/** Menus, baskets and the like that slide in. */
const notSold = /off-?canvas|menu|cart|basket|search|popover|share|login|account/i
/** Words that fill a box of this size are a page of their own. */
const most = { consent: 800, popUp: 250, modal: 120 }

function kindOf(element: Element, input: Input): MarkedOverlay['kind'] | undefined {
  const { attribs, name } = element
  const marks = `${attribs['id'] ?? ''} ${attribs['class'] ?? ''} ${attribs['data-test'] ?? ''} ${attribs['data-testid'] ?? ''} ${name}`
  if (marks.length > 400) return undefined
  const boxMarks = marks.replace(partOfConsent, '')
  if (consentName.test(boxMarks) && !notConsent.test(boxMarks) && isConsent(element, boxMarks, input)) return 'consent'
  if (name === 'p' || name === 'span') return undefined
  if (notSold.test(marks)) return undefined
  // A pop-up that waits for a click must say what it is for.
  const waits = /(?:^|\s)click_open(?:$|\s)/.test(marks) && !/exit_intent|auto_open/.test(marks)
  if (popUp.test(marks)) return soldBy(element, !waits, input)
  const modal =
    name === 'dialog' ||
    attribs['role'] === 'dialog' ||
    attribs['role'] === 'alertdialog' ||
    attribs['aria-modal'] === 'true' ||
    input.vocabulary.code('modal.class', marks)
  return modal ? soldBy(element, false, input) : undefined
}

/** Says something of cookies and lets the visitor answer or close it. */
function isConsent(element: Element, marks: string, input: Input): boolean {
  const text = readableText(element, { limit: 6000 })
  const count = text.split(/\s+/).length
  if (count < 4 || count > most.consent) return false
  if (isInText(element, input)) return false
  if (!input.vocabulary.inAnyLanguage('consent', text) && !consentBox.test(marks)) return false
  return hasChoice(element, input) || (count < 120 && (isClosable(element, input) || consentBox.test(marks)))
}

/** Within an article, or a form that is for something else: a comment, an address to write to. */
function isInText({ parent }: Element, { $ }: Input): boolean {
  for (let node = parent; node?.type === 'tag'; node = node.parent) {
    if (node.name === 'article') return true
    if (node.name === 'form' && $(node).find('textarea, input[type="email"], input[name*="mail" i]').length > 0)
      return true
  }
  return false
}

/** What a box that opens by itself is for: it offers something, or it asks for an address to write to. */
function soldBy(element: Element, plain: boolean, { $, vocabulary }: Input): MarkedOverlay['kind'] | undefined {
  const text = readableText(element, { limit: 2000, alt: true })
  const count = text.split(/\s+/).length
  if (count < (plain ? 2 : 4) || count > (plain ? most.popUp : most.modal)) return undefined
  if ($(element).find('input[type="password"]').length > 0 || vocabulary.inAnyLanguage('consent.notice', text))
    return undefined
  const asksAddress = $(element).find('input[type="email"], input[name*="mail" i]').length > 0
  if (plain && asksAddress) return 'newsletter'
  // A page builder's pop-ups hold anything where there are many; those of the others are made to promote.
  const built = $(element).is('.elementor-location-popup') && $('.elementor-location-popup').length > 2
  if (plain && !built) return 'promotion'
  if (asksAddress) {
    const other = ['form.password-recovery', 'cta.stock-alert', 'form.login', 'form.trial', 'form.quote', 'form.share']
    const asked = ['form.newsletter', 'overlay.promotion'].every((topic) => vocabulary.inAnyLanguage(topic, text))
    return asked && !other.some((topic) => vocabulary.mentions(topic, text)) ? 'newsletter' : undefined
  }
  const promises = vocabulary.count('overlay.promotion', text)
  return promises > 1 || (promises > 0 && /\d\s?%/.test(text)) ? 'promotion' : undefined
}

/** The box around a sentence that says that cookies are used, where a control lets the visitor answer. */
function aroundNotice(tree: Tree, input: Input): Element | undefined {
  for (const { text, block } of tree.runs) {
    if (
      text.length > 900 ||
      (input.vocabulary.known && !/cookie/i.test(text)) ||
      !input.vocabulary.inAnyLanguage('consent.notice', text) ||
      isInText(block, input)
    )
      continue
    let node: Element | null = block
    for (let steps = 0; steps < 5 && node?.type === 'tag'; steps += 1) {
      if (/^(?:body|main|article|html)$/.test(node.name) || words(node) > most.popUp) break
      if (input.$(node).find('input[type="password"], input[type="text"], textarea').length > 0) break
      if (hasChoice(node, input) || (steps > 0 && isClosable(node, input))) return node
      node = node.parent as Element | null
    }
  }
  return undefined
}

function words(element: Element): number {
  return readableText(element, { limit: 3000 }).split(/\s+/).filter(Boolean).length
}

function isWithin(element: Element, taken: Set<Element>): boolean {
  if (taken.size === 0) return false
  for (let node: Element | null = element; node; node = node.parent as Element | null) if (taken.has(node)) return true
  return false
}
