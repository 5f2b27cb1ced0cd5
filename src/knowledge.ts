import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { rulesFolder } from './config/installation.ts'
import { readVocabularyTexts } from './config/vocabularies.ts'
import { readVendorsText } from './config/vendors.ts'
import { parseVendors, type Vendor } from './facts/vendors/vendors.ts'
import { z } from 'zod'
import { microConversions, type MicroConversion } from './shared/taxonomy.ts'
import { readYaml } from './config/yaml-file.ts'
import type { Config } from './config/config.ts'
import { parseVocabularies, type Vocabularies } from './facts/vocabulary/vocabulary.ts'
import { parseUnsafeLinks, type IsUnsafe } from './isolation/careful-links.ts'
import { parseCollectors, type Collectors } from './isolation/collectors.ts'
import { JourneyNumbers } from './journey/numbers.ts'
import { parseExpectations, type Expectations } from './rules/expectations.ts'
import { parseRules, type CompiledRule } from './rules/rule-file.ts'
import { readRuleTexts } from './config/rule-files.ts'
import { Weights } from './scoring/weights.ts'
import { digest } from './shared/digest.ts'
import { UsageError } from './shared/errors.ts'
import { nearest } from './shared/nearest.ts'

/** Everything that people write and we read: rules, words, weights. Parsed once, before the first request. */
export interface Knowledge {
  rules: CompiledRule[]
  expectations: Expectations
  weights: Weights
  journey: JourneyNumbers
  vocabularies: Vocabularies
  vendors: Vendor[]
  /** The analytics event that each micro-conversion should send. */
  events: Record<MicroConversion, string>
  collectors: Collectors
  /** Links that do something when they are followed. */
  isUnsafe: IsUnsafe
  /** Of all texts; part of the result, so that two audits can be compared. */
  digest: string
}

/** Reads `rules/`, and the client's own rules beside ours. @throws UsageError with file, line and hint */
export async function readKnowledge(config: Pick<Config, 'rules'>): Promise<Knowledge> {
  const read = async (name: string): Promise<{ place: string; text: string }> => ({
    place: `${basename(rulesFolder)}/${name}`,
    text: await readFile(join(rulesFolder, name), 'utf8'),
  })
  const [expectations, stages, journey, collectors, events, unsafe] = await Promise.all(
    ['expectations.yaml', 'stages.yaml', 'journey.yaml', 'collectors.yaml', 'events.yaml', 'unsafe-links.yaml'].map(
      read,
    ),
  )
  const ruleTexts = [
    ...(await readRuleTexts(rulesFolder)),
    ...(config.rules.folder ? await readRuleTexts(config.rules.folder) : []),
  ]
  const words = await readVocabularyTexts(join(rulesFolder, 'vocabulary'))
  const vendors = await readVendorsText(join(rulesFolder, 'vendors.yaml'))
  const texts = [expectations!, stages!, journey!, collectors!, events!, unsafe!, vendors, ...ruleTexts, ...words]
  const rules = parseRules(ruleTexts)
  return {
    rules: switchedOn(rules, config.rules.off),
    expectations: parseExpectations(expectations!.text, expectations!.place),
    weights: readYaml(stages!.text, stages!.place, Weights, 'bad-rules'),
    journey: readYaml(journey!.text, journey!.place, JourneyNumbers, 'bad-rules'),
    vocabularies: parseVocabularies(words),
    vendors: parseVendors(vendors),
    events: readYaml(events!.text, events!.place, z.record(z.enum(microConversions), z.string()), 'bad-rules'),
    collectors: parseCollectors(collectors!.text),
    isUnsafe: parseUnsafeLinks(unsafe!.text),
    digest: digest(texts.map(({ place, text }) => `${place}\n${text}`).join('\n'), 16),
  }
}

function switchedOn(rules: CompiledRule[], off: Record<string, string>): CompiledRule[] {
  const ids = rules.map(({ rule }) => rule.id)
  const unknown = Object.keys(off).filter((id) => !ids.includes(id))
  if (unknown.length > 0) {
    throw new UsageError(
      'bad-config',
      unknown.map((id) => ({ place: 'rules.off', message: `there is no rule "${id}"`, hint: nearest(id, ids) })),
    )
  }
  return rules.filter(({ rule }) => !(rule.id in off))
}
