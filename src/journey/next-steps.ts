import type { z } from 'zod'
import type { Cta } from '../facts/ctas.ts'
import { intentStep } from '../facts/offers/steps.ts'
import {
  microConversionStage,
  pageTypeStage,
  type MicroConversion,
  type PageType,
  type Stage,
} from '../shared/taxonomy.ts'
import { frameId, placesOf, type Place } from './places.ts'
import type { SeenPage } from './seen-page.ts'
import type { NextStep } from './site-facts.ts'
import type { FindTarget, Target } from './targets.ts'

type Step = z.infer<typeof NextStep>

/** A step with what the graph needs of it and no reader does. */
export interface GraphStep extends Step {
  /** Key of the page that it leads to; empty when it happens here or on somebody else's site. */
  key: string
  kind: Target['kind']
  node: number
}

/** What a page offers: the steps a visitor is asked to take, the first one first, and why there may be more. */
export interface PageSteps {
  steps: GraphStep[]
  /** Something in the content may be a step and could not be judged: links to pages that were not read, buttons of unknown effect. */
  doubts: string[]
}

/** Sharing, following and searching lead away from the page's purpose: they are offers, not next steps. */
const asides = new Set<MicroConversion | 'none'>(['none', 'social-share', 'social-follow', 'site-search'])
/** Pages that nobody means when he asks what to do next. */
const notNext = new Set<PageType>(['legal', 'login', 'account', 'error', 'careers', 'press', 'search-results'])

/** The order in which an eye takes them: the main button, a form, other buttons, offers, then plain links. */
const weight = { primary: 0, form: 1, secondary: 2, offer: 3, text: 4, unknown: 4, link: 5 }
const mostSteps = 60

export interface StepContext {
  findTarget: FindTarget
  /** Links that most pages share; see `frameLinks`. */
  frame: ReadonlySet<string>
  /** Links that headers share; see `headerLinks`. */
  headers: ReadonlySet<string> | undefined
  /** What the site is for: steps of these kinds count as purchase. */
  goals: ReadonlySet<MicroConversion>
  goalKeys: ReadonlySet<string>
}

interface Candidate {
  text: string
  href: string
  microConversion: MicroConversion | 'none'
  place: Place
  rank: keyof typeof weight
  node: number
  /** It is done on this very page. */
  here: boolean
}

/** Steps that a page offers, each once: by strength, by what the eye is drawn to, by order on the page. */
export function stepsOf(page: SeenPage, context: StepContext): PageSteps {
  const placeOf = placesOf(page)
  const doubts = new Set<string>()
  if ((page.facts.forms ?? []).some((form) => isUnnamedAsk(form) && placeOf(form.where) === 'content')) {
    doubts.add('what a form of its content is for was not found out')
  }
  const candidates = [
    ...fromCtas(page, placeOf, doubts, context),
    ...fromOffers(page, placeOf),
    ...fromLinks(page, placeOf, context),
  ]
  const steps = candidates.flatMap((candidate): (GraphStep & { order: number })[] => {
    const target = candidate.href === '' ? ({ kind: 'none' } as const) : context.findTarget(candidate.href)
    // The start page has a button for it: that its page is gone is told of the link.
    const isButton = candidate.rank === 'primary' || candidate.rank === 'secondary'
    if (target.kind === 'gone' && candidate.place === 'content' && isButton && page.facts.page?.isHome)
      doubts.add('pages that its buttons lead to are gone')
    if (!isStep(candidate, target, page)) return []
    if (target.kind === 'unseen' && candidate.place === 'content')
      doubts.add('pages that it links to were not looked at')
    if (target.kind === 'unseen' && candidate.microConversion === 'none') return []
    return [{ ...stepOf(candidate, target, context), order: weight[candidate.rank] }]
  })
  const ordered = steps.toSorted(
    (a, b) => Number(a.strength === 'weak') - Number(b.strength === 'weak') || a.order - b.order || a.node - b.node,
  )
  const seen = new Set<string>()
  const once = ordered.filter((step) => {
    const id = nameOf(step, context.findTarget)
    if (seen.has(id)) return false
    seen.add(id)
    return true
  })
  return { steps: once.slice(0, mostSteps).map(({ order: _order, ...step }) => step), doubts: [...doubts] }
}

/** A form to fill in that no offer was made of. */
function isUnnamedAsk({ purpose, visibleFields }: NonNullable<SeenPage['facts']['forms']>[number]): boolean {
  return purpose === 'other' && visibleFields > 0
}

/** What makes two steps one: a page under several queries (`?plan=starter`) is one page when it calls itself the same. */
function nameOf({ key, to, microConversion }: GraphStep, findTarget: FindTarget): string {
  if (key === '') return to === '' ? `here ${microConversion}` : to
  const target = to.includes('?') ? findTarget(to) : undefined
  if (target?.kind !== 'page') return key
  return `${key.split('?', 1)[0]} ${target.page.facts.page?.title ?? ''}`
}

function fromCtas(
  page: SeenPage,
  placeOf: ReturnType<typeof placesOf>,
  doubts: Set<string>,
  { headers }: StepContext,
): Candidate[] {
  return (page.facts.ctas ?? []).flatMap((cta) => {
    const standing = placeOf(cta.where)
    // A button of a sidebar, beside an order's summary say, is an ask like any other.
    const isAsk = cta.rank === 'primary' || cta.rank === 'secondary'
    // A header that holds what no other page's header holds is where the page itself begins.
    const opens = cta.where.region === 'header' && headers?.has(frameId(cta.href, cta.text)) === false
    const place = opens || (standing === 'beside' && cta.where.region === 'aside' && isAsk) ? 'content' : standing
    const microConversion = byTarget[cta.target] ?? intentStep[cta.intent]
    if (place === 'content' && isUnexplained(cta)) doubts.add('what its buttons do was not tried')
    // A submit control belongs to its form, which speaks for itself; so does a contact to its number.
    if (cta.element === 'submit' || leadsNowhere(cta) || signsUpForNews(cta, page)) return []
    const leads = cta.target === 'page' || cta.target === 'other-site'
    if (!leads && (asides.has(microConversion) || microConversion === 'learn-more-click')) return []
    return [
      {
        text: cta.text,
        href: leads ? cta.href : '',
        microConversion:
          microConversion === 'none' && cta.intent === 'other' && leads ? 'learn-more-click' : microConversion,
        place,
        rank: cta.rank,
        node: cta.where.node,
        here: !leads,
      },
    ]
  })
}

/** A button that writes or calls offers just that, whatever it is labelled. */
const byTarget: Partial<Record<z.infer<typeof Cta>['target'], MicroConversion>> = {
  mail: 'email-click',
  phone: 'phone-call',
  messenger: 'messaging-click',
}

/** The button of a newsletter box that is no form: the box speaks for itself. */
function signsUpForNews({ element, target, intent, where }: z.infer<typeof Cta>, { facts }: SeenPage): boolean {
  if (element !== 'button' || target !== 'script' || (intent !== 'sign-up' && intent !== 'subscribe')) return false
  return (facts.newsletter ?? []).some((box) => box.how !== 'link' && box.where.region === where.region)
}

/** A button whose words say nothing of what its script does. */
function isUnexplained({ element, target, intent, rank }: z.infer<typeof Cta>): boolean {
  return (
    element !== 'submit' && target === 'script' && (intent === 'other' || intent === 'learn-more') && rank !== 'text'
  )
}

function fromOffers(page: SeenPage, placeOf: ReturnType<typeof placesOf>): Candidate[] {
  const idle = new Set((page.facts.ctas ?? []).filter(leadsNowhere).map(({ where }) => where.node))
  return (page.facts.offers ?? []).flatMap(({ text, href, microConversion, here, how, where }) => {
    // What is to be read on is read elsewhere; a jump within the page takes nobody to the next step.
    if ((here || href === '') && microConversion === 'learn-more-click') return []
    if (how === 'call-to-action' && idle.has(where.node)) return []
    return [
      {
        text,
        href: here ? '' : href,
        microConversion,
        place: how === 'form' && where.region === 'aside' ? ('content' as const) : placeOf(where),
        rank: how === 'form' || how === 'widget' ? ('form' as const) : ('offer' as const),
        node: where.node,
        here: here || href === '',
      },
    ]
  })
}

/** A jump within the page, or a link that a template left open: `#`, `#!`. */
function leadsNowhere({ target, element, href }: z.infer<typeof Cta>): boolean {
  return target === 'same-page' || target === 'dead' || (element === 'link' && target === 'script' && /#!?$/.test(href))
}

function fromLinks(page: SeenPage, placeOf: ReturnType<typeof placesOf>, { frame }: StepContext): Candidate[] {
  return (page.facts.links ?? []).flatMap(({ text, href, kind, where }) => {
    if (kind !== 'internal' && kind !== 'own-host') return []
    const place = placeOf(where)
    // Menus name pages; only what they ask for is a step.
    if (place === 'header' || place === 'nowhere') return []
    const isFrame = frame.has(frameId(href, text))
    return [
      {
        text,
        href,
        microConversion: 'learn-more-click' as const,
        place: isFrame ? 'nowhere' : place,
        rank: 'link' as const,
        node: where.node,
        here: false,
      },
    ]
  })
}

function isStep({ microConversion, place, here }: Candidate, target: Target, page: SeenPage): boolean {
  if (place === 'nowhere' || asides.has(microConversion) || target.kind === 'gone') return false
  if (place === 'header' && microConversion === 'learn-more-click') return false
  if (here) return true
  if (target.kind === 'page') {
    const { page: to } = target
    if (to.key === page.key) return false
    if (microConversion !== 'learn-more-click') return true
    return !to.facts.page?.isHome && !notNext.has(to.facts.page?.type ?? 'other')
  }
  // A stranger's site is a next step only where something is to be done there.
  if (target.kind === 'elsewhere') return microConversion !== 'learn-more-click'
  // A file or a control by link is a step only for what it does.
  return target.kind === 'unseen' || microConversion !== 'learn-more-click'
}

function stepOf(candidate: Candidate, target: Target, { goals, goalKeys }: StepContext): GraphStep {
  const { text, href, microConversion, place, rank, node, here } = candidate
  const key = target.kind === 'page' || target.kind === 'unseen' || target.kind === 'elsewhere' ? target.key : ''
  const isGoal = goalKeys.has(key) || (microConversion !== 'none' && goals.has(microConversion))
  return {
    to: here ? '' : target.kind === 'page' ? target.page.url : href,
    text: text.slice(0, 120),
    microConversion,
    stage: isGoal ? 'purchase' : stageOf(microConversion, target),
    strength: place === 'content' ? 'strong' : 'weak',
    rank: rank === 'form' || rank === 'link' || rank === 'offer' ? rank : rank === 'unknown' ? 'text' : rank,
    seen: here || target.kind === 'page',
    key,
    kind: target.kind,
    node,
  }
}

/** A step serves the stage of what is done; one that only leads on, that of the page where it ends. */
function stageOf(microConversion: MicroConversion | 'none', target: Target): Stage | 'none' {
  if (microConversion === 'none') return 'none'
  if (microConversion !== 'learn-more-click' || target.kind !== 'page') return microConversionStage[microConversion]
  return pageTypeStage[target.page.facts.page?.type ?? 'other']
}
