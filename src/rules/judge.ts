import type { PageSummary, SiteFacts } from '../journey/site-facts.ts'
import {
  microConversions,
  type FormPurpose,
  type MicroConversion,
  type PageType,
  type Profile,
} from '../shared/taxonomy.ts'
import { fillBlanks } from './blanks.ts'
import { flat, pageEvidence, siteEvidence } from './evidence.ts'
import { isExpected, type Expectations } from './expectations.ts'
import { isExpressionError, type Language } from './expression.ts'
import { formStep } from './form-steps.ts'
import { pageLanguage, siteLanguage, type Asked } from './languages.ts'
import type { CompiledRule } from './rule-file.ts'
import type { Rule, Verdict, VerdictState } from './schema.ts'

/** What is known or assumed of the site that is judged. */
export interface JudgeContext {
  profiles: readonly Profile[]
  trade: string
  expectations: Expectations
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
  const head = page.facts['page'] as { type: PageType } | undefined
  const asked: Asked = {
    profiles: context.profiles,
    isExpectedHere: (microConversion) =>
      head !== undefined &&
      owesSteps(page.hostRole) &&
      isExpected(context.expectations, { ...context, page: head.type, microConversion }),
    isExpectedOnSite: (microConversion) =>
      isExpected(context.expectations, { ...context, page: 'site', microConversion }),
  }
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
      if (!fits(rule, context.profiles)) return [say(own, skipped)]
      if (rule['page-types'].length > 0) {
        if (!head) return [say(own, unknown(lacks(['page'])))]
        if (!rule['page-types'].includes(head.type)) return [say(own, skipped)]
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
  const asked: Asked = {
    profiles: context.profiles,
    isExpectedHere: () => false,
    isExpectedOnSite: (microConversion) =>
      isExpected(context.expectations, { ...context, page: 'site', microConversion }),
  }
  return rules
    .filter(({ rule }) => rule.scope === 'site')
    .map((compiled) => {
      const { rule } = compiled
      const judgement = fits(rule, context.profiles) ? judgeWhole(compiled, facts, asked, site) : skipped
      return { rule: rule.id, url: '', template: '', microConversion: rule['micro-conversion'] ?? 'none', ...judgement }
    })
}

/** One site's facts go with each of its pages; they are wrapped once. */
const wrappedSites = new WeakMap<object, unknown>()

/** Facts as expressions need them, each wrapped when the first rule asks for it. */
function wrapFacts(language: Language<Asked>, facts: Record<string, unknown>): Record<string, unknown> {
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

function wrapSite(language: Language<Asked>, site: object): unknown {
  const made = wrappedSites.get(site) ?? language.wrap('site', site)
  wrappedSites.set(site, made)
  return made
}

function fits(rule: Rule, profiles: readonly Profile[]): boolean {
  return rule.profiles.length === 0 || rule.profiles.some((profile) => profiles.includes(profile))
}

function owesSteps(role: JudgedPage['hostRole']): boolean {
  return role !== 'docs' && role !== 'help' && role !== 'app'
}

function groupForms(forms: unknown): Map<MicroConversion | 'none', unknown[]> | undefined {
  if (forms === undefined) return undefined
  const list = forms as { purpose: FormPurpose }[]
  return Map.groupBy(list, ({ purpose }) => formStep[purpose])
}

interface PageHead {
  type: PageType
  challenge: boolean
  softNotFound: boolean
  loginWall: boolean
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

function judgeWhole(compiled: CompiledRule, facts: Record<string, unknown>, asked: Asked, site: SiteFacts): Judgement {
  return judge(compiled, facts, asked, siteLanguage(), {
    doubt: (failed) => (failed ? siteDoubt(compiled, site) : ''),
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
  const { rule, when, checks, show } = compiled
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
    ? 'This page was not laid out in the browser.'
    : `Not known of this page: ${names.join(', ')}.`
}

interface PageHint {
  source: string
  couldSupply: readonly string[]
  detail: string
}

function pageDoubt(compiled: CompiledRule, failed: boolean, page: JudgedPage): string {
  const { rule } = compiled
  const language = page.facts['language'] as { known: boolean; used: string } | undefined
  // Without its words a page shows neither what it has nor what it lacks.
  if ((rule['needs-words'] || (failed && rule.claims === 'absence')) && language?.known !== true) {
    return `There is no vocabulary for the language of this page${language?.used ? ` (${language.used})` : ''}.`
  }
  if (!failed || rule.claims !== 'absence') return ''
  if (!page.rendered) return 'This page was not rendered, so what is missing from it can’t be told.'
  const head = page.facts['page'] as PageHead | undefined
  if (head?.loginWall) return 'This page shows little but a log-in.'
  const hints = page.facts['hints'] as readonly PageHint[] | undefined
  if (!hints) return 'It is not known what may be hidden on this page.'
  const hint = hints.find(({ couldSupply }) => couldHide(compiled, couldSupply))
  return hint ? `It may be there, but could not be seen: ${hint.detail || hint.source}.` : ''
}

function siteDoubt(compiled: CompiledRule, site: SiteFacts): string {
  if (compiled.rule.claims !== 'absence') return ''
  if (!site.absenceJudgeable)
    return `Too little of the site was seen to call it missing: ${site.absenceBlockers.join('; ')}.`
  return couldHide(compiled, site.hints)
    ? 'It may be there, but could not be seen: something on the site was held or unreadable.'
    : ''
}

/** Whether something unseen could be what a rule misses; a rule without a step of its own may be answered by anything. */
function couldHide({ answeredBy }: CompiledRule, hidden: readonly string[]): boolean {
  if (answeredBy.length === 0) return hidden.length > 0
  return hidden.includes('any') || answeredBy.some((step) => hidden.includes(step))
}
