import type { z } from 'zod'
import { intentStep } from '../facts/offers/steps.ts'
import type { MicroConversion, PageType } from '../shared/taxonomy.ts'
import { placesOf } from './places.ts'
import type { SeenPage } from './seen-page.ts'
import type { BrokenPromise } from './site-facts.ts'
import type { FindTarget } from './targets.ts'

/** Ways to ask for anything that is arranged by hand. */
const talking = ['contact-form', 'email-click', 'phone-call', 'messaging-click', 'chat-start'] as const
const buying = ['purchase', 'begin-checkout', 'add-to-cart'] as const

/** Steps that a label can promise, with those that keep the promise as well. */
const keptBy: Partial<Record<MicroConversion, readonly MicroConversion[]>> = {
  'trial-start': ['trial-start', 'account-creation', 'demo-request', 'file-download', 'contact-form', ...buying],
  'demo-request': [
    ...(['demo-request', 'trial-start', 'quote-request', 'appointment-booking', 'account-creation'] as const),
    ...(['video-play', 'file-download'] as const),
    ...talking,
  ],
  'quote-request': [
    ...(['quote-request', 'calculator-use', 'appointment-booking', 'demo-request', 'add-to-cart'] as const),
    ...talking,
  ],
  'appointment-booking': [
    ...(['appointment-booking', 'quote-request', 'event-registration', 'calculator-use'] as const),
    ...buying,
    ...talking,
  ],
  'file-download': ['file-download', 'newsletter-signup', 'contact-form', 'account-creation', 'trial-start', ...buying],
  'contact-form': [
    ...(['quote-request', 'demo-request', 'appointment-booking', 'support-request', 'newsletter-signup'] as const),
    ...talking,
  ],
  'account-creation': [
    ...(['account-creation', 'trial-start', 'newsletter-signup', 'event-registration'] as const),
    ...(['purchase', 'begin-checkout'] as const),
    ...talking,
  ],
  donation: ['donation', ...buying, ...talking],
}
/** Pages that keep what they are made for even where we can't see how. */
const keeping = new Set<PageType>(['login', 'account', 'checkout', 'cart', 'lead-form', 'search-results'])
/** Anything filled in may be the thing promised. */
const notAsked = new Set(['search', 'comment', 'password-recovery'])
const most = 5

export interface Promises {
  count: number
  broken: z.infer<typeof BrokenPromise>[]
}

/**
 * Calls to action of a page that promise a step on another page of the site, and those whose page was looked at as its
 * visitors see it and holds nothing of the kind in its content: no offer, form, widget, contact, file, nor a further link to one.
 */
export function promisesOf(page: SeenPage, findTarget: FindTarget): Promises {
  const placeOf = placesOf(page)
  const broken = new Map<string, z.infer<typeof BrokenPromise>>()
  let count = 0
  for (const { text, intent, href, target, element, where } of page.facts.ctas ?? []) {
    const promise = intentStep[intent]
    const kept = promise === 'none' ? undefined : keptBy[promise]
    if (promise === 'none' || !kept || element !== 'link' || target !== 'page' || placeOf(where) === 'nowhere') continue
    const found = findTarget(href)
    if (found.kind !== 'page' || found.key === page.key) continue
    count += 1
    if (keeps(found.page, promise, kept, findTarget)) continue
    broken.set(`${promise} ${found.key}`, {
      text: text.slice(0, 120),
      promise,
      to: found.page.url,
      toTitle: (found.page.facts.page?.title ?? '').slice(0, 120),
      where,
    })
  }
  return { count, broken: [...broken.values()].slice(0, most) }
}

function keeps(
  target: SeenPage,
  promise: MicroConversion,
  kept: readonly MicroConversion[],
  findTarget: FindTarget,
): boolean {
  const { key, facts, rendered, hostRole } = target
  const type = facts.page?.type ?? 'other'
  // What was not seen as visitors see it, or in a language without words, is believed.
  if (!rendered || facts.language?.known !== true || hostRole !== 'main') return true
  if (keeping.has(type) || facts.page?.loginWall || facts.page?.challenge) return true
  if (mayHide(facts, kept)) return true
  if (
    (facts.forms ?? []).some(
      (form) => !notAsked.has(form.purpose) && form.visibleFields > 0 && !isAside(form.purpose, promise),
    )
  )
    return true
  if ((facts.widgets ?? []).some(({ microConversion }) => isAmong(microConversion, kept))) return true
  // A button that only a script answers may be it.
  if (
    (facts.ctas ?? []).some(
      ({ intent, target, element }) => target === 'script' && element === 'button' && isAmong(intentStep[intent], kept),
    )
  )
    return true
  if (promise === 'contact-form' && (facts.contactPoints ?? []).some(({ where }) => where.region !== 'footer'))
    return true
  const placeOf = placesOf(target)
  return (facts.offers ?? []).some((offer) => {
    // The same button in every header, or the number in every footer, keeps no promise; a further step in the content does.
    const place = placeOf(offer.where)
    if (!kept.includes(offer.microConversion) || place === 'nowhere' || place === 'header') return false
    if (offer.here) return true
    const next = findTarget(offer.href)
    return next.kind !== 'page' ? next.kind !== 'gone' : next.key !== key && offersHere(next.page, kept)
  })
}

/** The sign-up to news in a footer is no trial. */
function isAside(purpose: string, promise: MicroConversion): boolean {
  return purpose === 'newsletter' && promise !== 'file-download' && promise !== 'account-creation'
}

function offersHere({ facts, rendered }: SeenPage, kept: readonly MicroConversion[]): boolean {
  if (!rendered) return true
  const hidden = mayHide(facts, kept)
  return hidden || (facts.offers ?? []).some(({ here, microConversion }) => here && kept.includes(microConversion))
}

/** Something that could not be seen may be it. */
function mayHide({ hints }: SeenPage['facts'], kept: readonly string[]): boolean {
  return (hints ?? []).some(({ couldSupply }) => couldSupply.some((id) => id === 'any' || kept.includes(id)))
}

function isAmong(id: MicroConversion | 'none', kept: readonly MicroConversion[]): boolean {
  return id !== 'none' && kept.includes(id)
}
