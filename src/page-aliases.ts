import { parseAddress } from './discover/url-identity.ts'
import type { KeyOf, SeenPage } from './journey/seen-page.ts'
import type { LedgerEntry } from './snapshot/ledger.ts'
import type { Store } from './store/store.ts'

/** Reasons in the ledger by which an address is another name of a page. */
const otherNames = new Set(['redirected', 'duplicate', 'canonical-elsewhere'])
/** Moves that are followed from one name to the next. */
const mostMoves = 5
/** Addresses that are remembered, so that those of a trap don't fill the memory. */
const mostKnown = 200_000

/**
 * Identity of addresses, second names included: what redirects to a page, and `/index.html`, a closing slash or a query
 * under which the same page was found again, are that page and no step to another.
 */
export async function createAliases({
  pages,
  ledger,
  store,
  keyOf,
}: {
  pages: readonly SeenPage[]
  ledger: readonly LedgerEntry[]
  store: Pick<Store, 'snapshot'>
  keyOf: KeyOf
}): Promise<KeyOf> {
  const audited = new Set(pages.map(({ key }) => key))
  const byPlainName = new Map<string, string>()
  for (const { key, url } of pages) {
    for (const name of [plainName(key), plainName(url)]) if (!byPlainName.has(name)) byPlainName.set(name, key)
  }
  const names = new Map(pages.flatMap(({ key, url }) => (keyOf(url) === key ? [] : [[keyOf(url), key] as const])))
  for (const { key, reason } of ledger) {
    if (!otherNames.has(reason) || audited.has(key)) continue
    const moved = reason === 'redirected' ? await movedTo(store, key) : undefined
    const bare = key.split(/[?#]/, 1)[0]!
    const known = moved ? keyOf(moved) : (byPlainName.get(plainName(key)) ?? byPlainName.get(plainName(bare)))
    if (known && known !== key) names.set(key, known)
  }
  const resolve = (url: string): string => {
    let key = keyOf(url)
    for (let moves = 0; moves < mostMoves && !audited.has(key); moves++) {
      const next = names.get(key)
      if (next === undefined) break
      key = next
    }
    return key
  }
  // Pages repeat their links: each address is worked out once.
  const known = new Map<string, string>()
  return (url) => {
    let key = known.get(url)
    if (key === undefined) {
      key = resolve(url)
      if (known.size < mostKnown) known.set(url, key)
    }
    return key
  }
}

/** Where an address moved its visitors to: by its answer, or by a script that ran in the browser. */
async function movedTo(store: Pick<Store, 'snapshot'>, key: string): Promise<string | undefined> {
  for (const mode of ['http', 'browser'] as const) {
    const snapshot = await store.snapshot(key, mode)
    if (snapshot?.outcome !== 'redirected') continue
    return parseAddress(snapshot.headers['location'] ?? snapshot.finalUrl, snapshot.url)?.href
  }
  return undefined
}

/** Address without scheme, `www.`, a closing slash and the name of an index file: two pages of one site are never told apart by these. */
function plainName(address: string): string {
  const url = new URL(address)
  const path = url.pathname.replace(/\/(?:index|default)\.(?:html?|php|aspx?|jsp)$/i, '/').replace(/(.)\/$/, '$1')
  return url.host.replace(/^www\./, '') + path.toLowerCase() + url.search
}
