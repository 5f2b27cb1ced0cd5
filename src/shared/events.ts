/** The steps of a run, in order. */
export type Phase = 'robots' | 'sitemaps' | 'pages' | 'rendering' | 'journeys' | 'judging' | 'lighthouse' | 'report'

/** How far the crawl is. */
export interface Progress {
  /** Visits finished in this run or an earlier part of it. */
  done: number
  /** Addresses known so far, whether or not they will be visited. */
  known: number
  /** Visits planned and not finished. */
  queued: number
}

/** Something about the run as a whole that its reader should know. A code and what it is about; the report makes the sentence. */
export interface RunNote {
  code:
    | 'robots-unreachable'
    | 'robots-ignored'
    | 'crawl-delay-capped'
    | 'sitemap-unreadable'
    | 'sitemap-cut'
    | 'sitemap-elsewhere'
    | 'start-moved'
    | 'host-slowed'
    | 'first-part-cut'
  subject: string
}

/** What a run tells whoever listens: the terminal, a log, a web server. */
export type AuditEvent =
  | { type: 'phase'; phase: Phase }
  | {
      type: 'page'
      url: string
      mode: 'http' | 'browser' | 'phone'
      outcome: string
      reason: string
      progress: Progress
    }
  | { type: 'retry'; url: string; outcome: string; attempt: number; waitMs: number }
  | { type: 'note'; note: RunNote }
  | { type: 'warning'; message: string; url?: string }
export type OnEvent = (event: AuditEvent) => void

/** What whoever starts an audit hands along. */
export interface AuditHooks {
  onEvent?: OnEvent | undefined
  /** Visits stop when it aborts; what there is gets judged and reported. */
  signal?: AbortSignal | undefined
  /** Go on with the latest run of this site. */
  resume?: boolean | undefined
}
