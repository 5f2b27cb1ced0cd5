import { z } from 'zod'
import { readYaml } from '../config/yaml-file.ts'
import {
  microConversions,
  pageTypes,
  profiles,
  type MicroConversion,
  type PageType,
  type Profile,
} from '../shared/taxonomy.ts'

export const expectationLevels = ['no', 'could', 'should', 'must'] as const
export type ExpectationLevel = (typeof expectationLevels)[number]

/** Trades that owe something else than firms in general; every other one reads as `general`. */
export const trades = [
  'medical',
  'legal',
  'financial',
  'public',
  'education',
  'church',
  'restaurant',
  'lodging',
  'beauty',
  'fitness',
  'crafts',
  'repair',
  'real-estate',
  'general',
] as const

const Line = z.strictObject({
  step: z.array(z.enum(microConversions)).min(1),
  profiles: z.array(z.enum(profiles)).optional(),
  trades: z.array(z.enum(trades)).optional(),
  on: z.array(z.enum([...pageTypes, 'site'])).optional(),
  level: z.enum(expectationLevels),
  reason: z.string().min(1),
  source: z.string().min(1),
})

/** Lines of `rules/expectations.yaml`, in their order: for each profile the first that fits decides. */
export type Expectations = readonly z.infer<typeof Line>[]

export interface Expectation {
  level: ExpectationLevel
  reason: string
  source: string
}

/** Whom an expectation is asked for; `page` is a page's type, or the site as a whole. */
export interface ExpectationOf {
  profiles: readonly Profile[]
  trade: string
  page: PageType | 'site'
  microConversion: MicroConversion
}

const nobodyAsks: Expectation = { level: 'no', reason: 'Nothing says that this is expected here.', source: 'practice' }

/**
 * What a page (or the site) owes its visitors. Where two profiles hold, the stronger expectation counts; a `no` of a
 * trade stands before everything else because its lines come first and name no profile.
 */
export function expectationFor(expectations: Expectations, of: ExpectationOf): Expectation {
  const profilesHeld: readonly (Profile | '')[] = of.profiles.length > 0 ? of.profiles : ['']
  return profilesHeld
    .map((profile) => lineFor(expectations, profile, of))
    .reduce((best, next) => (rank(next) > rank(best) ? next : best))
}

/** Answers per matrix, for the same question is asked of every page. */
const answered = new WeakMap<Expectations, Map<string, Expectation>>()

function lineFor(expectations: Expectations, profile: Profile | '', of: ExpectationOf): Expectation {
  const trade = trades.find((known) => known === of.trade) ?? 'general'
  const answers = answered.get(expectations) ?? new Map<string, Expectation>()
  answered.set(expectations, answers)
  const key = [profile, trade, of.page, of.microConversion].join(' ')
  const known = answers.get(key)
  if (known) return known
  const line = expectations.find(
    (each) =>
      each.step.includes(of.microConversion) &&
      (!each.profiles || (profile !== '' && each.profiles.includes(profile))) &&
      (!each.trades || each.trades.includes(trade)) &&
      (!each.on || each.on.includes(of.page)),
  )
  const answer = line ? { level: line.level, reason: line.reason, source: line.source } : nobodyAsks
  answers.set(key, answer)
  return answer
}

function rank({ level }: Expectation): number {
  return expectationLevels.indexOf(level)
}

/** Only a must or a should can be missing. */
export function isExpected(expectations: Expectations, of: ExpectationOf): boolean {
  return rank(expectationFor(expectations, of)) >= expectationLevels.indexOf('should')
}

/** Reads the matrix; all mistakes at once. */
export function parseExpectations(text: string, place: string): Expectations {
  return readYaml(text, place, z.array(Line), 'bad-rules')
}
