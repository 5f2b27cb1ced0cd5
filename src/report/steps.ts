import type { PageFacts } from '../facts/index.ts'
import type { PageSummary, SiteFacts } from '../journey/site-facts.ts'
import { expectationFor, type Expectation, type Expectations } from '../rules/expectations.ts'
import type { SiteScores } from '../scoring/score-site.ts'
import { stageOfUnit } from '../scoring/stage-scores.ts'
import type { UnitTally } from '../scoring/units.ts'
import { compareText } from '../shared/digest.ts'
import type { MicroConversion } from '../shared/taxonomy.ts'
import type { AuditResult } from './result.ts'

const instancesShown = 8

/** What the matrix of steps is made of. */
export interface StepInput {
  pages: readonly { summary: PageSummary; facts: PageFacts }[]
  site: SiteFacts
  scored: SiteScores
  expectations: Expectations
}

/** How a unit stands: friction as soon as one of its rules failed on one page. */
export function statusOf({ pages }: UnitTally): 'offered' | 'friction' | 'missing' | 'unknown' {
  const offered = pages.filter(({ state }) => state === 'offered')
  if (offered.length === 0) return pages.some(({ state }) => state === 'missing') ? 'missing' : 'unknown'
  return offered.some(({ rules }) => rules.some(({ passed }) => !passed)) ? 'friction' : 'offered'
}

/** One line of the matrix: is a step expected of this site, and does it offer it? */
export function microConversionOf(
  id: MicroConversion,
  input: StepInput,
  goals: ReadonlySet<MicroConversion>,
): AuditResult['microConversions'][number] {
  const { pages, site, scored, expectations } = input
  const asked = { profiles: site.profiles, trade: site.trade, microConversion: id }
  const levels: Expectation[] = [
    expectationFor(expectations, { ...asked, page: 'site' }),
    ...site.types.map((page) => expectationFor(expectations, { ...asked, page })),
  ]
  const strongest = levels.reduce((best, next) => (rank(next.level) > rank(best.level) ? next : best))
  const expected = goals.has(id) ? 'must' : strongest.level
  const statuses = scored.units.filter(({ microConversion }) => microConversion === id).map(statusOf)
  const offered = site.offers.includes(id)
  const status = offered
    ? statuses.includes('friction')
      ? 'friction'
      : 'offered'
    : expected === 'no' || expected === 'could'
      ? 'not-applicable'
      : statuses.includes('missing') && site.absenceJudgeable
        ? 'missing'
        : 'unknown'
  const instances = Map.groupBy(
    pages.flatMap(({ summary, facts }) =>
      (facts.offers ?? [])
        .filter(({ microConversion }) => microConversion === id)
        .map((offer) => ({ url: summary.url, how: offer.how, text: offer.text, importance: summary.importance })),
    ),
    ({ how, text }) => `${how}\n${text}`,
  )
  return {
    id,
    stage: stageOfUnit(id, goals),
    expected,
    reason: goals.has(id) ? 'It is what this site is for.' : strongest.reason,
    status,
    instances: [...instances.values()]
      .map((list) => {
        const first = list.toSorted((a, b) => b.importance - a.importance || compareText(a.url, b.url))[0]
        return {
          url: first?.url ?? '',
          how: first?.how ?? '',
          text: first?.text ?? '',
          pages: new Set(list.map(({ url }) => url)).size,
        }
      })
      .toSorted((a, b) => b.pages - a.pages || compareText(a.url, b.url) || compareText(a.text, b.text))
      .slice(0, instancesShown),
    tracked: 'unknown',
    value: null,
  }
}

function rank(level: Expectation['level']): number {
  return ['no', 'could', 'should', 'must'].indexOf(level)
}
