import type { Element } from 'domhandler'
import { z } from 'zod'
import { microConversions, type MicroConversion } from '../shared/taxonomy.ts'
import type { RequestRecord } from '../snapshot/schema.ts'
import { ownDomain } from './dom/address.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { page } from './page.ts'
import { isTemplateOnly } from './dom/script-made.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { suppliedByOwn } from './hints/own-requests.ts'
import { unfinishedBy } from './hints/unfinished.ts'
import { vendorMatches, vendorsAt } from './vendors/matches.ts'

/** What might have been there: while such a source exists, the thing is `unknown`, never missing. */
export const Hint = z
  .object({
    source: z.enum([
      'held-request',
      'consent-placeholder',
      'lazy-region',
      'unreadable-frame',
      'unrendered',
      'unfinished',
      'failed-request',
    ]),
    couldSupply: z.array(z.enum([...microConversions, 'any'])).describe('Micro-conversions that may hide behind it'),
    detail: z.string(),
  })
  .meta({ id: 'Hint' })
export type Hint = z.infer<typeof Hint>

type Supply = MicroConversion | 'any'
type Input = DetectorInput<Record<never, never>>

/** What content that waits for consent usually is. */
const embedded: Supply[] = [
  'video-play',
  'store-locator-use',
  'chat-start',
  'appointment-booking',
  'contact-form',
  'newsletter-signup',
]
const most = 60

/** Everything that could supply what was not found on the page. */
export const hints = defineDetector({
  version: 4,
  reads: 'html',
  schema: z.array(Hint).describe('Everything that could supply what was not found on the page.'),
  needs: { page },
  detect(input) {
    const unfinished = unfinishedBy(input)
    const found = [
      ...(unfinished === ''
        ? []
        : [{ source: 'unfinished' as const, couldSupply: ['any' as const], detail: unfinished }]),
      ...fromRequests(input),
      ...fromConsent(input),
      ...fromLazyRegions(input),
      ...fromFrames(input),
      ...(input.snapshot.mode === 'http' && isTemplateOnly(input, input.facts.page.mainWords)
        ? [
            {
              source: 'unrendered' as const,
              couldSupply: ['any' as const],
              detail: 'scripts make this page; it was read without them',
            },
          ]
        : []),
    ]
    const seen = new Set<string>()
    return found
      .filter((hint) => {
        const key = `${hint.source} ${hint.detail} ${hint.couldSupply.join()}`
        if (seen.has(key)) return false
        seen.add(key)
        return true
      })
      .slice(0, most)
  },
})

function fromRequests({ snapshot, url, vendors, vocabulary }: Input): Hint[] {
  const own = ownDomain(url.hostname)
  const found: Hint[] = []
  for (const request of snapshot.requests) {
    const broken = request.fate === 'failed' || (request.status >= 400 && request.fate === 'sent')
    if (request.fate === 'sent' && !broken) continue
    if (request.why === 'collector' || request.why === 'media') continue
    if (!/^(?:xhr|fetch|script|document)$/.test(request.type)) continue
    if (request.type === 'script' && !broken && request.fate !== 'refused' && request.fate !== 'held') continue
    const source = broken ? ('failed-request' as const) : ('held-request' as const)
    const supply = suppliedBy(request, vendors)
    const isOwn = ownDomain(request.host) === own
    if (supply.length > 0) found.push({ source, couldSupply: supply, detail: `${request.host}${request.pathPattern}` })
    else if (isOwn && request.type !== 'document') {
      const couldSupply = suppliedByOwn(request, vocabulary)
      if (couldSupply.length > 0)
        found.push({ source, couldSupply, detail: `${request.method} ${request.pathPattern}` })
    }
  }
  return found
}

/** What the vendor behind a request would have brought. */
function suppliedBy(request: RequestRecord, vendors: Input['vendors']): MicroConversion[] {
  const offered = vendorsAt(request.host, request.pathPattern, vendors).map(({ microConversion }) => microConversion)
  return [...new Set(offered)].filter((step) => step !== 'none')
}

function fromConsent(input: Input): Hint[] {
  const tree = treeOf(input.$)
  const found: Hint[] = []
  const supplies = new Map<Element, MicroConversion>()
  for (const { vendor, element } of vendorMatches(input)) {
    if (element && vendor.microConversion !== 'none') supplies.set(element, vendor.microConversion)
  }
  for (const element of tagged(tree, 'script', 'iframe')) {
    const { attribs } = element
    const waits =
      element.name === 'script'
        ? (attribs['type'] ?? '').toLowerCase() === 'text/plain' &&
          Object.keys(attribs).some((name) => /^data-(?!sl)/.test(name))
        : !attribs['src'] &&
          Object.keys(attribs).some((name) =>
            /^data-(?:cookieconsent|cmp|consent|categor|usercentrics|borlabs|cookie|suppressedsrc)/.test(name),
          )
    if (!waits) continue
    const supply = supplies.get(element)
    if (element.name === 'script' && !supply) continue
    found.push({
      source: 'consent-placeholder',
      couldSupply: supply ? [supply] : embedded,
      detail: `${element.name} that waits for consent`,
    })
  }
  const placeholder = tree.runs.find(
    (run) => run.text.length < 400 && input.vocabulary.mentions('consent.placeholder', run.text),
  )
  if (placeholder)
    found.push({ source: 'consent-placeholder', couldSupply: embedded, detail: placeholder.text.trim().slice(0, 120) })
  return found
}

function fromLazyRegions({ $ }: Input): Hint[] {
  const found: Hint[] = []
  for (const element of treeOf($).elements) {
    const { name, attribs } = element
    const address =
      (name === 'turbo-frame' || name === 'include-fragment' || name === 'esi:include' ? attribs['src'] : undefined) ??
      (attribs['hx-get'] && /load|revealed|intersect/.test(attribs['hx-trigger'] ?? '') ? attribs['hx-get'] : undefined)
    if (!address || element.children.some((child) => child.type === 'tag')) continue
    found.push({ source: 'lazy-region', couldSupply: ['any'], detail: address.split(/[?#]/)[0]!.slice(0, 120) })
    if (found.length >= 20) break
  }
  return found
}

/** Frames smaller than this hold no offer. */
const smallestFrame = { width: 120, height: 80 }

function fromFrames(input: Input): Hint[] {
  const { snapshot, layout } = input
  const known = new Map(
    vendorMatches(input).flatMap(({ element, vendor }) =>
      element?.name === 'iframe' ? [[input.nodeOf(element), vendor] as const] : [],
    ),
  )
  return snapshot.frames
    .filter((frame) => !frame.readable && /^https?:/.test(frame.url))
    .flatMap((frame): Hint[] => {
      const boxes = layout ? [layout.desktop.nodes[String(frame.node)], layout.mobile.nodes[String(frame.node)]] : []
      const large = boxes.some(
        (node) => node?.shown && node.box[2] >= smallestFrame.width && node.box[3] >= smallestFrame.height,
      )
      if (layout && frame.node > 0 && !large) return []
      const vendor = known.get(frame.node)
      if (vendor && vendor.microConversion === 'none') return []
      const couldSupply: Supply[] = vendor ? [vendor.microConversion as MicroConversion] : ['any']
      return [{ source: 'unreadable-frame', couldSupply, detail: frame.url.split(/[?#]/)[0]!.slice(0, 120) }]
    })
}
