import type { z } from 'zod'
import type { Vendor } from '../facts/vendors/vendors.ts'
import type { CtaIntent } from '../facts/ctas/intents.ts'
import type { PageType } from '../shared/taxonomy.ts'
import { placesOf } from './places.ts'
import type { SeenPage } from './seen-page.ts'
import type { Leak } from './site-facts.ts'

/** Pages on which a visitor is about to decide or to pay. */
const selling = new Set<PageType>([
  'product',
  'service',
  'pricing',
  'lead-form',
  'cart',
  'checkout',
  'comparison',
  'landing',
])
/** Buttons that lead on to read; others do something on purpose: buy, book, log in. */
const wandering = new Set<CtaIntent>(['learn-more', 'other', 'watch', 'compare'])
const most = 5

export interface LeakContext {
  /** Hosts that the site hands over to or that are its own: goals, other hosts of the firm, vendors' services. */
  isFriendly: (url: URL) => boolean
}

/**
 * Links of a page's content that lead a buyer to strangers. What is done elsewhere on purpose (a booking, a payment, an app
 * store, a map, a profile), and what proves or documents something, is none.
 */
export function leaksOf(page: SeenPage, { isFriendly }: LeakContext): z.infer<typeof Leak>[] {
  const { facts } = page
  if (!selling.has(facts.page?.type ?? 'other') || page.hostRole !== 'main') return []
  const placeOf = placesOf(page)
  const shared = new Set((facts.share?.controls ?? []).map(({ where }) => where.node))
  const profiles = new Set((facts.socialProfiles ?? []).map(({ href }) => href))
  const handedOver = new Set(
    (facts.offers ?? [])
      .filter(({ microConversion }) => microConversion !== 'learn-more-click')
      .map(({ where }) => where.node),
  )
  const buttons = new Map((facts.ctas ?? []).map((cta) => [cta.where.node, cta]))
  const consent = (facts.overlayMarkup ?? [])
    .filter(({ kind }) => kind === 'consent')
    .map(({ where }) => where.selector)
  const found = (facts.links ?? []).filter(({ kind, href, text, where }) => {
    // A picture that leads away without a word is a seal, an award or a zoom.
    if (kind !== 'external' || text.trim() === '' || placeOf(where) !== 'content' || !URL.canParse(href)) return false
    if (shared.has(where.node) || profiles.has(href) || handedOver.has(where.node)) return false
    if (consent.some((selector) => selector !== '' && where.selector.startsWith(`${selector} > `))) return false
    const cta = buttons.get(where.node)
    const url = new URL(href)
    return (!cta || wandering.has(cta.intent)) && !picture.test(url.pathname) && !isFriendly(url)
  })
  return [...new Map(found.toReversed().map((link) => [bare(new URL(link.href).host), link])).values()]
    .toReversed()
    .slice(0, most)
    .map(({ text, href, where }) => ({
      text: text.slice(0, 120),
      to: href,
      isButton: ['primary', 'secondary'].includes(buttons.get(where.node)?.rank ?? ''),
      where,
    }))
}

const picture = /\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$/i

/** Says which hosts belong to the firm or serve it: its own by name, those of its goals, known vendors, those that its frame links to. */
export function friendlyHosts(
  pages: readonly SeenPage[],
  vendors: readonly Pick<Vendor, 'link' | 'frame' | 'script'>[],
  goalHosts: readonly string[],
): LeakContext['isFriendly'] {
  const hosts = new Set(goalHosts.filter(Boolean).map(bare))
  const names = new Set(pages.filter(({ hostRole }) => hostRole === 'main').map(({ host }) => nameOf(bare(host))))
  for (const page of pages) {
    for (const { kind, region, href } of page.facts.links ?? []) {
      const inFrame = region === 'header' || region === 'nav' || region === 'footer'
      if (kind === 'external' && inFrame && URL.canParse(href)) hosts.add(bare(new URL(href).host))
    }
  }
  const services = new Set(
    vendors
      .flatMap(({ link, frame, script }) => [...link, ...frame, ...script])
      .map((place) => place.split('/', 1)[0]!),
  )
  return (url) => {
    const host = bare(url.host)
    if (hosts.has(host) || names.has(nameOf(host))) return true
    // What others write about the firm, under its name, is proof.
    const address = `${host}${url.pathname}`.toLowerCase().replace(/[^a-z0-9/]/g, '')
    if ([...names].some((name) => name.length > 4 && address.includes(name.replace(/[^a-z0-9]/g, '')))) return true
    for (let rest = host; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
      if (services.has(rest) || services.has(`www.${rest}`)) return true
    }
    return false
  }
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^www\d?\./, '')
    .replace(/:\d+$/, '')
}

/** The name that a firm goes by in its addresses: `acme` of `shop.acme.co.uk` and `acme.de`; an IP address stays whole. */
function nameOf(host: string): string {
  if (/^[\d.]+$/.test(host) || !host.includes('.')) return host
  const parts = host.split('.').slice(0, -1)
  return parts.toReversed().find((part) => part.length > 3) ?? parts.at(-1) ?? host
}
