import type { Element } from 'domhandler'
import type { PageEvidence } from './features.ts'
import { resolve } from '../dom/address.ts'
import { treeOf } from '../dom/tree.ts'

/** Where the links of the main region lead: below this page, beside it, to members, tags, further pages, elsewhere. */
export function linkMeasures(
  { $, url, text }: PageEvidence,
  isMain: (element: Element) => boolean,
): Map<string, number> {
  const tree = treeOf($)
  const found = new Map<string, number>()
  const here = url.pathname.replace(/\/$/, '').replace(/\.\w+$/, '')
  const above = here.slice(0, here.lastIndexOf('/') + 1)
  const targets = new Set<string>()
  const builds = new Map<string, Set<string>>()
  let main = 0,
    fragment = 0,
    external = 0,
    below = 0,
    beside = 0,
    menu = 0,
    menuBelow = 0,
    members = 0,
    pages = 0,
    paged = 0,
    tags = 0
  for (const link of (tree.byTag.get('a') ?? []).slice(0, 3000)) {
    const href = link.attribs['href'] ?? ''
    const inside = isMain(link)
    if (href.startsWith('#') && href.length > 1) {
      if (inside) fragment += 1
      continue
    }
    const target = href === '' ? undefined : resolve(href, url)
    if (!target?.protocol.startsWith('http')) continue
    const own = target.host === url.host
    const path = target.pathname
    if (!inside) {
      menu += 1
      if (own && above.length > 1 && path.startsWith(above)) menuBelow += 1
      continue
    }
    main += 1
    if (!own) external += 1
    const key = path + target.search
    if (
      own &&
      path.replace(/\/$/, '') === here &&
      /(?:^|[?&])(?:p|page|paged|start|offset|pg|pagenumber)=\d/i.test(target.search)
    )
      paged += 1
    if (own && /\/page\/?-?\d+|[?&]page=\d/i.test(key)) pages += 1
    if (/\/(?:u|user|users|member|members|profile|author|authors|people)[/.?-]/i.test(path) || /\/@/.test(path))
      members += 1
    if (/\/(?:tag|tags|tagged|topic|topics|category|categories|label)\//i.test(path)) tags += 1
    if (targets.has(key) || !own) continue
    targets.add(key)
    if (here.length > 0 && path.startsWith(`${here}/`)) below += 1
    else if (above.length > 1 && path.startsWith(above)) beside += 1
    const segments = path.split('/').filter(Boolean)
    const build = segments
      .map((segment, index) =>
        index === segments.length - 1 ? (/\d{3,}/.test(segment) ? '0' : '*') : segment.replace(/\d+/g, '0'),
      )
      .join('/')
    const set = builds.get(build)
    if (set) set.add(key)
    else builds.set(build, new Set([key]))
  }
  const largest = Math.max(0, ...[...builds.values()].map((set) => set.size))
  found.set('links', main)
  found.set('links per 100 words', (100 * main) / Math.max(20, text.mainWords))
  found.set('targets', targets.size)
  found.set('fragment links', fragment)
  found.set('external share', external / Math.max(1, main))
  found.set('external links', external)
  found.set('links below', below)
  found.set('links beside', beside)
  found.set('links below share', below / Math.max(1, targets.size))
  found.set('links beside share', beside / Math.max(1, targets.size))
  found.set('largest link kind', largest)
  found.set('largest link kind share', largest / Math.max(1, targets.size))
  found.set('menu links', menu)
  found.set('menu links beside', menuBelow)
  found.set('menu share', menu / Math.max(1, menu + main))
  found.set('member links', members)
  found.set('page links', pages + paged)
  found.set('tag links', tags)
  return found
}
