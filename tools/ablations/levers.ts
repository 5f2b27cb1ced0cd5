import type { Where } from '../../src/facts/dom/where.ts'
import type { PageFacts } from '../../src/facts/index.ts'
import type { CompiledRule } from '../../src/rules/rule-file.ts'
import { microConversions, pageTypes, type MicroConversion, type PageType } from '../../src/shared/taxonomy.ts'

/** What could make a rule about the whole site pass, as its checks name it. */
export interface Levers {
  steps: readonly MicroConversion[]
  types: readonly PageType[]
  contacts: readonly string[]
  reasons: readonly string[]
  /** Conditions that pages tell, and answered questions. */
  tells: readonly string[]
  /** Support for what a page says, for those who look for evidence. */
  support: readonly string[]
  /** Facts of which one is enough. */
  any: readonly ('trust' | 'prices' | 'videos')[]
  /** Strong next steps of the home page. */
  homeSteps: boolean
}

/** Reads a rule's checks; undefined where they ask for something that can't be taken out of a page. */
export function leversOf({ rule, checks }: CompiledRule): Levers | undefined {
  if (rule.claims !== 'absence') return undefined
  const text = checks.map(({ expect }) => expect.source).join('\n')
  const literals = checks.flatMap(({ expect }) => expect.literals)
  const known = <T extends string>(list: readonly T[], asked: boolean): T[] =>
    asked ? list.filter((each) => literals.includes(each)) : []
  const levers: Levers = {
    steps: known(microConversions, /\b(?:offers|here)\b/.test(text)),
    types: known(pageTypes, /\btypes\b/.test(text)),
    contacts: /\bcontacts\b/.test(text) ? literals : [],
    reasons: /\breasons\b/.test(text) ? literals : [],
    tells: /\btells\b/.test(text) ? literals : [],
    support: /\bsupport\b/.test(text) ? literals : [],
    any: (['trust', 'prices', 'videos'] as const).filter((name) => new RegExp(`\\.${name}\\b`).test(text)),
    homeSteps: /\bnextSteps\b/.test(text),
  }
  const some = Object.values(levers).some((value) => (Array.isArray(value) ? value.length > 0 : value))
  return some ? levers : undefined
}

/** What on a page makes the rule pass; `strong`: steps of its content as the journey knows them. */
export function thingsOf(
  facts: PageFacts,
  levers: Levers,
  strong: readonly { to: string; text: string }[] = [],
): Where[] {
  const wheres: Where[] = []
  const add = (list: readonly { where: Where }[] | undefined, wanted: (thing: never) => boolean = () => true): void => {
    for (const thing of list ?? []) if (wanted(thing as never)) wheres.push(thing.where)
  }
  add(facts.offers, ({ microConversion }: { microConversion: MicroConversion }) =>
    levers.steps.includes(microConversion),
  )
  add(facts.contactPoints, ({ kind }: { kind: string }) => levers.contacts.includes(kind))
  add(facts.widgets, ({ kind }: { kind: string }) => levers.contacts.includes(kind))
  add(facts.reasons, ({ kind }: { kind: string }) => levers.reasons.includes(kind))
  add(facts.support, ({ kind }: { kind: string }) => levers.support.includes(kind))
  add(facts.terms, ({ topic }: { topic: string }) => levers.tells.includes(topic))
  if (levers.tells.includes('questions')) add(facts.questions)
  for (const name of levers.any) add(facts[name] as readonly { where: Where }[] | undefined)
  for (const { to, text } of strong) {
    add(facts.ctas, (cta: { href: string; text: string }) => (to !== '' ? cta.href === to : cta.text === text))
    add(facts.links, (link: { href: string }) => to !== '' && link.href === to)
    add(facts.offers, (offer: { href: string; text: string }) => (to !== '' ? offer.href === to : offer.text === text))
    add(facts.forms, (form: { submit: string; heading: string }) => form.submit === text || form.heading === text)
  }
  return wheres
}
