import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { UsageError, type Mistake } from '../../shared/errors.ts'
import { microConversions } from '../../shared/taxonomy.ts'

/** What a visitor can use of a vendor. */
export const widgetKinds = [
  'form',
  'newsletter',
  'booking',
  'chat',
  'reviews',
  'shop',
  'video',
  'map',
  'consent',
  'search',
  'survey',
  'donation',
] as const

/** What only measures. A consent tool is both: shown to visitors, and a condition of measuring. */
export const tagKinds = ['analytics', 'tag-manager', 'advertising', 'heatmap', 'testing', 'crm', 'consent'] as const

const places = z.array(z.string().min(2)).default([])

/** One way to recognise a vendor's service on a page. */
export const Vendor = z.strictObject({
  vendor: z.string().regex(/^[a-z0-9-]+$/),
  kind: z.enum([...widgetKinds, 'analytics', 'tag-manager', 'advertising', 'heatmap', 'testing', 'crm']),
  microConversion: z.enum([...microConversions, 'none']).default('none'),
  script: places,
  frame: places,
  link: places,
  markup: places,
  call: places,
  id: z.string().default(''),
})
export type Vendor = z.infer<typeof Vendor>

/** Parses `rules/vendors.yaml`; all mistakes are thrown at once. */
export function parseVendors({ text, place }: { text: string; place: string }): Vendor[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const mistakes: Mistake[] = []
  const at = (offset: number | undefined): string => {
    const { line, col } = lines.linePos(offset ?? 0)
    return `${place}:${line}:${col}`
  }
  for (const problem of [...document.errors, ...document.warnings]) {
    mistakes.push({ place: at(problem.pos[0]), message: problem.message.split('\n')[0] ?? 'Not valid YAML.' })
  }
  const vendors: Vendor[] = []
  const items = isSeq(document.contents) ? document.contents.items : undefined
  if (document.errors.length === 0 && !items) {
    mistakes.push({ place, message: 'A vendors file is a list of entries, each with vendor and kind.' })
  }
  for (const item of mistakes.length === 0 && items ? items : []) {
    const where = at(isMap(item) ? item.range?.[0] : undefined)
    const parsed = Vendor.safeParse(isMap(item) ? item.toJSON() : item)
    if (parsed.success) {
      vendors.push(parsed.data)
      const wrong = badPattern(parsed.data.id)
      if (wrong) mistakes.push({ place: where, message: `id is not a pattern: ${wrong}` })
    } else {
      for (const issue of parsed.error.issues) {
        mistakes.push({ place: where, message: `${issue.path.join('.') || 'entry'}: ${issue.message}` })
      }
    }
  }
  if (mistakes.length > 0) throw new UsageError('bad-rules', mistakes)
  return vendors
}

function badPattern(pattern: string): string {
  try {
    new RegExp(pattern)
    return ''
  } catch (error) {
    return String(error)
  }
}
