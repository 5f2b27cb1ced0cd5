import type { PageType } from '../shared/taxonomy.ts'
import type { Layout, NodeLayout } from '../snapshot/schema.ts'
import type { CtaCandidate } from './cta-candidates.ts'
import type { CtaIntent } from './cta-intents.ts'
import type { DetectorInput } from './detector.ts'
import { tagged, treeOf } from './tree.ts'

export type Rank = 'primary' | 'secondary' | 'text' | 'unknown'

/**
 * Ranks by what the eye is drawn to: the filled style with the largest product of area and contrast is primary, and
 * all of that style with it; other fills and borders with some padding are secondary, the rest is text.
 */
export function ranksByLayout(candidates: CtaCandidate[], layout: Layout): Rank[] {
  const boxes = candidates.map(({ where }) => {
    const key = String(where.node)
    const desktop = layout.desktop.nodes[key]
    const box = desktop?.shown ? desktop : layout.mobile.nodes[key]
    return box?.shown ? box : undefined
  })
  const strength = new Map<string, number>()
  boxes.forEach((box, index) => {
    const candidate = candidates[index]!
    if (!box?.filled || candidate.purpose === 'search' || aside(candidate)) return
    const style = styleOf(box)
    strength.set(style, Math.max(strength.get(style) ?? 0, drawOf(box, layout.desktop.height)))
  })
  let primary = ''
  for (const [style, draw] of strength) if (primary === '' || draw > (strength.get(primary) ?? 0)) primary = style
  return boxes.map((box, index) => {
    if (!box) return 'unknown'
    const candidate = candidates[index]!
    if (box.filled && styleOf(box) === primary && candidate.purpose !== 'search') return 'primary'
    const framed = box.filled || (box.border >= 1 && box.padding >= 6) || (candidate.kind !== 'link' && box.border >= 1)
    return framed ? 'secondary' : 'text'
  })
}

function aside({ region, intent }: CtaCandidate): boolean {
  return region === 'footer' || intent === 'share' || intent === 'follow'
}

function styleOf(box: NodeLayout): string {
  return `${box.background} ${box.color}`
}

/** Area, capped so that a wide bar does not beat all, times how far the fill stands out; what is seen first counts more. */
function drawOf({ box, fillContrast }: NodeLayout, screen: number): number {
  const area = Math.min(box[2] * box[3], 40_000)
  const contrast = fillContrast === 0 ? 1.5 : Math.max(fillContrast - 1, 0.05)
  return area * Math.min(contrast, 8) * (box[1] < screen ? 1.5 : 1)
}

const weights: Record<CtaIntent, number> = {
  cart: 10,
  checkout: 9,
  buy: 8,
  trial: 8.5,
  demo: 8,
  book: 8,
  quote: 8,
  donate: 8,
  'sign-up': 6.5,
  apply: 6.5,
  contact: 5.5,
  subscribe: 5,
  download: 5,
  call: 4.5,
  'log-in': 1,
  watch: 2.5,
  'learn-more': 2.5,
  directions: 1.5,
  compare: 0.5,
  wishlist: 0,
  other: 0.5,
  search: -2,
  share: -2,
  follow: -2,
}

const primaryClass =
  /(?:^|[\s_-])(?:primary|hero|main|cta|big|large|lg|xl|orange|red|green|accent|highlight|submit|buy|order|signup|addtocart|add-to-cart)(?:$|[\s_-])/i
const secondaryClass =
  /(?:^|[\s_-])(?:secondary|outline|ghost|link|text|tertiary|small|sm|xs|light|default|transparent|disabled)(?:$|[\s_-])/i
const cardClass =
  /(?:^|[\s_-])(?:card|tile|teaser|related|recommend(?:ed|ations)?|upsell|carousel|slide|product-item|grid-item|post-item|widget|sidebar|comment-respond)(?:$|[\s_-])/i
const least = 2
const leastUnspoken = 6

/** A best guess without layout: by intent, by the words that its classes use, by place; at most one style is primary. */
export function guessedRanks(
  candidates: CtaCandidate[],
  pageType: PageType,
  input: DetectorInput<Record<never, never>>,
): Rank[] {
  const scores = guessedScores(candidates, pageType, input)
  let best = -1
  scores.forEach((score, index) => {
    const enough = candidates[index]!.intent === 'other' ? leastUnspoken : least
    if (score >= enough && (best < 0 || score > scores[best]!)) best = index
  })
  const first = candidates[best]
  return candidates.map((candidate, index) => {
    if (index === best || (first && sameStyle(first, candidate))) return 'primary'
    return candidate.buttonLike ? 'secondary' : 'text'
  })
}

function sameStyle(first: CtaCandidate, other: CtaCandidate): boolean {
  const style = first.element.attribs['class'] ?? ''
  return (
    style !== '' &&
    other.buttonLike &&
    other.region === first.region &&
    first.intent === other.intent &&
    other.element.attribs['class'] === style
  )
}

/** How likely each candidate is what the page wants most. */
export function guessedScores(
  candidates: CtaCandidate[],
  pageType: PageType,
  input: DetectorInput<Record<never, never>>,
): number[] {
  const tree = treeOf(input.$)
  const heading = tagged(tree, 'h1')[0]
  const order = new Map(tree.elements.map((element, index) => [element, index]))
  const total = Math.max(1, tree.elements.length)
  const headingAt = heading ? (order.get(heading) ?? 0) : 0
  const wish = new Set(wishes[pageType] ?? [])
  const times = new Map<string, number>()
  for (const { text } of candidates) times.set(text.toLowerCase(), (times.get(text.toLowerCase()) ?? 0) + 1)
  return candidates.map((candidate) => {
    const { element, intent, kind, region, purpose, buttonLike, text } = candidate
    const classes = `${element.attribs['class'] ?? ''} ${element.attribs['id'] ?? ''}`
    let score = weights[intent]
    if (buttonLike) score += 2
    else score -= candidate.listed ? 5 : 2
    if (primaryClass.test(classes)) score += 1.5
    if (secondaryClass.test(classes)) score -= 1
    if (wish.has(intent)) score += 6
    if (kind === 'submit' && purpose !== undefined && purpose !== 'search')
      score += mainForm(candidate, wish.has(intent), input)
    if (region === 'main' || region === 'body') score += 1.5
    if (region === 'footer') score -= 4
    if (region === 'nav') score -= buttonLike ? 1 : 2.5
    if (region === 'header') score -= 0.5
    if (region === 'aside') score -= 1.5
    if (region === 'dialog') score -= 3
    const place = order.get(element) ?? 0
    const distance = (place - headingAt) / total
    if (heading && distance >= 0 && distance < 0.15) score += 1.5
    score -= (place / total) * 2
    if (inCard(element)) score -= 1.5
    const repeats = times.get(text.toLowerCase()) ?? 1
    if (repeats > 6) score -= 2
    return score
  })
}

/** What a page of each type wants of its visitor. */
const wishes: Partial<Record<PageType, CtaIntent[]>> = {
  login: ['log-in'],
  account: ['log-in'],
  checkout: ['checkout', 'buy'],
  cart: ['checkout', 'buy'],
  contact: ['contact'],
  'lead-form': ['sign-up', 'quote', 'trial', 'demo', 'apply', 'donate', 'book'],
  product: ['cart', 'buy'],
  'search-results': ['search'],
}

/** A form that fills the page's middle is what the page is for. */
function mainForm(
  { element, purpose, region }: CtaCandidate,
  wished: boolean,
  input: DetectorInput<Record<never, never>>,
): number {
  const owner = input.formOwner(element)
  const fields = owner
    ? input
        .controlsOf(owner)
        .filter(
          ({ name, attribs }) =>
            name !== 'button' && !/^(?:hidden|submit|button|image|reset|checkbox)$/i.test(attribs['type'] ?? ''),
        ).length
    : 0
  if (purpose === 'newsletter') return region === 'header' || region === 'nav' ? -2 : 0
  if (purpose === 'comment' || purpose === 'review') return -1
  if (purpose === 'login') return region === 'header' || region === 'nav' || fields > 4 ? -1 : 3
  if (purpose === 'contact' || purpose === 'quote') return wished ? 3 : 0.5
  return fields >= 3 ? 3 : fields >= 1 ? 1 : 0
}

function inCard(element: CtaElement): boolean {
  for (
    let node: CtaElement | null = element, steps = 0;
    node?.type === 'tag' && steps < 7;
    node = node.parent as CtaElement | null, steps += 1
  ) {
    if (cardClass.test(node.attribs['class'] ?? '')) return true
  }
  return false
}
type CtaElement = CtaCandidate['element']
