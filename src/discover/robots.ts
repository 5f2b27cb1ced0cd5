import robotsParserModule from 'robots-parser'
import type { FetchFile } from '../shared/site-file.ts'

// The package is CommonJS and its types speak of an ES default export: what we get is what they call `default`.
const robotsParser = robotsParserModule as unknown as typeof robotsParserModule.default

/** The name that robots.txt files may call us by. */
export const productToken = 'Stagelight'

/** RFC 9309, 2.5: at least 500 KiB must be read; what comes after is not looked at. */
export const robotsLimit = 500 * 1024

/** A robots.txt as it was found; kept with the run, so that resuming and judging again see the same rules. */
export interface RobotsFile {
  origin: string
  /** `none`: 4xx, all is allowed. `unreachable`: 5xx or no answer, nothing is allowed for now. */
  state: 'found' | 'none' | 'unreachable'
  text: string
  reason: string
}

/** What a robots.txt asks of us. */
export interface RobotsRules {
  allows(url: string): boolean
  /** Seconds between requests; 0 when it doesn't say. */
  crawlDelay: number
  sitemaps: string[]
  reachable: boolean
  /** Why it is not: `HTTP 503`, or what kept the host from answering at all. */
  problem: string
}

/** Fetches the robots.txt of an origin. */
export async function fetchRobots(origin: string, fetchFile: FetchFile, signal: AbortSignal): Promise<RobotsFile> {
  const { status, bytes, reason } = await fetchFile(`${origin}/robots.txt`, { limitBytes: robotsLimit, signal })
  if (status >= 200 && status < 300) {
    const text = new TextDecoder().decode(bytes.subarray(0, robotsLimit))
    return { origin, state: 'found', text, reason: '' }
  }
  // RFC 9309, 2.3.1.3 and 2.3.1.4. 429 is a 4xx by number and a "not now" by meaning.
  const isNone = status >= 300 && status < 500 && status !== 429
  if (isNone) return { origin, state: 'none', text: '', reason: `HTTP ${status}` }
  return { origin, state: 'unreachable', text: '', reason: status > 0 ? `HTTP ${status}` : reason }
}

/** Reads a robots.txt. With `owner` the site's owner lets us pass; its sitemaps still help. */
export function readRobots(file: RobotsFile, mode: 'obey' | 'owner' = 'obey'): RobotsRules {
  const address = `${file.origin}/robots.txt`
  const parsed = robotsParser(address, file.text.slice(0, robotsLimit))
  const reachable = file.state !== 'unreachable'
  const delay = parsed.getCrawlDelay(productToken) ?? 0
  return {
    reachable,
    problem: reachable ? '' : file.reason,
    allows: (url) => mode === 'owner' || (reachable && parsed.isAllowed(url, productToken) !== false),
    crawlDelay: mode === 'obey' && Number.isFinite(delay) && delay > 0 ? delay : 0,
    sitemaps: parsed.getSitemaps().flatMap((sitemap) => URL.parse(sitemap, address)?.href ?? []),
  }
}
