/** Time that visits leave for judging and writing. */
export interface Reserve {
  /** How much to keep back as things stand, milliseconds. */
  ms(): number
  /** A page came that will have to be read. */
  visited(): void
  /** The pages that came so far were read; these were new, and took so long together. */
  read(pages: number, tookMs: number): void
}

/** A tenth of the whole, within bounds: what is kept back at least. */
const bounds = { least: 6_000, most: 90_000, share: 0.1 }
/** A rendered page takes longer to read than a plain one, and each is judged as well. */
const dearer = 2

/** Makes the reserve of a run; it grows with the pages that wait to be read, by what reading has cost so far. */
export function createReserve(maxTimeMs: number): Reserve {
  const least = Math.min(bounds.most, Math.max(bounds.least, maxTimeMs * bounds.share))
  let waiting = 0
  let perPageMs = 0
  return {
    ms: () => Math.max(least, least / 2 + waiting * perPageMs * dearer),
    visited() {
      waiting++
    },
    read(pages, tookMs) {
      waiting = 0
      if (pages > 0) perPageMs = Math.max(perPageMs, tookMs / pages)
    },
  }
}
