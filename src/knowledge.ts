import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { rulesFolder } from './config/installation.ts'
import { readVocabularyTexts } from './config/vocabularies.ts'
import { readTrafficText } from './config/traffic-file.ts'
import { readVendorsText } from './config/vendors.ts'
import { parseVendors, type Vendor } from './facts/vendors/vendors.ts'
import { z } from 'zod'
import { microConversions, type MicroConversion } from './shared/taxonomy.ts'
import { readYaml } from './config/yaml-file.ts'
import type { ConfigInput } from './config/config.ts'
import { RuleSettings } from './config/rule-settings.ts'
import { parseVocabularies, type Vocabularies } from './facts/vocabulary/vocabulary.ts'
import { parseUnsafeLinks, type IsUnsafe } from './isolation/careful-links.ts'
import { parseCollectors, type Collectors } from './isolation/collectors.ts'
import { JourneyNumbers } from './journey/numbers.ts'
import { parseTraffic, type Traffic } from './journey/traffic.ts'
import { parseExpectations, type Expectations } from './rules/expectations.ts'
import { parseRules, type CompiledRule, type RuleText } from './rules/rule-file.ts'
import { readClientFolder, readRuleTexts, type ClientFolder } from './config/rule-files.ts'
import { changeRules, type RuleChange } from './rule-changes.ts'
import { Weights } from './scoring/weights.ts'
import { weightsOver } from './scoring/weights-over.ts'
import { digest } from './shared/digest.ts'

/** Everything that people write and we read: rules, words, weights. Parsed once, before the first request. */
export interface Knowledge {
  rules: CompiledRule[]
  /** What the config changed of rules, with its reasons. */
  ruleChanges: RuleChange[]
  /** The client's own rule files: they are judged in a process of their own, which reads them again. */
  foreignRules: readonly RuleText[]
  expectations: Expectations
  weights: Weights
  journey: JourneyNumbers
  /** The client's own visits by page. */
  traffic: Traffic | undefined
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
export async function readKnowledge(config: Pick<ConfigInput, 'rules' | 'traffic'> = {}): Promise<Knowledge> {
  const read = async (name: string): Promise<{ place: string; text: string }> => ({
    place: `${basename(rulesFolder)}/${name}`,
    text: await readFile(join(rulesFolder, name), 'utf8'),
  })
  const [expectations, stages, journey, collectors, events, unsafe] = await Promise.all(
    ['expectations.yaml', 'stages.yaml', 'journey.yaml', 'collectors.yaml', 'events.yaml', 'unsafe-links.yaml'].map(
      read,
    ),
  )
  const settings = RuleSettings.parse(config.rules ?? {})
  const { folder, folders } = settings
  const clients = await Promise.all([...(folder ? [folder] : []), ...folders].map(readClientFolder))
  const foreignRules = clients.flatMap((client) => client.rules.map((file) => ({ ...file, isForeign: true })))
  const ruleTexts: RuleText[] = [...(await readRuleTexts(rulesFolder)), ...foreignRules]
  const words = await readVocabularyTexts(join(rulesFolder, 'vocabulary'))
  const vendors = await readVendorsText(join(rulesFolder, 'vendors.yaml'))
  const texts = [
    expectations!,
    stages!,
    journey!,
    collectors!,
    events!,
    unsafe!,
    vendors,
    ...ruleTexts,
    ...laidOver(clients),
    ...words,
  ]
  const numbers = readYaml(journey!.text, journey!.place, JourneyNumbers, 'bad-rules')
  const visits = config.traffic ? await readTrafficText(config.traffic) : undefined
  const { rules, changes } = changeRules(parseRules(ruleTexts), settings)
  return {
    rules,
    ruleChanges: changes,
    foreignRules,
    // The first line that fits decides, so that a client's come before ours.
    expectations: [
      ...clients.flatMap((client) =>
        client.expectations ? parseExpectations(client.expectations.text, client.expectations.place) : [],
      ),
      ...parseExpectations(expectations!.text, expectations!.place),
    ],
    weights: clients.reduce(
      (weights, { stages: over }) => (over ? weightsOver(weights, over.text, over.place) : weights),
      readYaml(stages!.text, stages!.place, Weights, 'bad-rules'),
    ),
    journey: numbers,
    traffic: visits && parseTraffic(visits.text, visits.place, numbers.traffic),
    vocabularies: parseVocabularies(words),
    vendors: parseVendors(vendors),
    events: readYaml(events!.text, events!.place, z.record(z.enum(microConversions), z.string()), 'bad-rules'),
    collectors: parseCollectors(collectors!.text),
    isUnsafe: parseUnsafeLinks(unsafe!.text),
    digest: digest(texts.map(({ place, text }) => `${place}\n${text}`).join('\n'), 16),
  }
}

function laidOver(clients: readonly ClientFolder[]): { place: string; text: string }[] {
  return clients.flatMap(({ expectations, stages }) => [expectations, stages].filter((file) => file !== undefined))
}
