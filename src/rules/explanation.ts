import type { PageSummary, SiteFacts } from '../journey/site-facts.ts'
import type { MicroConversion } from '../shared/taxonomy.ts'
import { likelyType, type PageHead } from './doubt.ts'
import { expectationFor } from './expectations.ts'
import { askedOfPage, askedOfSite, fits, groupForms, judgePage, judgeSite, owesSteps, wrapFacts } from './judge.ts'
import type { JudgeContext, JudgedPage } from './judge.ts'
import { pageLanguage, siteLanguage } from './languages.ts'
import type { CompiledRule } from './rule-file.ts'
import type { Rule, Verdict } from './schema.ts'
import { labelOf } from './shown-values.ts'
import { flat } from './evidence.ts'
import { traceExpression, type Step, type TraceContext } from './trace.ts'

/** How a rule came to its verdict, step by step. */
export interface Explanation {
  rule: Pick<Rule, 'id' | 'title' | 'scope' | 'kind' | 'severity' | 'claims'> & { as: 'fail' | 'review' }
  subject: { url: string; notes: string[] }
  /** What is asked before any expression: profile, page type, paths. */
  gates: { asks: string; holds: boolean; found: string }[]
  /** One; for a rule about forms one for each step that forms of the page serve. */
  runs: ExplainedRun[]
}

export interface ExplainedRun {
  /** Which forms it is about; empty for a rule about the page or the site. */
  about: string
  when: Step | undefined
  checks: { expect: Step; otherwise: string }[]
  shown: string[]
  verdict: Verdict
}

/** How a rule judged one page. */
export function explainOnPage(compiled: CompiledRule, page: JudgedPage, context: JudgeContext): Explanation {
  const { rule } = compiled
  const head = page.facts['page'] as PageHead | undefined
  const type = head && likelyType(head)
  const language = pageLanguage()
  const facts = wrapFacts(language, page.facts)
  const verdicts = judgePage([compiled], page, context)
  const gates: Explanation['gates'] = [...profileGate(rule, context)]
  if (compiled.isAskedOn) {
    gates.push({ asks: 'paths of the config', holds: compiled.isAskedOn(page.url), found: page.url })
  }
  if (rule['page-types'].length > 0) {
    const holds = type !== undefined && rule['page-types'].includes(type)
    gates.push({ asks: `page type: ${rule['page-types'].join(', ')}`, holds, found: type ?? 'unknown' })
  }
  if (head?.challenge) gates.push({ asks: 'a page of the site', holds: false, found: 'a bot challenge' })
  if (head?.softNotFound)
    gates.push({ asks: 'a page of the site', holds: false, found: 'a page that says it was not found' })
  const traceContext = (given: Record<string, unknown>): TraceContext => ({
    language,
    facts: given,
    asked: askedOfPage(page, context),
    reasonOf: (name, value) => {
      if (name === 'expected' && !owesSteps(page.hostRole)) return `a ${page.hostRole} host owes no step`
      return reasonOf(name, value, context, name === 'expected' ? (type ?? 'other') : 'site')
    },
  })
  const open = gates.every(({ holds }) => holds)
  const groups = rule.about === 'forms' ? groupForms(facts['forms']) : undefined
  return {
    rule: aboutRule(rule),
    subject: { url: page.url, notes: pageNotes(page, type) },
    gates,
    runs: verdicts.map((verdict) => {
      const forms = groups?.get(verdict.microConversion)
      const given = forms ? (Object.create(facts, { forms: { value: forms } }) as Record<string, unknown>) : facts
      const about = forms
        ? `${forms.length === 1 ? '1 form' : `${forms.length} forms`} for ${verdict.microConversion}`
        : ''
      return explainRun(compiled, verdict, about, open, traceContext(given))
    }),
  }
}

/** How a rule judged the whole site. */
export function explainOnSite(
  compiled: CompiledRule,
  site: SiteFacts,
  summaries: readonly PageSummary[],
  context: JudgeContext,
): Explanation {
  const language = siteLanguage()
  const [verdict] = judgeSite([compiled], site, summaries, context)
  const gates = profileGate(compiled.rule, context)
  const traceContext: TraceContext = {
    language,
    facts: wrapFacts(language, { site, pages: summaries }),
    asked: askedOfSite(context),
    reasonOf: (name, value) => reasonOf(name, value, context, 'site'),
  }
  const open = gates.every(({ holds }) => holds)
  return {
    rule: aboutRule(compiled.rule),
    subject: {
      url: site.origin,
      notes: [
        `${site.pages} pages, ${site.renderedPages} of them rendered`,
        `profiles: ${site.profiles.join(', ') || 'none'}`,
        `trade: ${site.trade}`,
        site.absenceJudgeable
          ? 'enough was seen to call something missing'
          : `nothing can be called missing: ${site.absenceBlockers.join('; ')}`,
      ],
    },
    gates,
    runs: verdict ? [explainRun(compiled, verdict, '', open, traceContext)] : [],
  }
}

function explainRun(
  compiled: CompiledRule,
  verdict: Verdict,
  about: string,
  open: boolean,
  context: TraceContext,
): ExplainedRun {
  const { rule } = compiled
  if (!open) return { about, when: undefined, checks: [], shown: [], verdict }
  const when = traceExpression(rule.when, context)
  const checks: ExplainedRun['checks'] = []
  if (when.holds === true) {
    for (const { expect, otherwise } of rule.checks) {
      const step = traceExpression(expect, context)
      checks.push({ expect: step, otherwise })
      if (step.holds !== true) break
    }
  }
  const failed = verdict.state === 'fail'
  const shown =
    failed && compiled.show ? flat(context.language.run(compiled.show, context.facts, context.asked) as unknown[]) : []
  return { about, when, checks, shown: shown.map(labelOf), verdict }
}

function profileGate(rule: Rule, context: JudgeContext): Explanation['gates'] {
  if (rule.profiles.length === 0) return []
  const found = context.profiles.join(', ') || 'none known'
  return [{ asks: `profile: ${rule.profiles.join(', ')}`, holds: fits(rule, context.profiles), found }]
}

function aboutRule({ id, title, scope, kind, severity, claims, review, confidence }: Rule): Explanation['rule'] {
  return { id, title, scope, kind, severity, claims, as: review || confidence === 'low' ? 'review' : 'fail' }
}

function pageNotes(page: JudgedPage, type: string | undefined): string[] {
  const { page: head, language } = page.facts as { page?: PageHead; language?: { used: string; known: boolean } }
  const sure = head && type !== head.type ? `, perhaps ${head.type}` : ''
  return [
    `type: ${type ?? 'unknown'}${sure}`,
    `language: ${language?.used || 'unknown'}${language?.known === false ? ' (no vocabulary)' : ''}`,
    page.rendered ? 'rendered' : 'not rendered',
    ...(page.hostRole === 'main' ? [] : [`host: ${page.hostRole}`]),
  ]
}

/** Why a function of expressions answered as it did. */
function reasonOf(name: string, value: string, context: JudgeContext, page: PageHead['type'] | 'site'): string {
  if (name === 'profile') return `profiles held: ${context.profiles.join(', ') || 'none known'}`
  if (name !== 'expected' && name !== 'expectedOnSite') return ''
  // The name was checked against the list when the rule was read.
  const of = { ...context, page, microConversion: value as MicroConversion }
  const { level, reason, source } = expectationFor(context.expectations, of)
  const profiles = context.profiles.join(' + ') || 'no profile'
  return `${level} (${profiles}, ${page === 'site' ? 'anywhere on the site' : `${page} page`}): ${reason} [${source}]`
}
