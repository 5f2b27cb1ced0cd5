import { formStep } from '../facts/offers/steps.ts'
import type { PageSummary, SiteFacts } from '../journey/site-facts.ts'
import type { FormPurpose, MicroConversion, Profile } from '../shared/taxonomy.ts'
import { fillBlanks } from './blanks.ts'
import { likelyType, pageDoubt, siteDoubt, unreadableSite, type PageHead, type Unseen } from './doubt.ts'
import { flat, pageEvidence, siteEvidence } from './evidence.ts'
import { isExpected, type Expectations } from './expectations.ts'
import { isExpressionError, type Language } from './expression.ts'
import { pageLanguage, siteLanguage, type Asked } from './languages.ts'
import type { CompiledRule } from './rule-file.ts'
import type { Rule, Verdict, VerdictState } from './schema.ts'

/** What is known or assumed of the site that is judged. */
export interface JudgeContext {
  profiles: readonly Profile[]
  trade: string
  expectations: Expectations
  /** Languages with a vocabulary: on a site with pages in others, nothing is called missing. All when not given. */
  languages?: readonly string[]
}

/** One page, ready to be judged. A fact that could not be made is left out, and rules that need it are `unknown`. */
export interface JudgedPage {
  url: string
  template: string
  rendered: boolean
  /** Documentation, help and app hosts owe no sales step. */
  hostRole: PageSummary['hostRole']
  facts: Record<string, unknown>
}

interface Judgement {
  state: VerdictState
  message: string
  evidence: Verdict['evidence']
}

const skipped: Judgement = { state: 'skip', message: '', evidence: [] }
const passed: Judgement = { state: 'pass', message: '', evidence: [] }

function unknown(message: string): Judgement {
  return { state: 'unknown', message, evidence: [] }
}

/** What every page rule says of one page; a rule about forms speaks once for each step that a form of the page serves. */
export function judgePage(rules: readonly CompiledRule[], page: JudgedPage, context: JudgeContext): Verdict[] {
  const language = pageLanguage()
  const facts = wrapFacts(language, page.facts)
  const head = page.facts['page'] as PageHead | undefined
  const type = head && likelyType(head)
  const asked = askedOfPage(page, context)
  return rules
    .filter(({ rule }) => rule.scope === 'page')
    .flatMap((compiled) => {
      const { rule } = compiled
      const say = (microConversion: Verdict['microConversion'], judgement: Judgement): Verdict => ({
        rule: rule.id,
        url: page.url,
        template: page.template,
        microConversion,
        ...judgement,
      })
      const own = rule['micro-conversion'] ?? 'none'
      if (!fits(rule, context.profiles) || compiled.isAskedOn?.(page.url) === false) return [say(own, skipped)]
      if (rule['page-types'].length > 0) {
        if (!type) return [say(own, unknown(lacks(['page'])))]
        if (!rule['page-types'].includes(type)) return [say(own, skipped)]
      }
      if (rule.about !== 'forms') return [say(own, judgeFacts(compiled, facts, asked, page))]
      const groups = groupForms(facts['forms'])
      if (!groups) return [say('none', unknown('The forms of this page could not be read.'))]
      if (groups.size === 0) return [say('none', skipped)]
      return [...groups].map(([step, forms]) =>
        say(
          step,
          judgeFacts(
            compiled,
            Object.create(facts, { forms: { value: forms } }) as Record<string, unknown>,
            asked,
            page,
          ),
        ),
      )
    })
}

/** What every site rule says of the whole site. */
export function judgeSite(
  rules: readonly CompiledRule[],
  site: SiteFacts,
  pages: readonly PageSummary[],
  context: JudgeContext,
): Verdict[] {
  const language = siteLanguage()
  const facts = wrapFacts(language, { site, pages })
  const unreadable = unreadableSite(site, pages, context.languages)
  const asked = askedOfSite(context)
  return rules
    .filter(({ rule }) => rule.scope === 'site')
    .map((compiled) => {
      const { rule } = compiled
      const judgement = fits(rule, context.profiles) ? judgeWhole(compiled, facts, asked, unreadable) : skipped
      return { rule: rule.id, url: '', template: '', microConversion: rule['micro-conversion'] ?? 'none', ...judgement }
    })
}

/** Answers of the functions of expressions for one page. */
export function askedOfPage(page: JudgedPage, context: JudgeContext): Asked {
  const head = page.facts['page'] as PageHead | undefined
  const type = head && likelyType(head)
  return {
    ...askedOfSite(context),
    isExpectedHere: (microConversion) =>
      type !== undefined &&
      owesSteps(page.hostRole) &&
      isExpected(context.expectations, { ...context, page: type, microConversion }),
  }
}

/** Answers of the functions of expressions for the whole site. */
export function askedOfSite(context: JudgeContext): Asked {
  return {
    profiles: context.profiles,
    isExpectedHere: () => false,
    isExpectedOnSite: (microConversion) =>
      isExpected(context.expectations, { ...context, page: 'site', microConversion }),
  }
}

/** Facts as expressions need them, each wrapped when the first rule asks for it. */
export function wrapFacts(language: Language<Asked>, facts: Record<string, unknown>): Record<string, unknown> {
  const wrapped: Record<string, unknown> = {}
  for (const name of Object.keys(language.names)) {
    const value = facts[name]
    if (value === undefined) continue
    Object.defineProperty(wrapped, name, {
      configurable: true,
      enumerable: true,
      get() {
        const made = name === 'site' ? wrapSite(language, value as object) : language.wrap(name, value)
        Object.defineProperty(wrapped, name, { value: made, enumerable: true })
        return made
      },
    })
  }
  return wrapped
}

/** One site's facts go with each of its pages; for each language they are wrapped once. */
const wrappedSites = new WeakMap<Language<Asked>, WeakMap<object, unknown>>()

function wrapSite(language: Language<Asked>, site: object): unknown {
  const known = wrappedSites.get(language) ?? new WeakMap<object, unknown>()
  wrappedSites.set(language, known)
  const made = known.get(site) ?? language.wrap('site', site)
  known.set(site, made)
  return made
}

/** A rule for some profiles is asked only of sites that have one of them. */
export function fits(rule: Rule, profiles: readonly Profile[]): boolean {
  return rule.profiles.length === 0 || rule.profiles.some((profile) => profiles.includes(profile))
}

/** Documentation, help and app hosts owe no sales step. */
export function owesSteps(role: JudgedPage['hostRole']): boolean {
  return role !== 'docs' && role !== 'help' && role !== 'app'
}

/** Forms of a page by the step that each serves; undefined when they could not be read. */
export function groupForms(forms: unknown): Map<MicroConversion | 'none', unknown[]> | undefined {
  if (forms === undefined) return undefined
  const list = forms as { purpose: FormPurpose }[]
  return Map.groupBy(list, ({ purpose }) => formStep[purpose])
}

function judgeFacts(compiled: CompiledRule, facts: Record<string, unknown>, asked: Asked, page: JudgedPage): Judgement {
  const head = page.facts['page'] as PageHead | undefined
  if (head?.challenge) return unknown('A bot challenge stood in front of this page.')
  if (head?.softNotFound) return skipped
  return judge(compiled, facts, asked, pageLanguage(), {
    doubt: (failed) => pageDoubt(compiled, failed, page),
    evidence: (things, sentence) => pageEvidence(things, page.url, sentence, facts),
  })
}

function judgeWhole(compiled: CompiledRule, facts: Record<string, unknown>, asked: Asked, unseen: Unseen): Judgement {
  return judge(compiled, facts, asked, siteLanguage(), {
    doubt: (failed) => (failed ? siteDoubt(compiled, unseen) : ''),
    evidence: (things, sentence) => siteEvidence(things, sentence, facts),
  })
}

interface Scope {
  /** Why this outcome could not be believed here; empty when it can. */
  doubt(failed: boolean): string
  evidence(things: readonly unknown[], sentence: string): Verdict['evidence']
}

function judge(
  compiled: CompiledRule,
  facts: Record<string, unknown>,
  asked: Asked,
  language: Language<Asked>,
  scope: Scope,
): Judgement {
  const { when, checks, show } = compiled
  try {
    const missing = when.uses.filter((name) => facts[name] === undefined)
    if (missing.length > 0) return unknown(lacks(missing))
    if (language.run(when, facts, asked) !== true) return skipped
    const lacking = compiled.uses.filter((name) => facts[name] === undefined)
    if (lacking.length > 0) return unknown(lacks(lacking))
    const failed = checks.find(({ expect }) => language.run(expect, facts, asked) !== true)
    const doubt = scope.doubt(failed !== undefined)
    if (doubt !== '') return unknown(doubt)
    if (!failed) return passed
    const shown = show ? flat(language.run(show, facts, asked) as unknown[]) : []
    return {
      state: 'fail',
      message: fillBlanks(failed.otherwise, shown, facts),
      evidence: scope.evidence(shown, failed.otherwise),
    }
  } catch (error) {
    if (!isExpressionError(error)) throw error
    return unknown(`The rule could not be worked out on these facts: ${error.message.split('\n')[0]}`)
  }
}

function lacks(names: readonly string[]): string {
  return names.includes('screen') || names.includes('overlays')
    ? 'This page was not laid out as its visitors see it.'
    : `Not known of this page: ${names.join(', ')}.`
}
