import type { Config } from './config/config.ts'
import type { CrawlOutcome } from './crawl.ts'
import { createScope } from './discover/scope.ts'
import { extractFacts, factsKey, readPage, type Extraction } from './facts/extract.ts'
import type { PageFacts } from './facts/index.ts'
import { differsForPhones } from './journey/phone-difference.ts'
import type { SeenPage } from './journey/seen-page.ts'
import type { Knowledge } from './knowledge.ts'
import type { Verdict } from './rules/schema.ts'
import { compareText } from './shared/digest.ts'
import type { OnEvent } from './shared/events.ts'
import { createShare } from './shared/shared-texts.ts'
import type { Snapshot, ViewportLayout } from './snapshot/schema.ts'
import type { Store } from './store/store.ts'
import { shapeOf, type Shape } from './templates/shape.ts'

/** What one snapshot says: its facts, and how its page is built. Kept in the run file under a digest of what made it. */
export interface PageReading extends Extraction {
  shape: Shape
}

/** Reads one snapshot's facts, from the run file where they are current. */
export async function readFacts(
  snapshot: Snapshot,
  store: Store,
  knowledge: Pick<Knowledge, 'vocabularies' | 'vendors'>,
): Promise<PageReading> {
  const key = `${snapshot.key} ${snapshot.mode} ${factsKey(knowledge.vocabularies, knowledge.vendors)}`
  const kept = (await store.derived('facts', key)) as PageReading | undefined
  if (kept) return kept
  const input = { snapshot, vocabularies: knowledge.vocabularies, vendors: knowledge.vendors }
  const page = readPage(input)
  const reading = { ...extractFacts(input, page), shape: shapeOf(page) }
  await store.putDerived('facts', key, reading)
  // Texts that were cut out of a page keep the whole page alive; those of a copy don't.
  return JSON.parse(JSON.stringify(reading)) as PageReading
}

/** One audited page, read from the best snapshot there is. */
export interface EvaluatedPage extends SeenPage {
  reading: PageReading
  snapshot: Pick<Snapshot, 'mode' | 'pictures' | 'requests'>
  /** As a phone gets it, where that is another page. */
  phoneFacts?: PageFacts
}

/** Audited pages by key, each read from the best snapshot there is: rendered before plain. */
export async function readPages(
  store: Store,
  knowledge: Knowledge,
  crawl: CrawlOutcome,
  config: Config,
  onEvent: OnEvent | undefined,
): Promise<EvaluatedPage[]> {
  const pages: EvaluatedPage[] = []
  const scope = createScope({ start: new URL(crawl.origin), hosts: config.hosts })
  const share = createShare()
  for (const known of crawl.pages) {
    const best = await bestSnapshot(store, known.key)
    if (!best) continue
    const reading = share(await readFacts(best, store, knowledge))
    for (const warning of reading.warnings)
      onEvent?.({ type: 'warning', message: `${best.finalUrl}: ${warning}`, url: best.finalUrl })
    const { mode, pictures, requests } = best
    const facts: PageFacts =
      known.isHome && reading.facts.page
        ? { ...reading.facts, page: { ...reading.facts.page, isHome: true, type: 'home' } }
        : reading.facts
    const phoneFacts = best.mode === 'browser' ? await factsOnPhones(store, knowledge, known.key, facts) : undefined
    pages.push({
      ...(phoneFacts ? { phoneFacts } : {}),
      key: known.key,
      url: best.finalUrl,
      facts,
      rendered: best.mode !== 'http',
      depth: known.depth,
      host: new URL(best.finalUrl).host,
      hostRole: scope.roleOf(new URL(best.finalUrl)),
      template: '',
      reading,
      snapshot: { mode, pictures, requests },
    })
  }
  return pages.toSorted((a, b) => compareText(a.key, b.key))
}

/**
 * Facts of a page as a phone gets it, where it gets another page than a desktop browser does. Without those of layout: a
 * phone's stands for both viewports, and the desktop's says nothing of it.
 */
export async function factsOnPhones(
  store: Store,
  knowledge: Knowledge,
  key: string,
  desktop: PageFacts,
): Promise<PageFacts | undefined> {
  const snapshot = await store.snapshot(key, 'phone')
  if (snapshot?.outcome !== 'ok') return undefined
  const { facts } = await readFacts(snapshot, store, knowledge)
  if (!differsForPhones(desktop, facts)) return undefined
  const { screen: _screen, overlays: _overlays, ...rest } = facts
  return desktop.page && rest.page ? { ...rest, page: { ...rest.page, type: desktop.page.type } } : rest
}

/** Pictures and layouts of pages, the latter cut down to what verdicts point at: those of many large pages would fill the memory. */
export async function shownLayouts(
  store: Store,
  pages: readonly EvaluatedPage[],
  verdicts: readonly Verdict[],
): Promise<Map<string, Pick<Snapshot, 'layout' | 'pictures'>>> {
  const pointedAt = new Map<string, Set<number>>()
  for (const { url, node } of verdicts.flatMap(({ evidence }) => evidence)) {
    if (node > 0) pointedAt.set(url, (pointedAt.get(url) ?? new Set()).add(node))
  }
  const shown = new Map<string, Pick<Snapshot, 'layout' | 'pictures'>>()
  for (const { key, url, rendered, snapshot } of pages) {
    const nodes = pointedAt.get(url)
    if (!nodes || !rendered) continue
    const { layout } = (await store.snapshot(key, snapshot.mode)) ?? {}
    if (!layout) continue
    const cut = ({ nodes: all, ...view }: ViewportLayout): ViewportLayout => ({
      ...view,
      nodes: Object.fromEntries([...nodes].flatMap((node) => (all[node] ? [[String(node), all[node]]] : []))),
    })
    shown.set(url, {
      pictures: snapshot.pictures,
      layout: { desktop: cut(layout.desktop), mobile: cut(layout.mobile) },
    })
  }
  return shown
}

async function bestSnapshot(store: Store, key: string): Promise<Snapshot | undefined> {
  const rendered = await store.snapshot(key, 'browser')
  if (rendered?.outcome === 'ok') return rendered
  const plain = await store.snapshot(key, 'http')
  return plain?.outcome === 'ok' ? plain : undefined
}
