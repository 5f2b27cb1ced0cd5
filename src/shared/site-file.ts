/** A small file of a site that is no page: robots.txt, a sitemap. */
export interface SiteFile {
  /** Status of the last answer; 0 when there was none. */
  status: number
  /** As served after content decoding, cut at the limit. */
  bytes: Uint8Array
  cut: boolean
  /** A short phrase when there was no answer. */
  reason: string
}

/**
 * Fetches one file: GET, redirects followed (at most five), never throws for what a site does. Made by whoever wires the
 * crawl, since it must go through the same isolation as pages.
 */
export type FetchFile = (url: string, options: { limitBytes: number; signal: AbortSignal }) => Promise<SiteFile>
