import { z } from 'zod'
import { microConversions } from '../shared/taxonomy.ts'
import { defineDetector } from './detector.ts'
import { treeOf } from './dom/tree.ts'
import { vendorMatches } from './vendors/matches.ts'
import { widgetKinds } from './vendors/vendors.ts'
import { Where } from './dom/where.ts'

export const Widget = z
  .object({
    vendor: z.string().describe('calendly, hubspot, intercom …'),
    kind: z.enum(widgetKinds),
    microConversion: z
      .enum([...microConversions, 'none'])
      .describe('What it offers; such an offer counts, its friction is unknown'),
    how: z.enum(['frame', 'script', 'markup', 'link']),
    where: Where,
  })
  .meta({ id: 'Widget' })
export type Widget = z.infer<typeof Widget>

const strength = { frame: 3, markup: 2, script: 1, link: 0 }

/** Vendors' services that a visitor can use on this page or through a link from it; one entry per vendor and kind. */
export const widgets = defineDetector({
  version: 1,
  reads: 'html',
  schema: z
    .array(Widget)
    .describe(
      'Vendors’ services that a visitor can use on this page or through a link from it; one entry per vendor and kind.',
    ),
  detect(input) {
    const best = new Map<string, ReturnType<typeof vendorMatches>[number]>()
    for (const match of vendorMatches(input)) {
      if (!isWidgetKind(match.vendor.kind)) continue
      const key = `${match.vendor.kind} ${match.vendor.vendor}`
      const other = best.get(key)
      if (!other || better(match, other)) best.set(key, match)
    }
    const body = treeOf(input.$).byTag.get('body')?.[0]
    return [...best.values()].flatMap(({ vendor, how, element }) => {
      const place = element ?? body
      if (!place) return []
      const { vendor: name, kind, microConversion } = vendor
      return [{ vendor: name, kind: kind as Widget['kind'], microConversion, how, where: input.where(place, name) }]
    })
  },
})

function better(
  match: ReturnType<typeof vendorMatches>[number],
  other: ReturnType<typeof vendorMatches>[number],
): boolean {
  const offers = Number(match.vendor.microConversion !== 'none') - Number(other.vendor.microConversion !== 'none')
  return offers !== 0 ? offers > 0 : strength[match.how] > strength[other.how]
}

function isWidgetKind(kind: string): kind is Widget['kind'] {
  return (widgetKinds as readonly string[]).includes(kind)
}
