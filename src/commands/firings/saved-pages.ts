import { urlKey } from '../../discover/url-identity.ts'
import type { PageFacts } from '../../facts/index.ts'
import { guessProfile, guessTrade } from '../../journey/profile.ts'
import type { SeenPage } from '../../journey/seen-page.ts'
import type { Knowledge } from '../../knowledge.ts'
import { judgePage } from '../../rules/judge.ts'
import type { CompiledRule } from '../../rules/rule-file.ts'
import { firingKey, type Firing } from './firing.ts'
import { factsOfPages } from './page-facts.ts'
import type { SavedPage } from './sources.ts'

/** What is assumed of a saved page. */
export const assumptions =
  'Saved pages are judged one by one as if each were rendered: the profile is guessed from the page, nothing is known of layout,\n' +
  'and rules that ask for the journey or for the rest of the site say nothing.\n'

/** Where these rules fire on saved pages. */
export async function firingsOfPages(
  pages: readonly SavedPage[],
  rules: readonly CompiledRule[],
  knowledge: Knowledge,
  cache: string,
): Promise<Firing[]> {
  const firings: Firing[] = []
  for await (const { page, facts } of factsOfPages(pages, knowledge, cache)) {
    firings.push(...judgeAlone(page, facts, rules, knowledge))
  }
  return firings
}

function judgeAlone(
  { url, file, site }: SavedPage,
  facts: PageFacts,
  rules: readonly CompiledRule[],
  { vocabularies, expectations, journey }: Knowledge,
): Firing[] {
  const key = urlKey(url)
  const { host } = new URL(url)
  const page: SeenPage = { key, url, facts, rendered: true, depth: 0, host, hostRole: 'main', template: '' }
  const { profiles } = guessProfile([page], [], journey, vocabularies)
  const trade = guessTrade([page], undefined, journey, profiles, vocabularies)
  const byId = new Map(rules.map((compiled) => [compiled.rule.id, compiled]))
  return judgePage(rules, page, { profiles, trade, expectations, languages: vocabularies.languages })
    .filter(({ state }) => state === 'fail')
    .map(({ rule, message, evidence: [first] }) => {
      const compiled = byId.get(rule)!
      const { review, confidence } = compiled.rule
      return {
        key: firingKey(compiled, { site, place: '', thing: `${key}\n${first?.anchor ?? ''}` }),
        rule,
        verdict: review || confidence === 'low' ? 'review' : 'fail',
        site,
        template: '',
        url,
        message: first?.whole ?? message,
        snippet: first?.snippet ?? '',
        selector: first?.selector ?? '',
        node: first?.node ?? 0,
        pages: 1,
        sample: [],
        assumed: { profiles, trade },
        from: { file },
        picture: { key: '', box: [] },
      }
    })
}
