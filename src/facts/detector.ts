import type { z } from 'zod'
import type { PageDocument } from '../snapshot/document.ts'
import type { Layout, Snapshot } from '../snapshot/schema.ts'
import type { Locate } from './dom/where.ts'
import type { Vendor } from './vendors/vendors.ts'
import type { Vocabularies, Vocabulary } from './vocabulary/vocabulary.ts'

/** What a detector may look at: one page, its one DOM, and the facts that it named in `needs`. */
export interface DetectorInput<Needs extends Record<string, AnyDetector>> extends PageDocument {
  /** Address of the page after redirects. */
  url: URL
  /** What relative links start from (`<base href>`). */
  base: URL
  /** Everything but the HTML: status, headers, requests, frames, consent. */
  snapshot: Omit<Snapshot, 'html' | 'layout'>
  /** Present only in rendered snapshots; a detector with `reads: 'layout'` is only called with one. */
  layout: Layout | undefined
  /** Words of the page's language; for a language that we can't read, one that finds nothing (`known` is false). */
  vocabulary: Vocabulary
  /** The words of all languages. */
  vocabularies: Vocabularies
  /** Services that we can recognise: `rules/vendors.yaml`. */
  vendors: readonly Vendor[]
  /** Where an element is, for people and for stable ids. */
  where: Locate
  facts: { [Name in keyof Needs]: z.infer<Needs[Name]['schema']> }
}

export interface Detector<Schema extends z.ZodType, Needs extends Record<string, AnyDetector>> {
  /** Raise when the output changes for some page. */
  version: number
  /**
   * `html`: any snapshot. `layout`: only rendered ones whose style sheets arrived.
   * A fact whose source is lacking is absent, and a rule that mentions it is `unknown`.
   */
  reads: 'html' | 'layout'
  needs?: Needs
  schema: Schema
  detect(input: DetectorInput<Needs>): z.infer<Schema>
}

// oxlint-disable-next-line typescript/no-explicit-any -- a list of detectors can't name each one's needs
export type AnyDetector = Detector<z.ZodType, any>

/** Says what a detector is; the schema is the contract for TypeScript, CEL, JSON Schema and the reference page alike. */
export function defineDetector<
  Schema extends z.ZodType,
  Needs extends Record<string, AnyDetector> = Record<never, never>,
>(detector: Detector<Schema, Needs>): Detector<Schema, Needs> {
  return detector
}
