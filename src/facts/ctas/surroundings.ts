import type { Element } from 'domhandler'

/** What the class names and ids around an element say of its place, for pages whose landmarks say little. */
const places: [name: string, marks: RegExp][] = [
  ['hero', /(?:^|[\s_-])(?:hero|jumbotron|banner|masthead|intro|billboard|splash|slider|slide)(?:$|[\s_-])/i],
  ['modal', /modal|popup|pop-up|lightbox|drawer|offcanvas|off-canvas|mfp-|fancybox|exit-|overlay|dialog/i],
  [
    'top',
    /(?:^|[\s_-])(?:header|top-?bar|top|navbar|nav|menu|toolbar|user-?(?:menu|nav|links|bar)|head|utility)(?:$|[\s_-])/i,
  ],
  ['foot', /(?:^|[\s_-])(?:footer|foot|bottom|copyright|subfooter)(?:$|[\s_-])/i],
  [
    'side',
    /(?:^|[\s_-])(?:sidebar|side-?bar|rail|aside|widget|right-?col(?:umn)?|left-?col(?:umn)?|secondary)(?:$|[\s_-])/i,
  ],
  ['comments', /(?:^|[\s_-])(?:comments?|respond|reply|commentlist|disqus)(?:$|[\s_-])/i],
  [
    'related',
    /(?:^|[\s_-])(?:related|recommend(?:ed|ations?)?|upsells?|cross-?sells?|also|similar|recently|suggest(?:ed|ions)?)(?:$|[\s_-])/i,
  ],
  [
    'unseen',
    /(?:^|\s)(?:d-none|hide|hidden|is-hidden|u-hidden|invisible|ng-hide|visually-?hidden|sr-only|collapse|closed|inactive)(?:$|\s)/i,
  ],
  [
    'buy box',
    /(?:^|[\s_-])(?:buy-?box|product-?(?:info|details?|main|summary|form|essential|view|shop|single|page|purchase|actions?|buy|add)|add-?to-?(?:cart|bag|basket)|pdp|summary|purchase)(?:$|[\s_-])/i,
  ],
  ['action block', /(?:^|[\s_-])(?:cta|call-to-action|promo|get-started|signup|sign-up|callout)(?:$|[\s_-])/i],
  ['consent', /(?:^|[\s_-])(?:cookies?|consent|gdpr|privacy)(?:$|[\s_-])/i],
  ['player', /(?:^|[\s_-])(?:player|video|audio|gallery|viewer|lightbox|photoswipe|map)(?:$|[\s_-])/i],
  ['account', /(?:^|[\s_-])(?:login|log-in|signin|sign-in|account|user)(?:$|[\s_-])/i],
]
const furthest = 14

/** Names of the places that an element stands in, by its ancestors' class names; remembered, as neighbours share them. */
export function surroundingsOf(): (element: Element) => ReadonlySet<string> {
  const byMarks = new Map<string, string[]>()
  const byElement = new Map<Element, ReadonlySet<string>>()
  const own = (element: Element): string[] => {
    const marks = `${element.attribs['class'] ?? ''} ${element.attribs['id'] ?? ''}`
    if (marks === ' ') return []
    let found = byMarks.get(marks)
    if (!found) {
      found = places.filter(([, pattern]) => pattern.test(marks)).map(([name]) => name)
      byMarks.set(marks, found)
    }
    return found
  }
  const around = (element: Element, steps: number): ReadonlySet<string> => {
    const known = byElement.get(element)
    if (known) return known
    const parent = element.parent
    const end = steps === furthest || parent?.type !== 'tag' || parent.name === 'body'
    const above: ReadonlySet<string> = end ? new Set() : around(parent as Element, steps + 1)
    const mine = own(element)
    const all = mine.length === 0 ? above : new Set([...above, ...mine])
    byElement.set(element, all)
    return all
  }
  return (element) => (element.parent?.type === 'tag' ? around(element.parent as Element, 0) : new Set())
}
