import type { CompiledRule } from '../../rules/rule-file.ts'
import { ruleForm } from '../../rules/precision.ts'
import { compareText, digest } from '../../shared/digest.ts'

/** One place where a rule said that something is wrong. */
export interface Firing {
  /** Which firing of which form of the rule this is: what a verdict is kept under. */
  key: string
  rule: string
  verdict: 'fail' | 'review'
  /** What its pages have in common: the site of a run; of saved pages the group that their list names, else the domain. */
  site: string
  /** Address pattern of the template; empty for saved pages, and for what is said of the whole site or a shared part. */
  template: string
  url: string
  message: string
  snippet: string
  selector: string
  /** Node number in the page's HTML; 0 when it points at nothing there. */
  node: number
  /** How many pages the finding is about, and some of them. */
  pages: number
  sample: string[]
  /** What was taken for granted of the site; for what is said of a whole site, what is known of it. */
  assumed: Record<string, unknown>
  /** Where the page's HTML is: a saved file, or a stored run. */
  from: { file: string } | { run: string }
  /** What a stored run can show of it; empty otherwise. */
  picture: { key: string; box: number[] }
}

/** The key of a firing: site, place and thing as digests, and the form of the rule. */
export function firingKey(
  compiled: CompiledRule,
  { site, place, thing }: { site: string; place: string; thing: string },
): string {
  const parts = [site, [site, place].join('\n'), [site, place, compiled.rule.id, thing].join('\n')]
  return `${parts.map((part) => digest(part, 8)).join('-')}@${ruleForm(compiled)}`
}

/**
 * At most so many firings, one a site and template, as many sites as there are before a second of any; the same seed draws
 * the same.
 */
export function drawFirings(firings: readonly Firing[], { seed, most }: { seed: string; most: number }): Firing[] {
  const lot = ({ key }: Firing): string => digest(`${seed}\n${key}`, 16)
  const drawn = firings.toSorted((a, b) => compareText(lot(a), lot(b)))
  const places = new Set<string>()
  const perSite = new Map<string, number>()
  const turns = drawn.flatMap((firing) => {
    const place = `${firing.site} ${firing.template}`
    if (places.has(place)) return []
    places.add(place)
    const turn = perSite.get(firing.site) ?? 0
    perSite.set(firing.site, turn + 1)
    return [{ firing, turn }]
  })
  return turns
    .toSorted((a, b) => a.turn - b.turn)
    .map(({ firing }) => firing)
    .slice(0, most)
}
