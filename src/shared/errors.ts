/** One thing that a person got wrong: where, what, and what to do about it. */
export interface Mistake {
  message: string
  /** File and position (`rules/a.yaml:11:13`), option (`--max-pages`) or address. */
  place?: string
  hint?: string
}

export type UsageErrorCode =
  | 'bad-url'
  | 'bad-option'
  | 'bad-config'
  | 'bad-rules'
  | 'bad-run'
  | 'no-browser'
  | 'no-page'
  | 'output'

/**
 * A person's mistake, or something about their machine that only they can mend. Printed without a stack trace; all
 * mistakes that were found are listed at once. Site trouble is no `UsageError`: it is an outcome of a visit.
 */
export class UsageError extends Error {
  readonly code: UsageErrorCode
  readonly mistakes: readonly Mistake[]

  constructor(code: UsageErrorCode, mistakes: Mistake | readonly Mistake[], options?: ErrorOptions) {
    const list = Array.isArray(mistakes) ? (mistakes as readonly Mistake[]) : [mistakes as Mistake]
    super(list.map(describeMistake).join('\n'), options)
    this.name = 'UsageError'
    this.code = code
    this.mistakes = list
  }
}

/** A mistake as a person reads it: `place message`, the hint on a line of its own. */
export function describeMistake({ place, message, hint }: Mistake): string {
  return `${place ? `${place} ` : ''}${message}${hint ? `\n  ${hint}` : ''}`
}
