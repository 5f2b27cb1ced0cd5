import type { Target } from './schema.ts'

/** One known address and what became of it: a line of the coverage ledger. */
export interface LedgerEntry {
  key: string
  url: string
  state: 'audited' | 'skipped' | 'blocked' | 'failed'
  /**
   * A short code: why it was left out (`max-pages`, `max-depth`, `max-time`, `interrupted`, `robots`, `excluded`,
   * `not-included`, `unsafe`, `file`, `other-language`, `host-sample`, `canonical-elsewhere`, `duplicate`, `too-long`,
   * `trap-path`, `trap-parameters`, `trap-calendar`, `redirect-loop`), or the outcome of its visit; empty when it was
   * audited and all went well, `render-…` when it was, but only as served.
   */
  reason: string
  generation: number
  depth: number
  source: Target['source']
}
