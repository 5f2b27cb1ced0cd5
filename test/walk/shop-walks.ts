import { readFileSync } from 'node:fs'
import { findBrowser } from '../../src/browser/find-browser.ts'
import { Journey } from '../../src/config/journeys.ts'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { parseUnsafeLinks } from '../../src/isolation/careful-links.ts'
import { parseCollectors } from '../../src/isolation/collectors.ts'
import { openProxy } from '../../src/isolation/proxy.ts'
import type { ViewportName } from '../../src/snapshot/schema.ts'
import { orderAddresses, walkWords } from '../../src/walk-words.ts'
import { openWalker, type Walked } from '../../src/walk/walker.ts'
import type { SmallSite } from '../visit/small-site.ts'

const collectors = parseCollectors(readFileSync('rules/collectors.yaml', 'utf8'))
const knowledge = {
  vocabularies: parseVocabularies(await readVocabularyTexts('rules/vocabulary')),
  isUnsafe: parseUnsafeLinks(readFileSync('rules/unsafe-links.yaml', 'utf8')),
}
export const vocabulary = walkWords(knowledge)
export const ordersAt = orderAddresses(knowledge)

/** Walks a journey on a small site, through guard and proxy as an audit would. */
export async function walkOn(
  site: SmallSite,
  steps: unknown[],
  { viewport = 'desktop', allow = false }: { viewport?: ViewportName; allow?: boolean } = {},
): Promise<Walked> {
  const writes = { allowWrites: allow ? [site.host] : [], neverWrite: ordersAt }
  await using proxy = await openProxy({ collectors, allowPrivate: [site.host], ...writes })
  await using walker = await openWalker({
    browser: await findBrowser(),
    proxy,
    guard: { collectors, ...writes },
    agentName: 'Stagelight/0',
    headersFor: () => ({}),
    consent: false,
    objectionTo: async (url) => (url.pathname === '/terms' ? 'robots' : ''),
    vocabulary,
    mayWrite: () => allow,
    startUrl: `${site.origin}/`,
    keyOf: (url) => url.split('#')[0] ?? url,
  })
  const journey = Journey.parse({ name: 'Buy a lamp', goal: 'purchase', steps })
  return await walker.walk(
    journey,
    viewport,
    `${site.origin}/.stagelight/journey/1/${viewport}`,
    new AbortController().signal,
  )
}

/** Each step in a few words: what became of it, and why. */
export function told({ record }: Walked): string[] {
  return record.steps.map(({ state, reason, detail }) => [state, reason, detail].join(' ').trim())
}
