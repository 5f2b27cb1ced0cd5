import type { Element } from 'domhandler'
import type { PageType } from '../../shared/taxonomy.ts'
import type { CtaCandidate } from './candidates.ts'
import { formPlaces, type FormPlace } from './form-places.ts'
import type { CtaIntent } from './intents.ts'
import type { DetectorInput } from '../detector.ts'
import { inCard, primaryClass, priorScores, secondaryClass, strengths, wishes } from './prior.ts'
import { surroundingsOf } from './surroundings.ts'
import { accessibleName } from '../dom/accessible-name.ts'
import { tagged, treeOf } from '../dom/tree.ts'

const disabledClass = /(?:^|\s)(?:disabled|is-disabled|btn-disabled)(?:$|\s)/i

/** Types of pages whose visitors are at one point of their way. */
const groups: Partial<Record<PageType, string>> = {
  product: 'shop',
  category: 'shop',
  cart: 'pay',
  checkout: 'pay',
  login: 'account',
  account: 'account',
  'lead-form': 'form',
  contact: 'form',
  article: 'read',
  'blog-index': 'read',
  'case-study': 'read',
  help: 'read',
  legal: 'legal',
  home: 'firm',
  landing: 'firm',
  service: 'firm',
  pricing: 'firm',
  about: 'firm',
}
const kindsOfWish: Partial<Record<CtaIntent, string>> = {
  cart: 'hard',
  checkout: 'hard',
  buy: 'hard',
  trial: 'hard',
  demo: 'hard',
  book: 'hard',
  quote: 'hard',
  donate: 'hard',
  'sign-up': 'lead',
  apply: 'lead',
  contact: 'lead',
  subscribe: 'lead',
  download: 'lead',
  call: 'lead',
  'learn-more': 'soft',
  watch: 'soft',
  directions: 'soft',
}
const groupOf = (type: PageType): string => groups[type] ?? 'other'

/** Named numbers, mostly 1; what is 0 is left out. */
export type CtaFeatures = Map<string, number>

type Input = DetectorInput<Record<never, never>>

/** What speaks for and against each candidate as the page's main action. */
export function ctaFeatures(candidates: CtaCandidate[], pageType: PageType, input: Input): CtaFeatures[] {
  const tree = treeOf(input.$)
  const wished = new Set(wishes[pageType] ?? [])
  const group = groupOf(pageType)
  const heading = tagged(tree, 'h1').find((element) => !tree.hidden.has(element))
  const headingAt = heading ? tree.elements.indexOf(heading) / tree.elements.length : -1
  const times = timesOf(candidates, ({ text }) => text.toLowerCase())
  const targets = timesOf(candidates, ({ target }) => target)
  const prior = priorScores(candidates, pageType, input)
  const possible = mayBeMain(candidates, pageType)
  const sorted = prior.filter((_, index) => possible[index]).toSorted((one, other) => other - one)
  const forms = formPlaces(candidates, input)
  const around = surroundingsOf()
  const headline = wordsOf(`${heading ? accessibleName(heading, tree) : ''} ${input.$('title').first().text()}`)
  let steps = 0
  let buttons = 0
  let wishesSeen = 0
  let afterHeading = 0
  const intents = new Set<CtaIntent>()
  return candidates.map((candidate, index) => {
    const { element, intent, kind, region, buttonLike, text, place } = candidate
    const features: CtaFeatures = new Map()
    const yes = (name: string): void => void features.set(name, 1)
    const inMain = region === 'main' || region === 'body'
    const surroundings = around(element)
    features.set('prior', prior[index]! / 5)
    const lead = (sorted[0] ?? 0) - prior[index]!
    yes(lead <= 0 ? 'prior first' : lead < 1.5 ? 'prior near first' : lead < 4 ? 'prior behind' : 'prior far behind')
    features.set('strength', strengths[intent] / 10)
    yes(`intent ${intent}`)
    yes(`${pageType}: ${intent}`)
    const wish = kindsOfWish[intent] ?? (intent === 'other' ? 'other' : 'useful')
    yes(`${group} ${wish}`)
    const look = kind === 'submit' ? 'submit' : buttonLike ? 'button' : candidate.listed ? 'listed link' : 'link'
    yes(look)
    yes(`region ${region}`)
    const where = inMain ? 'main' : region === 'nav' ? 'header' : region
    yes(`${look} in ${where}`)
    for (const name of surroundings) yes(`in ${name}`)
    const top = where === 'header' || surroundings.has('top')
    if (top) yes(`${wish} at top`)
    if (top && look === 'button') yes(`top button ${group}`)
    if (look === 'button') yes(`${wish} ${look} in ${where}`)
    if (wished.has(intent)) {
      yes('wished')
      yes(`wished ${look}`)
      if (inMain && !top) yes(wishesSeen++ === 0 ? 'first wished' : 'later wished')
    }
    const marks = `${element.attribs['class'] ?? ''} ${element.attribs['id'] ?? ''}`
    if (primaryClass.test(marks)) yes('class primary')
    if (secondaryClass.test(marks)) yes('class secondary')
    if (disabledClass.test(marks) || 'disabled' in element.attribs) yes('disabled')
    if (inCard(element)) yes('card')
    if (candidate.uncovered) yes('uncovered')
    if (candidate.action !== '') yes(`action ${candidate.action}`)
    if (!candidate.spoken) {
      yes('unspoken')
      yes(input.vocabulary.known ? `unspoken ${look}` : 'unspoken, words unknown')
      if (inMain && kind !== 'submit') yes(`unspoken ${group}`)
    }
    if (candidate.reaches !== '') yes(`reaches ${candidate.reaches}`)
    if (isInSentence(element)) yes('in a sentence')
    if (!element.children.some((child) => child.type === 'text' || 'children' in child) && kind === 'button')
      yes('no words')
    features.set('place', place)
    if (headingAt >= 0) {
      const distance = place - headingAt
      yes(distance < 0 ? 'before h1' : distance < 0.05 ? 'at h1' : distance < 0.15 ? 'near h1' : 'far from h1')
      if (distance >= 0 && inMain && !candidate.listed) {
        const order = afterHeading++
        yes(order === 0 ? 'first after h1' : order < 3 ? 'soon after h1' : 'later after h1')
        if (order === 0) yes(`first after h1 ${wish}`)
      }
    }
    if (inMain && !top && buttonLike && kind !== 'submit') {
      yes(buttons === 0 ? 'first button' : buttons === 1 ? 'second button' : 'later button')
      if (buttons === 0) yes(`first button ${group}`)
      buttons += 1
    }
    if (inMain && !top && strengths[intent] >= 4) {
      yes(intents.has(intent) ? 'intent again' : intents.size === 0 ? 'first intent' : 'new intent')
      intents.add(intent)
    }
    const repeated = times.get(text.toLowerCase())!
    // A plain "read more" that stands beside others like it leads to a post, not on.
    if (!buttonLike && intent === 'learn-more' && repeated.times > 1) {
      yes('teaser')
      yes(`teaser ${group}`)
    }
    if (repeated.times > 6) yes('many times')
    else if (repeated.times > 1) yes('some times')
    if (repeated.regions.has('header') && repeated.regions.has('main')) yes('in header and main')
    const same = targets.get(candidate.target)!
    if (candidate.target !== '' && same.times > 1 && same.texts > 1) yes('target again')
    if (candidate.target !== '' && same.regions.has('header') && same.regions.has('main'))
      yes('target in header and main')
    if ([...wordsOf(text)].some((word) => headline.has(word))) yes('words of the heading')
    if ((group === 'pay' || group === 'form') && inMain && !top && isStep(candidate, input))
      features.set(steps++ === 0 ? 'first step' : 'later step', 2)
    const words = text.split(/\s+/).length
    yes(words === 1 ? 'one word' : words <= 3 ? 'few words' : words <= 6 ? 'some words' : 'many words')
    const form = forms.get(element)
    if (form) addForm(features, form, candidate, group, inMain && !top, wished.has(intent))
    return features
  })
}

/** What the form that a control sends says of it. */
function addForm(
  features: CtaFeatures,
  form: FormPlace,
  { purpose, intent }: CtaCandidate,
  group: string,
  inMain: boolean,
  wished: boolean,
): void {
  const yes = (name: string): void => void features.set(name, 1)
  const { fields } = form
  yes(`form ${purpose}`)
  yes(`form in ${group}`)
  yes(`form ${purpose} in ${group}`)
  yes(fields >= 8 ? 'very long form' : fields >= 3 ? 'long form' : fields >= 1 ? 'short form' : 'no fields')
  if (fields >= 3 && inMain) yes(form.longOrder === 0 ? 'first long form' : 'later long form')
  if (fields >= 1 && inMain) yes(form.largest ? 'largest form' : 'smaller form')
  if (form.submits > 1)
    yes(
      form.order === 0 ? 'first of submits' : form.order === form.submits - 1 ? 'last of submits' : 'middle of submits',
    )
  if (form.password && inMain) yes(`password form ${intent}`)
  if (wished && fields >= 1) yes('wished form')
}

/** Words of four letters or more. */
function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? [])
}

/** It leads on in what is done in steps: all of them may stand in one document. */
function isStep({ intent, kind, buttonLike, text, purpose }: CtaCandidate, { vocabulary }: Input): boolean {
  if (!buttonLike || purpose === 'search' || purpose === 'login' || purpose === 'newsletter') return false
  return (
    intent === 'buy' ||
    intent === 'checkout' ||
    (kind === 'submit' && intent === 'sign-up') ||
    vocabulary.is('cta.vague', text)
  )
}

interface Times {
  times: number
  texts: number
  regions: Set<string>
}

/** How often something of the candidates occurs, under how many labels, and in which regions. */
function timesOf(candidates: CtaCandidate[], keyOf: (candidate: CtaCandidate) => string): Map<string, Times> {
  const times = new Map<string, Times & { labels: Set<string> }>()
  for (const candidate of candidates) {
    const key = keyOf(candidate)
    const entry = times.get(key) ?? { times: 0, texts: 0, regions: new Set<string>(), labels: new Set<string>() }
    const { region } = candidate
    entry.times += 1
    entry.labels.add(candidate.text.toLowerCase())
    entry.texts = entry.labels.size
    entry.regions.add(region === 'nav' ? 'header' : region === 'body' ? 'main' : region)
    times.set(key, entry)
  }
  return times
}

/** Words stand beside it, as they do beside a link in running text. */
function isInSentence(element: Element): boolean {
  const parent = element.parent
  if (element.name !== 'a' || parent?.type !== 'tag') return false
  return parent.children.some((child) => child.type === 'text' && child.data.trim().length > 12)
}

/** What speaks for a page that wants nothing of its visitor. */
export function restFeatures(candidates: CtaCandidate[], pageType: PageType): CtaFeatures {
  const features: CtaFeatures = new Map([['none', 1]])
  const yes = (name: string): void => void features.set(name, 1)
  yes(`none ${groupOf(pageType)}`)
  yes(`none: ${pageType}`)
  const inMain = candidates.filter(({ region }) => region === 'main' || region === 'body')
  const buttons = inMain.filter(({ buttonLike, purpose }) => buttonLike && purpose !== 'search')
  if (buttons.length === 0) yes('none no button')
  else if (buttons.length < 3) yes('none few buttons')
  if (!inMain.some(({ intent }) => strengths[intent] >= 4)) yes('none no strong')
  if (!inMain.some(({ intent, buttonLike }) => buttonLike && strengths[intent] >= 4)) yes('none no strong button')
  if (candidates.length < 4) yes('none few candidates')
  return features
}

const buyingTypes = new Set<PageType>(['cart', 'checkout', 'product', 'other'])
const accountTypes = new Set<PageType>(['login', 'account', 'lead-form', 'other'])
const neverMain = new Set<CtaIntent>(['share', 'wishlist'])

/** Never the page's main action, however it is drawn. */
export function isAside({ intent, kind, region, buttonLike }: CtaCandidate, pageType: PageType): boolean {
  if (neverMain.has(intent)) return true
  // The small basket of a shop's every page, and the way in for who has an account.
  const inMain = region === 'main' || (region === 'body' && buttonLike)
  if (intent === 'checkout' && kind !== 'submit' && !inMain && !buyingTypes.has(pageType)) return true
  if (intent === 'log-in' && kind !== 'submit' && !accountTypes.has(pageType)) return true
  if (intent !== 'search') return false
  return pageType !== 'search-results' && (kind !== 'submit' || (region !== 'main' && region !== 'body'))
}

/** Which candidates may be the page's main action at all. */
export function mayBeMain(candidates: CtaCandidate[], pageType: PageType): boolean[] {
  return candidates.map((candidate) => !isAside(candidate, pageType))
}
