import { titleWords, type PageEvidence } from './features.ts'

/** What an address is made of, in numbers, and how much of it stands in the page's title and headline. */
export function addressMeasures({ url, isHome, title, firstHeading }: PageEvidence): Map<string, number> {
  const segments = url.pathname.split('/').filter(Boolean)
  const last = (segments.at(-1) ?? '').replace(/\.\w{2,5}$/, '')
  const words = last
    .toLowerCase()
    .split(/[-_+.%\s]+/)
    .filter((word) => word.length > 1)
  const inTitle = titleWords(title)
  const inHeading = titleWords(firstHeading)
  const said = (known: Set<string>): number =>
    words.filter((word) => known.has(word)).length / Math.max(1, words.length)
  const both = [...inHeading].filter((word) => inTitle.has(word)).length
  return new Map([
    ['home', isHome ? 1 : 0],
    ['segments', segments.length],
    ['slug words', words.length],
    ['slug length', last.length],
    ['slug digits', last.replace(/\D/g, '').length],
    ['path digits', url.pathname.replace(/\D/g, '').length],
    ['parameters', [...url.searchParams].length],
    ['slug in title', said(inTitle)],
    ['slug in heading', said(inHeading)],
    ['heading in title', both / Math.max(1, inHeading.size)],
    ['title words', inTitle.size],
    ['heading words', inHeading.size],
    ['ends in slash', url.pathname.endsWith('/') ? 1 : 0],
    ['has ending', /\.\w{3,5}$/.test(url.pathname) ? 1 : 0],
    ['host labels', url.hostname.split('.').length],
  ])
}
