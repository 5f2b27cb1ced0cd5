import { z } from 'zod'
import { compareText } from '../shared/digest.ts'
import type { SeenPage } from './seen-page.ts'

export const SamePreview = z
  .object({
    what: z.enum(['title', 'image']),
    value: z.string(),
    pages: z.int().describe('Pages that share it'),
    of: z.int().describe('Pages that were compared'),
    sample: z.array(z.string()),
  })
  .meta({ id: 'SamePreview' })
export type SamePreview = z.infer<typeof SamePreview>

/** Pages that people pass on, each with something of its own to show. */
const passedOn = new Set<string>(['article', 'product', 'service', 'case-study'])
const sampled = 3

/** What previews of shared links have in common, over articles, products, services and cases: the most frequent title and picture. */
export function samePreviews(pages: readonly SeenPage[]): SamePreview[] {
  const compared = pages.filter(
    ({ facts }) =>
      passedOn.has(facts.page?.type ?? '') && facts.page?.indexable === true && facts.page.isHome === false,
  )
  const read = {
    title: ({ facts }: SeenPage): string => facts.share?.openGraph.title || facts.share?.twitter.title || '',
    image: ({ facts }: SeenPage): string => facts.share?.previewImage ?? '',
  }
  return (['title', 'image'] as const).flatMap((what) => {
    const byValue = new Map<string, string[]>()
    for (const page of compared) {
      const value = read[what](page)
      if (value !== '') byValue.set(value, [...(byValue.get(value) ?? []), page.url])
    }
    const [value, urls] = [...byValue].toSorted(([a, x], [b, y]) => y.length - x.length || compareText(a, b))[0] ?? []
    if (value === undefined || !urls || urls.length < 2) return []
    const sample = urls.toSorted(compareText).slice(0, sampled)
    return [{ what, value: value.slice(0, 300), pages: urls.length, of: compared.length, sample }]
  })
}
