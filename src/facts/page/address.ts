import { bucket } from './buckets.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** Topics of address words: whole path segments and hyphenated words, in any language. */
export function addressTopics(
  url: URL,
  vocabulary: Vocabulary,
): { first: Set<string>; last: Set<string>; whole: Set<string>; host: Set<string> } {
  const segments = segmentsOf(url)
  const topics = (text: string): Set<string> => {
    const found = new Set<string>()
    for (const topic of vocabulary.topicsInAnyLanguage(text)) if (topic.startsWith('url.')) found.add(topic.slice(4))
    return found
  }
  const whole = (segment: string): Set<string> => (segment.split(/[-_+ ]/).length > 4 ? new Set() : topics(segment))
  const first = new Set(segments.slice(0, -1).flatMap((segment) => [...whole(segment)]))
  const last = whole(segments.at(-1) ?? '')
  const named = wholeAddressTopics(vocabulary, segments.at(-1) ?? '')
  for (const [name, value] of [...url.searchParams].slice(0, 8)) {
    if (!steering.test(name) || value.length > 40) continue
    for (const topic of whole(value)) last.add(topic)
    for (const topic of wholeAddressTopics(vocabulary, value)) named.add(topic)
  }
  return { first, last, whole: named, host: topics(url.hostname.split('.').slice(0, -2).join(' ')) }
}

/** Names of parameters by which one program serves pages of many kinds. */
const steering = /^(?:page|p|option|view|route|path|action|act|do|cat|mode|section|task|func|module|cmd)$/i

function wholeAddressTopics(vocabulary: Vocabulary, text: string): Set<string> {
  const topics = [...vocabulary.wholeTopics(text)].filter((topic) => topic.startsWith('url.'))
  return new Set(topics.map((topic) => topic.slice(4)))
}

/** Topics that whole parts of the path are called by, in any language. */
export function segmentTopics(url: URL, vocabulary: Vocabulary): Set<string> {
  return new Set(segmentsOf(url).flatMap((segment) => [...vocabulary.wholeTopics(segment)]))
}

/** The second or a later page of something: `/page/3`, `?page=3`. */
export function isFurtherPage(url: URL): boolean {
  if (/\/page[/-]?\d+\/?$/i.test(url.pathname)) return true
  return [...url.searchParams].some(
    ([name, value]) => /^(?:page|paged|pg|pagenum|pagenumber)$/i.test(name) && /^\d+$/.test(value),
  )
}

function segmentsOf(url: URL): string[] {
  return url.pathname
    .split('/')
    .slice(0, 12)
    .filter((segment) => segment !== '')
    .map((segment) => {
      const bare = segment.slice(0, 120).replace(/\.(?:html?|php|aspx?|jsp|cfm|shtml)$/i, '')
      try {
        return decodeURIComponent(bare)
      } catch {
        return bare
      }
    })
}

/** The yes-or-no facts about an address. */
export function addressFeatures(url: URL, isHome: boolean, vocabulary: Vocabulary): string[] {
  const segments = segmentsOf(url)
  const last = segments.at(-1) ?? ''
  const { first, last: words, host } = addressTopics(url, vocabulary)
  const features = [
    `depth ${Math.min(segments.length, 5)}`,
    ...[...first].map((topic) => `address:${topic}`),
    ...[...words].map((topic) => `address end:${topic}`),
    ...[...host].map((topic) => `host:${topic}`),
  ]
  const slug = last.split(/[-_+]/).filter(Boolean).length
  features.push(`slug ${bucket(slug)}`)
  if (/\d{4,}/.test(last)) features.push('number in address')
  if (/\/(?:19|20)\d\d\/(?:\d{1,2}\/)?/.test(url.pathname)) features.push('date in address')
  if (/\/p(?:age)?[/-]?\d+\/?$/.test(url.pathname)) features.push('page number in address')
  if (/^\/(?:dp|gp|itm|ip|p)\//.test(url.pathname) || /\/(?:p|dp)\//.test(url.pathname))
    features.push('item in address')
  if (url.search !== '') features.push('query')
  if (/\.html?$/.test(url.pathname)) features.push('ends in html')
  else if (url.pathname.endsWith('/') && !isHome) features.push('ends in slash')
  return features
}
