/** What only a firm with software of its own has. */
const ownSoftware = [
  'trial-offer',
  'pricing-page',
  'plan-prices',
  'plans',
  'software-data',
  'app-login',
  'app-store',
  'customer-account',
  'docs',
]

/** Who writes software for others names it without selling any, and who manages homes for their owners has none to let. */
export function meantCues(cues: ReadonlySet<string>): ReadonlySet<string> {
  const writesForOthers = cues.has('expert-words') && !ownSoftware.some((cue) => cues.has(cue))
  return new Set(
    [...cues].filter(
      (cue) =>
        !(writesForOthers && cue.startsWith('software-words')) &&
        !(cues.has('management-words') && cue.startsWith('rental-words')),
    ),
  )
}
