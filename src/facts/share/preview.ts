import { z } from 'zod'
import { ownDomain, resolve } from '../dom/address.ts'
import type { DetectorInput } from '../detector.ts'
import { tagged, treeOf, type Tree } from '../dom/tree.ts'

/** What a shared link would show: part of the fact `share`. */
export const SharePreview = {
  openGraph: z
    .object({
      title: z.string(),
      description: z.string(),
      image: z.string().describe('Absolute'),
      type: z.string(),
      url: z.string(),
      siteName: z.string(),
    })
    .describe('og: properties; empty texts where missing'),
  twitter: z.object({ card: z.string(), title: z.string(), image: z.string() }),
  previewTitle: z.string().describe('What a shared link would show as title'),
  previewDescription: z.string(),
  previewImage: z.string().describe('Absolute address of the preview image; empty when there is none'),
  otherAddress: z
    .string()
    .describe(
      'Address that og:url gives where it is another page than the canonical; empty when they agree or one is missing',
    ),
  canonicals: z.int().describe('Different canonical addresses that the head names'),
  previewImageValid: z.boolean().describe('The address is absolute http(s) in the markup itself'),
}
type Preview = { [Name in keyof typeof SharePreview]: z.infer<(typeof SharePreview)[Name]> }

/** Open Graph and Twitter card of a page, with what networks fall back to. */
export function previewOf({ $, base, url }: Pick<DetectorInput<Record<never, never>>, '$' | 'base' | 'url'>): Preview {
  const tree = treeOf($)
  const meta = new Map<string, string>()
  for (const element of tagged(tree, 'meta')) {
    const name = (element.attribs['property'] ?? element.attribs['name'] ?? '').toLowerCase().trim()
    const content = (element.attribs['content'] ?? '').replace(/\s+/g, ' ').trim().slice(0, 1000)
    if (name !== '' && content !== '' && !meta.has(name)) meta.set(name, content)
  }
  const get = (...names: string[]): string => names.map((name) => meta.get(name)).find((value) => value) ?? ''
  const absolute = (address: string): string => (address === '' ? '' : (resolve(address, base)?.href ?? ''))
  const rawImage = get('og:image', 'og:image:url', 'og:image:secure_url')
  const rawCard = get('twitter:image', 'twitter:image:src')
  // Older than both, and still read where neither is there.
  const linked = tagged(tree, 'link').find(({ attribs }) => /^\s*image_src\s*$/i.test(attribs['rel'] ?? ''))
  const shown = rawImage || rawCard
  const title = (tree.byTag.get('title') ?? []).find(
    (element) => element.parent?.type === 'tag' && element.parent.name === 'head',
  )
  const first = title?.children[0]
  const documentTitle = first?.type === 'text' ? first.data.replace(/\s+/g, ' ').trim() : ''
  const canonicals = canonicalsOf(tree, absolute)
  return {
    openGraph: {
      title: get('og:title'),
      description: get('og:description'),
      image: absolute(rawImage),
      type: get('og:type'),
      url: absolute(get('og:url')),
      siteName: get('og:site_name'),
    },
    twitter: { card: get('twitter:card'), title: get('twitter:title'), image: absolute(rawCard) },
    previewTitle: get('og:title', 'twitter:title') || documentTitle,
    previewDescription: get('og:description', 'twitter:description', 'description'),
    previewImage: absolute(shown || (linked?.attribs['href'] ?? '').trim()),
    otherAddress: otherAddress(absolute(get('og:url')), canonicals[0] ?? '', url),
    canonicals: canonicals.length,
    // A link may give a path; it is read by the rules of links.
    previewImageValid: shown === '' ? linked !== undefined : /^https?:\/\/[^\s/]+\.[^\s/]+/i.test(shown),
  }
}

/** Different canonical addresses, in order. */
function canonicalsOf(tree: Tree, absolute: (address: string) => string): string[] {
  const named = tagged(tree, 'link').filter(({ attribs }) => /(?:^|\s)canonical(?:\s|$)/i.test(attribs['rel'] ?? ''))
  const found = new Map<string, string>()
  for (const { attribs } of named) {
    const address = absolute((attribs['href'] ?? '').trim())
    if (address !== '' && !found.has(plain(address))) found.set(plain(address), address)
  }
  return [...found.values()]
}

function otherAddress(shared: string, canonical: string, page: URL): string {
  if (shared === '' || canonical === '' || plain(shared) === plain(canonical)) return ''
  // Who prints what another published first names that as the original.
  const host = URL.parse(canonical)?.hostname ?? ''
  if (ownDomain(host) !== ownDomain(page.hostname)) return ''
  const item = itemNumber(shared)
  return item !== '' && item === itemNumber(canonical) ? '' : shared
}

/** The number by which shops and papers know a thing, at the end of its address. */
function itemNumber(address: string): string {
  return /(?:^|[-_/.])([a-z]{0,4}\d{4,})(?:\.\w{2,5})?\/?$/i.exec(URL.parse(address)?.pathname ?? '')?.[1] ?? ''
}

/** What tells two pages apart: not the scheme, `www.`, the case, an index file, a slash at the end or what counts visitors. */
function plain(address: string): string {
  const url = URL.parse(address)
  if (!url) return address
  const counted = [...url.searchParams].filter(
    ([name]) => !/^(?:utm_\w+|[a-z]*clid|srsltid|ref|source|mc_[ce]id|_ga|_gl)$/i.test(name),
  )
  const query = counted
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('&')
  const path = decoded(url.pathname)
    .replace(/\/(?:index|default)\.\w{2,5}$/i, '/')
    .replace(/\/+$/, '')
  return `${url.hostname.replace(/^www\./, '')}${path}?${query}`.toLowerCase()
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
