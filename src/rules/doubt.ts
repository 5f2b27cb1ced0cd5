import type { PageSummary, SiteFacts } from '../journey/site-facts.ts'
import type { PageType } from '../shared/taxonomy.ts'
import type { JudgedPage } from './judge.ts'
import type { CompiledRule } from './rule-file.ts'

/** What judging itself reads of a page's facts. */
export interface PageHead {
  type: PageType
  typeConfidence: number
  isHome: boolean
  challenge: boolean
  softNotFound: boolean
  loginWall: boolean
}

/** A guess that is more likely wrong than right decides nothing. */
export function likelyType({ type, typeConfidence, isHome }: PageHead): PageType {
  return isHome || typeConfidence >= 0.5 ? type : 'other'
}

interface PageHint {
  source: string
  couldSupply: readonly string[]
  detail: string
}

/** Why a verdict on a page can't be believed; empty when it can. */
export function pageDoubt(compiled: CompiledRule, failed: boolean, page: JudgedPage): string {
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

/** Why nothing of a site can be called missing; empty when it can. And which steps may hide on it. */
export interface Unseen {
  reason: string
  hints: readonly string[]
}

/** What of a site could not be seen or read. */
export function unreadableSite(
  site: SiteFacts,
  pages: readonly PageSummary[],
  known: readonly string[] | undefined,
): Unseen {
  const { hints } = site
  if (!site.absenceJudgeable) {
    return { reason: `Too little of the site was seen to call it missing: ${site.absenceBlockers.join('; ')}.`, hints }
  }
  const foreign = known ? pages.filter(({ language }) => !known.includes(language)) : []
  if (foreign.length === 0) return { reason: '', hints }
  const named = foreign.find(({ language }) => language !== '')?.language
  return { reason: `There is no vocabulary for the language of some pages${named ? ` (${named})` : ''}.`, hints }
}

/** Why a fail of the whole site can't be believed; empty when it can. */
export function siteDoubt(compiled: CompiledRule, { reason, hints }: Unseen): string {
  if (compiled.rule.claims !== 'absence') return ''
  if (reason !== '') return reason
  return couldHide(compiled, hints)
    ? 'It may be there, but could not be seen: something on the site was held or unreadable.'
    : ''
}

/** Whether something unseen could be what a rule misses; a rule without a step of its own may be answered by anything. */
function couldHide({ answeredBy }: CompiledRule, hidden: readonly string[]): boolean {
  if (answeredBy.length === 0) return hidden.length > 0
  return hidden.includes('any') || answeredBy.some((step) => hidden.includes(step))
}
