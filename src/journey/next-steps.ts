import type { z } from 'zod'
import type { Cta } from '../facts/ctas.ts'
import { intentStep } from '../facts/offers/steps.ts'
import { microConversionStage, pageTypeStage, type MicroConversion, type Stage } from '../shared/taxonomy.ts'
import type { LinkGraph } from './link-graph.ts'
import { keyOfHref, type KeyOf, type SeenPage } from './seen-page.ts'
import type { NextStep } from './site-facts.ts'

type Step = z.infer<typeof NextStep>

/** Sharing and following lead away from the page's purpose: they are offers, not next steps. */
const asides = new Set<MicroConversion | 'none'>(['none', 'social-share', 'social-follow', 'site-search'])

const mostSteps = 8

/**
 * Steps that a page offers: calls to action and offers of its main content, then its links to pages that serve a stage
 * (strong); header and sticky actions (weak). Strong ones come first, each target once.
 */
export function nextStepsOf(
  page: SeenPage,
  byKey: ReadonlyMap<string, SeenPage>,
  graph: LinkGraph,
  keyOf: KeyOf,
): Step[] {
  const steps = new Map<string, Step>()
  const add = (step: Step): void => {
    const id = step.to ? keyOfHref(step.to, keyOf) || step.to : `here ${step.microConversion}`
    const known = steps.get(id)
    if (id === page.key || (known && (known.strength === 'strong' || step.strength === 'weak'))) return
    steps.set(id, step)
  }
  const stageOf = (href: string, microConversion: MicroConversion | 'none'): Stage | 'none' => {
    const target = byKey.get(keyOfHref(href, keyOf))
    const type = target?.facts.page?.type ?? 'other'
    const stage = pageTypeStage[type]
    return stage !== 'none' ? stage : microConversion === 'none' ? 'none' : microConversionStage[microConversion]
  }

  for (const cta of page.facts.ctas ?? []) {
    const microConversion = intentStep[cta.intent]
    const leads = cta.target === 'page' && byKey.has(keyOfHref(cta.href, keyOf))
    if (
      cta.target === 'dead' ||
      (asides.has(microConversion) && !(microConversion === 'none' && leads && cta.intent === 'other'))
    )
      continue
    add({
      to: cta.href,
      text: cta.text,
      microConversion,
      stage: stageOf(cta.href, microConversion),
      strength: strengthOf(cta),
    })
  }
  for (const offer of page.facts.offers ?? []) {
    if (asides.has(offer.microConversion)) continue
    const strength = isPageContent(offer.where.region) ? 'strong' : 'weak'
    add({
      to: offer.href,
      text: offer.text,
      microConversion: offer.microConversion,
      stage: stageOf(offer.href, offer.microConversion),
      strength,
    })
  }
  for (const link of graph.from.get(page.key) ?? []) {
    const target = byKey.get(link.to)
    const stage = pageTypeStage[target?.facts.page?.type ?? 'other']
    if (!target || stage === 'none' || target.facts.page?.isHome || !isPageContent(link.region)) continue
    add({ to: target.url, text: link.text, microConversion: 'learn-more-click', stage, strength: 'strong' })
  }
  return [...steps.values()]
    .toSorted((a, b) => Number(a.strength === 'weak') - Number(b.strength === 'weak'))
    .slice(0, mostSteps)
}

function strengthOf(cta: z.infer<typeof Cta>): Step['strength'] {
  return isPageContent(cta.where.region) ? 'strong' : 'weak'
}

function isPageContent(region: string): boolean {
  return region === 'main' || region === 'body' || region === 'aside'
}
