import type { Element } from 'domhandler'
import type { PageType } from '../../shared/taxonomy.ts'
import { fillable, type CtaCandidate } from './candidates.ts'
import type { CtaIntent } from './intents.ts'
import type { DetectorInput } from '../detector.ts'
import { tagged, treeOf } from '../dom/tree.ts'

/** How much of its visitor each intent asks: what a page wants most is rarely its "learn more". */
export const strengths: Record<CtaIntent, number> = {
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
  watch: 1.5,
  'learn-more': 2.5,
  directions: 1.5,
  compare: 0.5,
  wishlist: 0,
  other: 0.5,
  search: -2,
  share: -2,
  follow: -2,
}

/** What developers call the button that they mean most. */
export const primaryClass =
  /(?:^|[\s_-])(?:primary|hero|main|cta|big|large|lg|xl|orange|red|green|accent|highlight|submit|buy|order|signup|addtocart|add-to-cart)(?:$|[\s_-])/i
/** What developers call the others. */
export const secondaryClass =
  /(?:^|[\s_-])(?:secondary|outline|ghost|link|text|tertiary|small|sm|xs|light|default|transparent|disabled)(?:$|[\s_-])/i
const cardClass =
  /(?:^|[\s_-])(?:card|tile|teaser|related|recommend(?:ed|ations)?|upsell|carousel|slide|product-item|grid-item|post-item|widget|sidebar|comment-respond)(?:$|[\s_-])/i

/** What a person who sells audits would say of each candidate before any figures; the model of weights corrects it. */
export function priorScores(
  candidates: CtaCandidate[],
  pageType: PageType,
  input: DetectorInput<Record<never, never>>,
): number[] {
  const tree = treeOf(input.$)
  const heading = tagged(tree, 'h1')[0]
  const headingAt = heading ? tree.elements.indexOf(heading) / tree.elements.length : 0
  const wish = new Set(wishes[pageType] ?? [])
  const times = new Map<string, number>()
  for (const { text } of candidates) times.set(text.toLowerCase(), (times.get(text.toLowerCase()) ?? 0) + 1)
  return candidates.map((candidate) => {
    const { element, intent, kind, region, purpose, buttonLike, text, place } = candidate
    const classes = `${element.attribs['class'] ?? ''} ${element.attribs['id'] ?? ''}`
    // A recipe wants to be read: the way to it is what its page offers first.
    let score = candidate.action === 'jump' ? 10 : strengths[intent]
    if (buttonLike) score += 2
    else score -= candidate.listed ? 5 : 2
    if (candidate.reaches === 'file' && !candidate.spoken) score -= 3
    if (primaryClass.test(classes)) score += 1.5
    if (secondaryClass.test(classes)) score -= 1
    if (wish.has(intent)) score += 6
    if (kind === 'submit' && purpose !== undefined && purpose !== 'search')
      score += mainForm(candidate, wish.has(intent), wish.size > 0, input)
    if (region === 'main' || region === 'body') score += 1.5
    if (region === 'footer') score -= 4
    if (region === 'nav') score -= buttonLike ? 1 : 2.5
    if (region === 'header') score -= 0.5
    if (region === 'aside') score -= 1.5
    if (region === 'dialog') score -= 3
    const distance = place - headingAt
    if (heading && distance >= 0 && distance < 0.15) score += 1.5
    score -= place * 2
    if (inCard(element)) score -= 1.5
    const repeats = times.get(text.toLowerCase()) ?? 1
    if (repeats > 6) score -= 2
    return score
  })
}

/** What a page of each type wants of its visitor. */
export const wishes: Partial<Record<PageType, CtaIntent[]>> = {
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
  wishesOther: boolean,
  input: DetectorInput<Record<never, never>>,
): number {
  const fields = fieldsOf(element, input)
  if (purpose === 'newsletter') return region === 'header' || region === 'nav' ? -2 : 0
  if (purpose === 'comment' || purpose === 'review') return -1
  if (purpose === 'login' && wishesOther && !wished) return -2
  if (purpose === 'login') return region === 'header' || region === 'nav' || fields > 4 ? -1 : 3
  if (purpose === 'contact' || purpose === 'quote') return wished ? 3 : 0.5
  return fields >= 3 ? 3 : fields >= 1 ? 1 : 0
}

/** It belongs to one of several cards, teasers or slides. */
export function inCard(element: Element): boolean {
  for (
    let node: Element | null = element, steps = 0;
    node?.type === 'tag' && steps < 7;
    node = node.parent as Element | null, steps += 1
  ) {
    if (cardClass.test(node.attribs['class'] ?? '')) return true
  }
  return false
}

/** How many things a person fills in the form of a control. */
function fieldsOf(element: Element, input: DetectorInput<Record<never, never>>): number {
  const owner = input.formOwner(element)
  return owner ? fillable(input.controlsOf(owner)) : 0
}
