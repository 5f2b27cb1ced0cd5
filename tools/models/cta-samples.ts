import { ctaCandidates } from '../../src/facts/ctas/candidates.ts'
import { drawFeatures } from '../../src/facts/ctas/draw.ts'
import { ctaFeatures, mayBeMain, restFeatures, type CtaFeatures } from '../../src/facts/ctas/features.ts'
import { looksOf } from '../../src/facts/ctas/ranks.ts'
import { purposesOf } from '../../src/facts/ctas.ts'
import { extractFacts, readPage } from '../../src/facts/extract.ts'
import type { Vocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import type { Snapshot } from '../../src/snapshot/schema.ts'

/** Something that a visitor could do on a page. */
export interface Choice {
  text: string
  intent: string
  features: CtaFeatures
  /** What it shares with those that are as much the main action. */
  looks: string[]
  /** 1 when people named it, 0.5 when its words are right and its intent is not. */
  right: number
}
/** One page: its candidates, the last of which is "wants nothing". */
export interface ChoiceSample {
  id: string
  group: string
  set: string
  wanted: string | null
  intent: string | null
  choices: Choice[]
  weight: number
}
/** A page of which people said what it wants most; null when nothing. */
export interface LabelledAction {
  id: string
  group?: string
  url: string
  html?: string
  snapshot?: Snapshot
  primary_cta: string | null
  cta_intent?: string | null
}

/** Other readers, and sites with their legal pages, say three times as often that a page wants nothing: learned apart, and not used. */
export const othersHabit = 'rest: read by others'

/** The choices that a page gives, with what people chose; undefined when nothing is known of the page. */
export function choiceSample(
  page: LabelledAction,
  {
    vocabularies,
    group,
    set,
    weight,
    isOthers = false,
  }: { vocabularies: Vocabularies; group: string; set: string; weight: number; isOthers?: boolean },
): ChoiceSample | undefined {
  const { url, html, snapshot } = page
  const source = {
    vocabularies,
    ...(snapshot ? { snapshot } : { url: url || 'https://page.invalid/', html: html ?? '' }),
  }
  const shared = readPage(source)
  const { forms = [], page: facts, language } = extractFacts(source).facts
  if (!facts) return undefined
  const input = { ...shared, vocabulary: vocabularies.of(language?.used ?? ''), facts: { forms, page: facts } }
  const candidates = ctaCandidates(input, purposesOf(input))
  const drawn = shared.layout && drawFeatures(candidates, facts.type, shared.layout)
  const possible = mayBeMain(candidates, facts.type)
  const { primary_cta: wanted, cta_intent: intent = null } = page
  const choices = ctaFeatures(candidates, facts.type, input).flatMap((features, index): Choice[] => {
    const candidate = candidates[index]!
    if (!possible[index]) return []
    for (const [name, value] of drawn?.[index] ?? []) features.set(name, value)
    const named = wanted !== null && sameWords(candidate.text, wanted)
    const right = named ? (intent === null || intent === candidate.intent ? 1 : 0.5) : 0
    const looks = looksOf(candidate, shared.url)
    return [{ text: candidate.text, intent: candidate.intent, features, looks, right }]
  })
  if (wanted !== null && !choices.some(({ right }) => right > 0)) {
    for (const choice of choices) if (choice.intent === intent) choice.right = 0.5
  }
  const nothing = {
    text: '',
    intent: 'none',
    features: restFeatures(candidates, facts.type),
    looks: [],
    right: +(wanted === null),
  }
  if (isOthers) nothing.features.set(othersHabit, 1)
  return { id: page.id, group, set, wanted, intent, choices: [...choices, nothing], weight }
}

/** Equal but for case and marks, or one within the other. */
export function sameWords(text: string, wanted: string): boolean {
  const [one, other] = [text, wanted].map((words) =>
    words
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
  ) as [string, string]
  return one === other || (Math.min(one.length, other.length) > 3 && (one.includes(other) || other.includes(one)))
}
