import type { Config } from './config/config.ts'
import type { CrawlOutcome } from './crawl.ts'
import { createScope } from './discover/scope.ts'
import { factsOnPhones, readFacts, type EvaluatedPage } from './evaluated-pages.ts'
import type { PageFacts } from './facts/index.ts'
import { stepAddress, stepNode } from './journey/declared.ts'
import type { Knowledge } from './knowledge.ts'
import type { SavedPageRecord } from './saved-pages.ts'
import type { PageType } from './shared/taxonomy.ts'
import type { LedgerEntry } from './snapshot/ledger.ts'
import {
  viewports,
  type Box,
  type NodeLayout,
  type Picture,
  type RequestRecord,
  type Snapshot,
} from './snapshot/schema.ts'
import type { WalkRecord, WalkStep } from './snapshot/walk-record.ts'
import type { Store } from './store/store.ts'
import { likeness, type Shape } from './templates/shape.ts'

/** What journeys and saved pages add to a crawl. */
export interface Additions {
  walks: WalkRecord[]
  pages: EvaluatedPage[]
  /** Lines of the ledger for those pages. */
  ledger: LedgerEntry[]
  /** Keys of crawled pages that are seen better this way: a cart with something in it, a saved page. */
  replaced: Set<string>
  /** Of the walks themselves. */
  requests: { url: string; requests: RequestRecord[] }[]
  pictures: Picture[]
  /** What each step was about, for evidence: by `stepAddress`. */
  shown: Map<string, Pick<Snapshot, 'layout' | 'pictures'>>
}

/** Pages that are one thing when they are empty and another when a visitor has done something. */
const filledByVisitors: ReadonlySet<PageType> = new Set(['cart', 'checkout', 'confirmation', 'account'])

/** From this likeness on two states of one address are one page. */
const sameFrom = 0.85

/** Reads what walks and saved pages left in the store. Makes no request. */
export async function readAdditions(options: {
  store: Store
  knowledge: Knowledge
  crawl: CrawlOutcome
  config: Config
  crawled: readonly EvaluatedPage[]
  keyOf: (url: string) => string
}): Promise<Additions> {
  const { store, crawl, config, crawled, keyOf } = options
  const walks = ((await store.meta('walks')) as WalkRecord[] | undefined) ?? []
  const saved = ((await store.meta('saved-pages')) as SavedPageRecord[] | undefined) ?? []
  const result: Additions = {
    walks,
    pages: [],
    ledger: [],
    replaced: new Set(),
    requests: [],
    pictures: [],
    shown: new Map(),
  }
  const scope = createScope({ start: new URL(crawl.origin), hosts: config.hosts })
  const byAddress = new Map(crawled.map((page) => [keyOf(page.url), page]))
  const taken = new Map<string, Shape[]>()

  async function add(key: string, type: PageType | '', reachedBy: string, depth: number): Promise<void> {
    if (result.pages.some((page) => page.key === key)) return
    const seen = await readPage(options, key, type)
    if (!seen) return
    const { snapshot } = seen
    const address = keyOf(snapshot.finalUrl)
    const twin = byAddress.get(address)
    const itsType = seen.facts.page?.type ?? 'other'
    const isFilled = filledByVisitors.has(itsType) || type !== ''
    // A page that links lead to as well, and that looks the same to everybody, was judged already.
    if (twin && !isFilled && twin.facts.page?.type === itsType) return
    const earlier = taken.get(address) ?? []
    // Two journeys that come to one page see it once.
    if (earlier.some((shape) => likeness(shape, seen.reading.shape) >= sameFrom)) return
    const replaces = twin !== undefined && isFilled && twin.key !== crawl.startKey && !taken.has(address)
    if (replaces) result.replaced.add(twin.key)
    const isFirst = !taken.has(address) && (twin === undefined || replaces)
    // Known to the crawl, but not looked at: now it was.
    if (isFirst) result.replaced.add(address)
    taken.set(address, [...earlier, seen.reading.shape])
    const url = isFirst
      ? snapshot.finalUrl
      : `${snapshot.finalUrl.split('#', 1)[0]}#${key.split('/').slice(-3).join('-')}`
    const { facts, reading, phoneFacts } = seen
    result.pages.push({
      key,
      url,
      facts,
      ...(phoneFacts ? { phoneFacts } : {}),
      rendered: true,
      depth,
      host: new URL(url).host,
      hostRole: scope.roleOf(new URL(url)),
      template: '',
      reachedBy,
      reading,
      snapshot: { mode: snapshot.mode, pictures: snapshot.pictures, requests: [] },
    })
    result.ledger.push({
      key,
      url,
      state: 'audited',
      reason: '',
      generation: 0,
      depth,
      source: reachedBy.startsWith('saved:') ? 'saved' : 'journey',
    })
  }

  for (const { key, type, file } of saved) await add(key, type, `saved:${file}`, 1)
  for (const walk of walks) {
    const visit = await store.snapshot(walk.key, walk.viewport === 'mobile' ? 'phone' : 'browser')
    result.requests.push({ url: `journey ${walk.name}`, requests: visit?.requests ?? [] })
    const pictures = visit?.pictures ?? []
    result.pictures.push(...pictures)
    for (const step of walk.steps) {
      result.shown.set(stepAddress(walk, step), shownStep(walk, step, pictures))
      if (step.page !== '') await add(step.page, step.pageType, `journey:${walk.name}`, walk.steps.indexOf(step))
    }
  }
  return result
}

async function readPage(
  { store, knowledge }: { store: Store; knowledge: Knowledge },
  key: string,
  type: PageType | '',
): Promise<(Pick<EvaluatedPage, 'facts' | 'reading'> & { phoneFacts?: PageFacts; snapshot: Snapshot }) | undefined> {
  const snapshot = (await store.snapshot(key, 'browser')) ?? (await store.snapshot(key, 'phone'))
  if (!snapshot || snapshot.outcome !== 'ok') return undefined
  const reading = await readFacts(snapshot, store, knowledge)
  const asReached = (facts: PageFacts): PageFacts => {
    if (!facts.page) return facts
    const page = type === '' ? facts.page : { ...facts.page, type, typeConfidence: 1, typeCues: ['given'] }
    // Nobody meets what a visitor has filled by its address alone, and no search engine does.
    return { ...facts, page: { ...page, indexable: page.indexable && !filledByVisitors.has(page.type) } }
  }
  // What lies over a page after a step was called up by it: nobody was interrupted.
  const { overlays: _overlays, ...rest } = reading.facts
  const facts = asReached(rest)
  const phoneFacts = snapshot.mode === 'browser' ? await factsOnPhones(store, knowledge, key, facts) : undefined
  return { facts, reading, snapshot, ...(phoneFacts ? { phoneFacts: asReached(phoneFacts) } : {}) }
}

/** A step as evidence: its picture, and the place of what it was about as the one node of a layout. */
function shownStep(
  walk: WalkRecord,
  step: WalkStep,
  pictures: readonly Picture[],
): Pick<Snapshot, 'layout' | 'pictures'> {
  const picture = pictures.find(({ key }) => key === step.picture)
  const { width, height } = viewports[walk.viewport]
  const found = step.found.findLast(({ box }) => box[2] > 0)
  const box: Box = found?.box ?? picture?.box ?? [0, 0, width, height]
  const empty = { width, height, pageWidth: width, pageHeight: height, nodes: {} }
  const marked = { ...empty, nodes: { [String(stepNode)]: { ...bareNode, box } } }
  const layout = walk.viewport === 'desktop' ? { desktop: marked, mobile: empty } : { desktop: empty, mobile: marked }
  return { layout, pictures: picture ? [picture] : [] }
}

const bareNode: Omit<NodeLayout, 'box'> = {
  shown: true,
  coveredBy: -1,
  position: 'static',
  zIndex: 0,
  fontSize: 0,
  fontWeight: 0,
  lineHeight: 0,
  color: '',
  background: '',
  contrast: 0,
  filled: false,
  fillContrast: 0,
  border: 0,
  padding: 0,
  underlined: false,
}
