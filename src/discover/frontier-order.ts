import { compareText } from '../shared/digest.ts'
import { isChosen, type KnownPage } from './known-page.ts'
import { folderPattern } from './traps.ts'

/**
 * Which of the waiting pages come next, in order. Linked pages come before what only a sitemap names, and both before
 * what is over its folder's fair share of the limit, so that ten thousand products don't crowd out the contact page.
 * `taken` counts the pages planned so far by folder.
 */
export function nextInOrder(
  waiting: readonly KnownPage[],
  options: { maxPages: number; taken: ReadonlyMap<string, number> },
): KnownPage[] {
  const share = Math.max(20, Math.ceil(options.maxPages / 4))
  const counts = new Map(options.taken)
  const linked: KnownPage[] = []
  const listed: KnownPage[] = []
  const surplus: KnownPage[] = []
  for (const page of waiting.toSorted(byRank)) {
    const folder = folderPattern(page.address)
    const count = (counts.get(folder) ?? 0) + 1
    counts.set(folder, count)
    if (!isChosen(page) && count > share) surplus.push(page)
    else if (isListed(page)) listed.push(page)
    else linked.push(page)
  }
  return [linked, listed, surplus].find((tier) => tier.length > 0) ?? []
}

function byRank(a: KnownPage, b: KnownPage): number {
  return (
    Number(isListed(a)) - Number(isListed(b)) ||
    a.depth - b.depth ||
    b.linkedFrom.size - a.linkedFrom.size ||
    b.priority - a.priority ||
    compareText(a.key, b.key)
  )
}

/** Known from a sitemap alone so far. */
function isListed({ source }: KnownPage): boolean {
  return source === 'sitemap'
}
