import { z } from 'zod'
import { PageSummary, SiteFacts, WayOn } from '../journey/site-facts.ts'
import { microConversions, profiles, type MicroConversion, type Profile } from '../shared/taxonomy.ts'
import { Lab } from '../snapshot/lab.ts'
import { factSchemas } from '../facts/index.ts'
import { createLanguage, type AskFunction, type Language } from './expression.ts'

/** What the functions of expressions answer for: one page, or the site. */
export interface Asked {
  /** Is it a must or a should on this page? Always false in the scope of the site. */
  isExpectedHere(microConversion: MicroConversion): boolean
  /** Is it a must or a should somewhere on the site? */
  isExpectedOnSite(microConversion: MicroConversion): boolean
  profiles: readonly Profile[]
}

const expectedOnSite: AskFunction<Asked> = {
  values: microConversions,
  answer: (value, asked) => asked.isExpectedOnSite(value as MicroConversion),
}
const profile: AskFunction<Asked> = {
  values: profiles,
  answer: (value, asked) => asked.profiles.includes(value as Profile),
}
const expected: AskFunction<Asked> = {
  values: microConversions,
  answer: (value, asked) => asked.isExpectedHere(value as MicroConversion),
}

/** Facts of one page, by the names that rules use: its own, what the journey tells of it, and those of its site. */
export const pageNames: Record<string, z.ZodType> = {
  ...factSchemas,
  journey: PageSummary,
  wayOn: WayOn,
  site: SiteFacts,
  lab: Lab,
}
/** What one page can't know. */
export const siteNames: Record<string, z.ZodType> = {
  site: SiteFacts,
  pages: z.array(PageSummary).describe('Every page that was judged, in short.'),
}

/** Functions that expressions may call with one id. */
export const functionNames = ['expected("…")', 'expectedOnSite("…")', 'profile("…")'] as const

let page: Language<Asked> | undefined
let site: Language<Asked> | undefined

/** The language of rules with `scope: page`; made once. */
export function pageLanguage(): Language<Asked> {
  page ??= createLanguage<Asked>(pageNames, { expected, expectedOnSite, profile })
  return page
}

/** The language of rules with `scope: site`; made once. */
export function siteLanguage(): Language<Asked> {
  site ??= createLanguage<Asked>(siteNames, { expectedOnSite, profile })
  return site
}
