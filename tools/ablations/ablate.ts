import type { Element } from 'domhandler'
import type { Knowledge } from '../../src/knowledge.ts'
import type { CompiledRule } from '../../src/rules/rule-file.ts'
import type { PageDocument } from '../../src/snapshot/document.ts'
import type { Snapshot } from '../../src/snapshot/schema.ts'
import { faults, withoutLinks } from './faults.ts'
import { leversOf, thingsOf, type Levers } from './levers.ts'
import { madeStep } from './made-steps.ts'
import { stepsInContent, withMarkup, without } from './markup.ts'
import { bestOf, changedSite, judgeWhole, pageStates, type Judged, type TestSite } from './site.ts'

/** What came of taking a step out of one site, or of putting one in. */
export interface Ablation {
  rule: string
  site: string
  kind: TestSite['kind']
  way: 'taken out' | 'put in'
  /** untried: the rule asks nothing of this site, or the step can't be taken out of it. */
  outcome: 'right' | 'wrong' | 'unknown' | 'untried'
  reason: string
  /** What other rules said that they had not said before, as `rule` or `rule (depends)`. */
  others: string[]
}

/** Things lie under things: each round takes out what the one before laid open. */
const mostRounds = 10

/** Takes the step out where a rule passes, puts one in where it fires, and looks whether the rule notices. */
export async function ablate(
  compiled: CompiledRule,
  site: TestSite,
  before: Judged,
  knowledge: Knowledge,
): Promise<Ablation> {
  const { rule } = compiled
  const verdict = before.siteVerdicts.get(rule.id)
  const told = (
    way: Ablation['way'],
    outcome: Ablation['outcome'],
    reason: string,
    others: string[] = [],
  ): Ablation => ({
    rule: rule.id,
    site: site.name,
    kind: site.kind,
    way,
    outcome,
    reason,
    others,
  })
  const fault = faults[rule.id]
  if (fault && verdict && verdict.state !== 'unknown') {
    const isThere = verdict.state === 'fail'
    const way = isThere ? 'taken out' : 'put in'
    const changed = isThere ? fault.mend(site, before) : fault.make(site, before)
    if (!changed) return told(way, 'untried', 'too few pages')
    const after = await judgeWhole(changed, knowledge)
    const { state, message } = after.siteVerdicts.get(rule.id)!
    const isSilent = state === 'pass' || state === 'skip'
    if (isThere ? isSilent : state === 'fail')
      return told(way, 'right', 'the fault', newFails(before, after, compiled, knowledge))
    if (!isThere && state === 'skip')
      return told(
        way,
        verdict.state === 'skip' ? 'untried' : 'unknown',
        'asks nothing of this site, with the fault or without',
      )
    const asked = verdict.state === 'skip' ? 'untried' : 'wrong'
    return told(way, state === 'unknown' ? 'unknown' : asked, `${state} with the fault ${way}; ${message}`)
  }
  const levers = leversOf(compiled)
  if (!levers && !fault) return told('taken out', 'untried', 'its checks name nothing that can be taken out')
  if (!verdict || verdict.state === 'skip') return told('taken out', 'untried', 'asks nothing of this site')
  if (verdict.state === 'unknown' || !levers) return told('taken out', 'unknown', verdict.message)

  if (verdict.state === 'fail') {
    const made = madeStep(levers, rule['micro-conversion'], knowledge.vocabularies.files, languageOf(before))
    if (!made) return told('put in', 'untried', 'there is no made example of what it misses')
    const changed = putIn(site, made.markup)
    if (!changed) return told('put in', 'untried', 'the start page could not be changed')
    const after = await judgeWhole(changed, knowledge)
    const { state, message } = after.siteVerdicts.get(rule.id)!
    const others = newFails(before, after, compiled, knowledge)
    return state === 'pass'
      ? told('put in', 'right', made.what, others)
      : told(
          'put in',
          state === 'unknown' ? 'unknown' : 'wrong',
          `${state} with a made ${made.what}; ${message}`,
          others,
        )
  }

  const { gone, judged, stuck } = await takeOut(site, before, levers, knowledge)
  if (gone === 0) return told('taken out', 'untried', `passes, and nothing was found that makes it pass`)
  const { state, message } = judged.siteVerdicts.get(rule.id)!
  const others = newFails(before, judged, compiled, knowledge)
  if (state === 'fail') return told('taken out', 'right', `${gone} things`, others)
  if (state === 'unknown') return told('taken out', 'unknown', message, others)
  if (state === 'skip') return told('taken out', 'untried', 'asks nothing of the site without the step', others)
  return told(
    'taken out',
    stuck ? 'untried' : 'wrong',
    `still passes after ${gone} things were taken out${stuck}`,
    others,
  )
}

/** The site without anything that makes a rule pass. */
async function takeOut(
  site: TestSite,
  before: Judged,
  levers: Levers,
  knowledge: Knowledge,
): Promise<{ gone: number; judged: Judged; stuck: string }> {
  let current = site
  let judged = before
  let gone = 0
  const types = new Set<string>(levers.types)
  const pages = before.summaries.filter(
    ({ type, url, depth }) => types.has(type) && depth > 0 && url !== site.crawl.startKey,
  )
  if (pages.length > 0) {
    current = withoutPages(current, before, new Set(pages.map(({ url }) => url)))
    gone += pages.length
    judged = await judgeWhole(current, knowledge)
  }
  for (let round = 0; round < mostRounds; round++) {
    const changed = judged.pageFacts.flatMap(({ key, url, facts }): Snapshot[] => {
      const snapshot = bestOf(current, key)
      const isHome = facts.page?.isHome === true
      const things = thingsOf(facts, levers, isHome && levers.homeSteps ? strongSteps(judged, url) : [])
      const also =
        isHome && levers.homeSteps && round === 0
          ? stepsInContent
          : marksData(levers) && round === 0
            ? dataInMarkup
            : undefined
      if (!snapshot || (things.length === 0 && !also)) return []
      const less = without(snapshot, things, also)
      if (also && less) gone += 1
      gone += things.length
      return less ? [less] : []
    })
    if (changed.length === 0) break
    current = changedSite(current, { changed })
    judged = await judgeWhole(current, knowledge)
  }
  const left = judged.pageFacts.flatMap(({ facts }) => thingsOf(facts, levers))
  return { gone, judged, stuck: left.length > 0 ? `; left: ${left[0]?.snippet.slice(0, 120)}` : '' }
}

function strongSteps({ summaries }: Judged, url: string): { to: string; text: string }[] {
  return (summaries.find((page) => page.url === url)?.nextSteps ?? []).filter(({ strength }) => strength === 'strong')
}

/** Whether what a rule asks for may also stand in structured data. */
function marksData({ contacts, reasons, any }: Levers): boolean {
  return contacts.length + reasons.length + any.length > 0
}

function dataInMarkup({ $ }: PageDocument): Element[] {
  $('[itemprop], [itemtype], [typeof]')
    .removeAttr('itemprop')
    .removeAttr('itemtype')
    .removeAttr('itemscope')
    .removeAttr('typeof')
  return $('script[type="application/ld+json"]').toArray() as Element[]
}

/** Without these pages and without the links to them. */
function withoutPages(site: TestSite, judged: Judged, urls: ReadonlySet<string>): TestSite {
  const without = judged.pageFacts.filter(({ url }) => urls.has(url)).map(({ key }) => key)
  return changedSite(withoutLinks(site, judged, urls), { without })
}

function putIn(site: TestSite, markup: string): TestSite | undefined {
  const snapshot = bestOf(site, site.crawl.startKey)
  return snapshot && changedSite(site, { changed: [withMarkup(snapshot, markup)] })
}

function languageOf({ summaries }: Judged): string {
  return summaries.find(({ depth }) => depth === 0)?.language ?? summaries[0]?.language ?? 'en'
}

/** Rules that fire now and did not before; those of the same step or the same facts are marked. */
function newFails(before: Judged, after: Judged, compiled: CompiledRule, knowledge: Knowledge): string[] {
  const fired = new Set<string>()
  for (const [id, { state }] of after.siteVerdicts) {
    if (state === 'fail' && before.siteVerdicts.get(id)?.state !== 'fail') fired.add(id)
  }
  const states = pageStates(before, knowledge.rules)
  for (const [place, state] of pageStates(after, knowledge.rules)) {
    if (state === 'fail' && states.get(place) !== 'fail') fired.add(place.split(' ', 1)[0]!)
  }
  fired.delete(compiled.rule.id)
  const literals = new Set(literalsOf(compiled))
  return [...fired].toSorted().map((id) => {
    const other = knowledge.rules.find(({ rule }) => rule.id === id)!
    return literalsOf(other).some((literal) => literals.has(literal)) ? `${id} (depends)` : id
  })
}

function literalsOf({ rule, when, checks }: CompiledRule): string[] {
  const step = rule['micro-conversion']
  return [...when.literals, ...checks.flatMap(({ expect }) => expect.literals), ...(step ? [step] : [])]
}
