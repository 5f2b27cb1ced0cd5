import { expect, test } from 'vitest'
import type { SeenPage } from '../src/journey/seen-page.ts'
import { createAliases } from '../src/page-aliases.ts'
import { emptySnapshot, type Snapshot } from '../src/snapshot/schema.ts'
import type { LedgerEntry } from '../src/snapshot/ledger.ts'

const origin = 'https://lamps.example.test'
const keyOf = (url: string): string => url.split('#', 1)[0]!

function page(path: string): SeenPage {
  const url = origin + path
  return {
    key: url,
    url,
    facts: {},
    rendered: true,
    depth: 1,
    host: 'lamps.example.test',
    hostRole: 'main',
    template: '',
  }
}

function entry(path: string, reason: string): LedgerEntry {
  return { key: origin + path, url: origin + path, state: 'skipped', reason, generation: 1, depth: 1, source: 'link' }
}

function moved(path: string, mode: Snapshot['mode'], to: Partial<Snapshot>): Snapshot {
  const target = { url: origin + path, key: origin + path, mode, generation: 1, depth: 1, source: 'link' as const }
  return { ...emptySnapshot(target), outcome: 'redirected', ...to }
}

const snapshots = [
  moved('/old', 'http', { headers: { location: '/older' } }),
  moved('/older', 'http', { headers: { location: '/oak' } }),
  moved('/prices', 'browser', { finalUrl: `${origin}/prices?plan=small` }),
]

async function aliases(ledger: LedgerEntry[]): Promise<(path: string) => string> {
  const found = await createAliases({
    pages: ['/', '/oak', '/prices?plan=small', '/shop/'].map(page),
    ledger,
    keyOf,
    store: { snapshot: async (key, mode) => snapshots.find((each) => each.key === key && each.mode === mode) },
  })
  return (path) => found(origin + path).replace(origin, '')
}

test('an address that redirects is the page where it ends, however many moves it takes', async () => {
  const keyed = await aliases([entry('/old', 'redirected'), entry('/older', 'redirected')])
  expect([keyed('/old'), keyed('/old#top'), keyed('/oak')]).toEqual(['/oak', '/oak', '/oak'])
})

test('so is one that a script moved on', async () => {
  expect((await aliases([entry('/prices', 'redirected')]))('/prices')).toBe('/prices?plan=small')
})

test('an index file, a closing slash and a query are names of the page that was found under them again', async () => {
  const keyed = await aliases([
    entry('/index.html', 'duplicate'),
    entry('/shop', 'duplicate'),
    entry('/oak?from=mail', 'canonical-elsewhere'),
  ])
  expect([keyed('/index.html'), keyed('/shop'), keyed('/oak?from=mail')]).toEqual(['/', '/shop/', '/oak'])
})

test('what was left out for another reason stays what it is', async () => {
  const keyed = await aliases([entry('/shop', 'max-pages'), entry('/oak?size=2', 'max-pages')])
  expect([keyed('/shop'), keyed('/oak?size=2')]).toEqual(['/shop', '/oak?size=2'])
})
