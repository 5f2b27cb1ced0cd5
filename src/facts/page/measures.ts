import type { Element } from 'domhandler'
import type { PageEvidence } from './features.ts'
import { addressMeasures } from './address-measures.ts'
import { linkMeasures } from './link-measures.ts'
import { rowMeasures } from './rows.ts'
import { textMeasures, within } from './text-measures.ts'
import { structuredItems } from '../dom/structured-items.ts'
import { regionOf } from '../dom/regions.ts'
import { tagged, treeOf, type Tree } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** Named numbers of a page; a name that is lacking is 0. */
export type Measures = Map<string, number>

const countedTags = [
  'h1',
  'h2',
  'h3',
  'h4',
  'article',
  'time',
  'pre',
  'code',
  'table',
  'section',
  'blockquote',
  'video',
  'iframe',
  'figure',
  'dl',
  'details',
  'select',
  'button',
  'form',
  'p',
  'li',
  'img',
  'a',
  'input',
  'textarea',
  'picture',
  'svg',
  'kbd',
  'td',
  'label',
]

const countedWhole = new Set(['h2', 'a', 'img', 'li', 'p'])

/** What can be counted of a page: how its text, links, rows, headings and data for machines are made up. */
export function pageMeasures(page: PageEvidence, vocabulary: Vocabulary): Measures {
  const { $, text } = page
  const tree = treeOf($)
  const found: Measures = new Map()
  const isMain = (element: Element): boolean => text.isMain(regionOf(element))
  for (const tag of countedTags) {
    const all = tree.byTag.get(tag) ?? []
    found.set(
      `main ${tag}`,
      all.reduce((count, element) => (isMain(element) ? count + 1 : count), 0),
    )
    if (countedWhole.has(tag)) found.set(`all ${tag}`, all.length)
  }
  for (const part of [
    textMeasures(page, vocabulary),
    headingMeasures(tree, isMain),
    linkMeasures(page, isMain),
    rowMeasures(tree, isMain),
    addressMeasures(page),
    schemaMeasures(page),
    controlMeasures(page, tree, isMain),
  ])
    for (const [name, value] of part) found.set(name, value)
  return found
}

function headingMeasures(tree: Tree, isMain: (element: Element) => boolean): Measures {
  const found: Measures = new Map()
  const headings = tagged(tree, 'h1', 'h2', 'h3', 'h4', 'h5').filter(
    (heading) => isMain(heading) && !tree.hidden.has(heading),
  )
  let linked = 0
  let named = 0
  for (const heading of headings) {
    if (heading.attribs['id']) named += 1
    if (within(heading, /^a$/, 4) || holdsLink(heading)) linked += 1
  }
  found.set('headings', headings.length)
  found.set('linked headings', linked)
  found.set('linked headings share', linked / Math.max(1, headings.length))
  found.set('named headings share', named / Math.max(1, headings.length))
  return found
}

/** Elements within a headline are few levels deep, save on pages made to trip a reader. */
const deepest = 8

function holdsLink(element: Element, depth = 0): boolean {
  return element.children.some((child) => {
    if (!('attribs' in child)) return false
    if (child.name === 'a') return /^(?!#)./.test(child.attribs['href'] ?? '')
    return depth < deepest && holdsLink(child, depth + 1)
  })
}

const countedTypes = [
  'Product',
  'ProductGroup',
  'Offer',
  'AggregateOffer',
  'Article',
  'NewsArticle',
  'BlogPosting',
  'TechArticle',
  'ItemList',
  'ListItem',
  'BreadcrumbList',
  'CollectionPage',
  'WebPage',
  'FAQPage',
  'Question',
  'Answer',
  'QAPage',
  'DiscussionForumPosting',
  'Comment',
  'Review',
  'AggregateRating',
  'Organization',
  'LocalBusiness',
  'SoftwareApplication',
  'Service',
  'Person',
  'ImageObject',
  'WebSite',
  'Blog',
  'Event',
  'Recipe',
  'SearchAction',
  'ItemPage',
  'InteractionCounter',
]

function schemaMeasures({ $ }: PageEvidence): Measures {
  const found: Measures = new Map()
  const counts = new Map<string, number>()
  const tops = new Map<string, number>()
  for (const item of structuredItems($)) {
    for (const type of item.types) {
      counts.set(type, (counts.get(type) ?? 0) + 1)
      if (item.top) tops.set(type, (tops.get(type) ?? 0) + 1)
    }
  }
  for (const type of countedTypes) found.set(`items ${type}`, counts.get(type) ?? 0)
  found.set('top Product', tops.get('Product') ?? 0)
  found.set(
    'articles',
    (counts.get('Article') ?? 0) + (counts.get('NewsArticle') ?? 0) + (counts.get('BlogPosting') ?? 0),
  )
  return found
}

function controlMeasures({ forms }: PageEvidence, tree: Tree, isMain: (element: Element) => boolean): Measures {
  const found: Measures = new Map()
  found.set('forms', forms.filter((form) => form.visible).length)
  for (const purpose of [
    'search',
    'login',
    'contact',
    'newsletter',
    'order',
    'comment',
    'review',
    'quote',
    'registration',
    'other',
  ] as const)
    found.set(`forms ${purpose}`, forms.filter((form) => form.purpose === purpose).length)
  let boxes = 0,
    choices = 0,
    numbers = 0
  for (const { attribs } of tagged(tree, 'input')) {
    const type = attribs['type']?.toLowerCase()
    if (type === 'checkbox') boxes += 1
    else if (type === 'radio') choices += 1
    else if (type === 'number') numbers += 1
  }
  found.set('check boxes', boxes)
  found.set('radio buttons', choices)
  found.set('number fields', numbers)
  found.set('scripts', tagged(tree, 'script').length)
  found.set('elements', tree.elements.length)
  found.set('depth of menus', deepestList(tree, isMain))
  found.set('machine dates', tagged(tree, 'time').filter(({ attribs }) => attribs['datetime'] !== undefined).length)
  return found
}

/** How deep lists lie in lists outside the main region: the contents of a manual do. */
function deepestList(tree: Tree, isMain: (element: Element) => boolean): number {
  const depths = new Map<Element, number>()
  let most = 0
  for (const list of tagged(tree, 'ul', 'ol')) {
    let above = list.parent
    for (let step = 0; above && step < deepest && !depths.has(above as Element); step++) above = above.parent
    const depth = (depths.get(above as Element) ?? -1) + 1
    depths.set(list, depth)
    if (!isMain(list)) most = Math.max(most, depth)
  }
  return most
}
