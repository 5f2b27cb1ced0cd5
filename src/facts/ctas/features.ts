import type { Element } from 'domhandler'
import type { PageType } from '../../shared/taxonomy.ts'
import type { Layout, NodeLayout } from '../../snapshot/schema.ts'
import type { CtaCandidate } from './candidates.ts'
import type { CtaIntent } from './intents.ts'
import type { DetectorInput } from '../detector.ts'
import { fieldsOf, inCard, primaryClass, priorScores, secondaryClass, strengths, wishes } from './prior.ts'
import { tagged, treeOf } from '../dom/tree.ts'

const heroClass = /(?:^|[\s_-])(?:hero|jumbotron|banner|masthead|intro|billboard|splash|slider|slide)(?:$|[\s_-])/i
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
  const times = new Map<string, { times: number; regions: Set<string> }>()
  for (const { text, region } of candidates) {
    const key = text.toLowerCase()
    const entry = times.get(key) ?? { times: 0, regions: new Set() }
    entry.times += 1
    entry.regions.add(region === 'nav' ? 'header' : region === 'body' ? 'main' : region)
    times.set(key, entry)
  }
  const prior = priorScores(candidates, pageType, input)
  let buttons = 0
  let wishesSeen = 0
  const intents = new Set<CtaIntent>()
  return candidates.map((candidate, index) => {
    const { element, intent, kind, region, purpose, buttonLike, text, place } = candidate
    const features: CtaFeatures = new Map()
    const yes = (name: string): void => void features.set(name, 1)
    const inMain = region === 'main' || region === 'body'
    features.set('prior', prior[index]! / 5)
    features.set('strength', strengths[intent] / 10)
    yes(`intent ${intent}`)
    const wish = kindsOfWish[intent] ?? (intent === 'other' ? 'other' : 'useful')
    yes(`${group} ${wish}`)
    const look = kind === 'submit' ? 'submit' : buttonLike ? 'button' : candidate.listed ? 'listed link' : 'link'
    yes(look)
    yes(`region ${region}`)
    const where = inMain ? 'main' : region === 'nav' ? 'header' : region
    yes(`${look} in ${where}`)
    if (look === 'button') yes(`${wish} ${look} in ${where}`)
    if (where === 'header' && look === 'button') yes(`header button ${group}`)
    if (wished.has(intent)) {
      yes('wished')
      yes(`wished ${look}`)
      if (inMain) yes(wishesSeen === 0 ? 'first wished' : 'later wished')
      wishesSeen += inMain ? 1 : 0
    }
    const marks = `${element.attribs['class'] ?? ''} ${element.attribs['id'] ?? ''}`
    if (primaryClass.test(marks)) yes('class primary')
    if (secondaryClass.test(marks)) yes('class secondary')
    if (disabledClass.test(marks) || 'disabled' in element.attribs) yes('disabled')
    const { hero, modal } = wrappers(element)
    if (inCard(element)) yes('card')
    if (hero) yes('hero')
    if (modal) yes('modal')
    if (!candidate.spoken) {
      yes('unspoken')
      yes(input.vocabulary.known ? `unspoken ${look}` : 'unspoken, words unknown')
    }
    if (candidate.reaches !== '') yes(`reaches ${candidate.reaches}`)
    features.set('place', place)
    if (headingAt >= 0) {
      const distance = place - headingAt
      yes(distance < 0 ? 'before h1' : distance < 0.05 ? 'at h1' : distance < 0.15 ? 'near h1' : 'far from h1')
    }
    if (inMain && buttonLike && kind !== 'submit') {
      yes(buttons === 0 ? 'first button' : buttons === 1 ? 'second button' : 'later button')
      buttons += 1
    }
    if (inMain && strengths[intent] >= 4) {
      yes(intents.has(intent) ? 'intent again' : intents.size === 0 ? 'first intent' : 'new intent')
      intents.add(intent)
    }
    const repeated = times.get(text.toLowerCase())!
    if (repeated.times > 6) yes('many times')
    else if (repeated.times > 1) yes('some times')
    if (repeated.regions.has('header') && repeated.regions.has('main')) yes('in header and main')
    const words = text.split(/\s+/).length
    yes(words === 1 ? 'one word' : words <= 3 ? 'few words' : words <= 6 ? 'some words' : 'many words')
    if (kind === 'submit' && purpose !== undefined) {
      const fields = fieldsOf(element, input)
      yes(`form ${purpose}`)
      yes(`form in ${group}`)
      yes(fields >= 3 ? 'long form' : fields >= 1 ? 'short form' : 'no fields')
      if (fields >= 3 && inMain) yes('long form in main')
      if (wished.has(intent) && fields >= 1) yes('wished form')
    }
    return features
  })
}

/** What speaks for a page that wants nothing of its visitor. */
export function restFeatures(candidates: CtaCandidate[], pageType: PageType): CtaFeatures {
  const features: CtaFeatures = new Map([['none', 1]])
  features.set(`none ${groupOf(pageType)}`, 1)
  const inMain = candidates.filter(({ region }) => region === 'main' || region === 'body')
  if (!inMain.some(({ buttonLike, purpose }) => buttonLike && purpose !== 'search')) features.set('none no button', 1)
  if (!inMain.some(({ intent }) => strengths[intent] >= 4)) features.set('none no strong', 1)
  return features
}

/** How each candidate draws the eye, where there is layout. */
export function drawFeatures(candidates: CtaCandidate[], pageType: PageType, layout: Layout): CtaFeatures[] {
  const boxes = boxesOf(candidates, layout)
  const draws = boxes.map((box, index) =>
    box?.filled && !isAside(candidates[index]!, pageType) && candidates[index]!.region !== 'footer'
      ? drawOf(box, layout.desktop.height)
      : 0,
  )
  const most = Math.max(1, ...draws)
  return boxes.map((box, index) => {
    const features: CtaFeatures = new Map([['drawn', 1]])
    if (!box) return features.set('not shown', 1)
    if (box.filled) features.set('filled', 1)
    else if (box.border >= 1) features.set('framed', 1)
    features.set('draw', draws[index]! / most)
    if (draws[index] === most) features.set('most drawing', 1)
    const [, y, width, height] = box.box
    features.set(y + height / 2 < layout.desktop.height ? 'first screen' : 'below', 1)
    if (width * height > 15_000) features.set('large', 1)
    return features
  })
}

/** The box of each candidate on the wide screen, else on the narrow one; undefined where it is shown on neither. */
export function boxesOf(candidates: CtaCandidate[], layout: Layout): (NodeLayout | undefined)[] {
  return candidates.map(({ where }) => {
    const key = String(where.node)
    const desktop = layout.desktop.nodes[key]
    const box = desktop?.shown ? desktop : layout.mobile.nodes[key]
    return box?.shown ? box : undefined
  })
}

/** Area, capped so that a wide bar does not beat all, times how far the fill stands out; what is seen first counts more. */
export function drawOf({ box, fillContrast }: NodeLayout, screen: number): number {
  const area = Math.min(box[2] * box[3], 40_000)
  const contrast = fillContrast === 0 ? 1.5 : Math.max(fillContrast - 1, 0.05)
  return area * Math.min(contrast, 8) * (box[1] < screen ? 1.5 : 1)
}

const neverMain = new Set<CtaIntent>(['share', 'wishlist', 'compare'])

/** Never the page's main action, however it is drawn. */
export function isAside({ intent, purpose, kind, region }: CtaCandidate, pageType: PageType): boolean {
  if (neverMain.has(intent)) return true
  if (intent !== 'search' && purpose !== 'search') return false
  return pageType !== 'search-results' && (kind !== 'submit' || (region !== 'main' && region !== 'body'))
}

/** Which candidates may be the page's main action at all: a plain "read more" that stands beside others like it is none. */
export function mayBeMain(candidates: CtaCandidate[], pageType: PageType): boolean[] {
  const times = new Map<string, number>()
  for (const { text } of candidates) times.set(text.toLowerCase(), (times.get(text.toLowerCase()) ?? 0) + 1)
  return candidates.map((candidate) => {
    const { buttonLike, intent, text } = candidate
    const teaser = !buttonLike && intent === 'learn-more' && times.get(text.toLowerCase())! > 1
    return !teaser && !isAside(candidate, pageType)
  })
}

function wrappers(element: Element): { hero: boolean; modal: boolean } {
  const found = { hero: false, modal: false }
  for (let node: Element | null = element, steps = 0; node?.type === 'tag' && steps < 9; steps += 1) {
    const marks = `${node.attribs['class'] ?? ''} ${node.attribs['id'] ?? ''}`
    if (node !== element && heroClass.test(marks)) found.hero = true
    if (/modal|popup|pop-up|lightbox|drawer|offcanvas|mfp-|fancybox|exit-/i.test(marks)) found.modal = true
    node = node.parent?.type === 'tag' ? (node.parent as Element) : null
  }
  return found
}
