import { digest } from '../shared/digest.ts'
import { parseDocument } from '../snapshot/document.ts'
import { emptySnapshot, snapshotSchema, type Snapshot } from '../snapshot/schema.ts'
import type { PageType } from '../shared/taxonomy.ts'
import type { AnyDetector, DetectorInput } from './detector.ts'
import ctaWeights from './ctas/weights.json' with { type: 'json' }
import fieldWeights from './forms/field-weights.json' with { type: 'json' }
import formWeights from './forms/weights.json' with { type: 'json' }
import pageWeights from './page/weights.json' with { type: 'json' }
import { detectors, type FactName, type PageFacts } from './index.ts'
import { treeOf } from './dom/tree.ts'
import type { Vendor } from './vendors/vendors.ts'
import type { Vocabularies } from './vocabulary/vocabulary.ts'
import { lacksStyles } from './dom/styling.ts'
import { createLocator } from './dom/where.ts'

/** What facts are made of: a stored snapshot, or just HTML and its address. */
export interface ExtractInput {
  snapshot?: Snapshot
  url?: string
  html?: string
  vocabularies: Vocabularies
  vendors?: readonly Vendor[]
  /** What the caller knows better than any detector: examples of rules say it. */
  given?: { language?: string; pageType?: PageType }
}

/** What was found on one page. A fact whose source is lacking, or whose detector failed, is absent. */
export interface Extraction {
  facts: PageFacts
  /** Detectors that threw, one sentence each. */
  warnings: string[]
}

/** Runs every detector over one page, each on the same DOM (`shared`, when it was read already). Never throws, whatever the page holds. */
export function extractFacts(input: ExtractInput, shared = readPage(input)): Extraction {
  const { vocabularies, given = {} } = input
  const { snapshot, layout } = shared
  const names = new Map(
    Object.entries(detectors).map(([name, detector]) => [detector as AnyDetector, name as FactName]),
  )
  const facts: Partial<Record<FactName, unknown>> = {}
  const warnings: string[] = []
  let vocabulary = vocabularies.of('')
  const unstyled = lacksStyles(snapshot)
  for (const [detector, name] of names) {
    if (detector.reads === 'layout' && (!layout || unstyled)) continue
    const needs: Record<string, unknown> = {}
    let missing = ''
    for (const [need, needed] of Object.entries((detector.needs ?? {}) as Record<string, AnyDetector>)) {
      const value = facts[names.get(needed)!]
      if (value === undefined) missing = need
      needs[need] = value
    }
    if (missing !== '') continue
    try {
      const value: unknown = detector.detect({ ...shared, vocabulary, facts: needs } as DetectorInput<
        Record<never, never>
      >)
      facts[name] = corrected(name, value, given, vocabularies)
    } catch (error) {
      warnings.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
    if (name === 'language') {
      vocabulary = vocabularies.of((facts.language as PageFacts['language'])?.used ?? given.language ?? '')
    }
  }
  // Each value came from the detector of its name, whose schema the type is made of.
  return { facts: facts as PageFacts, warnings }
}

/** Everything that detectors share about a page but the words of its language. */
export function readPage(input: ExtractInput): Omit<DetectorInput<Record<never, never>>, 'vocabulary' | 'facts'> {
  const { html, layout, ...snapshot } = input.snapshot ?? bareSnapshot(input.url ?? '', input.html ?? '')
  const document = parseDocument(html, { rendered: snapshot.mode !== 'http' })
  const url = URL.parse(snapshot.finalUrl || snapshot.url) ?? new URL('about:blank')
  return {
    ...document,
    url,
    base: baseOf(
      treeOf(document.$)
        .byTag.get('base')
        ?.find(({ attribs }) => 'href' in attribs)?.attribs['href'],
      url,
    ),
    snapshot,
    layout,
    vocabularies: input.vocabularies,
    vendors: input.vendors ?? [],
    where: createLocator(document),
  }
}

/** Digest of the trained models, made when first asked for. */
let models: string | undefined

/** Under which facts are stored: the same key means that computing them again would change nothing. */
export function factsKey(vocabularies: Vocabularies, vendors: readonly Vendor[] = []): string {
  // Asked for each page of a run, always with the same lists.
  const known = keys.get(vocabularies)
  if (known?.vendors === vendors) return known.key
  const versions = Object.entries(detectors).map(([name, detector]) => `${name} ${detector.version}`)
  models ??= digest(JSON.stringify([ctaWeights, fieldWeights, formWeights, pageWeights]), 16)
  const parts = [snapshotSchema, ...versions, models, vocabularies.digest, JSON.stringify(vendors)]
  const key = digest(parts.join('\n'), 16)
  keys.set(vocabularies, { vendors, key })
  return key
}

const keys = new WeakMap<Vocabularies, { vendors: readonly Vendor[]; key: string }>()

function corrected(name: FactName, value: unknown, given: ExtractInput['given'], vocabularies: Vocabularies): unknown {
  if (name === 'language' && given?.language !== undefined) {
    const known = vocabularies.languages.includes(given.language)
    return { ...(value as object), used: given.language, confidence: 1, known }
  }
  if (name === 'page' && given?.pageType !== undefined) {
    return { ...(value as object), type: given.pageType, typeConfidence: 1, typeCues: ['given'] }
  }
  return value
}

function bareSnapshot(url: string, html: string): Snapshot {
  const target = { url, key: url, mode: 'http', generation: 0, depth: 0, source: 'start' } as const
  return { ...emptySnapshot(target), status: 200, bytes: html.length, html }
}

function baseOf(href: string | undefined, url: URL): URL {
  if (href === undefined) return url
  const base = URL.parse(href, url.href)
  return base && /^https?:$/.test(base.protocol) ? base : url
}
