import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readFacts } from '../../evaluated-pages.ts'
import type { PageFacts } from '../../facts/index.ts'
import type { Knowledge } from '../../knowledge.ts'
import type { CompiledRule } from '../../rules/rule-file.ts'
import { digest } from '../../shared/digest.ts'
import { parseDocument, readableText, type PageDocument } from '../../snapshot/document.ts'
import type { Picture, Snapshot, Target } from '../../snapshot/schema.ts'
import { runFileName } from '../../store/run-folder.ts'
import { openStore } from '../../store/sqlite.ts'
import type { Store } from '../../store/store.ts'
import type { Firing } from './firing.ts'
import { factsOfPages } from './page-facts.ts'
import { relevantFacts } from './relevant-facts.ts'
import { whenFree } from './stored-runs.ts'
import { pointedAt, surroundings } from './surroundings.ts'

/** A picture of a page with its bytes, and the place in it that matters; the box is empty for the page as a whole. */
export interface CardPicture {
  picture: Picture
  bytes: Uint8Array
  box: number[]
}

/** What a person needs to say whether a firing is right. */
export interface Card {
  firing: Firing
  title: string
  type: string
  typeConfidence: number
  language: string
  headings: string[]
  /** Text around the thing, or how the page begins and ends. */
  context: string
  /** What the rule reads of the page, shortened. */
  facts: Record<string, unknown>
  /** File with the page's HTML. */
  html: string
  picture: CardPicture | undefined
}

interface ReadPage {
  document: PageDocument
  facts: PageFacts
  html: string
  picture: CardPicture | undefined
}

/** What cards are made with. */
export interface CardSources {
  knowledge: Knowledge
  rules: ReadonlyMap<string, CompiledRule>
  /** Where HTML is written that stands in no file. */
  folder: string
  /** Where facts are kept. */
  cache: string
}

/** Reads the pages of firings again and says what is on them. */
export async function cardsOf(firings: readonly Firing[], sources: CardSources): Promise<Card[]> {
  const cards: Card[] = []
  for (const firing of firings) {
    const { from } = firing
    const page =
      'file' in from ? await readSaved(from.file, firing, sources) : await readStored(from.run, firing, sources)
    if (page) cards.push(cardOf(firing, page, sources.rules.get(firing.rule)!))
  }
  return cards
}

function cardOf(firing: Firing, { document, facts, html, picture }: ReadPage, compiled: CompiledRule): Card {
  const { $ } = document
  const headings = $('h1, h2, h3')
    .toArray()
    .slice(0, 30)
    .map((element) => `${element.name} ${readableText(element, { alt: true, limit: 90 })}`)
  return {
    firing,
    title: facts.page?.title ?? '',
    type: facts.page?.type ?? '',
    typeConfidence: Math.round((facts.page?.typeConfidence ?? 0) * 100) / 100,
    language: facts.language?.used ?? '',
    headings,
    context: surroundings($, pointedAt(document, firing)),
    facts: relevantFacts(facts, compiled),
    html,
    picture,
  }
}

async function readSaved(
  file: string,
  { url, site }: Firing,
  { knowledge, cache }: CardSources,
): Promise<ReadPage | undefined> {
  for await (const { facts } of factsOfPages([{ file, url, site }], knowledge, cache)) {
    return { document: parseDocument(await readFile(file, 'utf8')), facts, html: file, picture: undefined }
  }
  return undefined
}

async function readStored(
  run: string,
  { url, picture }: Firing,
  { knowledge, folder }: CardSources,
): Promise<ReadPage | undefined> {
  return whenFree(async () => {
    await using store = openStore(join(run, runFileName), { create: false })
    const best = await snapshotOf(store, url)
    if (!best) return undefined
    const html = join(folder, `${digest(url, 12)}.html`)
    await writeFile(html, best.html)
    const { facts } = await readFacts(best, store, knowledge)
    const shown =
      best.pictures.find(({ key }) => key === picture.key) ??
      best.pictures.find(({ viewport, kind }) => viewport === 'desktop' && kind === 'screens') ??
      best.pictures[0]
    const bytes = shown && (await store.blob(shown.key))
    return {
      document: parseDocument(best.html, { rendered: best.mode !== 'http' }),
      facts,
      html,
      picture:
        shown && bytes ? { picture: shown, bytes, box: shown.key === picture.key ? picture.box : [] } : undefined,
    }
  })
}

/** The page of an address as it was judged; for what is said of the whole site, the start page. */
async function snapshotOf(store: Store, url: string): Promise<Snapshot | undefined> {
  const found: { place: number; target: Target }[] = []
  for await (const { target, finalUrl, outcome } of store.visits()) {
    if (outcome !== 'ok' || target.mode === 'phone') continue
    const isMeant = finalUrl === url
    if (isMeant || target.source === 'start')
      found.push({ place: (isMeant ? 0 : 2) + (target.mode === 'browser' ? 0 : 1), target })
  }
  const [best] = found.toSorted((a, b) => a.place - b.place)
  return best && store.snapshot(best.target.key, best.target.mode)
}
