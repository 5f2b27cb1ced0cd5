import { z } from 'zod'
import { PageSummary, SiteFacts } from '../journey/site-facts.ts'
import type { PageType } from '../shared/taxonomy.ts'
import type { Expectations } from './expectations.ts'
import { emptyValue, layOver, strayKeys } from './fact-types.ts'
import { judgePage, judgeSite, type JudgeContext } from './judge.ts'
import { pageNames } from './languages.ts'
import type { CompiledRule } from './rule-file.ts'
import type { RuleExample, Verdict } from './schema.ts'

/** An example that did not come out as its place in the rule says. */
export interface ExampleFailure {
  rule: string
  file: string
  wanted: 'pass' | 'fail' | 'skip'
  name: string
  message: string
}

/** Facts of a small page; the caller knows where the vocabulary is. */
export type Extract = (page: {
  url: string
  html: string
  /** What detectors would otherwise have to guess from so little HTML. */
  given: { language: string; pageType?: PageType }
}) => Record<string, unknown>

const defaultUrl = 'https://example.test/page'
/** Facts that only a laid-out page has: absent from an example unless it gives them. */
const laidOut = new Set(['screen', 'overlays'])

/** Runs all examples of a rule; nothing comes back when each is as it should be. */
export function runExamples(compiled: CompiledRule, expectations: Expectations, extract: Extract): ExampleFailure[] {
  const { rule } = compiled
  return (['pass', 'fail', 'skip'] as const).flatMap((wanted) =>
    rule.examples[wanted].flatMap((example): ExampleFailure[] => {
      const failure = (message: string): ExampleFailure[] => [
        { rule: rule.id, file: rule.file, wanted, name: example.name, message },
      ]
      const slips = exampleSlips(example)
      if (slips.length > 0) return failure(slips.join('; '))
      const verdicts =
        rule.scope === 'site'
          ? runSite(compiled, example, expectations)
          : runPage(compiled, example, expectations, extract)
      const states = verdicts.map(({ state }) => state).filter((state) => state !== 'skip')
      const right =
        wanted === 'skip'
          ? states.length === 0
          : wanted === 'fail'
            ? states.includes('fail') && !states.includes('unknown')
            : states.length > 0 && states.every((state) => state === 'pass')
      return right ? [] : failure(describe(verdicts))
    }),
  )
}

/** What came of trying a rule's examples. */
export interface ExampleReport {
  rule: string
  failures: ExampleFailure[]
  /** Checks, by their index, that no example fails: nobody would notice if they said the opposite. */
  untried: number[]
}

/** Runs all examples of a rule, and looks whether each of its checks fails on one. */
export function tryExamples(compiled: CompiledRule, expectations: Expectations, extract: Extract): ExampleReport {
  const { rule, checks } = compiled
  const failures = runExamples(compiled, expectations, extract)
  // Of one check it is known already: an example that does not fail as it should is a failure.
  const untried = checks.length < 2 ? [] : checks.flatMap((check, index) => (failsOn(check) ? [] : [index]))
  return { rule: rule.id, failures, untried }

  function failsOn(check: CompiledRule['checks'][number]): boolean {
    const alone = { ...compiled, checks: [check] }
    return rule.examples.fail.some((example) => {
      if (exampleSlips(example).length > 0) return false
      const verdicts =
        rule.scope === 'site' ? runSite(alone, example, expectations) : runPage(alone, example, expectations, extract)
      return verdicts.some(({ state }) => state === 'fail')
    })
  }
}

function describe(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ state, message }) => (message ? `${state}: ${message}` : state)).join('; ')
}

/** Keys and values of written facts that the schemas don't know. */
function exampleSlips(example: RuleExample): string[] {
  const given: [string, z.ZodType | undefined, unknown][] = [
    ...Object.entries(example.facts ?? {}).map(([name, value]): [string, z.ZodType | undefined, unknown] => [
      name,
      pageNames[name],
      value,
    ]),
    ['site', SiteFacts, example.site ?? {}],
    ['pages', z.array(PageSummary), example.pages ?? []],
  ]
  return given.flatMap(([name, schema, value]) => {
    if (!schema) return [`There is no fact called ${name}`]
    const stray = strayKeys(schema, value, name).map((path) => `${path} is no part of the facts`)
    const parsed = schema.safeParse(layOver(schema, emptyValue(schema), value))
    const wrong = parsed.success
      ? []
      : parsed.error.issues.map((issue) => `${name}.${issue.path.join('.')}: ${issue.message}`)
    return [...stray, ...wrong]
  })
}

function contextOf(example: RuleExample, expectations: Expectations): JudgeContext {
  return { profiles: example.page?.profiles ?? [], trade: 'general', expectations }
}

function runPage(
  compiled: CompiledRule,
  example: RuleExample,
  expectations: Expectations,
  extract: Extract,
): Verdict[] {
  const url = example.page?.url ?? defaultUrl
  const language = example.page?.language ?? 'en'
  const facts: Record<string, unknown> = Object.fromEntries(
    Object.entries(pageNames).flatMap(([name, schema]) => (laidOut.has(name) ? [] : [[name, emptyValue(schema)]])),
  )
  if (example.html !== undefined) {
    const pageType = example.page?.type
    Object.assign(facts, extract({ url, html: example.html, given: { language, ...(pageType ? { pageType } : {}) } }))
  }
  facts['hints'] = []
  if (example.html === undefined) lay('page', { indexable: true, zoomable: true, hasMain: true })
  lay('page', { url, ...(example.page?.type ? { type: example.page.type, typeConfidence: 1 } : {}) })
  if (example.html === undefined) lay('language', { declared: language, used: language, known: true, confidence: 1 })
  for (const [name, value] of Object.entries(example.facts ?? {})) lay(name, value)
  const page = { url, template: '/page', rendered: true, hostRole: 'main' as const, facts }
  return judgePage([compiled], page, contextOf(example, expectations))

  function lay(name: string, value: unknown): void {
    const schema = pageNames[name]
    if (schema) facts[name] = layOver(schema, facts[name] ?? emptyValue(schema), value)
  }
}

function runSite(compiled: CompiledRule, example: RuleExample, expectations: Expectations): Verdict[] {
  const profiles = example.page?.profiles ?? []
  const base = { ...(emptyValue(SiteFacts) as SiteFacts), absenceJudgeable: true, profiles }
  const site = layOver(SiteFacts, base, example.site ?? {}) as SiteFacts
  const pages = layOver(z.array(PageSummary), [], example.pages ?? []) as PageSummary[]
  return judgeSite([compiled], site, pages, {
    ...contextOf(example, expectations),
    profiles: site.profiles,
    trade: site.trade,
  })
}
