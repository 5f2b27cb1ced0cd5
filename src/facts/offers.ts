import type { Element } from 'domhandler'
import { z } from 'zod'
import { microConversions, type MicroConversion } from '../shared/taxonomy.ts'
import { contactPoints } from './contact-points.ts'
import { ctas } from './ctas.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { forms } from './forms.ts'
import { links } from './links.ts'
import { newsletter } from './newsletter.ts'
import { askedDate, formTopics, linkTopics, topical, worded } from './offers/topics.ts'
import { share, socialProfiles } from './share.ts'
import { searchBoxes } from './site-search.ts'
import { formStep, intentStep } from './offers/steps.ts'
import { linksInProse, paypalGifts } from './offers/not-offers.ts'
import { unnamedCartControls } from './offers/unnamed.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { videos } from './videos.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'
import { Where } from './dom/where.ts'
import { widgets } from './widgets.ts'

export const Offer = z
  .object({
    microConversion: z.enum(microConversions),
    how: z
      .enum(['form', 'call-to-action', 'link', 'widget', 'control', 'text', 'media'])
      .describe('What carries the offer'),
    text: z.string(),
    href: z.string().describe('Where it leads; empty when it happens here'),
    here: z.boolean().describe('It can be done on this very page; false for a link to where it can'),
    where: Where,
  })
  .meta({ id: 'Offer' })
export type Offer = z.infer<typeof Offer>

const needs = { forms, newsletter, searchBoxes, ctas, links, contactPoints, share, socialProfiles, videos, widgets }
type Input = DetectorInput<typeof needs>
const perConversion = 6

/** Each small step that the page offers, by what carries it: at most six of a kind, those that happen here first. */
export const offers = defineDetector({
  version: 4,
  reads: 'html',
  needs,
  schema: z
    .array(Offer)
    .describe(
      'Each small step that the page offers, by what carries it: at most six of a kind, those that happen here first.',
    ),
  detect(input) {
    const all = [
      ...fromForms(input),
      ...fromNewsletter(input),
      ...fromSearch(input),
      ...fromWidgets(input),
      ...fromContacts(input),
      ...fromMedia(input),
      ...fromCtas(input),
      ...unnamedCartControls(input),
      ...fromLinks(input),
    ]
    const seen = new Set<string>()
    const counts = new Map<string, number>()
    return [...all.filter(({ here }) => here), ...all.filter(({ here }) => !here)].filter((offer) => {
      const key = `${offer.microConversion} ${offer.here} ${offer.href || offer.text.toLowerCase()} ${offer.where.node}`
      const count = counts.get(offer.microConversion) ?? 0
      if (seen.has(key) || count >= perConversion) return false
      seen.add(key)
      counts.set(offer.microConversion, count + 1)
      return true
    })
  },
})

function fromForms(input: Input): Offer[] {
  const { facts, vocabulary } = input
  const gifts = paypalGifts(input)
  const isLoose = (form: Input['facts']['forms'][number]): boolean =>
    form.index < 0 && form.submit === '' && form.purpose === 'order'
  // Several boxes of fields without a button are parts of something that a script does elsewhere; one is a product's.
  const scattered = facts.forms.filter(isLoose).length > 1
  return facts.forms.flatMap((form) => {
    const gift = gifts.has(form.where.node) ? ('donation' as const) : undefined
    if (form.fields.length > 0 && form.visibleFields === 0 && form.purpose !== 'order' && !gift) return []
    const said = `${form.heading} ${form.submit}`
    const spoken = topical(said, vocabulary) ?? formTopics.find(([topic]) => vocabulary.mentions(topic, said))?.[1]
    const ordered = form.purpose === 'order' ? orderStep(form, vocabulary) : undefined
    const general = form.purpose === 'other' || form.purpose === 'contact' || form.purpose === 'order'
    const microConversion = gift ?? (general ? spoken : undefined) ?? ordered ?? formStep[form.purpose]
    const offered = { how: 'form' as const, text: form.submit || form.heading, href: '', here: true, where: form.where }
    // What the form gives in return for an address: a guide, a sample chapter.
    const given = ['newsletter', 'contact', 'quote', 'registration', 'other'].includes(form.purpose)
    const magnet =
      given && (vocabulary.mentions('offer.lead-magnet', said) || vocabulary.mentions('files', form.submit))
        ? [{ ...offered, microConversion: 'file-download' as const }]
        : []
    return microConversion === 'none' || (scattered && isLoose(form))
      ? magnet
      : [{ ...offered, microConversion }, ...magnet]
  })
}

/** An order form fills a cart, or it orders at once. */
function orderStep(form: Input['facts']['forms'][number], vocabulary: Vocabulary): MicroConversion {
  if (vocabulary.inAnyLanguage('cta.cart', form.submit) || addsByLink.test(form.action)) return 'add-to-cart'
  const asksPerson = form.fields.some(
    ({ purpose, hidden }) => !hidden && (purpose === 'email' || purpose === 'tel' || purpose === 'name'),
  )
  if (asksPerson) return 'purchase'
  if (vocabulary.inAnyLanguage('url.cart', form.action)) return 'add-to-cart'
  if (vocabulary.inAnyLanguage('cta.buy', form.submit)) return 'purchase'
  const counts = form.fields.some(({ purpose }) => purpose === 'quantity')
  return counts || vocabulary.known ? 'add-to-cart' : 'purchase'
}

function fromNewsletter({ facts }: Input): Offer[] {
  return facts.newsletter.map(({ how, where }) => ({
    microConversion: 'newsletter-signup' as const,
    how: how === 'link' ? ('link' as const) : how === 'vendor' ? ('widget' as const) : ('form' as const),
    text: '',
    href: '',
    here: how !== 'link',
    where,
  }))
}

function fromSearch({ facts }: Input): Offer[] {
  return facts.searchBoxes.map(({ label, where }) => ({
    microConversion: 'site-search' as const,
    how: 'form' as const,
    text: label,
    href: '',
    here: true,
    where,
  }))
}

function fromWidgets({ facts }: Input): Offer[] {
  return facts.widgets.flatMap(({ microConversion, vendor, how, where }) =>
    microConversion === 'none'
      ? []
      : [{ microConversion, how: 'widget' as const, text: vendor, href: '', here: how !== 'link', where }],
  )
}

const byContact = {
  phone: 'phone-call',
  email: 'email-click',
  messenger: 'messaging-click',
  chat: 'chat-start',
} as const satisfies Record<string, MicroConversion>

function fromContacts({ facts }: Input): Offer[] {
  return facts.contactPoints.flatMap(({ kind, value, callable, label, where }) => {
    if (!(kind in byContact)) return []
    const how = kind === 'chat' ? ('widget' as const) : callable ? ('link' as const) : ('text' as const)
    const offer = { how, text: value, href: '', here: true, where }
    const step = { ...offer, microConversion: byContact[kind as keyof typeof byContact] }
    // A printed number of a messenger can be written to as well as called.
    const written = kind === 'phone' && /whats\s?app|telegram|viber|\bsignal\b/i.test(label)
    return written ? [step, { ...offer, microConversion: 'messaging-click' as const }] : [step]
  })
}

function fromMedia({ facts }: Input): Offer[] {
  const shared = facts.share.controls.map(({ network, where }) => ({
    microConversion: 'social-share' as const,
    how: 'control' as const,
    text: network,
    href: '',
    here: true,
    where,
  }))
  const followed = facts.socialProfiles.map(({ network, href, where }) => ({
    microConversion: 'social-follow' as const,
    how: 'link' as const,
    text: network,
    href,
    here: false,
    where,
  }))
  const watched = facts.videos
    .filter(({ decorative }) => !decorative)
    .map(({ title, provider, where }) => ({
      microConversion: 'video-play' as const,
      how: 'media' as const,
      text: title || provider,
      href: '',
      here: true,
      where,
    }))
  return [...shared, ...followed, ...watched]
}

/** A link that puts something into the cart, as shops address it. */
const addsByLink =
  /[?&]add[-_]?to[-_]?(?:cart|basket|bag)|add[-_]?(?:item|product)?[-_]?to[-_]?(?:cart|basket|bag)|\/(?:cart|basket)\/(?:add|[\d:]+)|\/(?:cart|basket|panier)\/?\?(?:[^#]*&)?add=|[?&]action=(?:add|add2basket|buy_now)\b|in[-_]?den[-_]?warenkorb|ajout[-_]?panier/i

const leavingTargets = new Set(['page', 'other-site', 'dead'])

function fromCtas(input: Input): Offer[] {
  const { facts, vocabulary } = input
  const proseLinks = linksInProse(input)
  return facts.ctas.flatMap(({ text, intent, element, href, target, where }) => {
    const meant = topical(text, vocabulary) ?? askedDate(text, intent, target, vocabulary) ?? intentStep[intent]
    const microConversion =
      meant === 'none' || meant === 'learn-more-click' ? (worded(text, vocabulary) ?? meant) : meant
    // A submit control is part of its form, which speaks for itself; one that buys or books is not always a form's purpose.
    if (
      microConversion === 'none' ||
      (element === 'submit' && !['cart', 'buy', 'checkout', 'book', 'donate'].includes(intent))
    )
      return []
    // What a text about others' products lets its readers try is theirs.
    if (microConversion === 'demo-request' && target === 'other-site' && proseLinks.has(where.node)) return []
    // "… download free" behind other words is the title of something to read.
    if (microConversion === 'file-download' && isTitle(text, vocabulary)) return []
    const carted = microConversion === 'purchase' && addsByLink.test(href)
    const here = !leavingTargets.has(target) || addsByLink.test(href)
    const asked = intent === 'contact' && (target === 'mail' || target === 'phone' || target === 'messenger')
    const told = asked
      ? target === 'mail'
        ? ('email-click' as const)
        : target === 'phone'
          ? ('phone-call' as const)
          : ('messaging-click' as const)
      : carted
        ? ('add-to-cart' as const)
        : microConversion
    return [{ microConversion: told, how: 'call-to-action' as const, text, href, here, where }]
  })
}

function isTitle(text: string, vocabulary: Vocabulary): boolean {
  const words = text.split(/\s+/)
  const starts = vocabulary.inAnyLanguage('cta.download', words.slice(0, 2).join(' '))
  const ends = vocabulary.inAnyLanguage('cta.download', words.slice(-1).join(' '))
  return words.length > 4 && !starts && !ends && !vocabulary.mentions('offer.lead-magnet', text)
}

const leading = new Set(['internal', 'own-host', 'external', 'same-page'])

const played = /\.(?:mp4|mov|avi|webm)(?:[?#]|$)/i
const heard = /\.mp3(?:[?#]|$)/i
const appStore =
  /^https?:\/\/(?:(?:itunes|apps)\.apple\.com|play\.google\.com\/store\/apps|(?:apps|www)\.microsoft\.com\/(?:store\/|[a-z-]+\/)?(?:p|apps|productid|detail)\/|appgallery\.(?:cloud\.)?huawei\.com|f-droid\.org\/|chromewebstore\.google\.com\/detail|chrome\.google\.com\/webstore\/detail|addons\.mozilla\.org\/|galaxystore\.samsung\.com|apps\.shopify\.com\/|snapcraft\.io\/|flathub\.org\/)/i

/** Links inside a heading, or around it. */
function linksAround(heading: Element): Element[] {
  for (let node = heading.parent, steps = 0; node?.type === 'tag' && steps < 4; node = node.parent, steps += 1) {
    if (node.name === 'a') return [node as Element]
  }
  return linksIn(heading)
}

function linksIn(element: Element): Element[] {
  return element.children.flatMap((child) =>
    child.type !== 'tag' ? [] : child.name === 'a' ? [child] : linksIn(child),
  )
}

function fromLinks(input: Input): Offer[] {
  const { facts, vocabulary, $, nodeOf } = input
  const proseLinks = linksInProse(input)
  const found: Offer[] = []
  const headed = new Set(
    tagged(treeOf($), 'h2', 'h3', 'h4').flatMap((heading) => linksAround(heading).map((element) => nodeOf(element))),
  )
  for (const { text, href, kind, region, where } of facts.links) {
    const offer = (microConversion: MicroConversion, here: boolean): void => {
      found.push({ microConversion, how: 'link', text: text.slice(0, 120), href, here, where })
    }
    if (kind === 'file' && !played.test(href) && !heard.test(href) && !isDuty(text, href, region, vocabulary))
      offer('file-download', true)
    if (kind === 'file' && played.test(href)) offer('video-play', true)
    if (kind === 'external' && appStore.test(href)) offer('file-download', false)
    if (!leading.has(kind) || text === '') continue
    const named = text.length > 60 ? undefined : linkTopics.find(([topic]) => vocabulary.is(topic, text))
    if (named?.[1] === 'demo-request' && kind === 'external' && proseLinks.has(where.node)) continue
    if (named) offer(named[1], false)
    else if (leadsToFiles(text, vocabulary)) offer('file-download', false)
    // A card or teaser whose heading is a link says where to learn more.
    else if (kind === 'internal' && (region === 'main' || region === 'body') && headed.has(where.node))
      offer('learn-more-click', false)
  }
  return found
}

/** Terms and notices that a site must keep ready, and the small print of its footer, win nobody. */
function isDuty(text: string, href: string, region: string, vocabulary: Vocabulary): boolean {
  const file = href.split(/[?#]/)[0]?.split('/').at(-1) ?? ''
  if (vocabulary.mentions('link.legal', text) || vocabulary.inAnyLanguage('url.legal', file)) return true
  if (region !== 'footer') return false
  return !vocabulary.mentions('files', text) && !vocabulary.mentions('cta.download', text)
}

/** A short label that starts with the word for fetching: "Download product sheets". */
function leadsToFiles(text: string, vocabulary: Vocabulary): boolean {
  const words = text.split(/\s+/)
  return words.length > 1 && words.length < 6 && vocabulary.is('cta.download', words[0] ?? '')
}
