import { isSharedRegion } from './evidence.ts'
import type { Evidence, Verdict } from './schema.ts'

/** Outside of header, menu and footer a thing must stand in this many templates to count as a component. */
const templatesOfComponent = 3

/** The landmark of the shared component that a piece of evidence stands in; empty when it is the page's own. */
export type ComponentOf = (verdict: Verdict, piece: Evidence) => string

/**
 * Finds what pages share: the same rule and anchor in the header, menu or footer of several pages, or elsewhere (a card, a
 * block that repeats) in several templates. A thing without a name is known by its kind only, which is too little for that.
 */
export function findComponents(verdicts: readonly Verdict[]): ComponentOf {
  const seen = new Map<string, { urls: Set<string>; templates: Set<string> }>()
  for (const verdict of verdicts) {
    if (verdict.state !== 'fail') continue
    for (const piece of verdict.evidence) {
      const key = keyOf(verdict, piece)
      const entry = seen.get(key) ?? { urls: new Set(), templates: new Set() }
      entry.urls.add(verdict.url)
      entry.templates.add(verdict.template)
      seen.set(key, entry)
    }
  }
  return (verdict, piece) => {
    const entry = verdict.url === '' || piece.anchor === '' ? undefined : seen.get(keyOf(verdict, piece))
    if (!entry) return ''
    const shared = isSharedRegion(piece.region)
      ? entry.urls.size > 1
      : !piece.anchor.endsWith('/') && entry.templates.size >= templatesOfComponent
    return shared ? piece.region : ''
  }
}

function keyOf({ rule, microConversion }: Verdict, { region, anchor }: Evidence): string {
  return [rule, microConversion, region, anchor].join('\n')
}

/** Where a fail is at home: the page's own content, or nothing but components that it shares with others. */
export interface Home {
  own: boolean
  components: readonly string[]
}

/** Tells a fail of the page itself from one that stands wholly in what pages share. */
export function homeOf(verdict: Verdict, componentOf: ComponentOf): Home {
  const homes = verdict.evidence.map((piece) => componentOf(verdict, piece))
  return {
    own: homes.length === 0 || homes.includes(''),
    components: [...new Set(homes)].filter((home) => home !== ''),
  }
}
