import { detectors } from '../facts/index.ts'
import type { CompiledRule } from './rule-file.ts'

/** What a rule needs to be looked at, the dearest last: markup, a layout, the whole crawl, requests, a lab. */
export const tiers = ['static', 'rendered', 'graph', 'network', 'lab'] as const
export type Tier = (typeof tiers)[number]

const graph = new Set(['journey', 'wayOn', 'site', 'pages'])
const network = new Set(['tags', 'requests'])

/** The dearest tier of the facts that a rule's checks use, and what it shows. */
export function tierOf({ rule, uses, when }: CompiledRule): Tier {
  // Nearly every "when" asks the journey for the host's role; that alone makes no rule about the journey.
  const all = new Set([...uses, ...when.uses.filter((name) => name !== 'journey')])
  const some = (test: (name: string) => boolean): boolean => [...all].some(test)
  if (some((name) => name.startsWith('lab'))) return 'lab'
  if (some((name) => network.has(name))) return 'network'
  if (rule.scope === 'site' || some((name) => graph.has(name))) return 'graph'
  return some(needsLayout) ? 'rendered' : 'static'
}

function needsLayout(name: string): boolean {
  return Object.entries(detectors).some(([fact, { reads }]) => fact === name && reads === 'layout')
}
