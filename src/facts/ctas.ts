import type { AnyNode, Element } from 'domhandler'
import { z } from 'zod'
import type { FormPurpose } from '../shared/taxonomy.ts'
import { readableText } from '../snapshot/document.ts'
import { spokenName } from './dom/accessible-name.ts'
import { ctaCandidates, type CtaCandidate } from './ctas/candidates.ts'
import { ctaIntents } from './ctas/intents.ts'
import { ranksOf } from './ctas/ranks.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { forms } from './forms.ts'
import { isWrappedAway } from './forms/wrappers.ts'
import { linkTarget } from './links.ts'
import { isNamedByHeadline } from './links/names.ts'
import { page } from './page.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { Where } from './dom/where.ts'

export { ctaIntents } from './ctas/intents.ts'

export const Cta = z
  .object({
    text: z.string().describe('What a visitor reads, or the accessible name'),
    intent: z.enum(ctaIntents),
    element: z.enum(['link', 'button', 'submit']),
    href: z.string().describe('Absolute address; empty for buttons'),
    target: z
      .enum(['page', 'same-page', 'other-site', 'phone', 'mail', 'messenger', 'file', 'script', 'dead'])
      .describe('What it leads to'),
    rank: z
      .enum(['primary', 'secondary', 'text', 'unknown'])
      .describe('By what the eye is drawn to; unknown without layout'),
    guess: z.boolean().describe('The rank is a best guess made without layout'),
    vague: z.boolean().describe('Its whole label says nothing of what happens (more, click here, send)'),
    count: z.int().describe('How many like it stand on the page (repeated cards)'),
    where: Where,
  })
  .meta({ id: 'Cta' })
export type Cta = z.infer<typeof Cta>

const limit = 150

/** What the page asks its visitor to do, in document order, repeated cards folded; the first of the most striking is primary. */
export const ctas = defineDetector({
  version: 5,
  reads: 'html',
  needs: { forms, page },
  schema: z
    .array(Cta)
    .describe(
      'What the page asks its visitor to do, in document order, repeated cards folded; the first of the most striking is primary.',
    ),
  detect(input) {
    const candidates = ctaCandidates(input, purposesOf(input))
    const ranks = ranksOf(candidates, input.facts.page.type, input)
    const folded = new Map<string, Cta>()
    candidates.forEach((candidate, index) => {
      const { element, text, intent, kind, region, where } = candidate
      const rank = ranks[index] ?? 'unknown'
      const vague = isVague(element, text, input)
      const key = `${text.toLowerCase()} ${intent} ${kind} ${region} ${rank} ${vague} ${element.attribs['class'] ?? ''}`
      const known = folded.get(key)
      if (known) known.count += 1
      else if (folded.size < limit) {
        folded.set(key, {
          text: text.slice(0, 120),
          intent,
          element: kind,
          ...leadsTo(candidate, input),
          rank,
          guess: !input.layout,
          vague,
          count: 1,
          where,
        })
      }
    })
    return [...folded.values()]
  },
})

/** "More" alone; not where a name for those who hear the page or a headline that leads to the same completes it, nor an answer to a question, nor in a closed dialog. */
function isVague(element: Element, text: string, { $, vocabulary, layout, base }: Input): boolean {
  if (!vocabulary.is('cta.vague', text) || !vocabulary.is('cta.vague', spokenName(element, treeOf($)))) return false
  if (element.name === 'a' && isNamedByHeadline(element, base)) return false
  return !answersQuestion(element, text) && (layout !== undefined || !isWrappedAway(element, element.name))
}

function textIn(node: AnyNode): string {
  if (node.type === 'text') return node.data.trim()
  return 'attribs' in node ? readableText(node as Element, { limit: 500 }).trim() : ''
}

/** One short word right after a question mark: "Yes". */
function answersQuestion(element: Element, text: string): boolean {
  if (text.length > 4) return false
  let node: AnyNode | null = element
  for (let level = 0; node && level < 3; level++, node = node.parent) {
    for (let before: AnyNode | null = node.prev; before; before = before.prev) {
      const words = textIn(before)
      if (words !== '') return /[?？؟]$/.test(words)
    }
  }
  return false
}

type Input = DetectorInput<{ forms: typeof forms; page: typeof page }>

/** The purpose of the form that a control submits, or that a link stands in. */
export function purposesOf(input: Input): (element: Element) => FormPurpose | undefined {
  const elements = tagged(treeOf(input.$), 'form')
  const byForm = new Map<Element, FormPurpose>()
  for (const form of input.facts.forms) {
    const element = form.index < 0 ? undefined : elements[form.index]
    if (element) byForm.set(element, form.purpose)
  }
  return (element) => {
    const owner = input.formOwner(element) ?? formAround(element)
    return owner && byForm.get(owner)
  }
}

/** A link has no form owner; it stands in a form all the same. */
function formAround(element: Element): Element | undefined {
  for (let node = element.parent; node?.type === 'tag'; node = node.parent) {
    if (node.name === 'form') return node as Element
  }
  return undefined
}

const targets = {
  internal: 'page',
  'own-host': 'page',
  external: 'other-site',
  'same-page': 'same-page',
  phone: 'phone',
  mail: 'mail',
  messenger: 'messenger',
  file: 'file',
  script: 'script',
  dead: 'dead',
} as const

function leadsTo({ element, kind }: CtaCandidate, { $, url, base }: Input): Pick<Cta, 'href' | 'target'> {
  const raw = element.attribs['href']
  if (kind !== 'link' || raw === undefined) return { href: '', target: 'script' }
  const { kind: target, href } = linkTarget(element, raw, treeOf($), url, base)
  return { href, target: targets[target] }
}
